"""Every count equals the slow counter's, on random texts and tiny blocks: matches sit at every edge."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.index.build.merge import merge_small_blocks
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text

ROLES = ["headline", "dateline", "narration", "speech", "salutation", "slogan", "end_mark", "editor_note"]
SPEAKERS = [None, "Ri Son Gwon", "Kim Song"]
PIECES = ["peace", "Peace", "and", "security", "People's", "20×10", "20x10", "self-reliance", "1,000"]
PIECES += ["당", "당은", "선군", "改革", "A.B", "é", "e\u0301", "(", "-", "“", "。"]
WORDS = ["peace", "and", "security", "20x10", "1,000", "people", "é", "self-reliance"]

# Half of the passages hold few different words, so that phrases do occur, also astride passages.
passage = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8),
    st.lists(st.sampled_from(["peace", "and", "당"]), max_size=4),
).map(" ".join)
text = st.builds(
    Text,
    year=st.sampled_from(["2019", "2020", "2022"]),
    country=st.sampled_from(["PRK", "USA"]),
    passages=st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(SPEAKERS), passage), max_size=5),
)
strings = st.text(alphabet="당은선군改革 ", min_size=1, max_size=3).filter(
    lambda text: text == text.strip() and "  " not in text
)
archives = st.lists(text, min_size=1, max_size=6)
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def distinct(texts: list[Text]) -> list[Text]:
    """Without texts that the archive would take as the same: equal bodies of nearly the same date."""
    for number, one in enumerate(texts):
        one.passages.append(("editor_note", None, f"number {number}"))
    return texts


class Archive:
    """A fresh database for each example, copied from a migrated one."""

    def __init__(self, template: Path, texts: list[Text], merged: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "corpus.db"
        shutil.copy(template, path)
        self.corpus = Corpus(path)
        with tiny_blocks():
            build(self.corpus, distinct(texts))
            if merged:
                engine = open_engine(str(path))
                with engine.begin() as connection:
                    merge_small_blocks(connection, 2)
                    mark_changed(connection)
                engine.dispose()

    def __enter__(self) -> Corpus:
        return self.corpus

    def __exit__(self, *_: object) -> None:
        self.corpus.close()
        self.folder.cleanup()


def total(corpus: Corpus, query: str, **filters: object) -> tuple[int, int]:
    result = corpus.freq(query, by="year", **filters)
    return sum(filter(None, result.values("matches"))), sum(result.values("tokens"))


@quick
@given(texts=archives, merged=st.booleans(), query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_phrases(sqlite_template: Path, texts: list[Text], merged: bool, query: list[str]) -> None:
    with Archive(sqlite_template, texts, merged) as corpus:
        wanted: list[set[str] | None] = [{counter.fold(word)} for word in query]
        assert total(corpus, " ".join(query)) == (
            counter.count_words(texts, wanted),
            counter.count_tokens(texts),
        )
        assert len(corpus.kwic(" ".join(query), limit=1000)) == counter.count_words(texts, wanted)


@quick
@given(texts=archives, query=strings)
def test_strings(sqlite_template: Path, texts: list[Text], query: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        everywhere = " ".join(f"char:{word}" for word in query.split(" "))
        assert total(corpus, everywhere)[0] == counter.count_string(texts, query)
        lines = corpus.kwic(everywhere, limit=1000)
        assert lines.values("match") == [query] * counter.count_string(texts, query)


@quick
@given(texts=archives, role=st.sampled_from(ROLES), speaker=st.sampled_from(SPEAKERS[1:]))
def test_voices_and_speakers(sqlite_template: Path, texts: list[Text], role: str, speaker: str) -> None:
    spoken = any(who == speaker for one in texts for _, who, _ in one.passages)
    with Archive(sqlite_template, texts) as corpus:
        assert total(corpus, "peace", voice=role) == (
            counter.count_words(texts, [{"peace"}], {role}),
            counter.count_tokens(texts, {role}),
        )
        if spoken:
            assert total(corpus, "peace", speaker=speaker) == (
                counter.count_words(texts, [{"peace"}], speaker=speaker),
                counter.count_tokens(texts, speaker=speaker),
            )
        by_voice = corpus.freq("peace", by="voice")
        for name, matches, tokens in zip(
            *(by_voice.values(c) for c in ("voice", "matches", "tokens")), strict=True
        ):
            held = counter.count_tokens(texts, {name})
            assert tokens == held
            assert matches == (counter.count_words(texts, [{"peace"}], {name}) if held else None)


@quick
@given(texts=archives)
def test_alternatives_wildcards_case_and_expressions(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus:
        both: list[set[str] | None] = [{"peace", "security"}]
        assert total(corpus, "(peace|security)")[0] == counter.count_words(texts, both)
        assert total(corpus, "/peace|security/")[0] == counter.count_words(texts, both)
        assert total(corpus, "(peace and|peace) security")[0] == counter.count_words(
            texts, [{"peace"}, {"and"}, {"security"}]
        ) + counter.count_words(texts, [{"peace"}, {"security"}])
        assert total(corpus, "pe*")[0] == counter.count_words(texts, [{"peace", "people"}])
        assert total(corpus, "p?ace")[0] == counter.count_words(texts, [{"peace"}])
        assert total(corpus, "peace * security")[0] == counter.count_words(
            texts, [{"peace"}, None, {"security"}]
        )
        exact = sum(
            counter.words(passage).count("Peace")
            for one in texts
            for role, _, passage in one.passages
            if role in counter.COUNTED
        )
        assert total(corpus, "=Peace")[0] == exact


@quick
@given(texts=archives)
def test_facets_add_up(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus:
        crossed = corpus.freq("peace", "and", by=["year", "country"])
        for query, year, country, matches, tokens in zip(
            *(crossed.values(c) for c in ("query", "period", "country", "matches", "tokens")), strict=True
        ):
            chosen = [one for one in texts if (one.year, one.country) == (year, country)]
            assert tokens == counter.count_tokens(chosen)
            assert matches == (counter.count_words(chosen, [{query}]) if tokens else None)
        years = crossed.values("period")
        low, high = min(one.year for one in texts), max(one.year for one in texts)
        assert sorted(set(years)) == [str(year) for year in range(int(low), int(high) + 1)]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_postgres_agrees(postgres_url: str, size: int) -> None:
    texts = distinct(
        [Text("2019", passages=[("speech", "Kim Song", "peace and security, peace and 선군 peace")])] * 1
    )
    texts = [Text(str(2019 + n), passages=list(texts[0].passages)) for n in range(size)]
    with Corpus(postgres_url) as corpus, tiny_blocks():
        build(corpus, texts)
        assert total(corpus, "peace and") == (2 * size, counter.count_tokens(texts))
        assert total(corpus, "선군")[0] == size
        assert len(corpus.kwic("peace and security")) == size
        assert corpus.first("security").values("date") == ["2019", str(2018 + size)]


def test_quotations(sqlite_url: str) -> None:
    texts = [
        Text(
            "2020",
            passages=[("speech", None, "He said “peace and “security now” then” peace, but “no peace” here")],
        ),
        Text("2021", passages=[("narration", None, "peace"), ("speech", None, "“peace”")]),
    ]
    inner = texts[0].passages[0][2]
    spans = [
        (0, inner.index("peace"), inner.index("” peace")),
        (0, inner.index("security"), inner.index("” then")),
    ]
    spans.append((0, inner.index("no peace"), inner.index("” here")))
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts, {0: spans, 1: [(1, 1, 6)]})
        assert total(corpus, "peace", voice="quotation") == (3, 5 + 2 + 1)
        assert total(corpus, "security now then", voice="quotation")[0] == 1
        assert total(corpus, "then peace", voice="quotation")[0] == 0
        assert total(corpus, "then peace")[0] == 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aZé1,.'’-‐·×& s(改当가\u0301नि\u200d_“x"), max_size=14))
def test_tokeniser_follows_the_rule(sample: str) -> None:
    from corpus.text.normalisation import normalise
    from corpus.text.tokens import words

    sample = normalise(sample)
    assert words(sample) == counter.words(sample)
