"""Gaps, lemmas, tags, concepts and arithmetic: counts equal those of a slow matcher over token lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from corpus import Corpus
from corpus.errors import QueryError
from corpus.index.build import lemmas
from corpus.index.encoding.term_digests import digest_all
from corpus.query.language.concept_queries import parsed
from corpus.query.language.syntax import parse
from corpus.query.match import span_joins as spans
from corpus.query.match import term_lookup as lookup
from corpus.query.match.matcher import matches, patterns, union_patterns
from corpus.query.tabulate.series_arithmetic import plan
from corpus.store.engine import open_engine
from corpus.store.ids import Ids
from corpus.store.state import mark_changed
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.store.tables.index import Term
from corpus.text.tokens import Layer
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Node, Text, fold
from tests.query.expressions import LEMMAS, Tagged, archives, folded, tagged
from tests.query.test_counts import total

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.query.language.ast import Series

often = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
needs_simplemma = pytest.mark.skipif(not LEMMAS, reason="simplemma is not installed")

WORDS: list[tuple[str, Callable[[str], bool]]] = [
    ("peace", folded("peace")),
    ("and", folded("and")),
    ("=Peace", lambda piece: piece == "Peace"),
    ("war*", folded("war", "wars")),
    ("(peace|war)", folded("peace", "war")),
    ("/.*s/", folded("wars", "constructs", "u.s")),
    ("*", lambda piece: True),
    ("tag:NN", tagged("NN")),
    ("tag:NN*", tagged("NN", "NNS")),
    ("(tag:CC|constructed)", lambda piece: fold(piece) in ("and", "constructed")),
    ("20x10", folded("20x10")),
]
if LEMMAS:
    WORDS += [
        ("lemma:Construct", folded("constructs", "constructed")),
        ("lemma:constr*", folded("constructs", "constructed")),
        ("lemma:war", folded("war", "wars")),
    ]
word = st.sampled_from(WORDS)
gaps = st.one_of(st.just(None), st.integers(0, 4))
ANY = Node("token", lambda piece: True)


def one(corpus: Corpus, query: str) -> set[tuple[int, int, int]]:
    """The matches of a query as the index gives them: block, start, end; each once, in order."""
    found: list[tuple[int, int, int]] = []
    with corpus._opened().open() as moment:
        (series,) = parsed(moment, query)
        for block in moment.sections(Layer.word):
            held = matches(moment, block, Layer.word, union_patterns(moment, series))
            found += [(block, *span) for span in zip(held.starts.tolist(), held.ends.tolist(), strict=True)]
    assert found == sorted(set(found))
    return set(found)


@often
@given(
    texts=archives,
    merged=st.booleans(),
    first=word,
    rest=st.lists(st.tuples(gaps, word), min_size=1, max_size=3),
    tables=st.booleans(),
)
def test_gaps(
    sqlite_template: Path,
    texts: list[Text],
    merged: bool,
    first: tuple[str, Callable[[str], bool]],
    rest: list[tuple[int | None, tuple[str, Callable[[str], bool]]]],
    tables: bool,
) -> None:
    assume(any(text != "*" for text, _ in [first, *(pair for _, pair in rest)]))
    query, nodes = first[0], [Node("token", first[1])]
    for gap, (text, test) in rest:
        if gap is not None:
            query += f" ~{gap}"
            nodes.append(Node("repeat", None, (ANY,), 0, gap))
        query += f" {text}"
        nodes.append(Node("token", test))
    expected = counter.count_spans(texts, Node("sequence", None, tuple(nodes)))
    with (
        Tagged(sqlite_template, texts, merged) as corpus,
        mock.patch.object(lookup, "MOST_IDS", 0 if tables else 1000),
    ):
        assert total(corpus, query)[0] == expected
        assert len(corpus.kwic(query, limit=5000)) == expected
        one(corpus, query)


def archive(sqlite_template: Path, *passages: str) -> Tagged:
    return Tagged(sqlite_template, [Text("2019", passages=[("speech", None, one) for one in passages])])


def test_each_span_of_a_gap_is_a_match(sqlite_template: Path) -> None:
    with archive(sqlite_template, "peace and peace , security security", "peace", "security") as corpus:
        shown = corpus.kwic("peace ~3 security").values("match")
        assert sorted(shown) == [
            "peace , security",
            "peace , security security",
            "peace and peace , security",
            "peace and peace , security security",
        ]
        assert total(corpus, "peace ~1 security")[0] == 2 + 0
        assert total(corpus, "peace ~2 security")[0] == 3
        assert total(corpus, "peace ~0 security")[0] == total(corpus, "peace security")[0] == 1
        assert total(corpus, "peace ~100 security")[0] == 4
        assert total(corpus, "(and ~1 security|peace ~0 security|and peace security)")[0] == 2
        assert total(corpus, "peace ~1 * ~1 security")[0] == 3


def test_gaps_reach_a_hundred_words_and_no_further(sqlite_template: Path) -> None:
    with archive(sqlite_template, "peace " + "and " * 100 + "war war") as corpus:
        assert total(corpus, "peace ~100 war")[0] == 1
        assert total(corpus, "peace ~99 war")[0] == 0
        assert total(corpus, 'cql:"peace" "and"* "war"')[0] == 1
        assert total(corpus, 'cql:"and"{100}')[0] == 1
        assert total(corpus, 'cql:"and"+')[0] == 100 * 101 // 2


def test_spans_begin_and_end_where_they_should(sqlite_template: Path) -> None:
    with archive(sqlite_template, "peace war and", "and and and and") as corpus:
        assert corpus.kwic('cql:[] [word!="war|peace"]').values("match") == ["war and", *["and and"] * 3]
        assert total(corpus, 'cql:"and"{1,2}')[0] == 1 + 4 + 3
        assert total(corpus, 'cql:"and"{2,3}')[0] == 3 + 2
        assert total(corpus, 'cql:"and" "nowhere"? "and" "nowhere"*')[0] == 3


def test_more_matches_than_can_be_held_are_refused(sqlite_template: Path) -> None:
    with (
        archive(sqlite_template, "peace and war " * 50) as corpus,
        mock.patch.object(spans, "MOST_SPANS", 100),
    ):
        assert total(corpus, "peace and war")[0] == 50
        for query in ('cql:[word!="x"]{1,100}', 'cql:"peace" []{0,100}', "peace ~100 war"):
            with pytest.raises(QueryError, match="The query has more than 100 matches in a part"):
                total(corpus, query)


@needs_simplemma
def test_lemmas_are_stored_folded_for_words_of_known_languages(sqlite_url: str) -> None:
    passage = "CONSTRUCTED Nations 당은 改"
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2019", passages=[("speech", None, passage)])])
        with corpus._opened().open() as moment:
            rows = moment.connection.execute(Term.select()).all()
    stored = {(row.layer, row.surface): row.lemma for row in rows}
    assert stored[(0, "CONSTRUCTED")] == "construct"
    assert stored[(0, "Nations")] == "nation"
    assert {lemma for (layer, _), lemma in stored.items() if layer == 1} == {None}


@needs_simplemma
@pytest.mark.parametrize(
    ("language", "surface", "lemma"),
    [
        ("en", "constructed", "construct"),
        ("en-GB", "constructed", "construct"),
        ("EN", "Constructed", "construct"),
        ("ru", "Строили", "строить"),
        ("de", "Häuser", "haus"),
        ("ko", "당은", None),
        ("zh", "改革", None),
        ("und", "constructed", None),
        ("", "constructed", None),
    ],
)
def test_lemma_of(language: str, surface: str, lemma: str | None) -> None:
    assert lemmas.lemma_of(language, surface) == lemma


@needs_simplemma
def test_every_language_is_one_that_simplemma_knows() -> None:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    assert {*lemmas.LANGUAGES, *lemmas._ALIASES.values()} <= {*SUPPORTED_LANGUAGES}


def without_lemmas(url: str, word: str | None = None) -> None:
    engine = open_engine(url, "write")
    with engine.begin() as connection:
        changed = update(Term).values(lemma=None)
        connection.execute(changed if word is None else changed.where(Term.c.fold == word))
        digest_all(connection)
        mark_changed(connection)
    engine.dispose()


NATIONS = [Text("2019", passages=[("speech", None, "the united nations and every nation")])]


@needs_simplemma
def test_optimize_fills_lemmas_and_merges_blocks(sqlite_url: str) -> None:
    texts = [
        Text(str(2000 + n), passages=[("speech", None, f"the nations and number {n}")]) for n in range(5)
    ]
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts)
        without_lemmas(sqlite_url)
        with pytest.raises(QueryError, match=r"The archive holds no lemmas: pip install .*Corpus.optimize"):
            corpus.freq("lemma:nation")
        with mock.patch.object(lemmas.fill_lemmas, "__defaults__", (0, 2)):
            done = corpus.optimize()
        assert done.lemmas == 9  # the, nations, and, number, 0 to 4
        assert done.blocks > 0
        assert total(corpus, "lemma:nation")[0] == 5
        assert total(corpus, "lemma:nation and number")[0] == 5
        again = corpus.optimize()
        assert (again.lemmas, again.blocks) == (0, 0)
        without_lemmas(sqlite_url, "nations")
        with pytest.raises(QueryError, match=r"Some words of this archive have no lemma yet \(en\)"):
            corpus.freq("[lemma!='nation']")
        assert corpus.optimize().lemmas == 1
        assert total(corpus, "lemma:nation")[0] == 5


def test_without_simplemma_loading_and_optimize_go_on(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus, mock.patch.object(lemmas, "_lemmatizer", return_value=None):
        build(corpus, NATIONS)
        assert total(corpus, "nations")[0] == 1
        assert corpus.optimize().lemmas is None
        with pytest.raises(QueryError, match=r"pip install 'state-media-corpus\[lemma\]'"):
            corpus.kwic("lemma:nation")


def test_an_archive_of_other_languages_says_that_it_has_no_lemmas(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, NATIONS)
        without_lemmas(sqlite_url)
        engine = open_engine(sqlite_url, "write")
        with engine.begin() as connection:
            connection.execute(update(Term).values(language="ko"))
            digest_all(connection)
            mark_changed(connection)
        engine.dispose()
        with pytest.raises(QueryError, match="no text in a language whose lemmas are known"):
            corpus.freq("lemma:nation")


def test_tags_need_an_analyser(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        corpus.init()
        assert len(corpus.freq("tag:NN")) == 0
        build(corpus, NATIONS)
        for query in ("tag:NN", '[tag!="NN"]', "[pos='N.*']"):
            with pytest.raises(QueryError, match="This archive holds no parts of speech"):
                corpus.freq(query)


def concepts(url: str, **named: list[str]) -> None:
    engine = open_engine(url, "write")
    with engine.begin() as connection:
        ids = Ids(connection)
        for name, queries in named.items():
            found = ids.next(Concept)
            connection.execute(insert(Concept).values(id=found, name=name))
            for query in queries:
                row = {"id": ids.next(ConceptTerm), "concept_id": found, "language": "en", "query": query}
                connection.execute(insert(ConceptTerm).values(row))
        mark_changed(connection)
    engine.dispose()


def test_concepts(sqlite_url: str) -> None:
    passage = "peace and war. Denuclearised peace ; 비핵화 and peace talks now, denuclear war"
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, [Text("2019", passages=[("speech", None, passage)])])
        with pytest.raises(QueryError, match="There is no concept @disarm; the archive holds none"):
            corpus.freq("@disarm")
        concepts(
            sqlite_url,
            disarmament=["denuclear*", "비핵화", "peace ~1 talks", "(denuclear*|peace) war"],
            peace=["peace"],
            nested=["@peace"],
            empty=[],
            sums=["peace + war"],
            broken=["(peace"],
            cql=['[word="peace"]'],
        )
        assert total(corpus, "@disarmament")[0] == 2 + 1 + 1 + 1
        assert total(corpus, "@peace")[0] == 3
        assert total(corpus, "and @peace talks")[0] == 1
        assert total(corpus, "(@peace|war)")[0] == 5
        assert total(corpus, "@peace ~1 war")[0] == 1
        assert total(corpus, "@peace , war")[0] == 5
        assert corpus.kwic("@peace talks").values("query") == ["@peace talks"]
        for query, message in {
            "@disarm": "There is no concept @disarm; there is: @disarmament ...",
            "@nested": "The concept @nested holds a query that cannot be asked: A concept cannot contain",
            "@empty": "The concept @empty holds no words yet.",
            "@sums": "The concept @sums holds a query that cannot be asked: A query of a concept is one",
            "@broken": "The concept @broken holds a query that cannot be asked: This bracket is never closed",
            "@cql": "The concept @cql holds a query that cannot be asked: CQL is a query of its own",
        }.items():
            with pytest.raises(QueryError) as raised:
                corpus.freq(query)
            assert str(raised.value).startswith(message)


def counts(corpus: Corpus, found: list[Series]) -> list[tuple[int, int]]:
    """Matches of the numerator's union and of the denominator's."""
    with corpus._opened().open() as moment:
        return [
            tuple(
                sum(
                    len(matches(moment, block, Layer.word, wanted).starts)
                    for block in moment.sections(Layer.word)
                )
                for wanted in (
                    patterns(moment, series),
                    [pattern for part in series.over for pattern in patterns(moment, part)],
                )
            )
            for series in found
        ]


def test_arithmetic(sqlite_template: Path) -> None:
    with archive(sqlite_template, "peace and peace war", "war of peace") as corpus:
        asked = parse("peace + (peace|war) / and + of , war , peace / peace")
        assert [series.source for series in asked] == [
            "peace + (peace|war) / and + of",
            "war",
            "peace / peace",
        ]
        assert [[part.source for part in series.terms] for series in asked] == [
            ["peace", "(peace|war)"],
            ["war"],
            ["peace"],
        ]
        assert [[part.source for part in series.over] for series in asked] == [
            ["and", "of"],
            [],
            ["peace"],
        ]
        assert counts(corpus, asked) == [(5, 2), (2, 0), (3, 3)]
        assert len(corpus.kwic("peace + war")) == 5
        with corpus._opened().open() as moment:
            assert len(union_patterns(moment, parse("peace + war")[0])) == 2
            with pytest.raises(QueryError, match="peace / war: a quotient has no lines; ask for its parts"):
                union_patterns(moment, parse("peace / war")[0])


def test_a_plan_counts_each_plain_series_once() -> None:
    asked = parse("a + b / c , a , c + a")
    made = plan(asked)
    assert [series.source for series in made.plain] == ["a", "b", "c"]
    numbers = {"a": np.array([1, 2]), "b": np.array([10, 20]), "c": np.array([5, 0])}
    found = [numbers[series.source] for series in made.plain]
    assert [one.tolist() for one in made.numerators(found)] == [[11, 22], [1, 2], [6, 2]]
    below = made.denominators(found)
    assert below[0] is not None
    assert below[0].tolist() == [5, 0]
    assert below[1:] == [None, None]
    assert numbers["a"].tolist() == [1, 2]


@pytest.mark.parametrize(
    "query", ["lemma:nation ~2 nation", '[word="un.*"] [word!="war"]{1,3}', "nations ~4 x"]
)
def test_postgres_agrees(postgres_url: str, sqlite_url: str, query: str) -> None:
    if not LEMMAS and "lemma" in query:
        pytest.skip("simplemma is not installed")
    found = []
    for url in (sqlite_url, postgres_url):
        with Corpus(url) as corpus, tiny_blocks():
            build(corpus, NATIONS)
            corpus.optimize()
            found.append(total(corpus, query)[0])
    expected = {"lemma:nation ~2 nation": 1, '[word="un.*"] [word!="war"]{1,3}': 3, "nations ~4 x": 0}
    assert found == [expected[query]] * 2
