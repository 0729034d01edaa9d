"""The shapes of exports in JSON, to records: lists inside objects, tables by columns, ids to records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.sources import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Plan = Callable[[Sequence[str]], dict[str, str]]

_MAX_DEPTH = 6
_WHOLE = ("_source", "attributes", "fields", "properties")
_ENVELOPES = (*_WHOLE, "tweet", "doc", "node", "post", "article", "item", "row", "record", "data")
"""Objects inside a record that hold what it is."""
_EXTENDED = ("$oid", "$date", "$numberLong", "$numberInt", "$numberDouble")
"""How MongoDB writes values with a type."""


def records(value: Any, plan: Plan) -> tuple[list[Any], str]:
    """The records of a JSON value, and what each is called in messages (``record``, ``key``).

    ``plan`` gives the canonical names of columns. An object that is a record itself is the only one.
    Raises UnreadableError where several lists could be meant.
    """
    if isinstance(value, list):
        table = _rows_below_header(value, plan)
        return (table or value), "record"
    for shape in (_split, _by_columns, _by_ids):
        found = shape(value, plan)
        if found is not None:
            return found, "record"
    lists = list(_lists(value, 0, ""))
    if "text" in plan(list(flat(value))):
        return [value], ""
    if not lists:
        return [value], ""
    told = [(path, part) for path, part in lists if _has_text(part, plan)]
    if not told:  # one level further down, in lists of one object
        deeper = [one for path, part in lists if len(part) == 1 for one in _lists(part[0], 0, path)]
        told = [(path, part) for path, part in deeper if _has_text(part, plan)]
    if len(told) > 1:
        paths = ", ".join(path for path, _ in told[:4])
        raise UnreadableError(
            f"It holds several lists of texts ({paths}): write each to a file of its own, as a list."
        )
    if told:
        return told[0][1], "record"
    return (lists[0][1], "record") if len(lists) == 1 else ([value], "")


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record with what its envelope holds beside its own values; ``{"rendered": x}`` is x."""
    if not any(isinstance(part, (dict, list)) for part in record.values()):
        return record
    for _ in range(3):
        name = _envelope(record)
        if name is None:
            break
        inner = record[name]
        record = {**{key: part for key, part in record.items() if key != name and key not in inner}, **inner}
    return {name: _unwrapped(part) for name, part in record.items()}


def _envelope(record: dict[str, Any]) -> str | None:
    for name in _ENVELOPES:
        inner = record.get(name)
        if isinstance(inner, dict) and inner and all(isinstance(key, str) for key in inner):
            few = name in _WHOLE or len(record) <= 3
            if few:
                return name
    return None


def _unwrapped(value: Any) -> Any:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and "value" in value[0]:
        return value[0]["value"]
    if isinstance(value, dict) and value:
        if isinstance(value.get("rendered"), str):
            return value["rendered"]
        if len(value) == 1:
            name, inner = next(iter(value.items()))
            if name in _EXTENDED:
                return _unwrapped(inner)
            if name in ("@value", "#text", "_text", "__cdata", "$t") and isinstance(inner, str):
                return inner
        if isinstance(value.get("@value"), str):
            return value["@value"]
    return value


def _has_text(rows: list[Any], plan: Plan) -> bool:
    return any("text" in plan(list(flat(row))) for row in rows[:5])


def _lists(value: Any, depth: int, path: str) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects inside an object, with their paths."""
    if depth > _MAX_DEPTH or not isinstance(value, dict):
        return
    for name, part in value.items():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(part, list) and part and isinstance(part[0], dict):
            yield here, part
        elif isinstance(part, dict):
            yield from _lists(part, depth + 1, here)


def _rows_below_header(value: list[Any], plan: Plan) -> list[Any] | None:
    """Lists below a list of names, as ``[["title", "text"], ["a", "b"]]``."""
    if len(value) < 2 or not all(isinstance(row, list) and len(row) == len(value[0]) for row in value[:50]):
        return None
    header = value[0]
    if not all(isinstance(name, str) for name in header) or "text" not in plan(header):
        return None
    return [dict(zip(header, row, strict=False)) if isinstance(row, list) else row for row in value[1:]]


def _split(value: dict[str, Any], plan: Plan) -> list[Any] | None:
    """pandas' ``split``: columns, index, data."""
    columns, data = value.get("columns"), value.get("data")
    if not isinstance(columns, list) or not isinstance(data, list) or not data:
        return None
    names = [str(name) for name in columns]
    if not all(isinstance(row, list) and len(row) == len(names) for row in data):
        return None
    return [dict(zip(names, row, strict=True)) for row in data]


def _by_columns(value: dict[str, Any], plan: Plan) -> list[Any] | None:
    """A table by columns: each an object of index to value, or a list."""
    parts = list(value.values())
    if len(parts) < 2 or "text" not in plan(list(value)):
        return None
    if all(isinstance(part, list) and part and len(part) == len(parts[0]) for part in parts) and not any(
        isinstance(one, (dict, list)) for part in parts for one in part[:5]
    ):
        return [dict(zip(value, row, strict=True)) for row in zip(*parts, strict=True)]
    if all(isinstance(part, dict) and part for part in parts):
        index = list(parts[0])
        if all(part.keys() == parts[0].keys() for part in parts):
            return [{name: part[key] for name, part in value.items()} for key in index]
    return None


def _by_ids(value: dict[str, Any], plan: Plan) -> list[Any] | None:
    """Objects by their ids; the key is the id of a record that has none."""
    parts = list(value.values())
    if not parts or not all(isinstance(part, dict) and part for part in parts):
        return None
    with_text = ["text" in plan(list(flat(part))) for part in parts[:50]]
    if not all(with_text) or (len(parts) < 2 and _envelope(value) is not None):
        return None
    if "text" in plan(list(value)) and len(parts) < 3:
        return None
    return [part if "id" in plan(list(part)) else {"id": str(key), **part} for key, part in value.items()]
