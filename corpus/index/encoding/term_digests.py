"""What each term was written as: digests of its columns, so that no word is missed because its row changed.

A word whose row is gone, or names another form, would be found nowhere, and count as nothing. The digests of
a column stand together, by term id: a look-up compares what it finds with them, and a scan all rows.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import String, cast, delete, func, insert, select

from corpus.errors import DamagedError
from corpus.index.encoding import codec
from corpus.index.encoding.sorted_arrays import distinct
from corpus.store.lookups import in_parts
from corpus.store.plain_rows import plain_rows
from corpus.store.tables.index import Term, TermDigest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    from sqlalchemy import ColumnElement, Connection

    I64 = npt.NDArray[np.int64]
    U32 = npt.NDArray[np.uint32]

COLUMNS = ("language", "surface", "fold", "plain", "lemma", "tag")
PART = 4096
"""Terms whose digests stand in one row."""
_READ_AT_ONCE = 64 * PART
_SEPARATOR = "\x1f"


class TermColumns(NamedTuple):
    """``ids``: ascending. ``layers`` and each of ``values`` are aligned with them."""

    ids: I64
    layers: I64
    values: tuple[list[str], ...]


def digest(layer: int, text: str | None) -> int:
    """32 bits; 0 for None."""
    return 0 if text is None else zlib.crc32(text.encode("utf-8", "surrogatepass"), layer + 1) or 1


def _digests(layers: Sequence[int] | I64, texts: Sequence[str | None]) -> U32:
    """The digest of each text."""
    try:  # of words, nearly always: nothing of it runs in Python
        sums = map(zlib.crc32, map(str.encode, texts), np.add(layers, 1).tolist())  # type: ignore[arg-type]
        marks = np.fromiter(sums, dtype=np.uint32, count=len(texts))
    except (TypeError, UnicodeEncodeError):
        return np.fromiter(map(digest, layers, texts), dtype=np.uint32, count=len(texts))
    marks[marks == 0] = 1
    return marks


def write_digests(
    connection: Connection,
    ids: Sequence[int],
    layers: Sequence[int],
    values: Mapping[str, Sequence[str | None]],
) -> None:
    """Write down what columns of some terms (ids, ascending) hold from now on."""
    if not len(ids):
        return
    numbers = np.asarray(ids, dtype=np.int64)
    for name, texts in values.items():
        marks = _digests(layers, texts)
        _write(connection, name, numbers, marks)


def forget_terms(connection: Connection, ids: Sequence[int]) -> None:
    """Terms (ids, ascending) are there no more."""
    if len(ids):
        for name in COLUMNS:
            _write(connection, name, np.asarray(ids, dtype=np.int64), np.zeros(len(ids), dtype=np.uint32))


def digest_all(connection: Connection) -> None:
    """Write down what all terms hold as they are now."""
    connection.execute(delete(TermDigest))
    columns = [Term.c[name] for name in COLUMNS]
    query = select(Term.c.id, Term.c.layer, *columns).order_by(Term.c.id).limit(8 * PART)
    after = 0
    while rows := connection.execute(query.where(Term.c.id > after)).all():
        ids, layers, *values = zip(*rows, strict=True)
        write_digests(connection, ids, layers, dict(zip(COLUMNS, values, strict=True)))
        after = ids[-1]


def _write(connection: Connection, name: str, numbers: npt.NDArray[np.int64], marks: U32) -> None:
    parts = numbers // PART
    for part in distinct(parts).tolist():
        here = parts == part
        key = (TermDigest.c.name == name) & (TermDigest.c.part == part)
        data = connection.scalar(select(TermDigest.c.data).where(key))
        held = np.zeros(PART, dtype=np.uint32) if data is None else _unpacked(name, part, data).copy()
        held[numbers[here] - part * PART] = marks[here]
        row = {"name": name, "part": part, "data": codec.pack(np.concatenate((_head(name, part), held)))}
        connection.execute(delete(TermDigest).where(key))
        connection.execute(insert(TermDigest), row)


def _head(name: str, part: int) -> U32:
    return np.array([digest(0, name), part], dtype=np.uint32)


def _unpacked(name: str, part: int, data: bytes) -> U32:
    values = codec.unpack(data)
    if len(values) != PART + 2 or not np.array_equal(values[:2], _head(name, part)):
        raise DamagedError("The digests of the archive's words are damaged")
    return values[2:]


def damaged_term(term: int) -> DamagedError:
    return DamagedError(f"The row of word {term} is not what was written")


class TermDigests:
    """The digests of an archive, read when they are first needed; valid for one state of it."""

    def __init__(self) -> None:
        self._read: dict[str, U32] = {}
        self._verified: set[str] = set()

    def clear(self) -> None:
        self._read.clear()
        self._verified.clear()

    def of(self, connection: Connection, name: str) -> U32:
        """The digests of a column, by term id; 0 where there is no term, or no value.

        Raises DamagedError where they are not those of as many terms as there are.
        """
        if name not in self._read:
            query = select(TermDigest.c.part, TermDigest.c.data).where(TermDigest.c.name == name)
            parts = {part: _unpacked(name, part, data) for part, data in connection.execute(query)}
            none = np.zeros(PART, dtype=np.uint32)
            every = [parts.get(part, none) for part in range(max(parts, default=-1) + 1)]
            self._read[name] = np.concatenate(every) if every else none
        return self._read[name]

    def verify_count(self, connection: Connection) -> None:
        """Raise DamagedError unless there are as many terms as were written: each has a fold."""
        if "count" in self._verified:
            return
        there = connection.scalar(select(func.count()).select_from(Term))
        if np.count_nonzero(self.of(connection, "fold")) != there:
            raise DamagedError("The archive has lost words, or has too many")
        self._verified.add("count")

    def verify(
        self, connection: Connection, layer: int, wanted: Mapping[str, Iterable[str]], found: U32
    ) -> None:
        """Raise DamagedError unless a look-up found the terms (ids, ascending) that hold one of the texts in
        one of the columns."""
        self.verify_count(connection)
        masks = []
        for name, texts in wanted.items():
            held, marks = self.of(connection, name), [digest(layer, text) for text in texts]
            masks.append(
                held == marks[0] if len(marks) == 1 else np.isin(held, np.array(marks, dtype=np.uint32))
            )
        candidates = np.flatnonzero(np.logical_or.reduce(masks))
        if not np.array_equal(candidates, found):  # else two texts have one digest
            self.verify_rows(connection, np.setxor1d(candidates, found).tolist(), tuple(wanted))

    def verify_rows(self, connection: Connection, ids: Sequence[int], names: Sequence[str]) -> None:
        """Raise DamagedError where these columns of some terms are not what was written."""
        columns = [Term.c[name] for name in names]
        for some in in_parts(ids):
            rows = connection.execute(
                select(Term.c.id, Term.c.layer, *columns).where(Term.c.id.in_(some))
            ).all()
            if len(rows) < len(some):
                raise damaged_term(min(set(some) - {row[0] for row in rows}))
            for term in self.differing(connection, names, rows):
                raise damaged_term(term)

    def differing(
        self, connection: Connection, names: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> Iterator[int]:
        """Of rows (id, layer, and these columns) the ids of those that are not what was written."""
        if not rows:
            return
        ids, layers, *values = zip(*rows, strict=True)
        numbers = np.array(ids, dtype=np.int64)
        wrong = np.zeros(len(numbers), dtype=bool)
        for name, texts in zip(names, values, strict=True):
            held = self.of(connection, name)
            marks = _digests(layers, texts)
            inside = numbers < len(held)
            wrong |= ~inside | (held[np.minimum(numbers, len(held) - 1)] != marks)
        yield from numbers[wrong].tolist()

    def verify_all(self, connection: Connection, *names: str) -> None:
        """Raise DamagedError where one of these columns of any term is not what was written: once a state.

        100,000 terms take 0.04 s a column, where few have a value nearly nothing.
        """
        missing = [name for name in names if name not in self._verified]
        for name in missing:
            if Term.c[name].nullable:
                self.verified_values(connection, name)
        whole = [name for name in missing if not Term.c[name].nullable]
        if whole:
            self.verified_columns(connection, *whole)

    def verified_values(self, connection: Connection, name: str) -> dict[int, str]:
        """A column that not all terms have: its values by term id; raises as ``verify_all``."""
        self.verify_count(connection)
        column = Term.c[name]
        rows = plain_rows(connection, select(Term.c.id, Term.c.layer, column).where(column.is_not(None)))
        if name not in self._verified:
            for term in self.differing(connection, [name], rows):
                raise damaged_term(term)
            lost = np.setdiff1d(
                np.flatnonzero(self.of(connection, name)), [row[0] for row in rows], assume_unique=True
            )
            for term in lost.tolist():
                raise damaged_term(term)
            self._verified.add(name)
        return {row[0]: row[2] for row in rows}

    def verified_columns(self, connection: Connection, *names: str) -> TermColumns:
        """Columns that every term has, of all terms; raises as ``verify_all``.

        Joined by the store and cut here: of 100,000 terms in half of the time that their rows take.
        """
        self.verify_count(connection)
        every = np.flatnonzero(self.of(connection, names[0]))
        missing = [name for name in names if name not in self._verified]
        layers = [np.zeros(0, dtype=np.int64)]
        values: tuple[list[str], ...] = tuple([] for _ in names)
        for first in range(0, len(self.of(connection, names[0])), _READ_AT_ONCE):
            ids = every[slice(*np.searchsorted(every, (first, first + _READ_AT_ONCE)))]
            some_layers, some = _columns(connection, ids, range(first, first + _READ_AT_ONCE), names)
            for name in missing:
                marks = _digests(some_layers, some[names.index(name)])
                for term in ids[self.of(connection, name)[ids] != marks].tolist():
                    raise damaged_term(term)
            layers.append(some_layers)
            for column, texts in zip(values, some, strict=True):
                column += texts
        self._verified.update(missing)
        return TermColumns(every, np.concatenate(layers), values)


def _columns(
    connection: Connection, ids: I64, among: range, names: Sequence[str]
) -> tuple[I64, list[list[str]]]:
    """Layers and columns of the terms ``among`` some ids, in their order: which must be ``ids``."""
    columns = [Term.c[name] for name in names]
    rows = select(Term.c.id, Term.c.layer, *columns).where(Term.c.id.between(among[0], among[-1]))
    inner = rows.order_by(Term.c.id).subquery()
    layers = func.aggregate_strings(cast(inner.c.layer, String), "")
    texts = [func.aggregate_strings(inner.c[name], _SEPARATOR) for name in names]
    joined_columns: list[ColumnElement[Any]] = [func.sum(inner.c.id), layers, *texts]
    ((total, digits, *joined),) = plain_rows(connection, select(*joined_columns))
    if total is None and not len(ids):
        return ids, [[] for _ in names]
    if total == ids.sum() and len(digits) == len(ids) and digits.isdecimal():  # one each
        found = [text.split(_SEPARATOR) for text in joined]
        if {*map(len, found)} == {len(ids)}:
            return np.frombuffer(digits.encode(), dtype=np.uint8).astype(np.int64) - ord("0"), found
    # A row is another's or away, or a value holds the separator.
    found_rows = plain_rows(connection, rows.order_by(Term.c.id))
    held, of_layer, *values = zip(*found_rows, strict=True) if found_rows else [()] * (2 + len(names))
    for term in np.setxor1d(held, ids).tolist():
        raise damaged_term(term)
    return np.array(of_layer, dtype=np.int64), [*map(list, values)]
