"""Northern and southern spelling, both ways."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.analysers.korean_spelling import southern, variants
from tests.text.analysers.properties import HOSTILE

TABLE = tomllib.loads(
    (Path(__file__).parents[3] / "corpus/text/analysers/spelling.toml").read_text(encoding="utf-8")
)
PAIRS = {
    "로동": "노동", "로력": "노력", "령도": "영도", "녀성": "여성", "력사": "역사", "련합": "연합",
    "리념": "이념", "래일": "내일", "랭전": "냉전", "락관": "낙관", "량심": "양심", "론문": "논문",
    "륭성": "융성", "립장": "입장", "년대": "연대", "념원": "염원", "분렬": "분열", "대렬": "대열",
    "규률": "규율", "비률": "비율", "치렬": "치열", "렬렬히": "열렬히", "돐": "돌", "원쑤": "원수",
    "리승만": "이승만", "조선로동당": "조선노동당", "뜨락또르": "트랙터", "로씨야": "러시아",
    "사회주의로력영웅": "사회주의노력영웅",
}  # fmt: skip
"""Written by hand: north, south."""


@pytest.mark.parametrize(("north", "south"), PAIRS.items(), ids=range(len(PAIRS)))
def test_pairs(north: str, south: str) -> None:
    assert southern(north) == south
    assert southern(south) == south
    assert variants(north)[0] == north
    assert south in variants(north)
    assert variants(south)[0] == south
    assert north in variants(south)


@pytest.mark.parametrize(
    ("text", "south"),
    [
        ("협력사업과 전력사정", "협력사업과 전력사정"),
        ("혁명력사를", "혁명역사를"),
        ("1990년대에 2016년 몇 년", "1990년대에 2016년 몇 년"),
        ("년대와 세기", "연대와 세기"),
        ("라지오와 뉴스, 녀석", "라디오와 뉴스, 녀석"),
        ("리가 없다 리철만 최룡해", "리가 없다 리철만 최룡해"),  # names that no list has keep their spelling
        ("되였다 하시였다 하여 기여", "되었다 하시었다 하여 기여"),
        ("법률 확률 열렬", "법률 확률 열렬"),
        ("우리해방 자주로선 으로선", "우리해방 자주노선 으로선"),
        ("", ""),
        ("peace 改革", "peace 改革"),
    ],
)
def test_southern(text: str, south: str) -> None:
    assert southern(text) == south


def test_strings_of_several_words() -> None:
    assert variants("노동당의 영도") == ["노동당의 영도", "로동당의 령도", "노동당의 령도", "로동당의 영도"]
    assert "로동당의 력사" in variants("노동당의 력사")
    assert variants("당의 이념")[1] == "당의 리념"
    assert variants("로동 당") == ["로동 당", "노동 당"]
    assert variants("노동*") == ["노동*", "로동*"]


def test_surnames_both_ways() -> None:
    assert variants("이영호") == ["이영호", "리영호"]
    assert variants("리영호") == ["리영호", "이영호"]
    assert variants("이철만") == ["이철만", "리철만"]  # in no list


@pytest.mark.parametrize("text", ["인민", "핵", "peace", "", "*", "改革"])
def test_what_is_spelled_alike_has_no_variants(text: str) -> None:
    assert variants(text) == [text]


def test_what_is_spelled_alike_throughout_comes_first() -> None:
    typed = "역사적인 노동당 연합 여성 분열 이념"
    found = variants(typed, most=4)
    assert found[:2] == [typed, "력사적인 로동당 련합 녀성 분렬 리념"]
    assert len(found) == 4
    assert variants(typed, most=1) == [typed]
    assert len(variants(typed, most=100)) == 2**6


@given(
    st.one_of(HOSTILE, st.text("로노동령영도녀여성력역사렬열률율돐돌리이년연 비분*", max_size=14)),
    st.integers(1, 9),
)
def test_variants_of_anything(text: str, most: int) -> None:
    found = variants(text, most)
    assert found[0] == text
    assert len(found) == len(set(found)) <= most
    assert southern(text) in found or most == 1


@given(st.lists(st.sampled_from([*PAIRS.items()]), max_size=6), st.sampled_from([" ", ", ", "\n", "20 "]))
def test_words_do_not_disturb_each_other(pairs: list[tuple[str, str]], between: str) -> None:
    south = between.join(one for _, one in pairs)
    assert southern(between.join(north for north, _ in pairs)) == south
    assert southern(south) == south


def test_the_table_is_in_order() -> None:
    for name in ("words", "names", "surnames"):
        assert [north for north, south in TABLE[name].items() if north == south] == []
    for north, south in TABLE["words"].items():
        assert southern(south) == south, north
    initial = TABLE["initial"]["words"]
    assert sorted({word for word in initial if initial.count(word) > 1}) == []
    assert [word for word in initial if southern(word) == word] == []
    assert [word for word in TABLE["inside"] if southern(f"조선{word}") == f"조선{word}"] == []
