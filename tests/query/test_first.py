"""First and last attestation with all columns by hand; matches inside quotation marks; Hangul in phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.output.text.documents import attestations
from corpus.text.analysers.registry import analyser_for
from tests.builder import build, tiny_blocks
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


def said(
    date: str, text: str, outlet: str = "generic", role: str = "narration", who: str | None = None
) -> Text:
    return Text(date, outlet=outlet, passages=[(role, who, text)])


TEXTS = [
    said("2018-01-01", "war", "kcna"),  # of another outlet: it tells nothing of this one's silence
    said("2019-01-10", "war", who="Ri", role="speech"),
    said("2019-02-01", "Pyongyang", role="dateline"),  # held, without a word that counts
    said("2019-03-05", "now peace and no more", who="Kim", role="speech"),
    said("2019-06-01", "war"),
    said("2019-07-01", "Pyongyang", role="dateline"),
    said("2019-08-01", "war", "kcna"),
    said("2020-01-01", "the peace", who="Kim", role="speech"),
    said("2020-02-02", "war", who="Kim", role="speech"),
]


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as opened, tiny_blocks():
        build(opened, TEXTS)
        yield opened


def test_every_column_of_both_attestations(corpus: Corpus) -> None:
    refs = corpus.list(outlet="generic", limit=50)
    by_date = dict(zip(refs.values("date"), refs.values("ref"), strict=True))
    first, last = corpus.first("peace").rows()
    silence = {
        "silence_from": "2019-03-05",
        "silence_to": "2020-01-01",
        "silence_days": 301,  # 26 of March, April to December
        "silence_documents": 1,  # of June; the textless one cannot have the term, kcna's is another's
        "silence_from_ref": by_date["2019-03-05"],
        "silence_to_ref": by_date["2020-01-01"],
    }
    covered = {"covered_from": "2019-01-10", "covered_to": "2020-02-02"}
    expected_first = {
        "query": "peace", "attestation": "first", "date": "2019-03-05", "ref": by_date["2019-03-05"],
        "outlet": "generic", "voice": "speech", "speaker": "Kim",
        "left": "now ", "match": "peace", "right": " and no more",
        "documents_before": 2, "documents_after": 4, "months_before": 2, "months_covered": 2,
    }  # fmt: skip
    expected_last = {
        "query": "peace", "attestation": "last", "date": "2020-01-01", "ref": by_date["2020-01-01"],
        "outlet": "generic", "voice": "speech", "speaker": "Kim",
        "left": "the ", "match": "peace", "right": "",
        "documents_before": 5, "documents_after": 1, "months_before": 12, "months_covered": 5,
    }  # fmt: skip
    for row, expected in ((first, expected_first), (last, expected_last)):
        wanted = expected | covered | silence
        assert {name: row[name] for name in wanted} == wanted


def test_of_a_speaker_the_speakers_documents_are_counted(corpus: Corpus) -> None:
    result = corpus.first("peace", speaker="Kim")
    first, last = result.rows()
    assert (first["documents_before"], first["documents_after"]) == (0, 2)
    assert (last["documents_before"], last["documents_after"]) == (1, 1)
    assert (first["covered_from"], first["covered_to"]) == ("2019-03-05", "2020-02-02")
    assert first["silence_days"] is None  # nothing of his lies between
    shown = " ".join(attestations(result, None).split())
    assert "holds no document of generic with words of Kim before this day" in shown
    assert "holds 1 document of generic with words of Kim after this day" in shown


def test_dates_of_a_year_say_no_months(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [said("2018", "war"), said("2019-03-05", "peace"), said("2019-05", "peace")])
        first, last = opened.first("peace").rows()
        assert (first["covered_from"], first["documents_before"]) == ("2018", 1)
        assert first["months_before"] is first["months_covered"] is None
        assert (last["date"], last["documents_before"], last["documents_after"]) == ("2019-05", 2, 0)


def test_where_others_may_be_as_early_it_is_said(sqlite_url: str) -> None:
    texts = [
        Text(date, passages=[("speech", None, words)])
        for date, words in (
            ("2018", "peace a"), ("2018", "peace b"), ("2018-05", "peace c"), ("2018", "war d"),
            ("2020-03-01", "peace e"), ("2021-01-01", "peace f"),
        )
    ]  # fmt: skip
    with Corpus(sqlite_url) as opened:
        build(opened, texts)
        said = opened.first("peace").notes
        assert "peace: 2 further documents of 2018 have it; dates do not tell which came first." in said
        assert 'Those of 2018: Corpus.list(query="peace", since="2018", until="2018")' in said
        assert not any("came last" in note for note in said)
        assert not any("came first" in note for note in opened.first("peace", since=2020).notes)


def test_matches_in_quotation_marks_lie_wholly_inside_one_pair(sqlite_url: str) -> None:
    """A phrase that begins or ends outside, or goes from one pair to the next, is nobody's quotation."""
    outside = "peace now and then"
    inside = "He said “peace now” “and then” and peace now and then"
    first = (0, inside.index("peace"), inside.index("”"))
    second = (0, inside.index("and"), inside.rindex("”"))
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [said("2019", outside), said("2020", inside)], {1: [first, second]})
        quoted = {"voice": "quotation"}
        for query, number in {
            "peace": 1,
            "peace now": 1,
            "and then": 1,
            "now and": 0,
            "said peace": 0,
        }.items():
            lines = opened.kwic(query, **quoted).rows()
            assert [line["date"] for line in lines] == ["2020"] * number, query
            assert sum(filter(None, opened.freq(query, **quoted).values("matches"))) == number
            attested = opened.first(query, **quoted).rows()
            assert [row["date"] for row in attested] == ["2020"] * 2 * number, query
        (line,) = opened.kwic("peace now", **quoted).rows()
        assert line["left"].endswith("said “")


@pytest.mark.skipif(analyser_for("ko") is None, reason="the analyser of Korean is not installed")
def test_hangul_beside_a_word_in_one_phrase_is_bounded_by_morphemes(sqlite_url: str) -> None:
    """당 is found in 당은 and not in 당신, also where a word of another script stands before it."""
    texts = [
        Text("2019", passages=[("narration", None, "peace 당은")], language="ko"),
        Text("2020", passages=[("narration", None, "peace 당신은")], language="ko"),
        Text("2021", passages=[("narration", None, "peace 우리 당은")], language="ko"),
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts)
        assert opened.freq('"peace 당"').values("matches") == [1, 0, 0]
        assert opened.freq('"peace 당신"').values("matches") == [0, 1, 0]
        assert [row["date"] for row in opened.kwic('"peace 당"').rows()] == ["2019"]
