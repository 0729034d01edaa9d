"""Filters: whose words, which titles, which references."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.argument_checks import there_is
from corpus.errors import FilterError, NotFoundError, QueryError, UsageError
from corpus.index.read.terms import prefix_end
from corpus.query.select.title_filter import title_words, titled
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTING = "he said “no peace” and peace"
SPOKEN = "we say “peace now” and peace"


def texts() -> list[Text]:
    return [
        Text("2019-05-02", passages=[("narration", None, QUOTING), ("speech", "Kim Song", SPOKEN)]),
        Text("2020-01-01", country="USA", passages=[("narration", None, "war")]),
        Text("2021-01-01", country="CHN", passages=[("headline", None, "treaty")]),
    ]


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    quoted = {
        0: [
            (0, QUOTING.index("no peace"), QUOTING.index("”")),
            (1, SPOKEN.index("peace now"), SPOKEN.index("”")),
        ]
    }
    with Corpus(database_url) as opened:
        build(opened, texts(), quoted)
        yield opened


def count(corpus: Corpus, query: str, **filters: object) -> tuple[int, int]:
    result = corpus.freq(query, **filters)
    return sum(filter(None, result.values("matches"))), sum(result.values("tokens"))


def test_two_roles_unite_and_quotation_restricts_them(corpus: Corpus) -> None:
    assert count(corpus, "peace", voice="speech") == (2, 6)
    assert count(corpus, "peace", voice="narration") == (2, 7)
    assert count(corpus, "peace", voice=["speech", "narration"]) == (4, 13)
    assert count(corpus, "peace", voice=["speech", "quotation"]) == (1, 2)
    assert count(corpus, "peace", voice="quotation") == (2, 4)
    assert count(corpus, "peace", voice=["narration", "speech", "quotation"]) == (2, 4)


def test_two_values_of_another_filter_unite(corpus: Corpus) -> None:
    assert len(corpus.list(country="USA")) == 1
    assert len(corpus.list(country=["USA", "CHN"])) == 2
    references = corpus.list().values("ref")
    assert corpus.list(document=references[1:]).values("ref") == references[1:]


@pytest.mark.parametrize(
    ("filters", "years"),
    [
        ({"voice": "speech"}, ["2019"]),
        ({"speaker": "kim song"}, ["2019"]),
        ({"voice": "headline"}, ["2021"]),
        ({"voice": "quotation"}, ["2019"]),
        ({"voice": ["narration", "headline"]}, ["2019", "2020", "2021"]),
        ({"voice": "speech", "country": "USA"}, []),
    ],
)
def test_documents_without_such_words_are_left_out(
    corpus: Corpus, filters: dict[str, object], years: list[str]
) -> None:
    assert [date[:4] for date in corpus.list(sort="date", **filters).values("date")] == years
    assert sum(corpus.coverage(**filters).values("documents")) == len(years)
    found = corpus.first("(peace|war|treaty)", **filters).rows()
    assert {row["covered_from"][:4] for row in found} == set(years[:1])
    assert {row["covered_to"][:4] for row in found} == set(years[-1:])


def test_periods_asked_for_are_listed_as_gaps_where_nothing_is_found(corpus: Corpus) -> None:
    result = corpus.freq("peace", since="2001", until="2003", country="USA")
    assert result.values("period") == ["2001", "2002", "2003"]
    assert result.values("tokens") == [0, 0, 0]
    assert result.values("per_million") == [None] * 3


@pytest.mark.parametrize("queries", [("",), (",",), (",", ","), ()])
def test_nothing_to_count_is_refused(corpus: Corpus, queries: tuple[str, ...]) -> None:
    with pytest.raises(QueryError):
        corpus.freq(*queries)


TITLES = [
    "Towards Peace",
    "The War Is Over",
    "War: Its Causes",
    "Warm words",
    "“Self‑Reliance” in 20×10",
    "지방발전정책에 대하여",
    "THE PARTY’S WAR is over again",
    None,
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("war", [1, 2, 6]),
        ("WAR", [1, 2, 6]),
        ("war is over", [1, 6]),
        ("war, is", [1, 6]),
        ('"war is"', [1, 6]),
        ("is war", []),
        ("ward", []),
        ("party", [6]),
        ("party's war", [6]),
        ("self-reliance", [4]),
        ("20x10", [4]),
        ("발전정책", [5]),
        ("정책에 대하여", [5]),
        ("정책 대하여", []),
    ],
)
def test_titles_hold_words_as_words(wanted: str, found: list[int]) -> None:
    assert titled(TITLES, title_words(wanted)).nonzero()[0].tolist() == found


@pytest.mark.parametrize("wanted", ["", " ", "!?", "nuclear*"])
def test_titles_without_a_word_to_look_for(wanted: str) -> None:
    with pytest.raises(FilterError):
        title_words(wanted)


def test_many_titles_are_looked_through_quickly() -> None:
    titles = [f"Respected Comrade Gives Field Guidance at Canal {n}" for n in range(10_000)]
    taken = []
    for _ in range(5):
        begun = time.process_time()
        assert not titled(titles, "zeppelin").any()
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.03


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("Europe", [0]), ("l'europe", [0, 2]), ("L’Europe parle", [0]), ("aujourd'hui", [1]), ("hui", [])],
)
def test_elided_articles_in_titles_are_words_of_their_own(wanted: str, found: list[int]) -> None:
    titles = ["L'Europe parle", "Aujourd’hui, rien", "L'Europe of a poet"]
    assert titled(titles, title_words(wanted), ["fr-FR", "fr", "en"]).nonzero()[0].tolist() == found


def test_the_title_filter_takes_words(corpus: Corpus) -> None:
    assert len(corpus.list(title="text 1")) == 1
    assert len(corpus.list(title="text")) == 3
    assert len(corpus.list(title="ext")) == 0


def test_a_reference_may_be_cut_and_in_any_case(corpus: Corpus) -> None:
    whole = corpus.list().values("ref")[1]
    for given in (whole, whole.upper(), f" {whole}\n", whole[:-2], whole[: whole.index("2020") + 4].title()):
        assert corpus.show(given).about.values("value")[0] == whole
        assert corpus.list(document=given).values("ref") == [whole]


def test_a_reference_wins_over_longer_ones_that_begin_so(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(corpus, [Text("2020", passages=[("speech", None, f"word {n}")]) for n in range(11)])
        references = corpus.list().values("ref")
        first, tenth = references[1], references[10]
        assert tenth == first + "0"
        with pytest.raises(
            FilterError, match=r"is the beginning of several references: .*-text-0, .*-text-1, "
        ):
            corpus.show(first[:-1])
        for reference in references:
            assert corpus.show(reference).about.values("value")[0] == reference


@pytest.mark.parametrize("given", ["%", "_", "%2020%", "\\", "gene__c", "generic-2022", "\U0010ffff"])
def test_what_is_no_reference_is_not_found(corpus: Corpus, given: str) -> None:
    for ask in (corpus.show, lambda reference: corpus.list(document=reference), corpus.confirm):
        with pytest.raises(
            NotFoundError, match=r"There is no document .*: Corpus\.list\(\) shows the references"
        ):
            ask(given)


@pytest.mark.parametrize("given", ["", " ", "\n"])
def test_an_empty_reference_is_refused(corpus: Corpus, given: str) -> None:
    for ask in (corpus.show, corpus.confirm, lambda reference: corpus.set(reference, genre="news")):
        with pytest.raises(
            FilterError, match=r"The reference is empty: Corpus\.list\(\) shows the references"
        ):
            ask(given)
    with pytest.raises(UsageError, match="document= is empty"):
        corpus.list(document=given)


@pytest.mark.parametrize("given", ["", " ", "\u3000"])
def test_an_empty_speaker_is_refused(corpus: Corpus, given: str) -> None:
    with pytest.raises(UsageError, match="speaker= is empty: give it a value, or leave it out"):
        corpus.list(speaker=["Kim Song", given])


def test_an_unknown_speaker_is_answered_with_similar_names(corpus: Corpus) -> None:
    assert len(corpus.list(speaker=" KIM Song ")) == 1
    with pytest.raises(FilterError, match=r"There is no speaker 'Kim Sang' in the archive; .*: Kim Song"):
        corpus.list(speaker="Kim Sang")


def test_what_there_is_is_named_once() -> None:
    assert (
        there_is("Castroo", ["Castro", "Castro", "Fidel Castro", "Castro"])
        == "; there is: Castro, Fidel Castro."
    )
    assert there_is("x", ["Castro", "Castro"]) == "; there is: Castro."


def test_a_surname_a_given_name_or_a_name_with_its_title_is_the_speaker_s(database_url: str) -> None:
    spoken = [("speech", "Xi Jinping", "war"), ("speech", "Li Xi", "peace"), ("speech", "Kim Song", "treaty")]
    with Corpus(database_url) as opened:
        build(opened, [Text("2019-05-02", passages=spoken)])
        for typed, name in (("Xi", "Xi Jinping"), ("song", "Kim Song"), ("comrade Xi Jinping", "Xi Jinping")):
            assert f'speaker="{typed}": taken as {name}.' in opened.freq("war", speaker=typed).notes
        with pytest.raises(FilterError, match='speaker="Putin": Vladimir Putin speaks in no text'):
            opened.freq("war", speaker="Putin")


@pytest.mark.parametrize(
    ("prefix", "end"),
    [("a", "b"), ("az", "a{"), ("\ud7ff", "\ue000"), ("a\U0010ffff", "b"), ("\U0010ffff", None), ("", None)],
)
def test_the_end_of_a_prefix(prefix: str, end: str | None) -> None:
    assert prefix_end(prefix) == end


@pytest.mark.parametrize("typed", ["Gim Seong", "Kim Sŏng", "김송", "김성"])
def test_a_speaker_is_found_in_other_spellings_and_a_note_says_so(corpus: Corpus, typed: str) -> None:
    found = corpus.list(speaker=typed)
    assert found.values("ref") == corpus.list(speaker="Kim Song").values("ref")
    assert f'speaker="{typed}": taken as Kim Song.' in found.notes
    assert not any("taken as" in note for note in corpus.list(speaker="kim song").notes)
    assert f'speaker="{typed}": taken as Kim Song.' in corpus.freq("peace", speaker=typed).notes


def test_one_name_that_two_outlets_write_apart_is_one_speaker(database_url: str) -> None:
    with Corpus(database_url) as opened:
        spoken = [("speech", "Kim Su Gil", "peace"), ("speech", "Kim Su-gil", "peace and war")]
        build(opened, [Text("2019-05-02", passages=spoken)])
        found = opened.freq("peace", speaker="김수길")
        assert sum(filter(None, found.values("matches"))) == 2
        assert 'speaker="김수길": taken as Kim Su Gil.' in found.notes


@pytest.mark.parametrize(
    ("typed", "package", "name"), [("溫家寶", "opencc", "温家宝"), ("金秀吉", None, "Kim Su Gil")]
)
def test_characters_match_in_both_forms_and_by_their_reading(
    database_url: str, typed: str, package: str | None, name: str
) -> None:
    if package:
        pytest.importorskip(package)
    with Corpus(database_url) as opened:
        spoken = [
            ("speech", "Kim Su Gil", "peace"),
            ("speech", "温家宝", "war"),
            ("speech", "Kim Song", "treaty"),
        ]
        build(opened, [Text("2019-05-02", passages=spoken)])
        found = opened.freq("peace", speaker=typed)
        assert f'speaker="{typed}": taken as {name}.' in found.notes


def test_a_spelling_that_may_be_several_speakers_is_refused(database_url: str) -> None:
    spoken = [
        ("speech", "Kim Chol", "peace"),
        ("speech", "Kim Jol", "peace"),
        ("speech", "Xi Jinping", "war"),
    ]
    with Corpus(database_url) as opened:
        build(opened, [Text("2019-05-02", passages=spoken)])
        with pytest.raises(FilterError, match=r"may be one of several: Kim Chol, Kim Jol; give that name"):
            opened.list(speaker="Gim Chol")
        assert len(opened.list(speaker="Hsi Chin-p'ing")) == 1
        with pytest.raises(FilterError, match="one of several"):
            opened.list(speaker=["Xi Jinping", "Gim Chol"])
        with pytest.raises(FilterError, match="There is no speaker 'Hsi Chung-hsün' in the archive"):
            opened.list(speaker="Hsi Chung-hsün")
