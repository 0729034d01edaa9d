"""Facts of all documents and blocks: read from the tables, or as the last load packed them.

Reading 100,000 documents from their table takes 0.1 to 0.2 s, unpacking the same facts 4 ms.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, func, select

from corpus.errors import DamagedError
from corpus.index.encoding import codec
from corpus.index.encoding.packed_facts import Packed, read_packed, write_packed
from corpus.index.read import table_counts as summary_of
from corpus.index.read.foreign_passages import FOREIGN, Foreign, foreign_now, pack_foreign, unpack_foreign
from corpus.store.row_digests import RowDigests
from corpus.store.row_writes import flush_digests
from corpus.store.state import archive_and_state
from corpus.store.tables.archive import Document, Outlet
from corpus.store.tables.index import Block, PackedFact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_log = logging.getLogger(__name__)

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

NONE = "(none)"
"""Label of documents that have no value in a facet."""

FACETS: dict[str, ColumnElement[Any]] = {
    "outlet": Outlet.c.code,
    "country": func.coalesce(Document.c.country, Outlet.c.country),
    "language": Document.c.language,
    "genre": Document.c.genre,
    "authority": Document.c.authority,
}
COUNTED = Document.c.removed_at.is_(None)
"""Documents that queries see."""
REMOVED = Document.c.removed_why == "person"
"""Documents that a person removed, and can restore."""
SUMMARY = "summary"
_IDS, _VERSIONS, _PUBLISHED, _MAKERS = "id", "version", "published", "makers"
_SEPARATOR = "\x1f"
_READ_AT_ONCE = 100_000
"""Documents whose columns are in memory as texts: a million take 700 MB."""
_NUMBER, _DAY = np.dtype(np.int64), np.dtype("datetime64[D]")
_PRECISION_BITS = 4
_PACKED = (_IDS, _VERSIONS, _PUBLISHED, *FACETS, FOREIGN)
_FIRST_DAY = np.datetime64("0001-01-01").astype(np.int64)


class Facet(NamedTuple):
    """``codes``: one for each document, an ordinal of ``labels``."""

    codes: I32
    labels: list[str]


class Dates(NamedTuple):
    """First and last day of each document's date (NaT when unknown), and its precision.

    ``precision``: 0 unknown, 4 year, 7 month, 10 day (the length of the ISO text).
    """

    first: Days
    last: Days
    precision: npt.NDArray[np.int8]

    @property
    def order(self) -> I64:
        """A number for each document that sorts by first day, documents without a date last."""
        return np.where(np.isnat(self.first), np.iinfo(np.int64).max, self.first.astype(np.int64))

    def of(self, documents: npt.NDArray[np.bool_]) -> Dates:
        """Those of some documents."""
        return Dates(self.first[documents], self.last[documents], self.precision[documents])

    def text(self, document: int) -> str:
        """A document's date as far as it is known: ``2024``, ``2024-08`` or ``2024-08-06``."""
        return str(self.first[document])[: int(self.precision[document])]


class Facts(NamedTuple):
    """All documents in order of their ids, with the version that is current, their dates, and some facets."""

    ids: I64
    versions: I64
    dates: Dates
    facets: dict[str, Facet]


def read_facts(connection: Connection, facets: Sequence[str], removed: bool = False) -> Facts:
    """The documents and these facets: as they are packed for the archive's state, else from the tables.

    ``removed``: those that a person removed, in place of those that count.
    """
    if removed:
        return _from_tables(connection, facets, REMOVED)
    wanted = (_IDS, _VERSIONS, _PUBLISHED, *facets)
    _, state = archive_and_state(connection)
    packed = read_packed(connection, state, wanted)
    if len(packed) < len(wanted):  # none, or a damaged copy: the tables say the same
        return _from_tables(connection, facets)
    facts = _unpacked(packed)
    if len(facts.ids) != _documents(connection):
        raise DamagedError("The archive has lost documents, or has too many")
    return facts


def _unpacked(packed: Packed) -> Facts:
    return Facts(
        codec.unpack_sorted(packed[_IDS][0]).astype(np.int64),
        codec.unpack(packed[_VERSIONS][0]).astype(np.int64),
        _unpacked_dates(codec.unpack(packed[_PUBLISHED][0])),
        {name: Facet(codec.unpack(data).view(np.int32), json.loads(labels))
         for name, (data, labels) in packed.items() if labels is not None},
    )  # fmt: skip


def read_makers(connection: Connection) -> dict[int, str]:
    """What made the tokens of each block, as JSON (see ``corpus.index.encoding.tokeniser_versions``).

    In the table of blocks it stands behind their arrays, and reading that far takes long.
    """
    _, state = archive_and_state(connection)
    for _, labels in read_packed(connection, state, (_MAKERS,)).values():
        return {int(block): made_by for block, made_by in json.loads(labels or "{}").items()}
    return {row.id: row.analysers for row in connection.execute(select(Block.c.id, Block.c.analysers))}


def pack_facts(connection: Connection) -> bool:
    """Pack the facts for the archive's present state, in the caller's transaction; whether they were not yet.

    What changes the archive calls this last, after ``mark_changed``.
    """
    _, state = archive_and_state(connection)
    if connection.scalars(select(PackedFact.c.state).distinct()).all() == [state]:
        return False
    flush_digests(connection)
    try:
        arrays = packed_now(connection, read_packed(connection, None, _PACKED))
    except DamagedError as error:  # queries read the tables then, and say so
        _log.warning("%s", error)
        connection.execute(delete(PackedFact))
        return True
    arrays.append((SUMMARY, b"", json.dumps(summary_of.counts(connection))))
    write_packed(connection, state, arrays)
    return True


def read_summary(connection: Connection) -> dict[str, int]:
    """How many rows tables had when the archive got its present state, by name; nothing where that was not
    written, as before the end of a load."""
    _, state = archive_and_state(connection)
    for _, labels in read_packed(connection, state, (SUMMARY,)).values():
        counts = json.loads(labels or "{}")
        return counts.get("counts", counts)  # type: ignore[no-any-return]
    return {}


def packed_now(connection: Connection, before: Packed | None = None) -> list[tuple[str, bytes, str | None]]:
    """What is packed of the archive as its tables are now: name, data and labels of each row.

    ``before``: what was packed last; DamagedError where something else became another than what was written.
    """
    facts, foreign = _from_tables(connection, tuple(FACETS), check=False), foreign_now(connection)
    if before is not None:
        _verify_changed(connection, before, facts, foreign)
    dates = facts.dates
    days = np.where(np.isnat(dates.first), 0, dates.first.astype(np.int64) - _FIRST_DAY)
    arrays: list[tuple[str, bytes, str | None]] = [
        (_IDS, codec.pack_sorted(facts.ids), None),
        (_VERSIONS, codec.pack(facts.versions), None),
        (_PUBLISHED, codec.pack((days << _PRECISION_BITS) | dates.precision), None),
    ]
    for name, facet in facts.facets.items():
        arrays.append((name, codec.pack(facet.codes), json.dumps(facet.labels)))
    makers = {row.id: row.analysers for row in connection.execute(select(Block.c.id, Block.c.analysers))}
    arrays.append((_MAKERS, b"", json.dumps(makers)))
    arrays.append(pack_foreign(foreign))
    return arrays


def _verify_changed(connection: Connection, before: Packed, facts: Facts, foreign: Foreign) -> None:
    """Verify the rows that say something else than what was packed last: damage is not packed."""
    digests = RowDigests()
    digests.verify_all(connection, "outlet")
    names = (_IDS, _VERSIONS, _PUBLISHED, *FACETS)
    if all(name in before for name in names):
        old = _unpacked({name: before[name] for name in names})
        digests.verify_keys(connection, "document.facts", _differing(old, facts))
    else:
        digests.verify_all(connection, "document.facts")
    digests.verify_keys(connection, "passage", foreign.differing(unpack_foreign(before)))


def _differing(old: Facts, new: Facts) -> list[int]:
    """The documents of which two readings differ."""
    _, mine, theirs = np.intersect1d(new.ids, old.ids, assume_unique=True, return_indices=True)
    wrong = new.versions[mine] != old.versions[theirs]
    wrong |= new.dates.order[mine] != old.dates.order[theirs]
    wrong |= new.dates.precision[mine] != old.dates.precision[theirs]
    for name, facet in new.facets.items():
        codes = {label: code for code, label in enumerate(facet.labels)}
        of_old = np.array([codes.get(label, -1) for label in old.facets[name].labels], dtype=np.int64)
        wrong |= facet.codes[mine] != of_old[old.facets[name].codes[theirs]]
    either = {*new.ids.tolist()} ^ {*old.ids.tolist()}
    return sorted(either.union(new.ids[mine[wrong]].tolist()))


def _documents(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(Document).where(COUNTED)) or 0


def _unpacked_dates(packed: npt.NDArray[np.uint32]) -> Dates:
    precision = (packed & ((1 << _PRECISION_BITS) - 1)).astype(np.int8)
    first = ((packed >> _PRECISION_BITS).astype(np.int64) + _FIRST_DAY).astype("datetime64[D]")
    first[precision == 0] = np.datetime64("NaT", "D")
    return _dates(first, precision)


def _from_tables(
    connection: Connection, facets: Iterable[str], where: ColumnElement[bool] = COUNTED, check: bool = True
) -> Facts:
    if check:
        RowDigests().verify_all(connection, "document.facts", "outlet")
    names = tuple(facets)
    columns = (
        Document.c.id, Document.c.current_version_id, Document.c.published, *(FACETS[name] for name in names)
    )  # fmt: skip
    ids, versions, firsts, precisions = ([np.zeros(0, kind)] for kind in (_NUMBER, _NUMBER, _DAY, np.int8))
    codes = [_Codes() for _ in names]
    last = 0
    while True:
        some = _columns(connection, and_(where, Document.c.id > last), *columns)
        if not some[0]:
            break
        numbers, current, published, *values = some
        dates = dates_of(published)
        for parts, part in ((ids, np.array(numbers, _NUMBER)), (versions, np.array(current, _NUMBER)),
                            (firsts, dates.first), (precisions, dates.precision)):  # fmt: skip
            parts.append(part)
        for code, texts in zip(codes, values, strict=True):
            code.add(texts)
        last = int(numbers[-1])
        if len(numbers) < _READ_AT_ONCE:
            break
    return Facts(
        np.concatenate(ids),
        np.concatenate(versions),
        _dates(np.concatenate(firsts), np.concatenate(precisions)),
        {name: code.facet() for name, code in zip(names, codes, strict=True)},
    )


def dates_of(published: Sequence[str]) -> Dates:
    """Dates from their ISO texts; "" where none is known."""
    precision = np.fromiter(map(len, published), dtype=np.int8, count=len(published))
    return _dates(np.array(published, dtype="datetime64[D]"), precision)  # "" becomes NaT


def _columns(
    connection: Connection, where: ColumnElement[bool], *columns: ColumnElement[Any]
) -> list[list[str]]:
    """Columns of the first documents in order of ids, as texts; "" where there is no value.

    Joined by the store and cut here: of 100,000 documents in a quarter of the time that their rows take.
    """
    texts = [func.coalesce(cast(each, Text), "").label(f"text{at}") for at, each in enumerate(columns)]
    rows = select(*texts).join(Outlet, Outlet.c.id == Document.c.outlet_id).where(where)
    rows = rows.order_by(Document.c.id).limit(_READ_AT_ONCE)
    inner = rows.subquery()
    joined = connection.execute(select(*(func.aggregate_strings(each, _SEPARATOR) for each in inner.c))).one()
    found = [[] if text is None else text.split(_SEPARATOR) for text in joined]
    if len(set(map(len, found))) > 1:  # a value holds the separator
        return [list(column) for column in zip(*connection.execute(rows).all(), strict=True)]
    return found


class _Codes:
    """A facet of documents that are read a part at a time."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[npt.NDArray[np.int32]] = []

    def add(self, values: list[str]) -> None:
        numbers = self._numbers
        if values.count(values[0]) == len(values):
            part = np.full(len(values), numbers.setdefault(values[0], len(numbers)), dtype=np.int32)
        else:
            for value in set(values):
                numbers.setdefault(value, len(numbers))
            part = np.fromiter(map(numbers.__getitem__, values), dtype=np.int32, count=len(values))
        self._parts.append(part)

    def facet(self) -> Facet:
        """Labels in their order, the one of documents without a value last."""
        labels = sorted(self._numbers, key=lambda value: (value == "", value))
        places = {value: at for at, value in enumerate(labels)}
        codes = np.array([places[value] for value in self._numbers], dtype=np.int32)
        numbers = np.concatenate([np.zeros(0, dtype=np.int32), *self._parts])
        return Facet(codes[numbers], [label or NONE for label in labels])


def _dates(first: Days, precision: npt.NDArray[np.int8]) -> Dates:
    last = first.copy()
    day, month, year = np.timedelta64(1, "D"), np.timedelta64(1, "M"), np.timedelta64(1, "Y")
    years, months = precision == 4, precision == 7
    last[years] = (first[years].astype("datetime64[Y]") + year).astype("datetime64[D]") - day
    last[months] = (first[months].astype("datetime64[M]") + month).astype("datetime64[D]") - day
    return Dates(first, last, precision)
