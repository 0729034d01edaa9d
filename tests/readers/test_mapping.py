"""Columns and their canonical names."""

from __future__ import annotations

import math

import pytest

from corpus.errors import UsageError
from corpus.ingest.decode.columns import ColumnMap, as_text, is_web_address

KCNA = {
    "topic": "News",
    "headline": "Title",
    "link": "http://www.example.kp/en/article/1",
    "date": 1703376000000,
    "story_text": "Text",
    "date_str": "2023-12-24",
}


def test_kcna_columns_are_guessed_and_the_other_date_is_kept() -> None:
    fields, text = ColumnMap().apply(KCNA)
    assert text == "Text"
    assert fields == {
        "topic": "News",
        "title": "Title",
        "url": "http://www.example.kp/en/article/1",
        "date": "2023-12-24",
        "date_column": "1703376000000",
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"content": "T", "year": "1954", "congress": "1"}, {"date": "1954", "congress": "1"}),
        ({"text": "T", "publication": "2025-12-31 19:35:10"}, {"date": "2025-12-31 19:35:10"}),
        (
            {"Text": "T", "ISO Code": "PRK", "Post": "President"},
            {"country": "PRK", "speaker_title": "President"},
        ),
        ({"본문": "T", "제목": "신년사"}, {"title": "신년사"}),
        ({"Volltext": "T", "Überschrift": "A", "Datum": "6.8.2024"}, {"title": "A", "date": "6.8.2024"}),
        ({"Texte": "T", "Titre": "A", "Année": "2024"}, {"title": "A", "date": "2024"}),
        ({"İçerik": "T", "Başlık": "A", "Tarih": "2024"}, {"title": "A", "date": "2024"}),
        ({"النص": "T", "العنوان": "A", "التاريخ": "2024"}, {"title": "A", "date": "2024"}),
        ({"Nội dung": "T", "Tiêu đề": "A", "Ngày": "2024"}, {"title": "A", "date": "2024"}),
        ({"text": "T", "id": 7, "tags": ["a", "b"]}, {"id": "7", "tags": "a, b"}),
        ({"text": "T", "date": "2024", "year": "2023"}, {"date": "2024", "year": "2023"}),
    ],
)
def test_guesses(values: dict[str, object], expected: dict[str, str]) -> None:
    assert ColumnMap().apply(values) == (expected, "T")


def test_what_the_user_says_wins() -> None:
    values = {"text": "summary", "Full Story": "the speech", "title": "T", "name": "N"}
    fields, text = ColumnMap({"text": "full_story", "title": "name"}).apply(values)
    assert text == "the speech"
    assert fields == {"title": "N", "title_column": "T", "text_column": "summary"}


def test_a_column_that_the_user_mapped_is_not_guessed_to_be_something_else() -> None:
    values = {"text": "a title", "body": "the text"}
    assert ColumnMap({"title": "text"}).apply(values) == ({"title": "a title"}, "the text")


def test_a_mapped_column_that_a_record_lacks_is_not_guessed_instead() -> None:
    assert ColumnMap({"text": "story"}).apply({"text": "other"}) == ({"text_column": "other"}, None)


def test_a_column_called_address_may_be_no_url() -> None:
    fields, text = ColumnMap().apply({"text": "T", "address": "Dear comrades"})
    assert fields == {"address": "Dear comrades"}
    assert text == "T"


@pytest.mark.parametrize("absent", [None, "", "  ", "None", "NaN", "null", math.nan, []])
def test_absent_values_are_left_out_and_an_absent_text_is_empty(absent: object) -> None:
    assert ColumnMap().apply({"text": absent, "title": absent, "place": "P"}) == ({"place": "P"}, "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2024, "2024"),
        (2024.0, "2024"),
        (0.5, "0.5"),
        (True, "true"),
        ({"b": 1, "a": "é"}, '{"a": "é", "b": 1}'),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


def test_paragraphs_are_joined_by_newlines() -> None:
    assert ColumnMap().apply({"paragraphs": ["One.", "Two."]}) == ({}, "One.\nTwo.")


def test_mojibake_is_mended_in_text_and_fields() -> None:
    assert ColumnMap().apply({"text": "the 20Ã—10 policy", "title": "El NiÃ±o"}) == (
        {"title": "El Niño"},
        "the 20×10 policy",
    )


def test_an_unknown_canonical_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no field 'headline' to map to; there are: text, title"):
        ColumnMap({"headline": "x"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://www.example.kp/en/1", True),
        ("https://example.org/?id=1", True),
        ("https://example.org/", False),
        ("https://example.org", False),
        ("/en/1", False),
        ("see https://example.org/1 there", False),
    ],
)
def test_bare_hosts_are_no_addresses_of_pages(value: str, expected: bool) -> None:
    assert is_web_address(value) is expected
