"""Two sub-corpora side by side, against slow counters: sizes, coverage, keywords, phrases, tone of
address."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import CorpusError, FilterError, NotFoundError, QueryError, UsageError
from corpus.insight.comparison import key_phrases
from corpus.insight.comparison.comparison_settings import settings as limits
from corpus.insight.comparison.side_keyness import log_ratio_interval
from corpus.measures.keyness import log_ratio
from corpus.query.count import ngram_counts, word_sequences
from corpus.query.language.syntax import parse
from tests import counter
from tests.builder import build
from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from pathlib import Path

quick = settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIDES = ("country=PRK", "country=USA")
CODES = ("PRK", "USA")

# Chunks, so that phrases come again, as parts of longer ones and without them.
CHUNKS = ["peace drum war", "peace drum war", "peace drum war and drum", "war of drum", "of", "and", "drum"]
passage = st.lists(st.sampled_from(CHUNKS), min_size=1, max_size=4).map(" ".join)
text = st.builds(
    lambda country, year, passages: Text(
        year, country=country, passages=[("narration", None, one) for one in passages]
    ),
    st.sampled_from([*CODES, "PRK"]),
    st.sampled_from(["2019", "2020-02", "2021-03-04"]),
    st.lists(passage, min_size=1, max_size=3),
)
archives = st.lists(text, min_size=3, max_size=8).filter(
    lambda texts: {one.country for one in texts} == set(CODES)
)


def tokens(texts: list[Text], country: str) -> list[list[list[str]]]:
    """The folded words of each counted passage of each document."""
    return [
        [
            [counter.fold(w) for w in counter.words(p)]
            for role, _, p in one.passages
            if role in counter.COUNTED
        ]
        for one in texts
        if one.country == country
    ]


class Slow:
    """Sequences of both sides, listed as the rule says, with loops."""

    def __init__(self, texts: list[Text], least: int, documents: int, frequent: set[str]) -> None:
        self.sides = [tokens(texts, country) for country in CODES]
        self.least, self.documents, self.frequent = least, documents, frequent

    def places(self, side: int, size: int) -> dict[tuple[str, ...], list[tuple[int, int, int]]]:
        found: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
        for d, document in enumerate(self.sides[side]):
            for p, passage in enumerate(document):
                for at in range(len(passage) - size + 1):
                    found.setdefault(tuple(passage[at : at + size]), []).append((d, p, at))
        return found

    def listed(self, wanted: Any, sides: tuple[int, ...]) -> dict[tuple[str, ...], tuple[Any, ...]]:
        covered: list[list[tuple[int, int, int, int]]] = [[], []]
        found = {}
        for size in range(20, 2, -1):
            both = [self.places(side, size) for side in (0, 1)]
            now = []
            for words in set(both[0]) | set(both[1]):
                places = [both[side].get(words, []) for side in (0, 1)]
                if words[0] in self.frequent or words[-1] in self.frequent or not wanted(*map(len, places)):
                    continue
                documents = [len({place[0] for place in some}) for some in places]
                free = [
                    sum(
                        not any(
                            (d, p) == (c[0], c[1]) and c[2] <= at and at + size <= c[2] + c[3]
                            for c in covered[s]
                        )
                        for d, p, at in places[s]
                    )
                    for s in (0, 1)
                ]
                if all(documents[s] >= self.documents and free[s] >= self.least for s in sides):
                    found[words] = (*map(len, places), *documents)
                    now += [(s, (*place, size)) for s in (0, 1) for place in places[s]]
            for side, place in now:
                covered[side].append(place)
        return found


@quick
@given(
    texts=archives, least=st.integers(2, 3), documents=st.integers(1, 2), part=st.sampled_from([3, 1 << 24])
)
def test_phrases(sqlite_template: Path, texts: list[Text], least: int, documents: int, part: int) -> None:
    frequent = {"of", "and"}
    changed = {"least_documents": documents}
    slow = Slow(texts, least, documents, frequent)
    with (
        mock.patch.dict(limits(), changed),
        mock.patch.object(key_phrases, "edge_words", return_value={"en": frozenset({"of", "and"})}),
        mock.patch.object(ngram_counts, "PART", part),
        mock.patch.object(word_sequences, "TOGETHER", 4 if part < 9 else 1 << 22),
        mock.patch.object(ngram_counts, "FEW", 1 if part < 9 else 4096),
        Archive(sqlite_template, texts) as corpus,
    ):
        report = corpus.compare(*SIDES, show=["only", "shared"], min_phrase=least, limit=1000)
    sizes = [sum(map(len, (p for d in side for p in d))) for side in slow.sides]
    only = {
        (0 if row["side"] == "country PRK" else 1, tuple(row["ngram"].split())): (
            row["matches"],
            row["documents"],
        )
        for row in report["only"].rows()
    }
    alone = (
        slow.listed(lambda a, b: a >= least and not b, (0,)),
        slow.listed(lambda a, b: b >= least and not a, (1,)),
    )
    assert only == {
        (side, words): (row[side], row[2 + side]) for side in (0, 1) for words, row in alone[side].items()
    }
    for row in report["only"].rows():
        side = 0 if row["side"] == "country PRK" else 1
        assert row["expected"] == pytest.approx(row["matches"] / sizes[side] * sizes[1 - side])
    both = slow.listed(lambda a, b: a >= least and b >= least, (0, 1))
    assert {
        tuple(row["ngram"].split()): (
            row["first_matches"], row["second_matches"], row["first_documents"], row["second_documents"]
        )
        for row in report["shared"].rows()
    } == both  # fmt: skip


@quick
@given(texts=archives)
def test_sizes_and_coverage(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus:
        report = corpus.compare(*SIDES, show=["size", "coverage", "address"], by="year")
    for row, country in zip(report["size"].rows(), CODES, strict=True):
        held = tokens(texts, country)
        sizes = [sum(map(len, document)) for document in held]
        assert (row["documents"], row["tokens"]) == (len(held), sum(sizes))
        assert row["distinct_words"] == len({word for document in held for p in document for word in p})
        assert row["median_tokens"] == int(np.median([size for size in sizes if size]))
    for row in report["coverage"].rows():
        for name, country in zip(("first", "second"), CODES, strict=True):
            there = [one for one in texts if one.country == country and one.year[:4] == row["period"]]
            assert row[f"{name}_documents"] == len(there)
            assert row[f"{name}_tokens"] == counter.count_tokens(there)


@pytest.fixture(scope="module")
def archive(sqlite_template: Path) -> Any:
    """PRK speaks of itself in two languages, the USA to others; a phrase of each, and one of both."""
    north = "We and our army defend the land. They want war. The great cause of reunification is ours."
    south = (
        "You and they want peace. US soldiers and I tell us you can. The rule of law for you and your allies."
    )
    common = " The situation on the Korean peninsula is grave."
    texts = [
        Text(f"20{n:02}-05-06", country="PRK", passages=[("speech", None, north + common)])
        for n in range(10, 16)
    ]
    texts += [
        Text(f"20{n:02}", country="USA", passages=[("narration", None, south + common)])
        for n in range(13, 18)
    ]
    texts.append(
        Text(
            "2016",
            country="PRK",
            language="es",
            passages=[("narration", None, "Nosotros y nuestros amigos, ellos")],
        )
    )
    texts.append(Text("2017", country="USA", language="qaa", passages=[("narration", None, "amani na vita")]))
    with Archive(sqlite_template, texts) as corpus:
        yield corpus


def test_tone_of_address(archive: Corpus) -> None:
    report = archive.compare(*SIDES, show="address")
    rows = {(row["language"], row["person"]): row for row in report["address"].rows()}
    assert (rows["en", "we"]["first_matches"], rows["en", "we"]["second_matches"]) == (18, 5)  # US is not us
    assert (rows["en", "you"]["first_matches"], rows["en", "you"]["second_matches"]) == (0, 20)
    assert (rows["en", "they"]["first_matches"], rows["en", "they"]["second_matches"]) == (6, 5)
    assert rows["en", "they"]["log_ratio_low"] < 0 < rows["en", "they"]["log_ratio_high"]
    assert rows["es", "we"]["first_matches"] == 2
    assert rows["es", "we"]["second_per_million"] is None
    assert rows["es", "we"]["log_ratio"] is None
    assert any("No list of words for qaa" in note for note in report.all_notes())
    for row in report["address"].rows():
        if row["first_matches"]:
            lines = archive.kwic(row["query"], country="PRK", language=row["language"], limit=100)
            assert len(lines) == row["first_matches"]


def test_every_list_of_address_parses() -> None:
    for language, table in limits("address").items():
        for person in ("we", "you", "they"):
            (series,) = parse(" + ".join(table[person]))
            assert not series.over, language
        assert set(table) <= {"we", "you", "they", "note"}
    assert {"en", "ko", "zh", "ru", "es", "ja"} <= set(limits("address"))


def test_the_whole_report(archive: Corpus) -> None:
    report = archive.compare(*SIDES, words=["peninsula", "peace"], min=2, min_documents=2)
    assert [one.name for one in report.sections] == [
        "size", "coverage", "keywords", "formulas", "only", "shared", "collocates", "address"
    ]  # fmt: skip
    more = {side: [r["word"] for r in report["keywords"].rows() if r["side"] == side] for side in
            ("country PRK", "country USA")}  # fmt: skip
    assert "our" in more["country PRK"]
    assert "you" in more["country USA"]
    assert not set(more["country PRK"]) & set(more["country USA"])
    only = {row["ngram"] for row in report["only"].rows()}
    assert any("cause of reunification" in one for one in only)
    assert any("rule of law" in one for one in only)
    assert any("situation on the korean peninsula" in one for one in report["shared"].values("ngram"))
    grave = next(
        r for r in report["collocates"].rows() if (r["query"], r["collocate"]) == ("peninsula", "grave")
    )
    assert (grave["first_matches"], grave["second_matches"]) == (6, 5)
    assert report["coverage"].values("period")[0] == "2010"
    with pytest.raises(NotFoundError, match="it has: size"):
        report["rates"]


def test_common_filters_and_other_units(archive: Corpus) -> None:
    report = archive.compare(*SIDES, language="en", min=2, unit="lemma", show=["size", "keywords"])
    assert report.title == "country PRK and country USA (language en)"
    assert [row["documents"] for row in report["size"].rows()] == [6, 5]
    by_ratio = archive.compare(*SIDES, show="keywords", measure="log_ratio", min=2)["keywords"]
    ratios = [row["log_ratio"] for row in by_ratio.rows() if row["side"] == "country PRK"]
    assert ratios == sorted(ratios, reverse=True)
    lows = [r["log_ratio_low"] for r in archive.compare(*SIDES, show="keywords", min=2)["keywords"].rows()
            if r["side"] == "country PRK"]  # fmt: skip
    assert lows == sorted(lows, reverse=True)


BAD: list[tuple[tuple[str, str], dict[str, Any], type[CorpusError], str]] = [
    (("country=PRK", "country=PRK"), {}, UsageError, "Both sides are country PRK"),
    (("country=PRK", "country=XXX"), {}, FilterError, "There is no country 'XXX'"),
    (
        ("country=PRK", "country=USA voice=slogan"),
        {},
        FilterError,
        "The archive holds no words of country USA",
    ),
    (("peace", "country=USA"), {}, UsageError, "The first side: 'peace' is no name=value"),
    (("country=PRK", ""), {}, UsageError, "The second side is empty"),
    (("country=PRK", "outlets=x"), {}, UsageError, "There is no filter 'outlets'"),
    (SIDES, {"country": "PRK"}, UsageError, "names country, and so does country="),
    (SIDES, {"show": "rates"}, UsageError, "There is no table 'rates'"),
    (SIDES, {"show": "collocates"}, UsageError, "name them with words="),
    (SIDES, {"words": "peace / war"}, QueryError, "quotient"),
    (SIDES, {"words": "("}, QueryError, "column"),
    (SIDES, {"by": "decade"}, UsageError, "There is no period 'decade'"),
    (SIDES, {"min_phrase": 1}, UsageError, "min_phrase= goes from 2"),
    (SIDES, {"measure": "chi"}, UsageError, "There is no measure"),
    (SIDES, {"limit": 0}, UsageError, "limit="),
    (SIDES, {"near": 0}, FilterError, "cannot both be 0"),
]


@pytest.mark.parametrize(("sides", "more", "error", "message"), BAD)
def test_bad_input(
    archive: Corpus, sides: tuple[str, str], more: dict[str, Any], error: type[CorpusError], message: str
) -> None:
    with pytest.raises(error, match=message):
        archive.compare(*sides, **more)


def test_overlapping_sides_say_so(archive: Corpus) -> None:
    notes = archive.compare("country=PRK", "since=2010", show="size").notes
    assert "7 documents have words on both sides." in notes
    same = archive.compare("country=PRK", "since=2010 country=PRK", show="size").notes
    assert "Both sides are the same words: neither says anything more." in same


def test_both_stores(database_url: str) -> None:
    said = {n: [("narration", None, f"peace of the land {n % 2} again " * 3)] for n in range(10, 22)}
    texts = [Text(f"20{n}", country=CODES[n % 2], passages=passages) for n, passages in said.items()]
    with Corpus(database_url) as corpus:
        build(corpus, texts)
        report = corpus.compare(*SIDES, words="peace", min=1)
        assert [row["tokens"] for row in report["size"].rows()] == [108, 108]
        assert "peace of the land 0" in " ".join(report["only"].values("ngram"))
        assert set(report["keywords"].values("word")) == {"0", "1"}


def test_interval_of_the_log_ratio() -> None:
    a, b = np.array([10, 3, 0, 400]), np.array([5, 0, 7, 100])
    low, high = log_ratio_interval(a, b, 1000, 4000, 0.95)
    ratio = log_ratio(a, b, 1000, 4000)
    assert low[0] < ratio[0] < high[0]
    assert low[3] < ratio[3] < high[3]
    assert np.isfinite([low, high]).tolist() == [[True, True, False, True], [True, False, True, True]]
    # 3 and none: p of the first is at least 0.025^(1/3), by hand.
    share = 0.025 ** (1 / 3)
    assert low[1] == pytest.approx(math.log2(share / (1 - share) * 4))
