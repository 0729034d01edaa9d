"""What freq shows besides frequency, against sums made by hand over the slow counter's documents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from corpus import Corpus
from corpus.errors import FilterError, UsageError
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import Archive, archives, distinct, quick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.output.result import Result

Documents = list[tuple[int, int]]
"""Matches and tokens of each document in a cell."""


def documents(texts: list[Text], word: str, year: int, **where: str) -> Documents:
    """Of a year, and of a country or a role."""
    roles = {where["voice"]} if "voice" in where else counter.COUNTED
    return [
        (counter.count_words([one], [{word}], roles), counter.count_tokens([one], roles))
        for one in texts
        if int(one.year) == year and where.get("country", one.country) == one.country
    ]


def summed(found: Documents) -> tuple[int, int]:
    return sum(m for m, _ in found), sum(t for _, t in found)


def counted(found: Documents) -> tuple[int | None, int]:
    """Nothing is counted, not even no match, where there are no tokens."""
    matches, tokens = summed(found)
    return matches if tokens else None, tokens


def years(result: Result) -> list[int]:
    return sorted({int(year) for year in result.values("period")})


def close(found: Any, expected: float | None) -> bool:
    return found is None if expected is None else found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@quick
@given(texts=archives, half_width=st.integers(1, 4))
def test_smoothed_is_the_rate_of_the_years_around(
    sqlite_template: Path, texts: list[Text], half_width: int
) -> None:
    with Archive(sqlite_template, texts) as corpus:
        found = corpus.freq("peace", by=["year", "country"], smooth=half_width)
        span = years(found)
        for row in found.rows():
            year, country = int(row["period"]), row["country"]
            own = documents(texts, "peace", year, country=country)
            assert (row["matches"], row["tokens"]) == counted(own)
            around = [documents(texts, "peace", other, country=country) for other in span]
            some = [
                summed(one)
                for other, one in zip(span, around, strict=True)
                if abs(other - year) <= half_width
            ]
            tokens = sum(t for _, t in some)
            expected = sum(m for m, _ in some) / tokens * 1e6 if row["tokens"] else None
            assert close(row["smoothed"], expected)


@quick
@given(texts=archives)
def test_shares_of_series_add_up(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus:
        found = corpus.freq("peace", "and , security", share=True)
        for row in found.rows():
            of = [
                summed(documents(texts, word, int(row["period"])))[0] for word in ("peace", "and", "security")
            ]
            expected = (row["matches"] or 0) / sum(of) if sum(of) else None
            assert close(row["share"], expected)


@quick
@given(texts=archives)
def test_cumulated_sums_go_on_over_gaps(sqlite_template: Path, texts: list[Text]) -> None:
    with Archive(sqlite_template, texts) as corpus:
        found = corpus.freq("peace", by=["country", "year"], cumulative=True, documents=True)
        assert not any(name.startswith("boot") for name in found.columns)
        span = years(found)
        for row in found.rows():
            upto = [year for year in span if year <= int(row["period"])]
            own = [one for year in upto for one in documents(texts, "peace", year, country=row["country"])]
            matches, tokens = summed(own)
            assert (row["matches"], row["tokens"]) == counted(own)
            assert row["documents"] == (sum(m > 0 for m, _ in own) if tokens else None)
            assert row["documents_held"] == sum(t > 0 for _, t in own)
            assert close(row["per_million"], matches / tokens * 1e6 if tokens else None)
            # No narrower than where occurrences are independent; a rate is one of one at most.
            if sum(t > 0 for _, t in own) > 1:
                poisson = min(chi2.ppf(0.975, 2 * matches + 2) / 2 / tokens, 1)
                assert row["high"] >= poisson * 1e6 * (1 - 1e-9)
            else:
                assert row["high"] is row["low"] is None


@quick
@given(texts=archives, by=st.sampled_from(["country", "voice"]))
def test_document_frequency(sqlite_template: Path, texts: list[Text], by: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        for row in corpus.freq("peace", by=["year", by], documents=True).rows():
            own = documents(texts, "peace", int(row["period"]), **{by: row[by]})
            held, matched = sum(t > 0 for _, t in own), sum(m > 0 for m, _ in own)
            assert (row["documents_held"], row["documents"]) == (held, matched if held else None)
            if not held:
                assert row["documents_share"] is row["documents_low"] is row["documents_high"] is None
                continue
            limits = binomtest(matched, held).proportion_ci(method="wilson")
            assert close(row["documents_share"], 100 * matched / held)
            assert close(row["documents_low"], 100 * limits.low)
            assert close(row["documents_high"], 100 * limits.high)


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    texts = [
        Text("2019-05-02", country="PRK", passages=[("speech", "Kim Song", "peace and peace and war")]),
        Text("2019", country="PRK", passages=[("narration", None, "war")]),
        Text("2021-01-01", country="USA", passages=[("narration", None, "peace")]),
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, distinct(texts))
        yield opened


@pytest.mark.parametrize(
    ("queries", "options", "says"),
    [
        (["peace"], {"share": True}, "share=True compares series: give two queries"),
        (["peace", "peace"], {"share": True}, "share=True compares series"),
        (["peace / war", "and"], {"share": True}, "share=True does not go with a quotient"),
        (["peace"], {"smooth": 0}, "smooth= takes a number of periods from 1"),
        (["peace"], {"smooth": -1}, "smooth= takes"),
        (["peace"], {"smooth": 10**30}, "smooth= takes"),
        (["peace"], {"smooth": 2, "by": "country"}, "smooth= goes over periods of time"),
        (["peace"], {"cumulative": True, "by": ["country", "voice"]}, "cumulative=True adds up periods"),
        (["peace"], {"cumulative": True, "smooth": 1}, "smooth= does not go with cumulative=True"),
        (
            ["peace"],
            {"cumulative": True, "dispersion": True},
            "dispersion=True does not go with cumulative=True",
        ),
    ],
)
def test_options_that_do_not_go_together(
    corpus: Corpus, queries: list[str], options: dict[str, Any], says: str
) -> None:
    with pytest.raises(FilterError, match=says):
        corpus.freq(*queries, **options)


def test_smooth_is_a_whole_number(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="smooth= is a whole number"):
        corpus.freq("peace", smooth=1.5)  # type: ignore[arg-type]


def test_the_columns_that_are_always_there_stand_first_and_last(corpus: Corpus) -> None:
    found = corpus.freq("peace", "war", smooth=1, share=True, documents=True, dispersion=True)
    assert list(found.columns) == [
        "query", "period", "matches", "documents", "tokens", "per_million", "smoothed",
        "documents_held", "documents_share", "documents_low", "documents_high",
        "dp", "dp_norm", "juilland_d", "share", "low", "high", "boot_low", "boot_high",
    ]  # fmt: skip
    assert found.facets == ("period",)
    plain = corpus.freq("peace", "war")
    assert [name for name in plain.columns if name not in found.columns] == []
    for name in plain.columns:
        assert plain.values(name) == found.values(name)
    assert list(plain.columns)[-6:] == ["tokens", "per_million", "low", "high", "boot_low", "boot_high"]
    assert {"smooth", "share", "documents", "dispersion"} <= set(found.provenance)
    assert not {"smooth", "share"} & set(plain.provenance)
    notes = " ".join(found.notes)
    assert "of 3 years, 1 to either side" in notes
    assert "share: of the matches" in notes
    assert "Wilson" in notes
    assert "dp: 0 where" in notes
    assert "Cumulative: each month with all before it" in " ".join(
        corpus.freq("peace", by="month", cumulative=True).notes
    )


def test_cumulated_rates_begin_with_the_first_text_and_have_no_gap(corpus: Corpus) -> None:
    found = corpus.freq("peace", cumulative=True, since="2018", until="2022")
    assert found.values("period") == ["2018", "2019", "2020", "2021", "2022"]
    assert found.values("matches") == [None, 2, 2, 3, 3]
    assert found.values("tokens") == [0, 6, 6, 7, 7]
    assert [value is None for value in found.values("per_million")] == [True, False, False, False, False]


def test_a_series_asked_for_twice_is_shown_once(corpus: Corpus) -> None:
    found = corpus.freq("peace", "war", "peace , peace")
    assert found.values("query") == ["peace"] * 3 + ["war"] * 3
    assert "peace: asked for 3 times, shown once." in found.notes
    shares = corpus.freq("peace", "war", "peace", share=True, since="2019", until="2019")
    assert shares.values("share") == [0.5, 0.5]


def test_no_match_is_said_of_a_term_only_where_it_has_none_in_the_selection(corpus: Corpus) -> None:
    # All its matches may lie in documents that the table leaves out.
    found = corpus.freq("war", by="month", voice="narration")
    assert not any("no match" in note for note in found.notes)
    assert "war: no match." in corpus.freq("war", since="2021").notes


def test_nothing_selected_is_a_table_without_rates(corpus: Corpus) -> None:
    for options in ({"documents": True, "dispersion": True, "smooth": 1}, {"cumulative": True}):
        found = corpus.freq("peace", since="1950", until="1951", **options)  # type: ignore[arg-type]
        assert found.values("matches") == found.values("documents") == [None, None]
        for name in set(found.columns) & {"per_million", "smoothed", "dp", "documents_share"}:
            assert found.values(name) == [None, None]
        assert len(corpus.freq("peace", by="country", voice="slogan", documents=True)) == 0


def test_decades_of_days(corpus: Corpus) -> None:
    found = corpus.freq("peace", by="day", since="1950", until="2021", smooth=3)
    assert len(found) == 26298
    assert (found.values("period")[0], found.values("period")[-1]) == ("1950-01-01", "2021-12-31")
    assert sum(filter(None, found.values("matches"))) == 3
    assert sum(value is not None for value in found.values("smoothed")) == 2
    with pytest.raises(FilterError, match="too many days"):
        corpus.freq("peace", by="day", since="1000", until="2021")
    with pytest.raises(FilterError, match=r"would have 2,524,608 cells \(at most 2,000,000\)"):
        corpus.freq(*(f"w{n}" for n in range(96)), by="day", since="1950", until="2021")


def test_sums_count_what_both_find_and_a_document_once(corpus: Corpus) -> None:
    found = corpus.freq("peace + war", since="2019", until="2019")
    assert (found.values("matches"), found.values("documents")) == ([4], [2])
    assert "ratio" not in found.columns


def test_quotients(corpus: Corpus) -> None:
    found = corpus.freq("peace / war", "and", since="2018")
    rows = {(row["query"], row["period"]): row for row in found.rows()}
    first = rows["peace / war", "2019"]
    assert (first["matches"], first["over"], first["ratio"]) == (2, 2, 1.0)
    assert first["ratio_low"] < 1 < first["ratio_high"]
    assert math.isclose(first["ratio_low"] * first["ratio_high"], 1, rel_tol=1e-9)
    last = rows["peace / war", "2021"]  # nothing to divide by: no rate, never infinity
    assert (last["matches"], last["over"], last["ratio"], last["ratio_high"]) == (1, 0, None, None)
    assert rows["and", "2019"]["over"] is None
    assert rows["and", "2019"]["ratio"] is None
    assert any(note.startswith("ratio: matches by") for note in found.notes)
    together = corpus.freq("peace / war", cumulative=True)
    assert together.values("over") == [2, 2, 2]
    assert together.values("ratio") == [1.0, 1.0, 1.5]
    own = corpus.freq("peace / (peace|war)")
    assert own.values("ratio") == [0.5, None, 1.0]
