"""Widths, cuts and what a hostile text may not do to a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from corpus.output.text.terminal_text import (
    colours,
    cut,
    harmless,
    pad,
    terminal_size,
    unicode,
    width,
    wrapped,
)

SCRIPTS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x2FF),
        st.characters(min_codepoint=0x370, max_codepoint=0x52F),
        st.characters(min_codepoint=0x1100, max_codepoint=0x11FF),
        st.characters(min_codepoint=0x2010, max_codepoint=0x303F),
        st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFFEF),
        st.characters(exclude_categories=["Cs", "Cc"]),
    )
)


@given(SCRIPTS)
def test_widths_are_wcwidths(text: str) -> None:
    text = harmless(text)
    assert width(text) == max(wcswidth(text), 0)


def test_every_character_that_is_not_looked_up_has_its_width() -> None:
    for codepoint in [
        *range(0x20, 0x600),
        *range(0x2000, 0x3100),
        *range(0x4E00, 0xA000),
        *range(0xAC00, 0xD800),
    ]:
        character = chr(codepoint)
        if character.isprintable():
            assert width(character) == wcswidth(character), hex(codepoint)


@given(SCRIPTS, st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_a_cut_text_fits_and_is_marked(text: str, columns: int, side: str) -> None:
    text = harmless(text)
    short = cut(text, columns, side)  # type: ignore[arg-type]
    assert width(short) <= columns
    if width(text) <= columns:
        assert short == text
    elif columns:
        kept = short.removesuffix("…") if side == "right" else short.removeprefix("…")
        assert "…" in short
        assert text.startswith(kept) if side == "right" else text.endswith(kept)


def test_cuts_and_pads_by_columns() -> None:
    assert cut("조선민주주의인민공화국", 9) == "조선민주…"
    assert cut("조선민주주의인민공화국", 8) == "조선민…"
    assert cut("the banner of peace", 9, "left") == "…of peace"
    assert pad("당", 4) == "당  "
    assert pad("党", 4, "right") == "  党"


def test_a_cut_leaves_no_mark_without_its_letter() -> None:
    text = "abcde\u0301fgh"
    assert cut(text, 5, "left") == "…e\u0301fgh"
    assert cut(text, 4, "left") == "…fgh"
    assert cut("👩\u200d👩\u200d👧 한 가족", 4) == "👩…"


@given(
    st.lists(st.sampled_from(["a", "가", "党", "e\u0301", " ", "👩\u200d👩\u200d👧", "ｶ", "…"]), max_size=40),
    st.integers(1, 30),
)
def test_cut_and_padded_text_has_the_columns_asked_for(parts: list[str], columns: int) -> None:
    text = "".join(parts)
    for side in ("left", "right"):
        shown = cut(text, columns, side)  # type: ignore[arg-type]
        assert wcswidth(shown) <= columns
        assert wcswidth(pad(shown, columns)) == columns


def test_chinese_is_broken_where_the_line_is_full_and_english_at_spaces() -> None:
    assert wrapped("改革开放改革开放改革开放", 20) == ["改革开放改革开放改革", "开放"]
    assert wrapped("one two three four five", 20) == ["one two three four", "five"]
    assert wrapped("改革 " * 3, None) == ["改革 改革 改革 "]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;never ended", "]52;c;never ended"),
        ("a\x00b\x07c\x08d\x7fe", "abcde"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("left\u202eright\u2066", "leftright"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("평화 和平 20×10 don’t", "평화 和平 20×10 don’t"),
    ],
)
def test_no_command_reaches_the_terminal(hostile: str, shown: str) -> None:
    assert harmless(hostile) == shown


@given(st.text())
def test_nothing_harmful_is_left(text: str) -> None:
    shown = harmless(text)
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in shown)
    shown.encode("utf-8")


def test_a_long_run_of_broken_commands_takes_no_long_time() -> None:
    assert harmless("\x1b]" * 200_000) == "]" * 200_000


class Terminal(io.StringIO):
    encoding = "UTF-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_colours_only_on_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert colours(Terminal())
    assert not colours(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colours(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not colours(Terminal())


def test_size_and_encoding_of_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "101")
    monkeypatch.setenv("LINES", "33")
    assert terminal_size(Terminal()) == (101, 33)
    assert terminal_size(io.StringIO()) is None
    assert unicode(Terminal())
    assert not unicode(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
