"""Units, runs and frames: what is remembered between queries changes no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import CorpusError
from corpus.index.read.run_edges import Edges
from corpus.query.count.units import _runs_of
from corpus.query.match.patterns import Matches
from corpus.query.tabulate import periods, remembered_cells
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import ROLES, SPEAKERS, Archive, archives, distinct, quick, total

if TYPE_CHECKING:
    from pathlib import Path

spans = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 4)), max_size=60)


@given(st.sets(st.integers(1, 19)), spans, st.booleans())
def test_matches_in_runs(inner: set[int], found: list[tuple[int, int]], whole: bool) -> None:
    edges = np.array([0, *sorted(inner), 24], dtype=np.uint32)
    pairs = sorted({(start, start + length) for start, length in found})
    starts, ends = np.array(pairs, dtype=np.uint32).reshape(-1, 2).T
    counts = np.bincount(_runs_of(Matches(starts, ends), Edges(edges), whole), minlength=len(edges) - 1)
    expected = [
        sum(low <= start < high and (not whole or end <= high) for start, end in pairs)
        for low, high in zip(edges.tolist(), edges[1:].tolist(), strict=False)
    ]
    assert counts.tolist() == expected


@quick
@given(texts=archives, merged=st.booleans(), voices=st.sets(st.sampled_from(ROLES), min_size=1))
def test_voices_by_speaker(sqlite_template: Path, texts: list[Text], merged: bool, voices: set[str]) -> None:
    with Archive(sqlite_template, texts, merged) as corpus:
        found = corpus.freq("peace and", "당", by=["speaker", "voice"], voice=sorted(voices))
        cells = {(row["speaker"], row["voice"], row["query"]): row for row in found.rows()}
        for (speaker, voice, query), row in cells.items():
            who = None if speaker == "(none)" else speaker
            own = [
                Text("", passages=[(role, name, words)])
                for one in texts
                for role, name, words in one.passages
                if (role, name) == (voice, who)
            ]
            assert row["tokens"] == counter.count_tokens(own, voices)
            expected = (
                counter.count_string(own, "당", voices)
                if query == "당"
                else counter.count_words(own, [{"peace"}, {"and"}], voices)
            )
            assert row["matches"] == (expected if row["tokens"] else None)
        spoken = {(who or "(none)", role) for one in texts for role, who, _ in one.passages if role in voices}
        assert {key[:2] for key in cells} == spoken


FILTERS: list[dict[str, Any]] = [
    {}, {"country": "PRK"}, {"country": "USA"}, {"voice": "speech"}, {"voice": ["speech", "narration"]},
    {"voice": "quotation"}, {"since": "2020"}, {"until": "2019"}, {"speaker": "Kim Song"}, {"as_of": "2000"},
    {"as_of": "2090"},
]  # fmt: skip


@settings(parent=quick, max_examples=20)
@given(texts=archives, asked=st.lists(st.tuples(st.sampled_from(FILTERS), st.booleans()), max_size=8))
def test_questions_in_a_row_are_answered_as_alone(
    sqlite_template: Path, texts: list[Text], asked: list[tuple[dict[str, Any], bool]]
) -> None:
    def answer(corpus: Corpus, filters: dict[str, Any], by_voice: bool) -> object:
        try:
            found = corpus.freq("peace", "peace and", by=["year", "voice"] if by_voice else "year", **filters)
        except CorpusError as error:  # nobody has said a word
            return str(error)
        return found.rows(), found.notes

    with Archive(sqlite_template, texts) as corpus:
        for most in (remembered_cells.MOST_BYTES, 0):
            with mock.patch.object(remembered_cells, "MOST_BYTES", most):
                for filters, by_voice in asked:
                    with Corpus(corpus.url) as fresh:
                        assert answer(corpus, filters, by_voice) == answer(fresh, filters, by_voice)


def test_frames_are_kept_within_a_bound(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, distinct([Text("2020", passages=[("speech", None, "peace")])]))

        def kept() -> list[object]:
            with corpus._opened().open() as moment:
                frames: dict[object, object] = moment.remember("cells", dict)
                return [key[1] for key in frames]  # type: ignore[index]

        for by in ("year", "country", "year", "voice"):
            corpus.freq("peace", by=by)
        assert kept() == [("country",), ("year",), ("voice",)]
        with mock.patch.object(remembered_cells, "MOST_BYTES", 0):
            corpus.freq("peace", by="country")
        assert kept() == [("country",)]


def test_what_is_remembered_is_forgotten_when_the_archive_changes(sqlite_url: str, tmp_path: Path) -> None:
    with Corpus(sqlite_url) as corpus:
        for loaded in (1, 2, 3):
            path = tmp_path / f"{loaded}.txt"
            path.write_text(f"{'war and peace ' * loaded} number {loaded}", encoding="utf-8")
            corpus.add(path, outlet="generic", date=f"200{loaded}")
            for by in ("year", "voice", "outlet"):
                found = corpus.freq("war and peace", by=by)
                assert sum(filter(None, found.values("matches"))) == sum(range(loaded + 1))
                assert sum(found.values("documents")) == loaded


def test_quotations_beside_each_other_stay_two(sqlite_url: str) -> None:
    texts = [Text("2020", passages=[("speech", None, "“peace” “and war” and (“”) peace")])]
    inner = texts[0].passages[0][2]
    quoted = [(0, 1, 6), (0, inner.index("and war"), inner.index("” and (")), (0, 21, 21)]
    with Corpus(sqlite_url) as corpus, tiny_blocks():
        build(corpus, texts, {0: quoted})
        assert total(corpus, "peace", voice="quotation") == (1, 3)
        assert total(corpus, "peace and", voice="quotation") == (0, 3)
        assert total(corpus, "and war", voice="quotation") == (1, 3)
        assert total(corpus, "(peace|war and|and)", voice="quotation") == (2, 3)


@pytest.mark.parametrize("unit", periods.PERIODS)
def test_labels_of_periods(unit: str) -> None:
    low, high = periods.ordinals(unit, np.array(["1899-12-30", "2021-03-02"], dtype="datetime64[D]")).tolist()
    labels = periods.labels(unit, low, high)
    assert labels == [periods.label(unit, ordinal) for ordinal in range(low, high + 1)]
    assert sorted(labels) == labels


def test_speakers_are_told_apart(sqlite_url: str) -> None:
    names = [who for who in SPEAKERS if who]
    text = Text("2020", passages=[("speech", who, f"peace {n * 'and '}") for n, who in enumerate(names, 1)])
    with Corpus(sqlite_url) as corpus:
        build(corpus, [text])
        found = corpus.freq("peace", by="speaker")
        assert found.values("speaker") == sorted(names)
        assert found.values("tokens") == [1 + n for _, n in sorted(zip(names, (1, 2), strict=True))]
