"""Lead-ins of the shipped files: who speaks from where to where, in a table of texts made up for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = sorted((Path(__file__).parent / "lead_ins").glob("*.txt"))
SPOKEN = (Role.speech, Role.salutation, Role.slogan)


class Example(NamedTuple):
    """A text with what a reader says of its lines: ``N`` narration, ``S`` speech, ``D`` either."""

    outlet: str
    speaker: str
    title: str
    lines: list[tuple[str, str]]


def examples() -> Iterator[Example]:
    for table in TABLES:
        for block in table.read_text(encoding="utf-8").split("\n\n")[1:]:
            head, *lines = block.strip().split("\n")
            outlet, speaker, title = (part.strip() for part in head.removeprefix("# ").split("|", 2))
            yield Example(outlet, speaker, title, [(line[0], line[2:]) for line in lines])


def parse(text: str, outlet: str = "kcna", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a.txt", fields), get_outlet(outlet), {})


def told(parsed: Parsed, line: str, after: int = 0) -> tuple[str, str | None]:
    """What the program says of the most of a line: spoken or not, and by whom."""
    start = parsed.text.index(line, after)
    shares = {
        (one.role, one.speaker): min(one.end, start + len(line)) - max(one.start, start)
        for one in parsed.passages
        if one.end > start and one.start < start + len(line)
    }
    role, speaker = max(shares, key=lambda one: shares[one])
    return "S" if role in SPOKEN else "N", speaker


@pytest.mark.parametrize("example", [*examples()], ids=lambda one: one.title)
def test_who_speaks_from_where_to_where(example: Example) -> None:
    parsed = parse("\n".join(line for _, line in example.lines), example.outlet, title=example.title)
    at = 0
    for label, line in example.lines:
        said, speaker = told(parsed, line, at)
        at = parsed.text.index(line, at) + len(line)
        assert label in ("D", said), line
        if label == "S" == said and example.speaker not in ("", "?"):
            name = (speaker or "").casefold()
            assert all(word in name for word in example.speaker.casefold().split()), (line, speaker)


def test_words_of_nobody_who_is_named_are_reviewed() -> None:
    parsed = parse("Pyongyang, May 3 (KCNA) -- The message said:\nI wish you well.\n", title="A Message")
    assert [one.field for one in parsed.doubts if "does not name" in one.message] == ["speaker"]
    assert parsed.speaker is None


def test_a_message_without_sender_is_not_his_who_spoke_before() -> None:
    parsed = parse(
        "Kim Jong Un visited the farm.\nHe said:\nI am glad to see the fields.\n"
        "A floral basket was laid.\nThe message said:\nWe wish you health.\n"
    )
    assert told(parsed, "I am glad to see the fields.") == ("S", "Kim Jong Un")
    assert told(parsed, "We wish you health.") == ("S", None)


def test_a_statement_whose_words_no_line_opens_is_reviewed() -> None:
    text = "A spokesman made public a statement on Sunday.\nIt called for calm on the border."
    doubts = parse(text, title="Statement of Spokesman for DPRK Foreign Ministry").doubts
    assert [one.message for one in doubts if one.field == "speaker"] == [
        "By its headline it is a statement, but no line opens anybody's words."
    ]


@pytest.mark.parametrize(
    ("line", "reviewed"),
    [
        ("These are the teachings of the day:", True),
        ("The article says, and goes on:", False),  # another paper, retold
        ("These are the teachings of the day.", False),
    ],
)
def test_first_person_after_a_colon_that_no_rule_knows_is_reviewed(line: str, reviewed: bool) -> None:
    doubts = parse(f"A meeting was held.\n{line}\nWe must defend our land.\n").doubts
    assert any("no rule knows" in one.message for one in doubts) is reviewed


def test_a_kind_of_text_is_no_person() -> None:
    parsed = parse("Pyongyang, May 3 (KCNA) -- A gift came.\nThe reply message says:\nI thank you.\n")
    assert all(one.speaker is None for one in parsed.passages)
    assert parsed.mentions == []


def test_name_and_office_are_told_apart() -> None:
    parsed = parse(
        "Kim Kye Gwan, advisor of the DPRK Foreign Ministry, issued the following statement on Monday:\n"
        "We are no longer interested.\n"
    )
    assert [(one.actor, one.title) for one in parsed.mentions] == [
        ("Kim Kye Gwan", "advisor of the DPRK Foreign Ministry")
    ]


def test_a_headline_says_whose_words_a_text_without_dateline_is() -> None:
    title = "Speech by Ri Yong Ho, Minister of Foreign Affairs, at the General Assembly"
    parsed = parse("Mr. President,\nPeace is near.\n", title=title)
    assert told(parsed, "Peace is near.") == ("S", "Ri Yong Ho")
    reported = parse("Pyongyang, May 3 (KCNA) -- A speech was made.\nIt was long.\n", title=title)
    assert told(reported, "It was long.") == ("N", None)
