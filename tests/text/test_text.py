"""Normalising twice and folding twice change nothing more."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import tokens
from corpus.text.normalisation import fold, normalise

odd = st.text(
    alphabet=st.sampled_from("aé e\u0301\u200b\u00ad\t\n\r\x0b\u3000\u2003\x00당당×2X‘”ＷＰß\ufeff"),
    max_size=12,
)


@given(st.one_of(odd, st.text(max_size=12)))
def test_normalising_is_done_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once


@given(st.one_of(odd, st.text(max_size=12)))
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a \u3000\tb ", "a b"),
        ("e\u200b\u0301", "é"),
        ("co\u00adop\x00", "coop"),
        (" a \n b", "a\nb"),
    ],
)
def test_normalised_forms(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("20×10", "20x10"),
        ("20X10", "20x10"),
        ("’S", "'s"),
        ("ＷＰＫ", "wpk"),
        ("a\u2011b", "a-b"),
        ("STRAẞE", "strasse"),
    ],
)
def test_folded_forms(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_no_mark_is_overlooked_before_it_is_looked_for() -> None:
    marks = regex.compile(r"[\p{M}\u200c\u200d]")
    assert all(
        tokens.has_marks(chr(point)) == (marks.search(chr(point)) is not None)
        for point in range(0x110000)
        if not 0xD800 <= point < 0xE000
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("葛\ufe00\U000e0100城", "葛城"),
        ("葛\u200d\ufe00城", "葛城"),
        ("豈\u200c人", "豈人"),
        ("ｱ\u2066\u200dｶ\u200dﾞ", "アガ"),
        ("e\u0301\u200ccole", "école"),
        ("Å\u200dngstro\u0308m", "Ångström"),
        ("می\u200cخواهیم", "می\u200cخواهیم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
    ],
)
def test_what_is_kept_is_kept_as_it_is_the_next_time(written: str, kept: str) -> None:
    assert normalise(written) == kept
    assert normalise(kept) == kept
