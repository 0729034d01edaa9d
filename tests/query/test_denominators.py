"""What matches are divided by: words, characters, sentences, documents, against a slow counter's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2
from sqlalchemy import select

from corpus import Corpus
from corpus.errors import FilterError, QueryError
from corpus.index.encoding.block_manifests import replace_arrays
from corpus.output.charts.chart_series import arrange
from corpus.query.tabulate import denominators
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from corpus.store.tables.index import Block
from tests import counter, slow_sentences
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text
from tests.query.sentences import archives, few, places
from tests.query.test_concepts import spoken
from tests.query.test_counts import Archive, distinct
from tests.query.test_freq_options import close

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = {
    "words": ("tokens", "per_million", 1e6),
    "characters": ("characters", "per_million_characters", 1e6),
    "sentences": ("sentences", "per_thousand_sentences", 1e3),
    "documents": ("documents_held", "per_thousand_documents", 1e3),
}


def amount(per: str, one: Text, roles: set[str]) -> int:
    """How much of it one document holds, passage by passage."""
    passages = [passage for role, _, passage in one.passages if role in roles]
    words = [counter.words(passage) for passage in passages]
    if per == "documents":
        return int(any(words))
    if per == "sentences":
        return sum(len(slow_sentences.starts(passage, places(passage))) for passage in passages)
    return sum(len(word) if per == "characters" else 1 for some in words for word in some)


@few
@given(
    texts=archives,
    merged=st.booleans(),
    per=st.sampled_from([*COLUMNS]),
    by_voice=st.booleans(),
    together=st.integers(1, 6),
)
def test_amounts_rates_and_intervals(
    sqlite_template: Path, texts: list[Text], merged: bool, per: str, by_voice: bool, together: int
) -> None:
    column, rate, factor = COLUMNS[per]
    with (
        Archive(sqlite_template, texts, merged) as corpus,
        mock.patch.object(denominators, "TOGETHER", together),
    ):
        found = corpus.freq("peace", by=["year", "voice"] if by_voice else "year", per=per)
        for row in found.rows():
            roles = {row["voice"]} if by_voice else COUNTED
            own = [one for one in texts if one.year == row["period"]]
            matches = counter.count_words(own, [{"peace"}], roles)
            held = sum(amount(per, one, roles) for one in own)
            tokens = counter.count_tokens(own, roles)
            assert (row["matches"], row[column]) == (matches if tokens else None, held)
            assert row["tokens"] == tokens
            assert close(row[rate], factor * matches / held if held else None)
            several = sum(amount(per, one, roles) > 0 for one in own) > 1
            assert (row["high"] is None) == (row["low"] is None) == (not several)
            if several:  # hardly narrower than where occurrences are independent; one of one at most
                high = factor * chi2.ppf(0.975, 2 * matches + 2) / 2 / held
                assert row["high"] >= high * (1 - 1e-6) or row["high"] == factor
                low = factor * chi2.ppf(0.025, 2 * matches) / 2 / held if matches else 0.0
                assert row["low"] <= low * 1.1


@few
@given(texts=archives, per=st.sampled_from([*COLUMNS]))
def test_cumulated_and_smoothed(sqlite_template: Path, texts: list[Text], per: str) -> None:
    column, rate, factor = COLUMNS[per]
    with Archive(sqlite_template, texts) as corpus:
        sums = corpus.freq("peace", per=per, cumulative=True, since="2018", until="2021").rows()
        around = corpus.freq("peace", per=per, smooth=1, since="2018", until="2021").rows()
        for year, row, smooth in zip(range(2018, 2022), sums, around, strict=True):
            upto = [one for one in texts if int(one.year) <= year]
            held = sum(amount(per, one, COUNTED) for one in upto)
            assert row[column] == held
            matches = counter.count_words(upto, [{"peace"}])
            assert close(row[rate], factor * matches / held if held else None)
            near = [one for one in texts if abs(int(one.year) - year) <= 1]
            within = sum(amount(per, one, COUNTED) for one in near)
            expected = factor * counter.count_words(near, [{"peace"}]) / within if within else None
            assert close(smooth["smoothed"], expected if smooth[column] else None)


THREE = [
    Text("2019", passages=[("speech", None, f"{'war and war. The war was not war. ' * n} {'sea ' * n**2}")])
    for n in range(1, 9)
] + [Text("2019", passages=[("speech", None, "The sea and the sky")])]
"""Every word has three letters; eight documents of nine have a match."""


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, THREE)
        yield opened


def test_the_bootstrap_resamples_what_is_divided_by(corpus: Corpus) -> None:
    (words,) = corpus.freq("war").rows()
    (letters,) = corpus.freq("war", per="characters").rows()
    (held,) = corpus.freq("war", per="documents").rows()
    assert words["boot_low"] < words["per_million"] < words["boot_high"]
    for name in ("boot_low", "boot_high", "low", "high"):
        assert letters[name] == pytest.approx(words[name] / 3, rel=1e-5)  # resampled in single precision
    assert close(letters["per_million_characters"], words["per_million"] / 3)
    # Matches of a document are 4, 8, ..., 32 and 0: means of nine of them.
    mean = 1_000 * 4 * 36 / 9
    assert held["per_thousand_documents"] == mean
    assert mean / 2 < held["boot_low"] < mean < held["boot_high"] < 2 * mean


def test_columns_notes_and_provenance(corpus: Corpus) -> None:
    for per, (column, rate, _) in COLUMNS.items():
        found = corpus.freq("war", per=per)
        wanted = dict.fromkeys(["query", "period", "matches", "documents", "tokens", column, rate])
        assert list(found.columns) == [*wanted, "low", "high", "boot_low", "boot_high"]
        assert found.provenance.get("per") == (None if per == "words" else per)
        assert any(note.startswith(f"{column.replace('_', ' ')}: ") for note in found.notes) == (
            per != "words"
        )
        assert found.facets == ("period",)
        picture = arrange(found)
        assert (picture.value, picture.interval) == (rate, ("low", "high"))
        assert picture.axis_title == rate.replace("_", " ") + (" tokens" if per == "words" else "")
        smooth = corpus.freq("war", per=per, smooth=1)
        assert arrange(smooth).axis_title == f"{picture.axis_title}, smoothed"
        unit = picture.axis_title.removeprefix("per ")
        assert any(f"matches per {unit} of 3 years" in note for note in smooth.notes)
    assert corpus.freq("war", per="documents", documents=True).values("documents_held") == [9]


def test_charts_and_tables_of_every_denominator(corpus: Corpus) -> None:
    for per, (_, rate, _) in COLUMNS.items():
        found = corpus.freq("war", per=per)
        assert f" {rate.replace('_', ' ')} |" in str(found.render("md"))
        drawn = str(found.chart().to_dict())
        assert ("words cluster in documents" in drawn) != ("No bands: most of the intervals" in drawn)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"per": "letters"}, "no 'letters' to divide by; there is: words, characters, sentences, doc"),
        ({"per": ""}, "no '' to divide by"),
        ({"per": "sentences", "voice": "quotation"}, 'per="sentences" does not go with voice="quotation"'),
    ],
)
def test_what_cannot_be_divided_by(corpus: Corpus, options: dict[str, Any], says: str) -> None:
    with pytest.raises(FilterError, match=says):
        corpus.freq("war", **options)


def test_quotations_have_characters_and_documents(sqlite_url: str) -> None:
    passage = "He said “war is old” and left"
    start = passage.index("war")
    texts = [
        Text("2020", passages=[("speech", None, passage)]),
        Text("2020", passages=[("speech", None, "war")]),
    ]
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, distinct(texts), {0: [(0, start, start + len("war is old"))]})
        (row,) = corpus.freq("war", per="characters", voice="quotation").rows()
        assert (row["matches"], row["tokens"], row["characters"]) == (1, 3, len("warisold"))
        (row,) = corpus.freq("war", per="documents", voice="quotation").rows()
        assert (row["matches"], row["documents_held"]) == (1, 1)


def test_sentences_that_the_archive_does_not_know(corpus: Corpus) -> None:
    engine = open_engine(corpus.url, "write")
    with engine.begin() as connection:
        for block in connection.scalars(select(Block.c.id)).all():
            replace_arrays(connection, block, {"sentences": None})
        mark_changed(connection)
    engine.dispose()
    with pytest.raises(QueryError, match=r'per="sentences" needs the sentences.*Corpus.optimize'):
        corpus.freq("war", per="sentences")
    assert corpus.freq("war", per="characters").values("characters") == [3 * (8 * 36 + 204 + 5)]


def test_syllables_in_which_morphemes_meet_count_once(sqlite_url: str) -> None:
    pytest.importorskip("kiwipiepy", reason="needs the extra [ko]")
    passages = ["당은 위대했다.", "우리는 이겼다! 20×10 정책을 세웠다.", "NATO는 간다"]
    text = Text("2020", country="PRK", passages=[("speech", None, passage) for passage in passages])
    with Corpus(sqlite_url) as corpus, spoken({"PRK": "ko"}):
        build(corpus, [text, replace(text, year="2021", passages=text.passages[1:])])
        found = corpus.freq("당", per="characters")
        letters = [sum(map(len, counter.words(passage))) for passage in passages]
        assert found.values("characters") == [sum(letters), sum(letters[1:])]
        assert found.values("tokens")[0] > len(" ".join(passages).split())
