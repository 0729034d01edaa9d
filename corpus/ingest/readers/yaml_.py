"""YAML: a list of texts with their fields, or one; what JSON would say, more readably."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from corpus import settings
from corpus.ingest.readers.json_ import objects
from corpus.ingest.readers.sources import UnreadableError, decoded, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.records import Record
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected


def read_yaml(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The mappings of a list, of a list inside a mapping, of several documents, or the mapping itself.

    Raises UnreadableError, with line and column, for what is no YAML, and for values that are repeated by
    reference: a few lines of these can stand for gigabytes.
    """
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    read = decoded(raw)
    values = _values(read.text, raw)
    value = values[0] if len(values) == 1 else values
    if not isinstance(value, (dict, list)) or not value:
        raise UnreadableError("It holds no records: a list of mappings, or a mapping, is needed.", raw)
    yield from objects(source, value, raw, read, columns, "It is no mapping: give each text its fields.")


def _values(text: str, raw: bytes) -> list[Any]:
    """The documents of the stream, all values as they are written. Raises UnreadableError."""
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, loader)):
            raise UnreadableError("It repeats values by reference (*name): write them out.", raw)
        return [one for one in yaml.load_all(text, loader) if one]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        said = " ".join(str(getattr(error, "problem", None) or type(error).__name__).split())
        raise UnreadableError(f"It is not valid YAML ({said}{where}): correct it there.", raw) from None
    except (ValueError, RecursionError):
        raise UnreadableError("It is not YAML that can be read: correct it or split it.", raw) from None
