"""Spaces put back around names, and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.decode.glued_names import mend_names, said_of
from corpus.ingest.outlets.registry import get_outlet

if TYPE_CHECKING:
    from pathlib import Path

NAMES = get_outlet("kcna").glued_names


@pytest.mark.parametrize(
    ("glued", "mended"),
    [
        ("ComradeKim Jong Unreceived him", "Comrade Kim Jong Un received him"),
        (
            "PresidentKim Il Sungand ChairmanKim Jong Ilon",
            "President Kim Il Sung and Chairman Kim Jong Il on",
        ),
        ("Kim Jong IlandKim Jong Un", "Kim Jong Il and Kim Jong Un"),
        ("atKim Il SungSquare", "at Kim Il Sung Square"),
        ("the road,Kim Jong Unsaid:", "the road, Kim Jong Un said:"),
        ("On August 4Kim Jong Un, H.E.Kim Jong Un", "On August 4 Kim Jong Un, H.E. Kim Jong Un"),
        ("--Kim Jong Un", "-- Kim Jong Un"),
        ("Kim Jong Un's, Kim Jong Un’s", "Kim Jong Un's, Kim Jong Un’s"),
        ("Kim Il Sung-Kim Jong Il Foundation", "Kim Il Sung-Kim Jong Il Foundation"),
        ("Kim Il Sungism, Kim Jong Ilist", "Kim Il Sungism, Kim Jong Ilist"),
        ('"Kim Jong Un" (Kim Jong Un)', '"Kim Jong Un" (Kim Jong Un)'),
        ("Kimchi in Jonguna", "Kimchi in Jonguna"),
        ("KIM JONG UNRECEIVED", "KIM JONG UNRECEIVED"),
    ],
)
def test_spaces_around_names(glued: str, mended: str) -> None:
    assert mend_names(glued, NAMES) == mended
    assert mend_names(mended, NAMES) == mended


@given(st.lists(st.sampled_from([*NAMES, "and", "the", " ", "-", ".", "ism", "4"]), max_size=12).map("".join))
def test_only_spaces_are_added_and_only_once(text: str) -> None:
    mended = mend_names(text, NAMES)
    assert mended.replace(" ", "") == text.replace(" ", "")
    assert mend_names(mended, NAMES) == mended


def test_an_outlet_without_glued_names_changes_nothing() -> None:
    assert mend_names("ComradeKim Jong Unreceived", ()) == "ComradeKim Jong Unreceived"


@pytest.mark.collections
def test_no_name_stays_glued_in_the_collection(collections: Path) -> None:
    text = (collections / "kcna-en" / "articles.jsonl").read_text(encoding="utf-8")
    mended = mend_names(text.replace("\\u00a0", " "), NAMES)
    assert len(mended) - len(text.replace("\\u00a0", " ")) > 1500
    either = "|".join(NAMES)
    assert not re.findall(rf"(?<!\\)\b[A-Za-z]+(?:{either})|(?:{either})[A-Za-z]+", mended)


def test_what_stood_in_print_is_told() -> None:
    printed: list[str] = []
    text = "ComradeKim Jong Unreceived him. Kim Jong Un smiled at Kim Il SungSquare."
    text += " ComradeKim Jong Unreceived it."
    mend_names(text, NAMES, printed)
    assert printed == ["ComradeKim Jong Unreceived", "Kim Il SungSquare."]
    told = said_of(printed)
    assert "'ComradeKim Jong Unreceived', 'Kim Il SungSquare.'" in told
    mend_names("Kim Jong Un went.", NAMES, printed)
    assert said_of(printed) == told
