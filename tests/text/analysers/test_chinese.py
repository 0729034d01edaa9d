"""Chinese words: terms of the Party, traditional text, and a jieba that leaves no trace."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from corpus.text.analysers import merge_tokens as assembly
from corpus.text.analysers.chinese import MOST, Chinese
from corpus.text.normalisation import normalise
from tests.text.analysers.properties import HOSTILE, ODD_TEXTS, check, spans

if TYPE_CHECKING:
    from corpus.text.analysers.base import Analysed

pytest.importorskip("jieba", reason="jieba is not installed: pip install 'state-media-corpus[zh]'")

TERMS = tomllib.loads(
    (Path(__file__).parents[3] / "corpus/text/analysers/party_terms.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def chinese() -> Chinese:
    return Chinese()


def one(chinese: Chinese, text: str) -> Analysed:
    (found,) = chinese.analyse([text])
    check(text, found)
    return found


@pytest.mark.parametrize(
    "term",
    [
        "改革开放",
        "中国特色社会主义",
        "人类命运共同体",
        "新质生产力",
        "全过程人民民主",
        "精准扶贫",
        "四个全面",
        "一带一路",
        "习近平",
    ],
)
def test_terms_of_the_party_are_words(chinese: Chinese, term: str) -> None:
    assert term in one(chinese, f"我们坚持{term}，推进{term}的事业。").forms


def test_words_tags_and_spans(chinese: Chinese) -> None:
    found = one(chinese, "全党坚持改革。")
    assert list(zip(spans(found), found.forms, found.tags, found.lemmas, strict=True)) == [
        ((0, 2), "全党", "n", "全党"),
        ((2, 4), "坚持", "v", "坚持"),
        ((4, 6), "改革", "vn", "改革"),
    ]


def test_words_are_those_of_the_dictionary_alone(chinese: Chinese) -> None:
    assert one(chinese, "率拟").forms == ["率", "拟"]  # what jieba's model takes for a word


def test_traditional_text_is_cut_like_simplified(chinese: Chinese) -> None:
    pytest.importorskip("opencc", reason="OpenCC is not installed: pip install 'state-media-corpus[zh]'")
    traditional, simplified = one(chinese, "發展經濟的國家"), one(chinese, "发展经济的国家")
    assert traditional.forms == ["發展", "經濟", "的", "國家"]
    assert traditional.lemmas == simplified.lemmas == simplified.forms
    assert spans(traditional) == spans(simplified)


def test_numbers_and_latin_by_the_rule_of_all_texts(chinese: Chinese) -> None:
    assert one(chinese, "１９５５年GDP增长3.5%，卡拉OK").forms == [
        "１９５５", "年", "GDP", "增长", "3.5", "卡拉", "OK",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts(chinese: Chinese, text: str) -> None:
    one(chinese, text)


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE)
def test_any_text(chinese: Chinese, text: str) -> None:
    one(chinese, text)


def test_long_texts_are_cut_between_sentences(chinese: Chinese) -> None:
    sentence = "坚持改革开放。"
    found = one(chinese, sentence * (MOST // len(sentence) + 9) + "中" * MOST)
    assert {*found.forms} == {"坚持", "改革开放", "中"}


def test_the_terms_are_in_order() -> None:
    words = [word for group in TERMS["group"] for word in group["words"]]
    assert len(words) >= 200
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_jieba_writes_nothing_and_warns_of_nothing(tmp_path: Path) -> None:
    code = (
        "import tempfile; from corpus.text.analysers.chinese import Chinese\n"
        "print(Chinese().analyse(['改革开放'])[0].forms); import jieba; assert jieba.dt.initialized is False"
    )
    environment = {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == ("['改革开放']\n", "")
    assert list(tmp_path.iterdir()) == []
    assert tempfile.gettempdir() != str(tmp_path)


@pytest.mark.collections
def test_every_character_of_the_reports_is_in_a_word(chinese: Chinese, collections: Path) -> None:
    for path in sorted((collections / "prc-reports").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[-2:]:
            text = normalise(json.loads(line)["content"])
            found = one(chinese, text)
            assert found.lemmas.count("国家") > 5  # some are printed in traditional characters
            assert "".join(found.forms) == "".join(text[a:b] for a, b in spans(found))


def test_segments_of_a_long_text_change_no_word(chinese: Chinese, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "改革开放。" * 20_000 + "發展" * 40_000
    monkeypatch.setattr(assembly, "SEGMENT", len(text))
    (whole_text,) = chinese.analyse([text])
    monkeypatch.setattr(assembly, "SEGMENT", 70000)
    (in_segments,) = chinese.analyse([text])
    assert [list(part) for part in in_segments] == [list(part) for part in whole_text]
