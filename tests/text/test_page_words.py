"""Words of pages: buttons, names of sections, headings of what stands below a text."""

from __future__ import annotations

import pytest

from corpus.text.page_words import closes_text, is_label, is_page_name, is_row, without_labels


@pytest.mark.parametrize(
    "words",
    [
        "Share", "SHARE:", "« Previous article", "Print (3)", "Imprimir", "Teilen", "Поделиться", "مشاركة",
        "打印", "인쇄하기", "シェアする", "แชร์", "Chia sẻ", "0 comments:", "Yorumlar (12)", "שתף",
    ],
)  # fmt: skip
def test_labels_are_told_with_marks_and_numbers_around_them(words: str) -> None:
    assert is_label(words)


@pytest.mark.parametrize("words", ["More.", "Print it", "The share", "12", "", "Share " * 20, "报告"])
def test_other_words_are_no_labels(words: str) -> None:
    assert not is_label(words)


def test_names_of_pages_and_headings_below_a_text() -> None:
    assert [is_page_name(one) for one in ("Politics", "国内", "Новости", "سياسة", "The mill")] == [
        True
    ] * 4 + [False]
    assert [closes_text(one) for one in ("Leave a Reply", "الأكثر قراءة", "Efnisorð", "The mill")] == [
        True
    ] * 3 + [False]


def test_rows_hold_nothing_else() -> None:
    assert is_row("收藏 打印 推荐  更多功能")
    assert is_row("World Politics Business")
    assert not is_row("World Politics")
    assert not is_row("Share of the mill")


def test_labels_beside_a_day_are_taken_off() -> None:
    assert without_labels("2006年12月29日     收藏 打印 推荐") == "2006年12月29日"
    assert without_labels("Published May 6, 2019 Print") == "May 6, 2019"
    assert without_labels("Share") == "Share"
