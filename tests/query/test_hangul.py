"""Words of Hangul: an occurrence counts where both of its ends are those of morphemes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FilterError
from corpus.text.analysers import registry as analysers
from corpus.text.analysers.registry import analyser_for
from corpus.text.normalisation import fold
from tests import counter
from tests.counter import Text
from tests.query.test_counts import Archive, quick, total

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    analyser_for("ko") is None, reason="the analyser of Korean is not installed: pip install '.[ko]'"
)

WORDS = [
    "당은",
    "당의",
    "당신은",
    "핵심적인",
    "핵무기를",
    "강성대국을",
    "했습니다.",
    "peace",
    "선군정치",
    "(당)",
    "20×10",
]
QUERIES = [
    "당",
    "핵",
    "핵심",
    "강성대국",
    "선군",
    "정치",
    "당신",
    "은",
    "당은",
    "강성",
    "peace 당",
    "당의 당은",
]
passage = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
text = st.builds(
    Text,
    year=st.sampled_from(["2019", "2020"]),
    passages=st.lists(st.tuples(st.just("narration"), st.none(), passage), min_size=1, max_size=4),
    language=st.sampled_from(["ko", "en"]),
)


def not_installed() -> AbstractContextManager[object]:
    """As where no package of any language is."""
    return mock.patch.object(analysers, "_importable", return_value=False)


def whole_words(texts: list[Text], query: str) -> int:
    """Occurrences in passages (but those of the tests' own notes) whose Hangul ends are ends of morphemes."""
    analyser = analyser_for("ko")
    assert analyser is not None
    found = 0
    for one in texts:
        for role, _, words in one.passages:
            if role != "narration":
                continue
            (cut,) = analyser.analyse([words])
            edges = {0, len(words), *cut.starts, *cut.ends}
            for at in range(len(words) - len(query) + 1):
                ends = [(at, query[0]), (at + len(query), query[-1])]
                found += fold(words[at : at + len(query)]) == fold(query) and all(
                    end in edges or not "가" <= letter <= "힣" for end, letter in ends
                )
    return found


@quick
@given(texts=st.lists(text, min_size=1, max_size=4), merged=st.booleans(), query=st.sampled_from(QUERIES))
def test_words_of_hangul(sqlite_template: Path, texts: list[Text], merged: bool, query: str) -> None:
    with Archive(sqlite_template, texts, merged) as corpus:
        assert total(corpus, query)[0] == whole_words(texts, query)
        everywhere = " ".join(f"char:{word}" if word != "peace" else word for word in query.split())
        assert total(corpus, everywhere)[0] == counter.count_string(texts, query)
        assert corpus.kwic(query, limit=1000).values("match") == [query] * whole_words(texts, query)


def test_words_stand_where_the_analyser_found_them(sqlite_template: Path) -> None:
    texts = [
        Text(
            "2020",
            passages=[("narration", None, "그는 집으로 갔습니다. 당은 핵심적인 력량이다.")],
            language="ko",
        )
    ]
    with Archive(sqlite_template, texts) as corpus:
        (row,) = corpus.kwic("lemma:가다", context=2).rows()
        assert (row["left"].strip(), row["match"][0], row["right"].split()[0][-1]) == ("집으로", "갔", ".")
        assert corpus.kwic("tag:NNG", limit=50).values("match")[:1] == ["집"]
        # The words of a list are morphemes; those beside a match are whole forms again.
        assert "당" in corpus.ngrams(size=1, min=1, limit=50).values("ngram")


def test_without_the_analyser_all_is_found_and_said(sqlite_template: Path) -> None:
    texts = [
        Text("2020", passages=[("narration", None, "당은 핵심적인 력량이다. 당신은 핵무기를")], language="ko")
    ]
    with not_installed(), Archive(sqlite_template, texts) as corpus:
        report = corpus.freq("핵")
        assert (
            sum(filter(None, report.values("matches"))),
            sum(filter(None, corpus.freq("당").values("matches"))),
        ) == (2, 2)
        assert any("pip install 'state-media-corpus[ko]'" in note for note in report.notes)
        assert not any("not cut" in note for note in corpus.freq("char:핵").notes)
    with Archive(sqlite_template, texts) as corpus:
        assert not any("not cut" in note for note in corpus.freq("핵").notes)


def test_reanalysed_archives_count_as_those_loaded_so(sqlite_template: Path) -> None:
    texts = [
        Text("2019", passages=[("narration", None, "peace and security")]),
        Text(
            "2020",
            passages=[("narration", "A", "당은 핵심적인 력량이다. 당신은"), ("speech", "B", "핵무기를 당의")],
            language="ko",
        ),
    ]
    with not_installed():
        archive = Archive(sqlite_template, texts)
    with archive as corpus:
        assert total(corpus, "핵")[0] == 2
        assert corpus.optimize(["ko"]).reanalysed == {"ko": 1}
        assert corpus.optimize(["ko"]).reanalysed == {"ko": 0}
        with Archive(sqlite_template, texts) as other:
            for query in ("핵", "당", "당신", "peace", "lemma:당", "tag:NNG"):
                assert corpus.freq(query, by="year").rows() == other.freq(query, by="year").rows(), query
                assert corpus.kwic(query).rows() == other.kwic(query).rows(), query
            assert corpus.freq("당", by="voice").rows() == other.freq("당", by="voice").rows()


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("노동당", 1),
        ("노동당~south", 2),
        ("로동당~south", 2),
        ('"로동당 력사"~south', 1),
        ("(로동당|노동당~south)", 2),
    ],
)
def test_northern_and_southern_spelling(sqlite_template: Path, query: str, matches: int) -> None:
    texts = [
        Text("2020", passages=[("narration", None, "로동당의 힘. 로동당 력사. 노동당은")], language="ko")
    ]
    texts[0].passages[0] = ("narration", None, "로동당 력사. 노동당은")
    with Archive(sqlite_template, texts) as corpus:
        assert total(corpus, query)[0] == matches


def test_hanja_are_found_by_their_reading(sqlite_template: Path) -> None:
    texts = [
        Text("1946", passages=[("narration", None, "朝鮮의 勞動者와 조선의 로동자")], language="ko"),
        Text("1946", country="CHN", passages=[("narration", None, "朝鮮的勞動者")], language="zh"),
    ]
    with Archive(sqlite_template, texts) as corpus:
        assert total(corpus, "조선")[0] == 2  # not in the Chinese text
        assert total(corpus, "로동자")[0] == 2
        assert total(corpus, "노동자~south")[0] == 2
        assert total(corpus, "char:조선")[0] == 1
        assert total(corpus, "朝鮮")[0] == 2


def test_a_language_takes_in_its_scripts(sqlite_template: Path) -> None:
    texts = [
        Text("2020", passages=[("narration", None, "改革")], language="zh"),
        Text("2020", country="TWN", passages=[("narration", None, "改革 改革")], language="zh-Hant"),
        Text("2020", country="PRK", passages=[("narration", None, "개혁")], language="ko"),
    ]
    with Archive(sqlite_template, texts) as corpus:
        assert [total(corpus, "改革", language=tag)[0] for tag in ("zh", "zh-Hant", "ZH-hant", "ko")] == [
            3,
            2,
            2,
            0,
        ]
        with pytest.raises(FilterError, match="There is no language 'z' in the archive"):
            corpus.freq("改革", language="z")
