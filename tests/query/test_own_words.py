"""Voice and speaker in every query: as if the archive held no other words."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from tests.builder import build
from tests.counter import Text
from tests.query.test_both_stores import alike

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = ["road", "bridge", "peace", "war", "build", "the", "of", "party", "people", "nuclear"]
SPEAKERS = {"narration": (None,), "speech": ("Kim Song", "Ri Ho", None), "salutation": ("Kim Song", "Ri Ho")}
FILTERS: tuple[dict[str, Any], ...] = (
    {"voice": "speech"},
    {"voice": "narration"},
    {"speaker": "Kim Song"},
    {"voice": "speech", "speaker": "Ri Ho"},
    {"voice": ["speech", "salutation"], "speaker": ["Kim Song", "Ri Ho"]},
)
KEYWORDS = {"target": {"outlet": "generic"}, "min": 1, "min_documents": 1, "limit": 100}
QUESTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "freq": (("peace", "road (bridge|war)"), {"by": "year"}),
    "freq by voice": (("peace",), {"by": ["voice", "speaker"]}),
    "freq by outlet": (("peace",), {"by": "outlet", "documents": True, "dispersion": True}),
    "freq per": (("peace",), {"per": "sentences"}),
    "kwic": (("peace",), {"limit": 500, "sort": "right"}),
    "collocates": (("peace",), {"min": 1, "limit": 100}),
    "keywords": ((), KEYWORDS),
    "keywords of sequences": ((), {**KEYWORDS, "size": 2}),
    "ngrams": ((), {"size": "2-3", "min": 1, "limit": 500}),
    "ngrams longest": ((), {"longest": True, "min": 2, "limit": 500}),
    "first": (("peace", "nuclear"), {}),
    "trends": (("peace",), {}),
    "trends rises": ((), {"min_documents": 1}),
    "coverage": ((), {}),
}
NOT_COMPARED = {"passage", "without_text"}
"""What tells of the document as a whole: the number of a passage, documents without any text."""


def made() -> list[Text]:
    rng = random.Random(7)
    texts = []
    for number in range(24):
        passages: list[tuple[str, str | None, str]] = []
        for _ in range(rng.randint(2, 6)):
            role = rng.choice([*SPEAKERS])
            words = " ".join(rng.choices(WORDS, k=rng.randint(3, 14)))
            passages.append((role, rng.choice(SPEAKERS[role]), words.capitalize() + "."))
        texts.append(
            Text(
                f"{2001 + number // 4}-0{1 + number % 4}-01", rng.choice(["generic", "tass"]), None, passages
            )
        )
    return texts


def only(texts: list[Text], voice: Any = (), speaker: Any = ()) -> list[Text]:
    """The texts without the passages that the filters leave out."""
    voices = (voice,) if isinstance(voice, str) else voice
    speakers = (speaker,) if isinstance(speaker, str) else speaker
    return [
        Text(
            text.year,
            text.outlet,
            text.country,
            [
                one
                for one in text.passages
                if (not voices or one[0] in voices) and (not speakers or one[1] in speakers)
            ],
        )
        for text in texts
    ]


@pytest.fixture
def archive(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as corpus:
        build(corpus, made())
        yield corpus


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_question_counts_these_words_alone(
    archive: Corpus, tmp_path: Path, filters: dict[str, Any]
) -> None:
    with Corpus(tmp_path / "reduced.db") as reduced:
        build(reduced, only(made(), **filters))
        for name, (queries, options) in QUESTIONS.items():
            asked = name.split()[0]
            mine = getattr(archive, asked)(*queries, **options, **filters)
            # Some texts have no passage left: with a filter on voices they are left out here, too.
            theirs = getattr(reduced, asked)(*queries, **options, voice=[*SPEAKERS])
            assert mine.rows() or name in ("trends rises", "ngrams longest"), name
            assert alike(_compared(mine.rows()), _compared(theirs.rows())), (name, filters)


def _compared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in NOT_COMPARED} for row in rows]
