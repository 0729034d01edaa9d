"""Kinds of statement: counted by outlet, in order of rank, with reasons; without rules there are none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.errors import FilterError
from corpus.ingest.outlets.registry import authority_kinds
from corpus.query.questions import authority
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate import statement_ranks
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = (
    ("kcna", "2024-05-01", "Road Built", "A road was built."),
    ("kcna", "2024-05-02", "Press Statement of Spokesman for DPRK Foreign Ministry", "We build roads."),
    ("kcna", "2024-05-03", "Statement of DPRK Foreign Ministry", "We build."),
    ("kcna", "2024-05-04", "Crucial Statement of DPRK Foreign Ministry", "We build bridges."),
    ("kcna", "2024-05-05", "Roads Are Good: KCNA Commentary", "Roads are good."),
    ("kcna", "2024-05-06", "Respected Comrade Kim Jong Un Receives Greetings", "He received greetings."),
    ("kcna", "2024-05-07", "Decree on Roads", "Roads shall be built."),
    ("tass", "2024-05-01", "Road built", "A road was built in Norland."),
    ("peoples-daily", "2024-05-01", "社论：修路", "我们修路。"),
)


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    items = [
        Item(text.encode(), text, f"text-{n}", f"text {n}", {"outlet": outlet, "title": title, "date": date})
        for n, (outlet, date, title, text) in enumerate(TEXTS)
    ]
    with Corpus(database_url) as opened:
        opened.add_items(items, inputs="texts", workers=1)
        yield opened


def test_every_kind_of_an_outlet_has_a_row_in_order_of_rank(corpus: Corpus) -> None:
    rows = corpus.authorities(outlet="kcna").rows()
    assert [row["rank"] for row in rows] == [*range(1, 11), None]
    counts = {row["authority"]: row["documents"] for row in rows if row["documents"]}
    assert counts == {
        "foreign-ministry-statement": 2,
        "press-statement": 1,
        "agency-commentary": 1,
        "news": 1,
        None: 2,
    }
    assert rows[-1]["reason"] == "none of these kinds: decree 1, message 1"
    reasons = {kind.name: kind.reason for kind in authority_kinds("kcna")}
    assert all(row["reason"] == reasons[row["authority"]] for row in rows[:-1])


def test_rows_add_up_to_the_documents_of_each_outlet(corpus: Corpus) -> None:
    totals: Counter[str] = Counter()
    for row in corpus.authorities().rows():
        totals[row["outlet"]] += row["documents"]
    assert totals == Counter(outlet for outlet, *_ in TEXTS)
    listed = Counter(row["authority"] for row in corpus.list().rows())
    for name, count in listed.items():
        rows = corpus.authorities(authority=name or "(none)").rows()
        assert sum(row["documents"] for row in rows) == count


def test_an_outlet_without_rules_says_so_and_has_none(corpus: Corpus) -> None:
    result = corpus.authorities(outlet="tass")
    (row,) = result.rows()
    assert (row["rank"], row["authority"], row["documents"]) == (None, None, 1)
    assert row["reason"] == statement_ranks.NO_RULES
    assert any(note.startswith("tass has no rules for authority.") for note in result.notes)
    assert not any("no rules" in note for note in corpus.authorities(outlet="kcna").notes)


def test_a_page_without_text_is_no_statement(corpus: Corpus) -> None:
    title = "Crucial Statement of DPRK Foreign Ministry"
    photo = Item(b"photo", "", "photo", "photo", {"outlet": "kcna", "title": title, "date": "2024-05-04"})
    before = corpus.authorities(outlet="kcna").rows()
    corpus.add_items([photo], inputs="photo", workers=1)
    assert corpus.list(title=title).values("tokens").count(0) == 1
    *rows, last = corpus.authorities(outlet="kcna").rows()
    assert rows == before
    assert last == dict(zip(authority.COLUMNS, ("kcna", None, None, 1, authority.NO_TEXT), strict=True))
    by_day = corpus.authorities("day", outlet="kcna")
    assert {row["of"] for row in by_day.rows()} == {1}
    assert by_day.notes[-1] == f"Left out: 1 document {authority.NO_TEXT}."


def test_silence_is_what_the_outlet_did_not_publish_not_what_the_filter_left_out(corpus: Corpus) -> None:
    """One kind alone is counted over every day on which the outlet published anything."""
    every = corpus.authorities("day", outlet="kcna").rows()
    for name in ("foreign-ministry-statement", "agency-commentary", "(none)"):
        rows = corpus.authorities("day", outlet="kcna", authority=name).rows()
        assert rows == [row for row in every if (row["authority"] or "(none)") == name]
        assert [row["of"] for row in rows] == [1] * 7


def test_what_is_set_by_hand_is_kept_and_has_no_rank(corpus: Corpus) -> None:
    (reference,) = corpus.list(outlet="tass").values("ref")
    corpus.set(reference, authority="decree")
    (row,) = corpus.authorities(outlet="tass").rows()
    assert (row["rank"], row["authority"], row["reason"]) == (None, "decree", authority.UNRANKED)


def test_a_list_by_authority_is_in_order_of_rank_then_the_newest(corpus: Corpus) -> None:
    asked = ["news", "agency-commentary", "foreign-ministry-statement"]
    result = corpus.list(authority=asked, outlet="kcna")
    assert result.values("authority") == [
        "foreign-ministry-statement",
        "foreign-ministry-statement",
        "agency-commentary",
        "news",
    ]
    dates = result.values("date")
    assert dates[:2] == sorted(dates[:2], reverse=True)
    assert result.notes[-3:][0].startswith(
        "foreign-ministry-statement: rank 2 of kcna, signed by the ministry"
    )
    pages = [corpus.list(authority=asked, outlet="kcna", limit=1, offset=at).values("ref") for at in range(4)]
    assert [ref for page in pages for ref in page] == result.values("ref")
    dates = corpus.list(outlet="kcna").values("date")
    assert dates == sorted(dates, reverse=True)


def test_the_facet_in_order_of_rank(corpus: Corpus) -> None:
    with corpus._opened().open() as moment:
        selection = select_documents(moment, Filters())
        facet = selection.catalogue.facet(moment.connection, "authority")
        notes: list[str] = []
        ranked = statement_ranks.ranked(moment, selection, facet, notes)
        before = [facet.labels[code] for code in facet.codes.tolist()]
        assert [ranked.labels[code] for code in ranked.codes.tolist()] == before
        ranks = statement_ranks.ranks_of(["kcna", "tass", "peoples-daily"])
        known = [ranks[label] for label in ranked.labels if label in ranks]
        assert known == sorted(known)
        assert ranked.labels[-1] == "(none)"
        assert notes == statement_ranks.unranked_note(["tass"])


def test_the_command_of_a_row_is_ready_to_type(corpus: Corpus) -> None:
    notes = corpus.authorities(outlet="kcna", title="road's end", since="2024-05").notes
    assert not any("Corpus.list" in note for note in notes)  # nothing found, nothing to open
    (note,) = [note for note in corpus.authorities(title="Foreign Ministry").notes if "Corpus.list" in note]
    assert note.endswith(
        'Corpus.list(outlet="kcna", authority="foreign-ministry-statement", title="Foreign Ministry")'
    )


def test_kinds_over_time_are_counted_where_the_archive_holds_the_outlet(corpus: Corpus) -> None:
    result = corpus.authorities("day", outlet="kcna")
    rows = result.rows()
    slow = Counter((row["date"], row["authority"]) for row in corpus.list(outlet="kcna").rows())
    assert {(row["period"], row["authority"]): row["documents"] for row in rows if row["documents"]} == slow
    assert {row["of"] for row in rows} == {1}
    assert result.notes[-1].endswith(
        'Corpus.list(outlet="kcna", authority="news", since="2024-05-01", until="2024-05-01")'
    )
    (reference,) = corpus.list(title="Road Built", outlet="kcna").values("ref")
    corpus.set(reference, published="2024-04-28")
    gap = [row for row in corpus.authorities("day", outlet="kcna").rows() if row["period"] == "2024-04-29"]
    assert gap
    assert all(row["documents"] is None and row["of"] == 0 for row in gap)
    corpus.set(reference, published="2024")
    by_month = corpus.authorities("month", outlet="kcna")
    assert "Left out: 1 document not dated to the month." in by_month.notes
    assert sum(by_month.values("documents")) == 6
    with pytest.raises(FilterError, match="There is no period 'decade'"):
        corpus.authorities("decade")


def test_a_document_is_shown_with_the_rank_of_its_kind_and_why(corpus: Corpus) -> None:
    (reference,) = corpus.list(title="Press Statement").values("ref")
    about = [(row["field"], row["value"]) for row in corpus.show(reference).about.rows()]
    at = about.index(("authority", "press-statement"))
    assert about[at + 1][0] == "authority is"
    assert about[at + 1][1].startswith("rank 5 of kcna, a press statement (담화)")
    (other,) = corpus.list(outlet="tass").values("ref")
    assert "authority is" not in [row["field"] for row in corpus.show(other).about.rows()]
