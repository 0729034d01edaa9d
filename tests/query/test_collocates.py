"""Collocates against a counter that reads passages word by word, against nltk, and by hand."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from sqlalchemy import update

from corpus import Corpus
from corpus.errors import FilterError, QueryError, UsageError
from corpus.index.encoding.term_digests import digest_all
from corpus.query.count import token_slices as slices
from corpus.query.count import word_counts as vocabularies
from corpus.query.hits import context_windows as windows
from corpus.query.hits import cooccurrence as joint
from corpus.query.tabulate.facet_axes import FACETS
from corpus.query.tabulate.periods import PERIODS
from corpus.store.engine import open_engine
from corpus.store.tables.index import Term
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import ROLES, SPEAKERS, Archive, archives, quick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from corpus.output.result import Result

    Nodes = Callable[[str], list[tuple[int, int]]]

queries = st.sampled_from(
    ["peace", "and", "peace and", "(peace|and)", "pe*", "peace + and", "改革", "改", "20x10"]
)
sides = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any)
voices = st.sampled_from([None, ("speech",), ("narration", "dateline")])
few_together = st.sampled_from([1, 1 << 20])


@dataclass
class Slow:
    """What a reader with a pencil would count."""

    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    documents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    totals: Counter[str] = field(default_factory=Counter)
    nodes: int = 0
    inside: int = 0

    @property
    def joint(self) -> Counter[str]:
        return self.left + self.right


def words_at(passage: str) -> list[tuple[str, int, int]]:
    """The folded words of a passage with their places, found one after the other."""
    found, at = [], 0
    for word in counter.words(passage):
        at = passage.index(word, at)
        found.append((counter.fold(word), at, at + len(word)))
        at += len(word)
    return found


def nodes_of(query: str) -> Nodes:
    """Half-open spans of words that match one of the test's queries."""

    def of_words(passage: str) -> list[tuple[int, int]]:
        pieces = [word for word, _, _ in words_at(passage)]
        found = []
        for at in range(len(pieces)):
            if query == "peace and" and pieces[at : at + 2] == ["peace", "and"]:
                found.append((at, at + 2))
            wanted = {
                "(peace|and)": {"peace", "and"},
                "peace + and": {"peace", "and"},
                "pe*": {"peace", "people"},
            }
            if pieces[at] in wanted.get(query, {query}):
                found.append((at, at + 1))
        return found

    def of_characters(passage: str) -> list[tuple[int, int]]:
        found = []
        for at in range(len(passage)):
            if passage.startswith(query, at):
                touched = [
                    number
                    for number, (_, start, end) in enumerate(words_at(passage))
                    if start < at + len(query) and end > at
                ]
                found.append((touched[0], touched[-1] + 1))
        return found

    return of_characters if query[0] in "改당" else of_words


def slow(
    texts: list[Text],
    nodes: Nodes,
    left: int,
    right: int,
    roles: set[str],
    country: str | None = None,
    speaker: str | None = None,
) -> Slow:
    """``speaker``: "(none)" for what nobody is named for."""
    found = Slow()
    for number, text in enumerate(texts):
        for role, who, passage in text.passages:
            if role not in roles or (country and text.country != country):
                continue
            if speaker and (who or "(none)") != speaker:
                continue
            pieces = [word for word, _, _ in words_at(passage)]
            found.totals.update(pieces)
            for start, end in nodes(passage):
                before, after = pieces[max(0, start - left) : start], pieces[end : end + right]
                found.left.update(before)
                found.right.update(after)
                found.nodes += 1
                found.inside += len(before + after)
                for word in before + after:
                    found.documents[word].add(number)
    return found


def check(rows: list[dict[str, Any]], found: Slow, least: int) -> None:
    """All collocates, and every number of each."""
    assert {row["collocate"] for row in rows} == {word for word, n in found.joint.items() if n >= least}
    for row in rows:
        word = row["collocate"]
        joint, total = found.joint[word], found.totals[word]
        assert (row["left"], row["right"], row["matches"]) == (found.left[word], found.right[word], joint)
        assert (row["collocate_total"], row["documents"]) == (total, len(found.documents[word]))
        chance = total * found.inside / found.totals.total()
        assert row["expected"] == pytest.approx(chance)
        assert row["mi"] == pytest.approx(math.log2(joint / chance), abs=1e-9)
        assert row["mi3"] == pytest.approx(math.log2(joint**3 / chance), abs=1e-9)
        assert row["t_score"] == pytest.approx((joint - chance) / math.sqrt(joint), abs=1e-9)
        assert row["dice"] == pytest.approx(2 * joint / (found.nodes + total))
        assert row["log_dice"] == pytest.approx(14 + math.log2(2 * joint / (found.nodes + total)), abs=1e-9)


@quick
@given(
    texts=archives,
    query=queries,
    sides=sides,
    voice=voices,
    least=st.integers(1, 3),
    merged=st.booleans(),
    few=few_together,
)
def test_every_number_is_the_slow_counters(
    sqlite_template: Path,
    texts: list[Text],
    query: str,
    sides: tuple[int, int],
    voice: tuple[str, ...] | None,
    least: int,
    merged: bool,
    few: int,
) -> None:
    left, right = sides
    found = slow(texts, nodes_of(query), left, right, set(voice) if voice else counter.COUNTED)
    with (
        Archive(sqlite_template, texts, merged) as corpus,
        mock.patch.object(windows, "TOGETHER", few),
        mock.patch.object(windows, "KEPT", few - 1),
        mock.patch.object(vocabularies, "TOGETHER", few),
        mock.patch.object(vocabularies, "DENSE", few - 1),
    ):
        result = corpus.collocates(query, left=left, right=right, min=least, limit=1000, voice=voice)
        check(result.rows(), found, least)
        again = corpus.collocates(query, left=left, right=right, min=least, limit=1000, voice=voice)
        assert again.rows() == result.rows()
        assert found.nodes == sum(filter(None, corpus.freq(query, by="voice", voice=voice).values("matches")))


@quick
@given(
    texts=archives,
    query=queries,
    by=st.sampled_from(["year", "country"]),
    few=few_together,
    limit=st.integers(1, 4),
)
def test_a_facet_makes_a_list_for_each_value(
    sqlite_template: Path, texts: list[Text], query: str, by: str, few: int, limit: int
) -> None:
    with (
        Archive(sqlite_template, texts) as corpus,
        mock.patch.object(slices, "MOST", few),
        mock.patch.object(windows, "TOGETHER", few),
    ):
        result = corpus.collocates(query, by=by, min=1, limit=1000)
        column = "period" if by == "year" else by
        values = {text.year if by == "year" else text.country for text in texts}
        assert set(result.values(column)) <= values
        short = corpus.collocates(query, by=by, min=1, limit=limit).rows()
        for value in values:
            some = [text for text in texts if value in (text.year, text.country)]
            rows = [row for row in result.rows() if row[column] == value]
            check(rows, slow(some, nodes_of(query), 5, 5, counter.COUNTED), 1)
            assert [row for row in short if row[column] == value] == rows[:limit]


@quick
@given(
    texts=archives,
    query=queries,
    by=st.sampled_from(["voice", "speaker"]),
    voice=voices,
    least=st.integers(1, 2),
    few=few_together,
)
def test_facets_of_passages(
    sqlite_template: Path,
    texts: list[Text],
    query: str,
    by: str,
    voice: tuple[str, ...] | None,
    least: int,
    few: int,
) -> None:
    """One document lies in several cells: its words, windows and the document itself in each of its own."""
    with (
        Archive(sqlite_template, texts) as corpus,
        mock.patch.object(windows, "TOGETHER", few),
        mock.patch.object(windows, "KEPT", few - 1),
        mock.patch.object(slices, "MOST", few),
        mock.patch.object(vocabularies, "DENSE", few - 1),
    ):
        result = corpus.collocates(query, by=by, min=least, limit=1000, voice=voice)
        roles = set(voice) if voice else counter.COUNTED
        values = ROLES if by == "voice" else ["(none)", *filter(None, SPEAKERS)]
        assert set(result.values(by)) <= set(values)
        held = 0
        for value in values:
            rows = [row for row in result.rows() if row[by] == value]
            if by == "voice":
                found = slow(texts, nodes_of(query), 5, 5, roles & {value})
            else:
                found = slow(texts, nodes_of(query), 5, 5, roles, speaker=value)
            check(rows, found, least)
            held += found.totals.total() > 0
        some = len(set(result.values(by)))
        assert any(note.endswith(f"{some} of {held} have any.") for note in result.notes) == (some > 0)


def test_every_facet_of_freq_is_one_of_collocates(corpus: Corpus) -> None:
    for by in FACETS:
        found = corpus.collocates("peace", by=by, min=1, limit=1)
        column = "period" if by in PERIODS else by
        assert list(found.columns)[:3] == ["query", column, "collocate"]
        assert (len(found) > 0) == (by not in PERIODS or by == "year"), by


@quick
@given(texts=archives, query=queries)
def test_two_sub_corpora_side_by_side(sqlite_template: Path, texts: list[Text], query: str) -> None:
    if {text.country for text in texts} != {"PRK", "USA"}:
        return
    one, other = (slow(texts, nodes_of(query), 2, 3, counter.COUNTED, country) for country in ("PRK", "USA"))
    with Archive(sqlite_template, texts) as corpus:
        result = corpus.collocates(
            query, left=2, right=3, min=1, limit=1000, country="PRK", against="country=USA"
        )
        assert set(result.values("collocate")) == {*one.joint, *other.joint}
        for row in result.rows():
            word = row["collocate"]
            for side, prefix in ((one, ""), (other, "against_")):
                assert row[f"{prefix}matches"] == side.joint[word]
                assert row[f"{prefix}documents"] == len(side.documents[word])
                if side.joint[word]:
                    dice = 2 * side.joint[word] / (side.nodes + side.totals[word])
                    assert row[f"{prefix}log_dice"] == pytest.approx(14 + math.log2(dice))
                    chance = side.totals[word] * side.inside / side.totals.total()
                    assert row[f"{prefix}expected"] == pytest.approx(chance)
                else:
                    assert row[f"{prefix}log_dice"] is None
            if one.inside and other.inside:
                shares = (max(side.joint[word], 0.5) / side.inside for side in (one, other))
                assert row["log_ratio"] == pytest.approx(math.log2(next(shares) / next(shares)), abs=1e-9)
        if one.inside and other.inside:
            surest = result.values("log_likelihood")
            assert surest == sorted(surest, reverse=True)


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    long = "Peace through strength. Security, 당은 나라 and Party's peace"
    texts = [
        Text(
            "2019",
            country="PRK",
            passages=[("speech", None, "We want peace and security and peace"), ("speech", None, "now")],
        ),
        Text(
            "2019",
            country="PRK",
            passages=[("dateline", None, "peace talks"), ("narration", None, "peace 20×10 peace")],
        ),
        Text("2022", country="USA", passages=[("speech", None, long)]),
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts)
        yield opened


def counts(result: Result) -> dict[str, int]:
    return dict(zip(result.values("collocate"), result.values("matches"), strict=True))


def test_by_hand(corpus: Corpus) -> None:
    # we, want, and, security; security, and; 20x10, peace; peace, 20x10. 2022: through, strength; party, 's.
    found = corpus.collocates("peace", window=2, min=1)
    assert counts(found) == {
        "20x10": 2, "and": 2, "security": 2, "peace": 2, "want": 1, "we": 1, "through": 1, "strength": 1,
        "'s": 1, "party": 1,
    }  # fmt: skip
    row = next(row for row in found.rows() if row["collocate"] == "security")
    # Six matches, windows of 4 + 2 + 2 + 2 + 2 + 2 = 14 words; 21 words count, two of them "security".
    assert (row["left"], row["right"], row["collocate_total"], row["documents"]) == (1, 1, 2, 1)
    assert row["expected"] == pytest.approx(2 * 14 / 21)
    assert row["mi"] == pytest.approx(math.log2(21 / 14))
    assert row["log_dice"] == pytest.approx(14 + math.log2(4 / 8))
    assert (
        "6 matches. A window has up to 2 words to the left and 2 to the right, 2.33 on average"
        in found.notes[0]
    )
    assert counts(corpus.collocates("peace", left=0, right=1, min=1)) == {"and": 1, "20x10": 1, "through": 1}
    assert counts(corpus.collocates("peace", voice="dateline", min=1)) == {"talks": 1}
    assert counts(corpus.collocates("security and", window=1, min=1)) == {"and": 1, "peace": 1}


def test_against_by_hand(corpus: Corpus) -> None:
    found = corpus.collocates("peace", window=2, min=1, country="PRK", against={"country": "USA"})
    row = next(row for row in found.rows() if row["collocate"] == "security")
    # Two of the 4 + 2 + 2 + 2 words in windows, against none (half a one) of 2 + 2.
    assert (row["matches"], row["against_matches"]) == (2, 0)
    assert row["log_ratio"] == pytest.approx(math.log2((2 / 10) / (0.5 / 4)))
    assert row["log_likelihood"] == pytest.approx(2 * 2 * math.log(2 / (2 * 10 / 14)))
    assert (row["documents"], row["against_documents"]) == (1, 0)
    by_mi = corpus.collocates("peace", min=1, country="PRK", against="country=USA", measure="mi")
    assert "against_mi" in by_mi.columns
    plain = corpus.collocates("peace", min=1, country="PRK", against="country=USA", measure="matches")
    assert list(plain.columns).count("matches") == 1
    # What --against names holds instead, the rest of the filters for both sides.
    common = {"voice": "speech", "country": "PRK"}
    both = corpus.collocates("peace", min=1, window=2, against="country=USA", **common)
    assert "20x10" not in both.values("collocate")
    assert "through" in both.values("collocate")


def test_nltk_agrees(corpus: Corpus) -> None:
    """nltk's table of a pair: joint, (words in windows, collocate), all words."""
    for row in corpus.collocates("peace", window=2, min=1).rows():
        table = (row["matches"], (14, row["collocate_total"]), 21)
        assert row["mi"] == pytest.approx(BigramAssocMeasures.pmi(*table))
        assert row["t_score"] == pytest.approx(BigramAssocMeasures.student_t(*table))
        if row["collocate_total"] - row["matches"] > 0:
            assert row["log_likelihood"] == pytest.approx(
                BigramAssocMeasures.likelihood_ratio(*table), rel=1e-6
            )
        assert row["dice"] == pytest.approx(
            BigramAssocMeasures.dice(row["matches"], (6, row["collocate_total"]), 21)
        )


def test_a_string_of_characters_is_the_words_that_it_touches(corpus: Corpus) -> None:
    assert counts(corpus.collocates("당은", window=1, min=1)) == {"security": 1, "나라": 1}


def test_quotations_end_windows(sqlite_url: str) -> None:
    passage = "They said “peace and security” then peace came"
    inner = (0, passage.index("peace"), passage.index("”"))
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [Text("2020", passages=[("narration", None, passage)])], {0: [inner]})
        assert counts(opened.collocates("and", min=1)) == {
            "they": 1, "said": 1, "peace": 2, "security": 1, "then": 1, "came": 1
        }  # fmt: skip
        assert counts(opened.collocates("and", min=1, voice="quotation")) == {"peace": 1, "security": 1}


def test_order_and_limit(corpus: Corpus) -> None:
    whole = corpus.collocates("peace", window=2, min=1, measure="matches")
    # Of equal joint frequency by name.
    assert whole.values("collocate")[:4] == ["20x10", "and", "peace", "security"]
    short = corpus.collocates("peace", window=2, min=1, measure="matches", limit=3)
    assert short.rows() == whole.rows()[:3]
    assert short.notes[-1] == "3 of 10 collocates that occur once or more."
    for measure in joint.MEASURES[:4]:
        values = corpus.collocates("peace", window=2, min=1, measure=measure).values(measure)
        assert values == sorted(values, reverse=True)
    # "peace" keeps away from itself: its G2 is great, and it comes last.
    by_likelihood = corpus.collocates("peace", window=2, min=1, measure="log_likelihood").rows()
    assert [row["mi"] >= 0 for row in by_likelihood] == sorted(
        (row["mi"] >= 0 for row in by_likelihood), reverse=True
    )


def test_periods_without_documents_are_gaps(corpus: Corpus) -> None:
    found = corpus.collocates("peace", by="year", min=1)
    assert set(found.values("period")) == {"2019", "2022"}
    gaps = "The archive holds no words of {} under these filters: there nothing can be said."
    assert gaps.format("2020, 2021") in found.notes
    wider = corpus.collocates("peace", by="year", min=1, since="2001", until="2024").notes
    years = ", ".join(str(year) for year in range(2001, 2009))
    assert gaps.format(f"{years} and 14 more years") in wider
    # What a voice leaves nothing of is a gap as well, and no document that is left out.
    spoken = corpus.collocates("peace", by="year", min=1, voice="dateline", until="2022", since="2019")
    assert gaps.format("2020, 2021, 2022") in spoken.notes
    months = corpus.collocates("peace", by="month", min=1)
    assert len(months) == 0
    assert "Left out: 3 documents not dated to the month (they count in yearly tables)." in months.notes
    datelines = corpus.collocates("peace", by="month", min=1, voice="dateline").notes
    assert "Left out: 1 document not dated to the month (they count in yearly tables)." in datelines


def test_nothing_found_is_said(corpus: Corpus) -> None:
    assert corpus.collocates("zeppelin").notes == ("zeppelin: no match.",)
    alone = corpus.collocates("now", min=1)
    assert len(alone) == 0
    assert alone.notes[-1] == "now: no word stands beside it once or more."
    both = corpus.collocates("security , zeppelin", min=1)
    assert set(both.values("query")) == {"security"}
    compared = corpus.collocates("peace", against="country=USA", country="PRK", min=100)
    assert len(compared) == 0
    assert compared.title == "peace (country PRK) against country USA"
    assert compared.notes[0].startswith("peace: 4 against 2 matches.")
    assert compared.notes[1] == "peace: no word stands beside it 100 times or more."


def test_lemmas_count_as_one(sqlite_url: str) -> None:
    texts = [Text("2020", passages=[("speech", None, "peace talks , peace talk and Talking peace")])]
    note = "The archive knows no lemmas: words are counted as they stand."
    for lemma in (None, "talk"):
        with Corpus(sqlite_url) as opened, tiny_blocks():
            if lemma is None:
                build(opened, texts)
            engine = open_engine(sqlite_url)
            with engine.begin() as connection:
                connection.execute(update(Term).values(lemma=None))
                connection.execute(update(Term).where(Term.c.fold.like("talk%")).values(lemma=lemma))
                digest_all(connection)
            engine.dispose()
            found = opened.collocates("peace", window=1, min=1, lemma=True)
            keys = opened.keywords("since=2020", "voice=speech", min=1, unit="lemma")
            if lemma is None:
                assert counts(found) == {"talks": 2, "talk": 1, "talking": 1}
                assert note in found.notes
                assert note in keys.notes
            else:
                assert counts(found) == {"talk": 4}
                assert found.values("collocate_total") == [3]
                assert note not in found.notes
                assert note not in keys.notes


def test_an_empty_archive_has_no_collocates(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as empty:
        for given in ({}, {"by": "year"}, {"by": "country"}, {"lemma": True}):
            assert len(empty.collocates("peace", **given)) == 0
        with pytest.raises(FilterError, match="no words of the target"):
            empty.keywords("since=2020")


@pytest.mark.parametrize(
    ("error", "given", "message"),
    [
        (FilterError, {"left": 0, "right": 0}, "cannot both be 0"),
        (FilterError, {"left": 101}, "from 0 to 100"),
        (FilterError, {"window": -1}, "from 0 to 100"),
        (FilterError, {"min": 0}, "from 1 on"),
        (UsageError, {"limit": 0}, "from 1 on"),
        (FilterError, {"measure": "nearness"}, "no measure 'nearness'; there is: log_dice"),
        (FilterError, {"by": "title"}, "no facet 'title'; there is: year"),
        (UsageError, {"by": "year", "against": "country=USA"}, "choose one"),
        (UsageError, {"against": "USA"}, "no name=value"),
        (UsageError, {"against": "as_of=2020"}, "holds for both sides"),
        (UsageError, {"against": ""}, "is empty"),
        (UsageError, {"against": 5}, "as text"),
        (UsageError, {"against": "colour=red"}, "no filter 'colour'"),
        (UsageError, {"left": "five"}, "whole number"),
    ],
)
def test_wrong_questions(corpus: Corpus, error: type[Exception], given: dict[str, Any], message: str) -> None:
    with pytest.raises(error, match=message):
        corpus.collocates("peace", **given)
    with pytest.raises(QueryError, match="quotient"):
        corpus.collocates("peace / security")


def test_what_no_period_can_place_is_in_no_list(sqlite_url: str) -> None:
    years = ("2019-05", "2019", "2019-06")
    texts = [Text(year, passages=[("speech", None, f"peace talks {year[-2:]}")]) for year in years]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts)
        found = opened.collocates("peace", by="month", min=1, window=1)
        assert found.values("period") == ["2019-05", "2019-06"]
        for name in ("matches", "collocate_total", "documents"):
            assert found.values(name) == [1, 1]


def test_matches_without_a_place_are_told_apart(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        texts = [Text("2020-01", passages=[("speech", None, "peace now")])]
        texts += [Text("2020", passages=[("speech", None, "no peace, peace")])]
        build(opened, texts)
        monthly = opened.collocates("peace", by="month", min=1)
        assert set(monthly.values("period")) == {"2020-01"}
        assert any("peace: 3 matches" in note for note in monthly.notes)
        assert "1 of these matches have a place in one month and are looked at." in monthly.notes
        daily = opened.collocates("peace", by="day", min=1)
        assert not len(daily)
        assert "0 of these matches have a place in one day and are looked at." in daily.notes
        assert not any("no word stands beside it" in note for note in daily.notes)
        yearly = opened.collocates("peace", by="year", min=1)
        assert not any("have a place" in note for note in yearly.notes)


def test_lists_of_the_strongest_are_not_drawn(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [Text("2020", passages=[("speech", None, "peace now, peace then")])])
        found = opened.collocates("peace", by="year", min=1)
        assert len(found)
        with pytest.raises(UsageError, match="'collocates' cannot be drawn"):
            found.chart()
