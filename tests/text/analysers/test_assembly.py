"""An analyser's words, joined with the project's rule for the rest."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.analysers import merge_tokens as assembly
from corpus.text.analysers.base import Analysed
from corpus.text.analysers.merge_tokens import Assembler, each_in_segments, in_segments, pieces
from tests.text.analysers.properties import HOSTILE, ODD_TEXTS, check, spans

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8)


def assembled(text: str, *found: tuple[int, int]) -> list[tuple[int, int]]:
    words = [(start, end, text[start:end], "NNG", None) for start, end in found]
    return spans(Assembler(text).assemble(words))


@given(HOSTILE, SPANS)
def test_any_words_of_an_analyser_keep_the_promises(text: str, found: list[tuple[int, int]]) -> None:
    inside = sorted((start, min(start + length, len(text))) for start, length in found if start < len(text))
    check(text, Assembler(text).assemble([(a, b, text[a:b], "", None) for a, b in inside]))


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_without_an_analyser(text: str) -> None:
    check(text, Assembler(text).assemble([]))


def test_what_the_analyser_leaves_out_is_cut_by_rule() -> None:
    assert assembled("改革당은 GDP", (2, 3)) == [(0, 1), (1, 2), (2, 3), (3, 4), (5, 8)]
    assert assembled("당은 핵") == [(0, 2), (3, 4)]


def test_words_are_clipped_to_the_runs() -> None:
    assert assembled("3대혁명을", (0, 4), (4, 5)) == [(0, 1), (1, 4), (4, 5)]
    assert assembled("더 없는", (0, 4)) == [(0, 1), (2, 4)]
    assert assembled("20×10정책", (0, 5), (5, 7)) == [(0, 5), (5, 7)]


def test_a_clipped_word_has_the_letters_of_its_span() -> None:
    found = Assembler("3대혁명").assemble([(0, 4, "3대혁명", "NNG", "3대혁명")])
    assert (found.forms, found.tags, found.lemmas) == (["3", "대혁명"], ["", "NNG"], [None, "대혁명"])


def test_starts_that_fall_are_mended() -> None:
    assert assembled("하세요", (0, 1), (2, 3), (1, 3)) == [(0, 1), (1, 3), (1, 3)]


def test_words_may_share_a_syllable() -> None:
    assert assembled("했다", (0, 1), (0, 1), (1, 2)) == [(0, 1), (0, 1), (1, 2)]


@given(st.text("ab. \n", max_size=60), st.integers(1, 9))
def test_pieces_make_up_the_text(text: str, most: int) -> None:
    found = pieces(text, most, re.compile(r"[. \n]"))
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= most for a, b in found)
    for (a, b), _ in pairwise(found):
        part = text[a:b]
        assert part[-1] in ". \n" or not set(part) & set(". \n")


def test_a_long_text_is_cut_as_its_segments_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(text: str) -> Analysed:
        found = [(n, n + 1, letter, "A" if letter == "a" else "", None) for n, letter in enumerate(text)]
        starts, ends, forms, tags, lemmas = map(list, zip(*found, strict=True))
        return Analysed(starts, ends, forms, tags, lemmas)

    text = "abcda bbca " * 40
    whole = cut(text)
    monkeypatch.setattr(assembly, "SEGMENT", 7)
    found = in_segments(text, 3, re.compile(" "), cut)
    assert [list(part) for part in found] == [list(part) for part in whole]
    assert (found.forms[-3], found.tags[0], list(found.forms[1:4])) == ("c", "A", ["b", "c", "d"])
    assert len(found.lemmas) == len(text)


def test_many_texts_share_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.text.analysers.merge_tokens.SEGMENT", 9)

    def cut(text: str) -> Analysed:
        words = [(at.start(), at.end(), "".join(list(at[0])), "N", None) for at in re.finditer(r"\w+", text)]
        return Analysed(*map(list, zip(*words, strict=True)))

    texts = ["peace is", "is peace", "peace, is"]
    found = each_in_segments(texts, 3, re.compile(" "), cut)
    assert [[list(part) for part in one] for one in found] == [
        [list(part) for part in cut(text)] for text in texts
    ]
    assert found[1].forms[1] is found[2].forms[0]  # held once
