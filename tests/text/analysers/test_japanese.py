"""Japanese words by fugashi and unidic-lite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from corpus.text.analysers.japanese import MOST, Japanese
from tests.text.analysers.properties import HOSTILE, ODD_TEXTS, check, spans

if TYPE_CHECKING:
    from corpus.text.analysers.base import Analysed

for package in ("fugashi", "unidic_lite"):
    pytest.importorskip(package, reason=f"{package} is not installed: pip install 'state-media-corpus[ja]'")


@pytest.fixture(scope="module")
def japanese() -> Japanese:
    return Japanese()


def one(japanese: Japanese, text: str) -> Analysed:
    (found,) = japanese.analyse([text])
    check(text, found)
    return found


def test_words_tags_and_lemmas(japanese: Japanese) -> None:
    found = one(japanese, "私は コンピューターを買った。")
    assert list(zip(spans(found), found.forms, found.tags, found.lemmas, strict=True)) == [
        ((0, 1), "私", "代名詞", "私"),
        ((1, 2), "は", "助詞", "は"),
        ((3, 10), "コンピューター", "名詞", "コンピューター"),
        ((10, 11), "を", "助詞", "を"),
        ((11, 13), "買っ", "動詞", "買う"),
        ((13, 14), "た", "助動詞", "た"),
    ]


def test_numbers_and_latin_by_the_rule_of_all_texts(japanese: Japanese) -> None:
    found = one(japanese, "１０月にABC-1を20×10")
    assert [form for form, tag in zip(found.forms, found.tags, strict=True) if not tag] == [
        "１０", "ABC-1", "20×10",
    ]  # fmt: skip


def test_unknown_characters_are_kept_without_a_lemma(japanese: Japanese) -> None:
    found = one(japanese, "𠮷と々")
    assert spans(found)[0] == (0, 1)
    assert found.lemmas[0] is None


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts(japanese: Japanese, text: str) -> None:
    one(japanese, text)


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE)
def test_any_text(japanese: Japanese, text: str) -> None:
    one(japanese, text)


def test_long_texts_are_cut_between_sentences(japanese: Japanese) -> None:
    sentence = "人民は闘争を続ける。"
    found = one(japanese, sentence * (MOST // len(sentence) + 9))
    assert {*found.lemmas} == {"人民", "は", "闘争", "を", "続ける"}
