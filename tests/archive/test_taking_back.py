"""Removing and restoring, taking loads and corrections back: what is undone leaves no trace in any answer."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from corpus.api import Corpus
from corpus.errors import CorpusError, NotFoundError, UsageError
from corpus.store.tables.archive import ActorName
from corpus.store.tables.log import Change
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HARVEST = (
    "Comrades! The harvest of Sonchon was brought in before the rain came over the hills, and the people of"
    " the county, young and old, carried the sheaves to the threshing floor while a brass band played. The"
    " rice was weighed, dried and stored; a part of it went to the town by rail. All were glad of the weather"
    " this year, which had been kind to the fields and gardens of every village between the river and the"
    " western sea, and the school children wrote letters about it to friends at the other end of the country."
)
EDITED = HARVEST.replace("a brass band", "an orchestra").replace("kind to", "good for")
BRIDGE = (
    "The bridge over the Taedong was opened to traffic on Monday, with girders of steel that the works at"
    " Songnim had rolled in eleven weeks. Engineers measured the load, lorries crossed in both directions"
    " and a plaque was unveiled, after which the workers were given medals, books and two days of leave."
)
TINY = "It rained all day."
TEXTS = [HARVEST, EDITED, BRIDGE, TINY, ""]


def item(text: str, url: str, title: str, date: str = "2024-08-06", **fields: str) -> Item:
    found = {"title": title, "url": url, "date": date, **fields}
    return Item(json.dumps([found, text]).encode(), text, url, f"row {url}", found)


def load(corpus: Corpus, *items: Item | Rejected, retrieved: str = "2024-08-07", outlet: str = "kcna") -> int:
    return corpus.add_items(items, inputs="test", outlet=outlet, retrieved=retrieved).run_id


def refs(corpus: Corpus) -> list[str]:
    return corpus.list(limit=1000).values("ref")


PHYSICAL = {"tokens in the index", "word forms", "  of these removed"}
"""Lines of ``stats`` that say what is stored, not what counts."""


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A line about a document. A text that several places have is said to be from the one that had it first,
    also in a document that was parted from that one's: where it is from is no part of the state."""
    if row["field"].startswith("version "):
        return {**row, "value": re.sub(" from row u:[0-9]+", "", row["value"])}
    return row


def state(corpus: Corpus) -> dict[str, Any]:
    """All that questions answer: documents, what they say, counts, doubts; not what the log says."""
    documents = refs(corpus)
    removed = corpus.list(removed=True, limit=1000).rows()
    return {  # documents of one day have no order of their own
        "list": sorted(corpus.list(limit=1000).rows(), key=lambda row: (row["date"] or "~", row["ref"])),
        "removed": removed,
        "about": {ref: [told(row) for row in corpus.show(ref).about.rows()] for ref in documents},
        "passages": {ref: corpus.show(ref).passages.rows() for ref in documents},
        "stats": [row for row in corpus.stats().rows() if row["item"] not in PHYSICAL],
        "harvest": corpus.freq("the", "rice", by=["outlet", "speaker"]).rows() if documents else [],
        "by day": corpus.freq("the", by="day").rows() if documents else [],
        "review": [
            (row["ref"], row["field"], row["value"], row["message"]) for row in sorted(
                corpus.review(limit=1000).rows(), key=lambda row: (row["ref"], row["field"], row["message"])
            )
        ],
        "concepts": corpus.concepts().rows(),
        "codes": corpus.codebook().rows(),
        "coders": corpus.coders().rows(),
        "coded": corpus.annotations(limit=1000).rows() if documents else [],
        "rejected": [(row["source"], row["reason"]) for row in corpus.list(rejected=True).rows()],
    }  # fmt: skip


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as opened:
        yield opened


# -- random sequences ------------------------------------------------------------------------------------

SPEAKERS = ["Kim Song", "Ri Son", "Kim Il Guk"]
sighting = st.tuples(
    st.sampled_from(["u:1", "u:2", "u:3"]),
    st.sampled_from(["Harvest in Sonchon", "Bridge Opened"]),
    st.sampled_from(["2024-08-06", "2024-08-08", ""]),
    st.sampled_from(TEXTS),
)
step = st.one_of(
    st.tuples(
        st.just("load"),
        st.lists(sighting, min_size=1, max_size=3),
        st.sampled_from(["2024-08-07", "2024-08-09", "2024-08-05"]),
        st.sampled_from(["kcna", "rodong", "generic"]),
    ),
    st.tuples(
        st.just("set"),
        st.integers(0, 5),
        st.sampled_from(
            [("title", "By Hand"), ("published", "2024-09-01"), ("speaker", "Kim Song"),
             ("speaker", "Ri Son"), ("place", ""), ("language", "fr"), ("outlet", "kcna"), ("outlet", "tass")]
        ),
    ),
    st.tuples(st.just("unset"), st.integers(0, 5), st.sampled_from(["title", "speaker", "outlet", "place"])),
    st.tuples(st.just("confirm"), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.integers(0, 5)),
    st.tuples(st.just("restore"), st.integers(0, 5)),
    st.tuples(st.just("person"), st.sampled_from(["Kim Song", "Pak Chol"]), st.sampled_from(["", "Sir"])),
    st.tuples(st.just("merge"), st.sampled_from(SPEAKERS), st.sampled_from(SPEAKERS)),
    st.tuples(
        st.just("concept"), st.sampled_from(["rice", "rain"]), st.sampled_from(["rice", "rain*", "all day"])
    ),
    st.tuples(st.just("unconcept"), st.sampled_from(["rice", "rain"]), st.sampled_from([None, "rice"])),
    st.tuples(st.just("code"), st.sampled_from(["praise", "doubt"]), st.sampled_from([None, "a", "b"])),
    st.tuples(st.just("uncode"), st.sampled_from(["praise", "doubt"])),
    st.tuples(
        st.just("annotate"), st.integers(0, 5), st.sampled_from(["praise", "doubt"]),
        st.sampled_from(["Anna", "Ben"]), st.sampled_from([None, "why"]),
    ),
    st.tuples(
        st.just("unannotate"), st.integers(0, 5), st.sampled_from(["praise", "doubt"]),
        st.sampled_from(["Anna", "Ben"]),
    ),
    st.tuples(st.just("remove-run"), st.integers(1, 4)),
    st.tuples(st.just("restore-run"), st.integers(1, 4)),
)  # fmt: skip


def logged(corpus: Corpus, do: Callable[[], Any]) -> bool:
    """Whether a step was logged as a change."""
    before = corpus.log(limit=1).rows()
    do()
    return corpus.log(limit=1).rows() != before


BY_HAND: dict[str, Callable[..., bool]] = {
    "person": lambda corpus, name, alias: logged(
        corpus, lambda: corpus.add_person(name, *filter(None, [alias]))
    ),
    "merge": lambda corpus, one, other: logged(corpus, lambda: corpus.merge_people(one, other)),
    "concept": lambda corpus, name, query: corpus.add_concept(name, {"en": [query]}).changed,
    "unconcept": lambda corpus, name, query: corpus.remove_concept(name, query and {"en": [query]}).changed,
    "code": lambda corpus, name, about: corpus.add_code(name, about) != "same",
    "uncode": lambda corpus, name: bool(corpus.remove_code(name)),
}


def act(corpus: Corpus, what: str, *more: Any) -> bool:
    """Do a step; whether it changed anything that ``undo`` takes back."""
    if what == "load":
        sightings, retrieved, outlet = more
        broken = Rejected(f"broken at {retrieved}", "No text.", b"{", 1)
        items = [item(text, url, title, date) for url, title, date, text in sightings]
        load(corpus, *items, broken, retrieved=retrieved, outlet=outlet)
        return True
    try:
        if what == "remove-run":
            corpus.remove(run=more[0])
            return True
        if what == "restore-run":
            corpus.restore(run=more[0])
            return True
        if what in BY_HAND:
            return bool(BY_HAND[what](corpus, *more))
        listed = sorted(corpus.list(removed=what == "restore").values("ref"))
        if not listed:
            return False
        ref = listed[more[0] % len(listed)]
        if what == "set":
            corpus.set(ref, **dict([more[1]]))
        elif what == "unset":
            corpus.unset(ref, more[1])
        elif what == "annotate":
            return bool(logged(corpus, lambda: corpus.annotate(ref, more[1], coder=more[2], note=more[3])))
        elif what == "unannotate":
            corpus.take_back(ref, more[1], coder=more[2])
        elif what == "confirm":
            return bool(corpus.confirm(ref))
        else:
            return bool((corpus.remove if what == "remove" else corpus.restore)(ref))
    except (NotFoundError, UsageError):  # no such run, or nothing was set
        return False
    return True


first = [
    ("load", [("u:1", "Harvest in Sonchon", "2024-08-06", HARVEST), ("u:2", "Bridge Opened", "", BRIDGE)],
     "2024-08-07", "kcna"),
    ("load", [("u:3", "Bridge Opened", "2024-08-08", TINY)], "2024-08-09", "rodong"),
]  # fmt: skip


def undone_in_order(corpus: Corpus, steps: list[tuple[Any, ...]]) -> None:
    before = []
    for one in [*first, *steps]:
        held = state(corpus)
        if act(corpus, *one):
            before.append((one, held))
    for one, held in reversed(before):
        corpus.undo()
        after = state(corpus)
        for name, value in held.items():
            assert after[name] == value, (name, one)
    with pytest.raises(NotFoundError):
        corpus.undo()


@contextmanager
def on_sqlite(template: Path) -> Iterator[Corpus]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "corpus.db")
        with Corpus(Path(folder) / "corpus.db") as corpus:
            yield corpus


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    steps=[
        (
            "load",
            [
                ("u:2", "Harvest in Sonchon", "2024-08-06", HARVEST),
                ("u:2", "Bridge Opened", "2024-08-06", HARVEST),
            ],
            "2024-08-07",
            "kcna",
        ),
        ("set", 0, ("title", "By Hand")),
    ]
)  # the undated document is joined to a dated one, and its doubt goes
@given(steps=st.lists(step, min_size=1, max_size=6))
def test_what_is_undone_leaves_no_trace(sqlite_template: Path, steps: list[tuple[Any, ...]]) -> None:
    with on_sqlite(sqlite_template) as corpus:
        undone_in_order(corpus, steps)


@pytest.mark.postgres
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=6))
def test_what_is_undone_leaves_no_trace_on_postgresql(
    postgres_server: Any, steps: list[tuple[Any, ...]]
) -> None:
    name = postgres_server.create(postgres_server.template)
    try:
        with Corpus(postgres_server.url(name)) as corpus:
            undone_in_order(corpus, steps)
    finally:
        postgres_server.drop(name)


# -- loads -----------------------------------------------------------------------------------------------


def matches(corpus: Corpus, query: str, **filters: str) -> int:
    return sum(filter(None, corpus.freq(query, **filters).values("matches"))) if len(corpus.list()) else 0


def test_a_load_that_joined_two_documents_parts_them_again(corpus: Corpus) -> None:
    """Each has its correction, its removal and its reference again."""
    load(corpus, item(HARVEST, "u:1", "Harvest in Sonchon", "2024-08-06"))
    load(corpus, item(EDITED, "u:2", "Rice of Sonchon", "2024-08-07"))
    one, other = sorted(refs(corpus))
    corpus.set(one, title="By Hand")
    corpus.set(other, place="Sonchon")
    before = state(corpus)
    joining = load(
        corpus,
        item(HARVEST, "u:2", "Rice of Sonchon", "2024-08-07"),
        retrieved="2024-08-09",
    )
    assert len(refs(corpus)) == 1
    corpus.remove(run=joining)
    assert state(corpus) == before
    corpus.restore(run=joining)
    assert len(refs(corpus)) == 1
    assert {corpus.show(ref).about.values("value")[0] for ref in (one, other)} == set(refs(corpus))


def test_the_same_inputs_can_be_loaded_after_their_load_was_undone(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"))
    before = corpus.list(sort="date").rows()
    corpus.undo()
    assert (refs(corpus), matches(corpus, "bridge")) == ([], 0)
    report = corpus.add_items([item(BRIDGE, "u:1", "Bridge Opened")], inputs="again", outlet="kcna")
    assert report.outcomes == {"document": 1}
    assert (corpus.list(sort="date").rows(), matches(corpus, "girders")) == (before, 1)


def test_what_another_load_saw_too_stays(corpus: Corpus) -> None:
    first = load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), item(HARVEST, "u:2", "Harvest in Sonchon"))
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), retrieved="2024-08-09")
    assert corpus.remove(run=first) == ("kcna-2024-08-06-harvest-in-sonchon",)
    assert refs(corpus) == ["kcna-2024-08-06-bridge-opened"]
    about = corpus.show("kcna-2024-08-06-bridge").about.values("value")
    assert any("seen 2024-08-09T00:00:00Z to 2024-08-09T00:00:00Z" in value for value in about)


def test_the_reference_of_a_document_that_left_is_free(corpus: Corpus) -> None:
    load(corpus, item(HARVEST, "u:1", "News"), retrieved="2024-08-07")
    earlier = load(corpus, item(BRIDGE, "u:2", "News"), retrieved="2024-08-01")
    names = {
        row["ref"]: corpus.show(row["ref"]).passages.values("text")[1][:10]
        for row in corpus.list(sort="date").rows()
    }
    assert names["kcna-2024-08-06-news"] == "The bridge"
    corpus.remove(run=earlier)
    assert refs(corpus) == ["kcna-2024-08-06-news"]
    assert corpus.show("kcna-2024-08-06-news").passages.values("text")[1][:8] == "Comrades"
    corpus.restore(run=earlier)
    assert names == {
        row["ref"]: corpus.show(row["ref"]).passages.values("text")[1][:10]
        for row in corpus.list(sort="date").rows()
    }


def test_rejections_of_a_load_that_was_taken_back_are_not_listed(corpus: Corpus) -> None:
    broken = Rejected("a.json, line 3", "No JSON.", b"{", 1)
    run = load(corpus, broken)
    corpus.remove(run=run)
    assert not len(corpus.list(rejected=True))
    load(corpus, broken)
    assert len(corpus.list(rejected=True)) == 1
    corpus.restore(run=run)
    assert len(corpus.list(rejected=True)) == 1


def test_a_run_is_taken_back_once(corpus: Corpus) -> None:
    run = load(corpus, item(BRIDGE, "u:1", "Bridge Opened"))
    with pytest.raises(UsageError, match="counts already"):
        corpus.restore(run=run)
    corpus.remove(run=run)
    with pytest.raises(UsageError, match="taken back already"):
        corpus.remove(run=run)
    for number in (0, -1, 99, 2**40):
        with pytest.raises(NotFoundError, match="no run"):
            corpus.remove(run=number)


# -- removals --------------------------------------------------------------------------------------------


def test_a_removed_document_stays_removed_when_it_is_loaded_again(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), item(HARVEST, "u:2", "Harvest in Sonchon"))
    assert corpus.remove("kcna-2024-08-06-bridge") == ("kcna-2024-08-06-bridge-opened",)
    for text in (BRIDGE, BRIDGE.replace("Monday", "Tuesday")):
        load(corpus, item(text, "u:1", "Bridge Opened"), retrieved="2024-08-09")
        assert (matches(corpus, "girders"), len(corpus.list())) == (0, 1)
    assert [row["item"] for row in corpus.stats().rows() if "removed" in row["item"]]
    assert any(
        "by a person" in str(value) for value in corpus.show("kcna-2024-08-06-bridge").about.values("value")
    )
    assert corpus.restore(outlet="kcna") == ("kcna-2024-08-06-bridge-opened",)
    assert (matches(corpus, "girders"), matches(corpus, "Tuesday")) == (1, 1)


def test_filters_choose_what_to_remove_and_to_restore(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), item(HARVEST, "u:2", "Harvest", "2023-01-02"))
    load(corpus, item(EDITED, "u:9", "Harvest", "2023-01-02"), outlet="rodong")
    assert corpus.remove(outlet="kcna", until="2023", dry_run=True) == ("kcna-2023-01-02-harvest",)
    assert len(corpus.list()) == 3
    assert corpus.remove(outlet="kcna", until="2023") == ("kcna-2023-01-02-harvest",)
    assert corpus.list(removed=True).values("ref") == ["kcna-2023-01-02-harvest"]
    with pytest.raises(CorpusError, match="rodong"):
        corpus.restore(outlet="rodong")
    with pytest.raises(UsageError, match="Nothing says what"):
        corpus.remove()
    with pytest.raises(UsageError, match="give one of them"):
        corpus.remove("kcna", outlet="kcna")
    with pytest.raises(UsageError, match="as a whole"):
        corpus.remove(run=1, outlet="kcna")


def test_purging_deletes_for_good(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), item(HARVEST, "u:2", "Harvest in Sonchon"))
    run = load(corpus, item(TINY, "u:3", "Weather"))
    corpus.add_code("big")
    corpus.annotate("kcna-2024-08-06-harvest", "big", coder="Anna")
    corpus.remove("kcna-2024-08-06-bridge", "kcna-2024-08-06-harvest")
    corpus.remove(run=run)
    assert corpus.purgeable() == 2
    purged = corpus.optimize(purge=True).purged
    assert purged is not None
    assert (purged.documents, purged.coded) == (2, 1)
    stats = {row["item"].strip(): row["count"] for row in corpus.stats().rows()}
    with pytest.raises(NotFoundError):
        corpus.show("kcna-2024-08-06-bridge")
    corpus.restore("kcna-2024-08-06-harvest")
    assert matches(corpus, "harvest") == 2
    after = {row["item"].strip(): row["count"] for row in corpus.stats().rows()}
    assert after["tokens that count"] == stats["tokens in the index"] == after["tokens in the index"]
    assert corpus.log().values("what")[:2] == ["restore", "purge"]
    with pytest.raises(UsageError, match="cannot be taken back"):
        corpus.undo(next(row["change"] for row in corpus.log().rows() if row["what"] == "purge"))
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"))
    assert matches(corpus, "girders") == 1


# -- corrections -----------------------------------------------------------------------------------------


def test_what_was_read_comes_back(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened", "2024-08-06", place="Pyongyang", genre="news"))
    (ref,) = refs(corpus)
    before = state(corpus)
    corpus.set(ref, published="", place="", title="Mine", genre="x", language="fr", event="1999")
    corpus.set(ref, title="Mine again")
    corpus.unset(ref, "title", "published", "place", "genre", "language", "event")
    assert state(corpus) == before
    with pytest.raises(UsageError, match="never set by hand"):
        corpus.unset(ref, "title")
    with pytest.raises(UsageError, match="no field"):
        corpus.unset(ref, "weather")
    corpus.undo()  # of giving back
    assert corpus.list(sort="date").values("title") == ["Mine again"]


def test_speakers_of_passages_come_back(corpus: Corpus) -> None:
    speech = "Kim Song, minister of Rice of the DPRK, made the following speech:\n\nComrades!\n\nIt rained."
    load(corpus, item(speech, "u:1", "Speech"))
    (ref,) = refs(corpus)
    before = state(corpus)
    corpus.set(ref, speaker="Ri Son Gwon")
    corpus.set(ref, speaker="")
    corpus.set(ref, speaker="Pak Pong Ju")
    middle = next(row["change"] for row in corpus.log().rows() if "Ri Son Gwon" in row["about"])
    corpus.undo(middle)
    assert matches(corpus, "rained", speaker="Pak Pong Ju") == 1
    corpus.unset(ref, "speaker")
    assert state(corpus) == before
    assert matches(corpus, "rained", speaker="Kim Song") == 1


def test_another_outlet_stays_whatever_is_loaded(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), outlet="generic")
    (old,) = refs(corpus)
    corpus.set(old, outlet="kcna")
    assert refs(corpus) == ["kcna-2024-08-06-bridge-opened"]
    for day in ("2024-08-09", "2024-08-11"):
        load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), outlet="generic", retrieved=day)
        load(corpus, item(BRIDGE, "u:5", "Bridge Opened"), outlet="kcna", retrieved=day)
        assert refs(corpus) == ["kcna-2024-08-06-bridge-opened"]
    assert corpus.show(old).about.values("value")[0] == "kcna-2024-08-06-bridge-opened"
    with pytest.raises(CorpusError, match="kcnaa"):
        corpus.set(old, outlet="kcnaa")
    with pytest.raises(UsageError, match="cannot be empty"):
        corpus.set(old, outlet="")


SPEECH = "Kim Song, minister of Rice of the DPRK, made the following speech:\n\nComrades!\n\nIt rained."


def said(corpus: Corpus, *names: str) -> list[int]:
    return [matches(corpus, "rained", speaker=name) for name in names]


def test_people_who_were_joined_are_parted_again(corpus: Corpus) -> None:
    """With their speeches, their readings, and what a correction had given back meanwhile."""
    load(corpus, item(SPEECH, "u:1", "Speech"), item(BRIDGE, "u:2", "Bridge", speaker="Ri Son Gwon"))
    load(corpus, item(SPEECH.replace("Kim Song", "Kim Song Ho"), "u:3", "Other speech"))
    speech = "kcna-2024-08-06-speech"
    corpus.set(speech, speaker="Ri Son Gwon")  # change 3
    before = state(corpus)
    corpus.merge_people("Kim Song Ho", "Ri Son Gwon", "Kim Song")  # change 4
    assert said(corpus, "Kim Song Ho") == said(corpus, "Kim Song") == [2]
    corpus.undo()
    assert state(corpus) == before
    assert said(corpus, "Kim Song Ho", "Ri Son Gwon") == [1, 1]
    corpus.merge_people("Kim Song Ho", "Ri Son Gwon", "Kim Song")
    corpus.undo(3)
    assert said(corpus, "Kim Song Ho") == [2]
    corpus.undo()
    assert said(corpus, "Kim Song Ho", "Kim Song") == [1, 1]
    merged = "merge into Kim Song Ho: Ri Son Gwon, Kim Song"
    assert corpus.people_log().values("what") == [f"undo {merged}", merged] * 2


def by_hand(corpus: Corpus) -> list[Any]:
    """What people, concepts and codes say."""
    names = ("Kim Song", "Ri Son Gwon", "Pak Pong Ju", "Pak Chol", "The Manager")
    with corpus._opened().open() as moment:
        folds = dict(moment.connection.execute(select(ActorName.c.name, ActorName.c.actor_id)).all())
    known = [name for name in names if name in folds]
    return [
        known,
        [[folds[name] == folds[other] for other in known] for name in known],
        corpus.list(limit=1000).rows(),
        corpus.freq("the", "comrades", by="speaker").rows(),
        corpus.concepts().rows(),
        corpus.codebook().rows(),
        corpus.coders().rows(),
        corpus.annotations().rows(),
    ]


def change(corpus: Corpus) -> int:
    return int(corpus.log(limit=1).values("change")[0])


def test_a_change_is_not_taken_back_under_a_later_one(corpus: Corpus) -> None:
    """The later one is named; once it is taken back, so can be the earlier."""
    load(corpus, item(SPEECH, "u:1", "Speech"))
    load(corpus, item(BRIDGE, "u:2", "Bridge", speaker="Ri Son Gwon"))
    speech = "kcna-2024-08-06-speech"
    steps: list[tuple[Callable[[], Any], Callable[[], Any]]] = [
        (
            lambda: corpus.merge_people("Kim Song", "Ri Son Gwon"),
            lambda: load(corpus, item(HARVEST, "u:3", "Harvest", speaker="Ri Son Gwon")),
        ),
        (
            lambda: corpus.merge_people("Kim Song", "Ri Son Gwon"),
            lambda: corpus.set("kcna-2024-08-06-bridge", speaker="Pak Chol"),
        ),
        (
            lambda: corpus.merge_people("Kim Song", "Ri Son Gwon"),
            lambda: corpus.merge_people("Pak Pong Ju", "Kim Song"),
        ),
        (lambda: corpus.add_person("Han Chol"), lambda: corpus.add_person("Han Chol", "The Manager")),
        (lambda: corpus.add_person("Han Chol"), lambda: corpus.set(speech, speaker="Han Chol")),
        (
            lambda: corpus.add_person("Han Chol"),
            lambda: load(corpus, item(HARVEST, "u:4", "Rice", speaker="Han Chol")),
        ),
        (
            lambda: corpus.add_concept("rice", {"en": ["rice"]}),
            lambda: corpus.add_concept("rice", {"en": ["paddy"]}),
        ),
        (lambda: corpus.remove_code("doubt"), lambda: corpus.add_code("doubt", "Another.")),
        (lambda: corpus.add_code("praise"), lambda: corpus.annotate(speech, "praise", coder="Anna")),
        (
            lambda: corpus.annotate(speech, "doubt", coder="Anna", note="one"),
            lambda: corpus.annotate(speech, "doubt", coder="Anna", note="two"),
        ),
    ]
    corpus.add_code("doubt")
    load(corpus, item(TINY, "u:9", "Weather", speaker="Pak Pong Ju"))
    for do, then in steps:
        before = by_hand(corpus)
        do()
        first, between = change(corpus), by_hand(corpus)
        then()
        later = change(corpus)
        assert later > first
        with pytest.raises(UsageError, match=f"change {later}, .*Corpus.undo.{later}"):
            corpus.undo(first)
        corpus.undo()
        assert by_hand(corpus) == between
        corpus.undo(first)
        assert by_hand(corpus) == before


def test_a_person_of_a_load_that_was_taken_back_is_as_it_was_read(corpus: Corpus) -> None:
    corpus.add_person("Han Chol", "The Manager", country="PRK")
    load(corpus, item(HARVEST, "u:4", "Rice", speaker="Han Chol"))
    corpus.undo()
    corpus.undo()
    corpus.restore(run=1)
    assert corpus.list(sort="date").values("speaker") == ["Han Chol"]
    with pytest.raises(CorpusError, match="The Manager"):
        corpus.freq("rice", speaker="The Manager")


def test_what_an_older_program_changed_is_not_guessed(corpus: Corpus) -> None:
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"))
    corpus.add_code("big")
    with corpus._writer().begin() as connection:
        connection.execute(update(Change).where(Change.c.id == 2).values(detail=None))
    with pytest.raises(UsageError, match=r"older version of the program.*Corpus.undo.1"):
        corpus.undo()
    corpus.undo(1)


def test_the_log_says_what_when_and_who(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.store.changes.user_name", lambda: "Anna")
    load(corpus, item(BRIDGE, "u:1", "Bridge Opened"), Rejected("a", "No.", b"", 0))
    (ref,) = refs(corpus)
    corpus.set(ref, title="Mine")
    corpus.add_concept("rice", {"en": ["rice"]})
    corpus.undo(2)
    rows = corpus.log().rows()
    assert [(row["change"], row["who"], row["what"]) for row in rows] == [
        (4, "Anna", "undo"), (3, "Anna", "concept"), (2, "Anna", "set"), (1, "Anna", "load"),
    ]  # fmt: skip
    load_row = rows[-1]
    assert [load_row[name] for name in ("run", "inputs", "documents", "rejected")] == [1, 2, 1, 1]
    assert rows[2]["about"] == f"{ref}: title=Mine"
    assert rows[2]["undone"]
    assert len(corpus.log(limit=2)) == 2
