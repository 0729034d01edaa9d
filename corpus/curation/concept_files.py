"""Files of concepts: TOML, a table for each concept, or CSV, a line for each query.

    [denuclearisation]
    note = "Giving up nuclear weapons."
    en = ["denuclear*", "nuclear disarmament"]
    ko = ["비핵화"]

A CSV has the columns ``concept``, ``language``, ``query`` and, where there are any, ``note``.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.curation.concepts import Given, given
from corpus.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STARTER = Path(__file__).parents[1] / "data" / "concepts" / "starter.toml"
"""The concepts that come with the program."""
ENDINGS = (".toml", ".csv")
NOTE = "note"


def starter() -> list[Given]:
    """The concepts that come with the program."""
    return read_concepts(STARTER)


def read_concepts(path: Path) -> list[Given]:
    """The concepts of a file. UsageError, with file and concept, where it cannot be read as one."""
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path.name} is no file of concepts by its ending: give a .toml or a .csv.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text in UTF-8: save it as one ({error.reason}).") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    found = _toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text)
    if not found:
        raise UsageError(f"{path} holds no concept.")
    return found


def _toml(path: Path, text: str) -> list[Given]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no valid TOML: {error}.") from None
    return [_given(path, name, table) for name, table in values.items()]


def _given(path: Path, name: str, table: Any) -> Given:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} stands outside of a concept; begin it with a line [{name}].")
    queries: dict[str, list[str]] = {}
    for language, several in table.items():
        if language != NOTE:
            listed = [several] if isinstance(several, str) else several
            if not isinstance(listed, list) or not all(isinstance(query, str) for query in listed):
                raise UsageError(f'{path}: {language} of [{name}] is no list of texts, as ["denuclear*"].')
            queries[language] = listed
    note = table.get(NOTE)
    if note is not None and not isinstance(note, str):
        raise UsageError(f"{path}: the note of [{name}] is no text.")
    return _checked(path, name, queries, note)


def _checked(path: Path, name: str, queries: Mapping[str, list[str]], note: str | None) -> Given:
    try:
        found = given(name, queries, note)
    except UsageError as error:
        raise UsageError(f"{path}: [{name[:60]}] {error}") from None
    if not found.queries:
        raise UsageError(f"{path}: [{name[:60]}] has no query.")
    return found


def _csv(path: Path, text: str) -> list[Given]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"concept", "language", "query"} - set(reader.fieldnames or ())
    if missing:
        raise UsageError(
            f"{path} lacks the column{'s' * (len(missing) > 1)} {', '.join(sorted(missing))}: a file of"
            " concepts has concept, language, query and, if you like, note."
        )
    queries: dict[str, dict[str, list[str]]] = {}
    notes: dict[str, str] = {}
    try:
        for row in reader:
            name = (row["concept"] or "").strip()
            queries.setdefault(name, {}).setdefault(row["language"] or "", []).append(row["query"] or "")
            if row.get(NOTE):
                notes.setdefault(name, row[NOTE])
    except csv.Error as error:
        raise UsageError(f"{path} is no valid CSV: {error} (line {reader.line_num}).") from None
    return [_checked(path, name, of_name, notes.get(name)) for name, of_name in queries.items()]


def to_toml(rows: Iterable[Mapping[str, str | None]]) -> str:
    """Concepts (rows of concept, language, query, note, by concept) as a file that can be imported again."""
    tables: dict[str, dict[str, list[str]]] = {}
    notes: dict[str, str | None] = {}
    for row in rows:
        name = str(row["concept"])
        languages = tables.setdefault(name, {})
        notes[name] = row[NOTE]
        if row["language"] is not None:
            languages.setdefault(row["language"], []).append(str(row["query"]))
    parts = []
    for name, languages in tables.items():
        lines = [f"[{_key(name)}]"]
        if notes[name]:
            lines.append(f"{NOTE} = {_string(str(notes[name]))}")
        lines += [
            f"{_key(language)} = [{', '.join(map(_string, several))}]"
            for language, several in languages.items()
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _key(text: str) -> str:
    bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if bare else _string(text)


def _string(text: str) -> str:
    """A basic string of TOML, which JSON's is; control characters are in no concept."""
    return json.dumps(text, ensure_ascii=False)
