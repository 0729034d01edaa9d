"""Simplified characters and Hangul readings: as long as the text was."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.analysers import chinese_variants as han
from corpus.text.analysers import hanja_reading
from tests.text.analysers.properties import HOSTILE

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20)
SIMPLIFIED = [(chr(code), han.simplified(chr(code))) for code in range(0x3400, 0xA000)]
needs_opencc = pytest.mark.skipif(not han.available(), reason="OpenCC is not installed")


@needs_opencc
@given(st.one_of(HAN, HOSTILE))
def test_simplified_keeps_the_length_and_is_simplified_once(text: str) -> None:
    found = han.simplified(text)
    assert len(found) == len(text)
    assert found == "".join(map(han.simplified, text))
    assert han.simplified(found) == found


@needs_opencc
def test_simplified() -> None:
    assert han.simplified("發展中國，Ab 改革 后後 乾隆") == "发展中国，Ab 改革 后后 干隆"


@needs_opencc
@given(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF))
def test_variants_are_what_is_simplified_to_the_same(character: str) -> None:
    same = {one for one, other in SIMPLIFIED if other == han.simplified(character)}
    found = han.variants_of_character(character)
    assert {one for one in found if 0x3400 <= ord(one) < 0xA000} == same
    assert character in found


@needs_opencc
def test_variants() -> None:
    assert han.variants_of_character("發") == {"发", "發", "髮"}
    assert han.variants_of_character("中") == {"中"}
    assert han.variants_of_character("a") == {"a"}


def test_without_opencc_characters_stay() -> None:
    with mock.patch.object(han, "_table", dict), mock.patch.object(han, "_variants", dict):
        assert (han.simplified("發展"), han.variants_of_character("發"), han.available()) == (
            "發展",
            {"發"},
            False,
        )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("朝鮮勞動黨은 女性의 歷史", "조선로동당은 녀성의 력사"),
        ("李承晩 領導 聯合", "리승만 령도 련합"),
        ("不當 不法 不正 不", "부당 불법 부정 불"),
        ("당은 party 2016", "당은 party 2016"),
        ("𠀀", "𠀀"),
        ("", ""),
    ],
)
def test_reading(text: str, read: str) -> None:
    assert hanja_reading.reading(text) == read


@given(st.one_of(HAN, HOSTILE))
def test_reading_keeps_the_length_and_all_but_han(text: str) -> None:
    read = hanja_reading.reading(text)
    assert len(read) == len(text)
    assert all(
        a == b or ("가" <= b <= "힣" and hanja_reading.has_hanja(a)) for a, b in zip(text, read, strict=True)
    )
