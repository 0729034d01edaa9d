"""The three levels of the check."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from corpus.index.check.blocks import check_blocks
from corpus.index.check.finding import RESTORE_ALL, Finding, repair
from corpus.index.check.rows import check_rows
from corpus.index.check.schema import check_references, check_store, check_tables
from corpus.index.check.terms import check_terms
from corpus.index.check.texts import check_rejections, check_texts
from corpus.index.encoding.packed_facts import read_packed
from corpus.index.read import table_counts as summary
from corpus.index.read.document_facts import packed_now, read_summary
from corpus.store.state import archive_and_state, read_by_older_rules
from corpus.store.tables.base import decompress
from corpus.store.tables.index import PackedFact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection

_MADE_AGAIN = frozenset(("term", "term_digest", "block", "manifest", "stream", "posting"))
Level = Literal["quick", "default", "full"]


@dataclass(slots=True)
class Checked:
    """``broken``: ids of blocks; ``seconds``: by part of the check; ``backup``: made before a repair."""

    findings: list[Finding] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    backup: str | None = None
    repaired: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing is broken."""
        return not self.findings


def check(connection: Connection, level: Level) -> Checked:
    """What is broken in the archive, as one transaction sees it. Nothing is changed."""
    done = Checked()

    def part(name: str, work: Callable[[], Iterable[Finding]]) -> None:
        begun = time.perf_counter()
        try:
            done.findings += work()
        except Exception as error:  # damage may show as anything: it is told, and the rest is checked
            problem = f"It cannot be read ({type(error).__name__}: {str(error).partition(chr(10))[0][:200]})"
            done.findings.append(Finding("lost", name, "", "", problem, RESTORE_ALL))
        done.seconds[name] = time.perf_counter() - begun

    def blocks() -> list[Finding]:
        found, done.broken, notes = check_blocks(connection, level == "full")
        done.notes += notes
        return found

    def readings() -> list[Finding]:
        older = read_by_older_rules(connection)
        done.notes += [older] if older else []
        return []

    part("schema", lambda: check_tables(connection))
    part("rows", lambda: _counts(connection))
    part("store", lambda: check_store(connection, level != "quick"))
    part("readings", readings)
    if level != "quick":
        part("references", lambda: check_references(connection))
        part("digests", lambda: check_rows(connection))
        part("texts", lambda: check_texts(connection))
        part("rejections", lambda: check_rejections(connection))
        part("terms", lambda: check_terms(connection))
        part("blocks", blocks)
        part("facts", lambda: _facts(connection))
    return done


def _counts(connection: Connection) -> Iterator[Finding]:
    rows = read_summary(connection)
    for name, number in summary.counts(connection).items():
        if rows.get(name, number) != number:
            problem = f"It has {number:,} rows, and had {rows[name]:,} when the archive last changed"
            again = name in _MADE_AGAIN
            yield Finding(
                "wrong" if again else "lost", name, "", "", problem, repair() if again else RESTORE_ALL
            )


def _facts(connection: Connection) -> Iterator[Finding]:
    _, state = archive_and_state(connection)
    there = set(connection.scalars(select(PackedFact.c.name)))
    if not there:
        return  # a copy of the tables, which there need not be
    now = packed_now(connection)
    names = there.union(name for name, *_ in now)
    held = read_packed(connection, state, sorted(names))
    for name in sorted(names - held.keys()):
        yield Finding("slow", "packed_fact", name, "", "It is not what was written", repair())
    for name, data, labels in now:
        kept = held.get(name)
        if kept is not None and (kept[1] != labels or _plain(kept[0]) != _plain(data)):
            problem = f"Since the last change of the archive, {name} of some documents became another"
            yield Finding("lost", "document", "", "", problem, RESTORE_ALL)


def _plain(data: bytes) -> bytes:
    return decompress(data) if data else data
