"""Words that the ends of lines broke are whole; compounds keep their hyphen."""

from __future__ import annotations

import pytest

from corpus.ingest.paragraphs.paragraphs import split_paragraphs
from corpus.text.word_breaks import is_broken, is_typeset, without_marked_breaks

TYPESET = [
    ("The Min-\nister came to discuss the co-\noperation.", ["Minister", "cooperation"]),
    ("the self-\nreliance that the dele-\ngation praised", ["self-reliance", "delegation"]),
    ("que la coopéra-\ntion et peut-\nêtre le gouverne-\nment", ["coopération", "peut-être", "gouvernement"]),
    ("сотрудниче-\nство имеет значе-\nние, и кто-\nто мешает", ["сотрудничество", "значение", "кто-то"]),
    ("la coopera-\nción entre los pue-\nblos", ["cooperación", "pueblos"]),
    ("negara-\nnegara di dunia", ["negara-negara"]),
    ("Ost-\nund Westeuropa", ["Ost-und"]),
    ("the inter‐\nnational order", ["international"]),
]
WRAPPED = (
    "The people of the country have for many years been fighting for a policy\n" * 30
    + "that the Republic has put forward, and which is loved for being peace-\nbringing to all of them.\n"
)


@pytest.mark.parametrize(("text", "words"), TYPESET)
@pytest.mark.parametrize("lines", ["auto", "paragraphs"])
def test_typeset_lines(text: str, words: list[str], lines: str) -> None:
    assert is_typeset(text)
    found = " ".join(part.text for part in split_paragraphs(text, lines))  # type: ignore[arg-type]
    for word in words:
        assert word in found.replace(",", "").replace(".", "").split(), found


def test_a_text_that_is_wrapped_at_a_width_breaks_no_word() -> None:
    assert not is_typeset(WRAPPED)
    assert split_paragraphs(WRAPPED)[0].text.endswith("for being peace-bringing to all of them.")


@pytest.mark.parametrize(
    ("text", "typeset", "broken"),
    [
        ("the peacekeeping forces", False, True),
        ("a peace-keeping force", True, False),
        ("peace-keeping and peacekeeping", True, False),
        ("none of it", False, False),
        ("none of it", True, True),
    ],
)
def test_the_text_itself_knows_first(text: str, typeset: bool, broken: bool) -> None:
    assert is_broken("peace", "keeping", text, typeset=typeset) is broken


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("dele\u00ad\ngation", "delegation"),
        ("govern¬ \n  ment", "government"),
        ("not ¬\nhere", "not ¬\nhere"),
        ("Nord¬\nKorea", "Nord¬\nKorea"),
        ("coun\u00adtry", "coun\u00adtry"),
    ],
)
def test_marks_of_broken_words(text: str, whole: str) -> None:
    assert without_marked_breaks(text) == whole
