"""Korean morphemes: where words end, DPRK spelling, hanja, and texts of every kind."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.analysers import merge_tokens as assembly
from corpus.text.analysers.korean import MOST, Korean
from corpus.text.normalisation import normalise
from tests.text.analysers.properties import HOSTILE, ODD_TEXTS, boundaries, check, spans, whole

if TYPE_CHECKING:
    from corpus.text.analysers.base import Analysed

pytest.importorskip("kiwipiepy", reason="kiwipiepy is not installed: pip install 'state-media-corpus[ko]'")

DICTIONARY = tomllib.loads(
    (Path(__file__).parents[3] / "corpus/text/analysers/dprk.toml").read_text(encoding="utf-8")
)
SENTENCES = (
    "선군혁명령도로 강성대국건설의 새 력사를 펼친 조선로동당은 사회주의를 고수하였다.",
    "강성대국이 사회주의강성대국으로, 강성국가를 강성국가건설에서",
    "주체사상의 기치밑에 3대혁명붉은기쟁취운동을 벌리며 조국통일을 앞당기자",
    "핵전쟁의 위험, 핵무기를, 열핵전쟁을, 핵은, 비핵지대",
)


@pytest.fixture(scope="module")
def korean() -> Korean:
    return Korean()


def one(korean: Korean, text: str) -> Analysed:
    (found,) = korean.analyse([text])
    check(text, found)
    return found


@pytest.mark.parametrize("word", ["당", "핵", "선군", "강성대국", "로동", "령도", "혁명"])
@pytest.mark.parametrize("particles", [("은", "의", "이", "을", "과"), ("는", "의", "가", "를", "와")])
def test_a_word_ends_where_its_particle_begins(korean: Korean, word: str, particles: tuple[str]) -> None:
    closed = (ord(word[-1]) - 0xAC00) % 28 > 0
    if closed != (particles[0] == "은"):
        particles = ("도", "에서", "만", "까지", "부터")  # the others do not fit its last letter
    text = " ".join(f"우리 {word}{particle} 위대하다." for particle in particles)
    assert whole(one(korean, text), text, word) == len(particles)


@pytest.mark.parametrize(
    ("text", "word", "times"),
    [
        ("당신은 당신의 나라를 당신이", "당", 0),
        ("당신은 당신의 나라를 당신이", "당신", 3),
        ("핵심은 핵심력량, 당핵심들과 핵심을", "핵", 0),
        ("핵심은 핵심력량, 당핵심들과 핵심을", "핵심", 4),
        ("조선로동당은 당의 로동당", "로동당", 2),
        ("조선로동당은 당의 로동당", "당", 1),
        ("로동자들은 로동계급의 로동을", "로동", 2),
        ("협력사업과 력사", "력사", 1),
        ("#선군정치는 @선군", "선군", 2),
        ("인민군대와 인민을", "인민", 2),
    ],
)
def test_occurrences_whose_ends_are_boundaries(korean: Korean, text: str, word: str, times: int) -> None:
    assert whole(one(korean, text), text, word) == times


@pytest.mark.parametrize(
    "word", ["선군", "강성대국", "강성국가", "사회주의", "주체", "혁명", "통일", "령도", "핵"]
)
def test_words_inside_compounds(korean: Korean, word: str) -> None:
    times = sum(text.count(word) for text in SENTENCES)
    assert times > 0
    assert sum(whole(one(korean, text), text, word) for text in SENTENCES) == times


def test_forms_tags_and_lemmas(korean: Korean) -> None:
    found = one(korean, "령도자는 로동을 사랑했다")
    rows = list(zip(found.forms, found.tags, found.lemmas, spans(found), strict=True))
    assert rows[:2] == [("령도자", "NNG", "령도자", (0, 3)), ("는", "JX", "는", (3, 4))]
    assert ("로동", "NNG", "로동", (5, 7)) in rows
    assert ("하", "XSV", "하다", (11, 12)) in rows
    assert ("었", "EP", "었", (11, 12)) in rows


def test_tags_have_no_conjugation_class_and_letters_can_be_typed(korean: Korean) -> None:
    found = one(korean, "길을 걸어 도와준 큰 나라")
    assert ("걷", "VV", "걷다") in list(zip(found.forms, found.tags, found.lemmas, strict=True))
    assert not any("-" in tag for tag in found.tags)
    assert "ㄴ" in found.forms  # U+3134, which a keyboard has, and no final letter U+11AB


def test_other_scripts_are_cut_by_the_rule_of_all_texts(korean: Korean) -> None:
    found = one(korean, "주체９０(2001)년 20×10정책과 don't U.S의 ㆍ")
    assert [form for form, tag in zip(found.forms, found.tags, strict=True) if not tag] == [
        "９０", "2001", "20×10", "don't", "U.S", "ㆍ",
    ]  # fmt: skip


def test_hanja_are_analysed_by_their_reading(korean: Korean) -> None:
    text = "朝鮮勞動黨은 力量을"
    found = one(korean, text)
    words = list(zip(spans(found), found.forms, found.lemmas, strict=True))
    assert words == [
        ((0, 2), "朝鮮", "조선"),
        ((2, 5), "勞動黨", "로동당"),
        ((5, 6), "은", "은"),
        ((7, 9), "力量", "력량"),
        ((9, 10), "을", "을"),
    ]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts(korean: Korean, text: str) -> None:
    one(korean, text)


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE)
def test_any_text(korean: Korean, text: str) -> None:
    one(korean, text)


@settings(max_examples=40, deadline=None)
@given(
    before=st.sampled_from(["", "𠀀", "😀😀", "\ud800", "\x00"]), word=st.sampled_from(["당", "핵", "선군"])
)
def test_offsets_are_code_points(korean: Korean, before: str, word: str) -> None:
    text = f"{before} 우리 {word}의"
    assert whole(one(korean, text), text, word) == 1


def test_long_texts_are_analysed_in_pieces(korean: Korean) -> None:
    sentence = "우리 당은 핵심을 꾸린다. "
    text = sentence * (2 * MOST // len(sentence) + 9)
    assert whole(one(korean, text), text, "당") == text.count("당")


def test_results_do_not_depend_on_the_company(korean: Korean) -> None:
    assert korean.analyse(SENTENCES) == [one(korean, text) for text in SENTENCES]
    assert korean.analyse([]) == []


def test_the_name_says_library_and_dictionary(korean: Korean) -> None:
    library, dictionary = korean.name.split("+")
    assert library.startswith("kiwipiepy/0.")
    assert dictionary == f"dprk/{DICTIONARY['version']}"


def test_the_dictionary_is_in_order() -> None:
    words = [word for group in DICTIONARY["group"] for word in group["words"]]
    assert len(words) >= 300
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert {group["tag"] for group in DICTIONARY["group"]} <= {"NNP", "NNG", "XR", "MAG"}
    compounds = DICTIONARY["cut"]["compounds"]
    assert len(compounds) == len({compound.replace(" ", "") for compound in compounds})
    joined = {compound.replace(" ", "") for compound in compounds}
    assert joined & set(words) == {"인민군대", "련합기업소"}  # else cut 인민군+대, 련합+기업+소


@pytest.mark.collections
def test_no_word_is_hidden_in_the_new_year_addresses(korean: Korean, collections: Path) -> None:
    words = (
        "선군",
        "강성대국",
        "강성국가",
        "사회주의",
        "주체",
        "통일",
        "조국",
        "김일성",
        "김정일",
        "자력갱생",
        "핵심",
    )
    texts = [
        paragraph
        for path in sorted((collections / "dprk-new-year").glob("*.txt"))
        for paragraph in normalise(path.read_text(encoding="utf-8")).split("\n")
        if any(word in paragraph for word in ("선군", "강성", "핵"))
    ]
    assert len(texts) > 400
    found = korean.analyse(texts)
    for text, words_found in zip(texts, found, strict=True):
        check(text, words_found)
    for word in words:
        times = sum(text.count(word) for text in texts)
        assert times > 0
        assert (word, sum(map(whole, found, texts, [word] * len(texts)))) == (word, times)
    for text, words_found in zip(texts, found, strict=True):
        ends = boundaries(words_found)
        assert not [at for at in range(len(text)) if text.startswith("핵심", at) and at + 1 in ends]


def test_segments_of_a_long_text_change_no_word(korean: Korean, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"{n}번째 {one} " for n, one in enumerate(SENTENCES * 50))
    monkeypatch.setattr(assembly, "SEGMENT", len(text))
    (whole_text,) = korean.analyse([text])
    monkeypatch.setattr(assembly, "SEGMENT", 5000)
    (in_segments,) = korean.analyse([text])
    assert [list(part) for part in in_segments] == [list(part) for part in whole_text]
