"""Removing and restoring, taking loads and corrections back: what is undone leaves no trace in any answer."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.api import Corpus
from corpus.errors import CorpusError, NotFoundError, UsageError
from corpus.model.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

HARVEST = (
    "Comrades! The harvest of Sonchon was brought in before the rain came over the hills, and the people of the"
    " county, young and old, carried the sheaves to the threshing floor while a brass band played. The rice was"
    " weighed, dried and stored; a part of it went to the town by rail. All were glad of the weather this year,"
    " which had been kind to the fields and gardens of every village between the river and the western sea, and"
    " the school children wrote letters about it to their friends at the other end of the country."
)
EDITED = HARVEST.replace("a brass band", "an orchestra").replace("kind to", "good for")
BRIDGE = (
    "The bridge over the Taedong was opened to traffic on Monday, with girders of steel that the works at"
    " Songnim had rolled in eleven weeks. Engineers measured the load, lorries crossed in both directions and a"
    " plaque was unveiled, after which the workers were given medals, books and two days of leave."
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


def state(corpus: Corpus) -> dict[str, Any]:
    """All that questions answer: documents, what they say, counts, doubts; not what the log says."""
    documents = refs(corpus)
    removed = corpus.list(removed=True, limit=1000).rows()
    return {
        "list": corpus.list(limit=1000).rows(),
        "removed": removed,
        "about": {ref: corpus.show(ref).about.rows() for ref in documents},
        "passages": {ref: corpus.show(ref).passages.rows() for ref in documents},
        "stats": [row for row in corpus.stats().rows() if row["item"] not in PHYSICAL],
        "harvest": corpus.freq("the", "rice", by=["outlet", "speaker"]).rows() if documents else [],
        "by day": corpus.freq("the", by="day").rows() if documents else [],
        "review": [
            (row["ref"], row["field"], row["value"], row["message"]) for row in sorted(
                corpus.review(limit=1000).rows(), key=lambda row: (row["ref"], row["field"], row["message"])
            )
        ],
        "rejected": [(row["source"], row["reason"]) for row in corpus.list(rejected=True).rows()],
    }  # fmt: skip


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as opened:
        yield opened


# -- random sequences ------------------------------------------------------------------------------------

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
            [("title", "By Hand"), ("published", "2024-09-01"), ("speaker", "Kim Song"), ("speaker", "Ri Son"),
             ("place", ""), ("language", "fr"), ("outlet", "kcna"), ("outlet", "tass"), ("genre", "letter")]
        ),
    ),
    st.tuples(st.just("unset"), st.integers(0, 5), st.sampled_from(["title", "speaker", "outlet"])),
    st.tuples(st.just("confirm"), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.integers(0, 5)),
    st.tuples(st.just("restore"), st.integers(0, 5)),
    st.tuples(st.just("remove-run"), st.integers(1, 4)),
    st.tuples(st.just("restore-run"), st.integers(1, 4)),
)  # fmt: skip


def act(corpus: Corpus, what: str, *more: Any) -> bool:
    """Do a step; whether it changed anything that ``undo`` takes back."""
    if what == "load":
        sightings, retrieved, outlet = more
        broken = Rejected(f"broken at {retrieved}", "No text.", b"{", 1)
        items = [item(text, url, title, date) for url, title, date, text in sightings]
        load(corpus, *items, broken, retrieved=retrieved, outlet=outlet)
        return True
    if what == "restore":
        listed = corpus.list(removed=True).values("ref")
    else:
        listed = sorted(refs(corpus))
    number = more[0]
    if what in ("remove-run", "restore-run"):
        try:
            (corpus.remove if what == "remove-run" else corpus.restore)(run=number)
        except CorpusError:
            return False
        return True
    if number >= len(listed):
        return False
    ref = listed[number]
    if what == "set":
        corpus.set(ref, **dict([more[1]]))
        return True
    if what == "unset":
        try:
            corpus.unset(ref, more[1])
        except UsageError:
            return False
        return True
    if what == "confirm":
        return bool(corpus.confirm(ref))
    return bool((corpus.remove if what == "remove" else corpus.restore)(ref))


def undone_in_order(corpus: Corpus, steps: list[tuple[Any, ...]]) -> None:
    before = []
    for one in steps:
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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=6))
def test_what_is_undone_leaves_no_trace(sqlite_template: Path, steps: list[tuple[Any, ...]]) -> None:
    with on_sqlite(sqlite_template) as corpus:
        undone_in_order(corpus, steps)


@pytest.mark.postgres
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
