"""Columns to canonical names: what the user said first, then good guesses."""

from __future__ import annotations

import functools
import itertools
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.decode.mojibake import mend, signs
from corpus.ingest.outlets.registry import outlet_code
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PARTED = re.compile(r"[/|()（）\[\]【】<>\n]")
_SUM = re.compile(r"\s*[:：=]|\s+(?=[0-9(])|(?<=\w)\s+(?=[^\x00-\u024f])|(?<=[^\x00-\u024f])\s+(?=\w)")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_ABSENT = frozenset({"", "nan", "none", "null", "nat", "<na>", "#n/a"})
_LONGEST_ABSENT = max(map(len, _ABSENT))
_BETWEEN = re.compile(r"[\s_.:-]+")
_LINKED = re.compile(r"(?:https?|ftp)://\S+|www\.\S+", re.IGNORECASE)
_LONGEST_MARK = 30
_MOST_PLANS = 1000
_LONGEST_EXAMPLE = 60
_SURROGATES = re.compile("[\ud800-\udfff]")


@functools.cache
def guesses() -> dict[str, list[str]]:
    """Canonical name to the column names that are guessed for it, best first."""
    guessed: dict[str, list[str]] = packaged("corpus.ingest.decode", "columns.toml")["guesses"]
    return guessed


@functools.cache
def _plain_names(table: str) -> dict[str, list[str]]:
    """The names of a table as they are compared."""
    names = packaged("corpus.ingest.decode", "columns.toml")[table]
    return {canonical: list(dict.fromkeys(map(_plain, called))) for canonical, called in names.items()}


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column that gives the documents nothing. ``example``: its first value, None where none was met.

    ``instead``: canonical name and column, where another column was read for what it seems to be.
    """

    name: str
    example: str | None
    instead: tuple[str, str] | None


class ColumnMap:
    """Gives columns their canonical names. ``given`` is canonical name to column, and wins over guesses.

    Raises UsageError for a canonical name that does not exist.
    """

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = dict(given or {})
        unknown = sorted(set(self.given) - set(guesses()))
        if unknown:
            raise UsageError(
                f"There is no field {unknown[0]!r} to map to; there are: {', '.join(guesses())}."
            )
        self.seen: dict[str, None] = {}
        """The columns met so far, in order; not all where they are thousands."""
        self.met: set[str] = set()
        """The canonical names of ``given`` whose column was met so far."""
        self._used: set[str] = set()
        self._rivals: dict[str, tuple[str, str]] = {}
        self._examples: dict[str, str] = {}
        self._plans: dict[tuple[str, ...], dict[str, str]] = {}
        self._parts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._any_parts = False

    def plan(self, columns: Iterable[str]) -> dict[str, str]:
        """Canonical name to the column that holds it, for records with these columns."""
        key = tuple(columns)
        if key not in self._plans:
            if len(self._plans) == _MOST_PLANS:  # records may each have columns of their own
                self._plans.clear()
                self._parts.clear()
            self._plans[key] = plan = self._make_plan(key)
            if len(self.seen) < _MOST_PLANS:
                self.seen |= dict.fromkeys(key)
                self._used.update(plan.values())
            self.met |= plan.keys() & self.given.keys()
        return self._plans[key]

    def fits(self, columns: Iterable[str], needed: str) -> bool:
        """Whether a table with these columns has one for a canonical name; they are not met by that."""
        return needed in self._make_plan(tuple(columns))

    def unused(self) -> list[UnusedColumn]:
        """The columns met so far that are kept with the text as it came, and give the document nothing."""
        return [
            UnusedColumn(column, self._examples.get(column), self._rivals.get(column))
            for column in self.seen
            if column not in self._used
        ]

    def _make_plan(self, columns: tuple[str, ...]) -> dict[str, str]:
        by_name: dict[str, str] = {}
        for column in columns:
            by_name.setdefault(_plain(column), column)
        for column in columns:
            for part in _parts(column) if _plain(column) not in _known() else ():
                by_name.setdefault(part, column)
        plan: dict[str, str] = {}
        for canonical, wanted in self.given.items():
            named = wanted if wanted in columns else by_name.get(_plain(wanted))
            if named is not None:
                plan[canonical] = named
        taken = set(plan.values())
        for canonical, names in _plain_names("guesses").items():
            if canonical not in self.given:
                found = [by_name[name] for name in names if name in by_name and by_name[name] not in taken]
                if found:
                    plan[canonical] = found[0]
                if found and len(self._rivals) < _MOST_PLANS:
                    self._rivals |= dict.fromkeys(found[1:], (canonical, found[0]))
        self._parts[columns] = () if "date" in self.given else _date_parts(by_name, plan)
        self._any_parts = self._any_parts or bool(self._parts[columns])
        return plan

    def apply(
        self, values: Mapping[str, object], at_hand: Mapping[str, str] | None = None
    ) -> tuple[dict[str, str], str | None]:
        """Fields by canonical name and the text ("" where it is empty, None without a text column).

        Columns without a canonical name are kept under their own; one whose own name is taken by another
        column (``date`` beside ``date_str``) is kept as ``date_column``. Absent values are left out.
        ``at_hand``: the plan of these columns, where it is known already.
        """
        plan = dict(self.plan(values) if at_hand is None else at_hand)
        if "outlet" in plan and _plain(plan["outlet"]) != "outlet" and "outlet" not in self.given:
            named = as_text(values[plan["outlet"]])
            if named is None or outlet_code(named) is None:
                del plan["outlet"]  # a column "source" may hold anything
        if "url" in plan and "url" not in self.given and not _LINKED.match(str(values[plan["url"]])):
            del plan["url"]  # a column "address" may hold a speech, "link" a part of an address
        canonical = {column: name for name, column in plan.items() if name not in ("id", "file")}
        taken = {*canonical.values(), *self.given}
        fields: dict[str, str] = {}
        text: str | None = None
        for column, value in values.items():
            name = canonical.get(column)
            if name == "text":
                text = as_text(value, "\n", strip=False) or ""
                text = "" if is_missing(text) else text
            elif (known := as_text(value)) is not None and not (name and is_missing(known, name)):
                if name is None:
                    name = f"{column}_column" if column in taken else column
                    if column not in self._examples and len(self._examples) < _MOST_PLANS:
                        self._examples[column] = known[:_LONGEST_EXAMPLE]
                fields[_whole_letters(name)] = known
        if self._any_parts and (parts := self._parts.get(tuple(values))):
            whole = _whole_date([as_text(values[column]) or "" for column in parts])
            if whole:
                fields["date"] = whole
        found = sum(map(signs, fields.values())) + signs(text or "")
        if found:
            fields = {name: mend(known, found - signs(known)) for name, known in fields.items()}
            text = text and mend(text, found - signs(text))
        return fields, text


@functools.cache
def _missing(kind: str) -> frozenset[str]:
    return frozenset(packaged("corpus.ingest.decode", "columns.toml")["missing"][kind])


def is_missing(value: str, name: str = "text") -> bool:
    """Whether a value of a column (by its canonical name) says that there is none: ``n/a``, ``-``, ``NA``."""
    if len(value) >= _LONGEST_MARK:
        return False
    word = value.strip().casefold()
    if name == "text":
        return (word in _missing("marks") and any(map(str.isalpha, word))) or value.strip() == "NA"
    if word in _missing("marks"):
        return True
    return name != "title" and word in _missing("words") and (name, word) != ("country", "na")


def is_sum(values: Iterable[object]) -> bool:
    """Whether a cell of a row without a text says that it holds sums: ``Total``, ``Total: 28``."""
    cells = (as_text(value) or "" for value in values)
    return any(_SUM.split(cell.casefold(), maxsplit=1)[0].strip() in _sums() for cell in cells)


@functools.cache
def _sums() -> frozenset[str]:
    return frozenset(packaged("corpus.ingest.decode", "columns.toml")["missing"]["sums"])


@functools.cache
def _known() -> Mapping[str, str]:
    """Each name of a column, as it is compared, and what it stands for."""
    tables = (_plain_names("guesses"), _plain_names("parts"))
    return {name: known for table in tables for known, names in table.items() for name in names}


def _parts(column: str) -> list[str]:
    """The names in a column's name that has several, where all that are known mean one thing: ``Title 标题``,
    ``제목/Title``, ``Date (UTC)``."""
    parts: list[str] = []
    for part in _PARTED.split(column):
        for _, words in itertools.groupby(part.split(), key=lambda word: bool(_LATIN.match(word))):
            parts += filter(None, [_plain(" ".join(words))])
    known = [part for part in parts if part in _known()]
    return known if len(parts) > 1 and len({_known()[part] for part in known}) == 1 else []


def _date_parts(by_name: Mapping[str, str], plan: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of year, month and, where there is one, day; () where a column holds whole dates."""
    found = {
        part: next((by_name[name] for name in names if name in by_name), None)
        for part, names in _plain_names("parts").items()
    }
    year, month, day = found["year"], found["month"], found["day"]
    if year is None or month is None or plan.get("date") not in (None, year, month, day):
        return ()
    return (year, month, day) if day is not None else (year, month)


def _whole_date(parts: Sequence[str]) -> str:
    """A date of its parts: ``2024-08-06``, ``6 August 2024``; the year alone where the month is no month."""
    if not parts[0].strip():
        return ""
    numbers = [part.removesuffix(".0").lstrip("0") or "0" for part in parts]
    year, month = numbers[:2]
    day = numbers[2] if len(numbers) > 2 and numbers[2] != "0" else ""
    if month.isdecimal() and month != "0":
        return "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
    return f"{day} {month} {year}".strip() if month != "0" and month else year


def is_web_address(value: str) -> bool:
    """Whether this is the URL of a page; a bare host is not, because many items can have it in common."""
    match = _LINKED.fullmatch(value)
    return match is not None and bool(re.search(r"[^/:]/[^/]|\?", value))


def _plain(column: str) -> str:
    """Without case, accents and what stands between words: ``Année``, ``annee``; ``İçerik``, ``icerik``."""
    letters = unicodedata.normalize("NFKD", column.casefold()).replace("ı", "i")
    return _BETWEEN.sub("", "".join(one for one in letters if not unicodedata.combining(one)))


def as_text(value: object, separator: str = ", ", *, strip: bool = True) -> str | None:
    """A value of JSON or of a table as text; None where it is absent (null, NaN, ``None``, empty).

    A list of texts is joined by ``separator``; other lists and objects are kept as JSON.
    """
    if isinstance(value, str):
        text = value
    elif value is None or value != value:
        return None
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        text = separator.join(value)
    elif isinstance(value, (list, dict)):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    else:
        text = str(value)
    stripped = text.strip()
    if len(stripped) <= _LONGEST_ABSENT and stripped.casefold() in _ABSENT:
        return None
    # JSON can escape half of a surrogate pair, which no encoding can write.
    return _whole_letters(stripped if strip else text)


def _whole_letters(text: str) -> str:
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
