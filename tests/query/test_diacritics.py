"""Diacritics: ignored as letter case is, unless the exact form is asked for; lists keep them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.normalisation import fold, without_diacritics
from tests.counter import Text
from tests.query.test_counts import Archive, quick, total

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    "nación",
    "nacion",
    "Nación",
    "NACIÓN",
    "año",
    "ano",
    "ёлка",
    "елка",
    "мой",
    "мои",
    "naïve",
    "ἄνθρωπος",
    "ανθρωπος",
]
passage = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
text = st.builds(
    Text,
    year=st.just("2020"),
    passages=st.lists(st.tuples(st.just("narration"), st.none(), passage), min_size=1, max_size=3),
    language=st.sampled_from(["es", "ru"]),
)


def bare(word: str) -> str:
    """The letters of a word without their marks, but й, which is a letter."""
    kept = word.casefold().replace("й", "\ue000")
    letters = unicodedata.normalize("NFD", kept)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("\ue000", "й")


def words(texts: list[Text]) -> list[str]:
    return [
        word
        for one in texts
        for role, _, said in one.passages
        if role == "narration"
        for word in said.split()
    ]


@quick
@given(texts=st.lists(text, min_size=1, max_size=4), query=st.sampled_from(WORDS))
def test_marks_are_ignored_unless_asked_for(sqlite_template: Path, texts: list[Text], query: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        said = words(texts)
        assert total(corpus, query)[0] == sum(bare(word) == bare(query) for word in said)
        assert total(corpus, f"={query}")[0] == said.count(query)
        assert total(corpus, f"{query[:-1]}*")[0] == sum(
            bare(word).startswith(bare(query[:-1])) for word in said
        )
        several = f"({'|'.join(WORDS)})"
        assert total(corpus, several)[0] == len(said)


@pytest.mark.parametrize(
    ("query", "matches"),
    [("/naci[oó]n/", 2), ("/nación/", 1), ("na?ion", 2), ("*ción", 2), ("n?ción", 2), ("lemma:nación", 2)],
)
def test_patterns(sqlite_template: Path, query: str, matches: int) -> None:
    texts = [Text("2020", passages=[("narration", None, "La nación y las naciones. nacion")], language="es")]
    if query.startswith("lemma:"):
        pytest.importorskip("simplemma", reason="simplemma is not installed: pip install '.[lemma]'")
    with Archive(sqlite_template, texts) as corpus:
        assert total(corpus, query)[0] == matches


def test_lists_keep_them(sqlite_template: Path) -> None:
    texts = [Text("2020", passages=[("narration", None, "año año ano")], language="es")]
    with Archive(sqlite_template, texts) as corpus:
        rows = corpus.ngrams(size=1, min=1).rows()
        assert {row["ngram"]: row["matches"] for row in rows} == {"año": 2, "ano": 1}
        assert total(corpus, "ano")[0] == 3


@given(st.text(max_size=12))
def test_dropping_marks_is_done_once(given_text: str) -> None:
    once = without_diacritics(fold(given_text))
    assert without_diacritics(once) == once
    assert fold(once) == once or not once.isascii()
