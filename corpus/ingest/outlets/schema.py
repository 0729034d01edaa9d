"""Checking a TOML file against a schema: every value typed, every unknown key an error with its line."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

import regex

from corpus.ingest import outlets
from corpus.ingest.outlets import late_patterns

Check = Callable[[Any, "Path"], Any]
"""Takes a value and where it stands; returns it converted, or raises ``SchemaValueError``."""
Path = tuple[str | int, ...]
"""Keys and positions from the top of the file: ``("lead_ins", 2, "pattern")``."""


class SchemaValueError(ValueError):
    """A value that breaks the schema: where it stands, and what is wrong with it."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def text(value: Any, path: Path) -> str:
    """A string that is not empty."""
    if not isinstance(value, str) or not value:
        raise SchemaValueError(path, "must be a text in quotation marks")
    return value


def whole(value: Any, path: Path) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise SchemaValueError(path, "must be a whole number")
    return value


def flag(value: Any, path: Path) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise SchemaValueError(path, "must be true or false")
    return value


def time_zone(value: Any, path: Path) -> str:
    """A name of the IANA time zone database, such as ``Asia/Pyongyang``."""
    try:
        zoneinfo.ZoneInfo(text(value, path))
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise SchemaValueError(
            path, f"must be a time zone such as Asia/Pyongyang, not {str(value)[:60]!r}"
        ) from None
    return str(value)


def choice(*allowed: str) -> Check:
    """One of the given words."""

    def check(value: Any, path: Path) -> str:
        if value not in allowed:
            raise SchemaValueError(path, f"must be one of {', '.join(allowed)}, not {value!r}")
        return str(value)

    return check


def matching(form: str, example: str) -> Check:
    """A text of the given form."""

    def check(value: Any, path: Path) -> str:
        if not re.fullmatch(form, text(value, path)):
            raise SchemaValueError(path, f"must look like {example}, not {value!r}")
        return str(value)

    return check


def short(longest: int, check: Check = text) -> Check:
    """What ``check`` takes, a text or a list of texts, of at most ``longest`` characters in all."""

    def check_length(value: Any, path: Path) -> Any:
        checked = check(value, path)
        size = len(checked if isinstance(checked, str) else " ".join(checked))
        if size > longest:
            raise SchemaValueError(path, f"has {size:,} characters; at most {longest} are stored")
        return checked

    return check_length


def many(check: Check) -> Check:
    """A list, as a tuple."""

    def check_all(value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise SchemaValueError(path, "must be a list in square brackets")
        return tuple(check(part, (*path, number)) for number, part in enumerate(value))

    return check_all


def named(check: Check) -> Check:
    """A table from names of the writer's choice to values."""

    def check_all(value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise SchemaValueError(path, "must be a table")
        return {key: check(part, (*path, key)) for key, part in value.items()}

    return check_all


def pattern(value: Any, path: Path) -> re.Pattern[str]:
    """A regular expression for ``re``."""
    try:
        return late_patterns.pattern(text(value, path))
    except (re.error, OverflowError, RecursionError) as error:
        raise SchemaValueError(path, f"is no regular expression: {error}") from error


def anchored(value: Any, path: Path) -> regex.Pattern[str]:
    """A regular expression for ``regex``."""
    try:
        return late_patterns.dateline(text(value, path))
    except (regex.error, OverflowError, RecursionError) as error:
        raise SchemaValueError(path, f"is no regular expression: {error}") from error


def selector(value: Any, path: Path) -> str:
    """A CSS selector; those that come with the program are not looked through again."""
    words = text(value, path)
    if not late_patterns.trusted():
        try:
            outlets.selectors.check_selector(words)
        except ValueError as error:
            raise SchemaValueError(path, f"is no CSS selector: {error}") from error
    return words


def table(make: Callable[..., Any], required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """A table with the given keys, made into what ``make`` returns for them; others are errors."""

    def check(value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            raise SchemaValueError(path, "must be a table")
        fields = {}
        for key, part in value.items():
            known = required.get(key) or optional.get(key)
            if known is None:
                raise SchemaValueError(
                    (*path, key), f"is no key here; known are {', '.join([*required, *optional])}"
                )
            fields[key] = known(part, (*path, key))
        for key in required:
            if key not in fields:
                raise SchemaValueError((*path, key), "is missing")
        return make(**fields)

    return check


def expand(value: Any, words: Mapping[str, str], path: Path = ()) -> Any:
    """Replace each ``<<NAME>>`` in every text by the alternatives that ``words`` has for it."""
    if isinstance(value, dict):
        return {key: expand(part, words, (*path, key)) for key, part in value.items()}
    if isinstance(value, list):
        return [expand(part, words, (*path, number)) for number, part in enumerate(value)]
    if not isinstance(value, str) or "<<" not in value:
        return value

    def put(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise SchemaValueError(path, f"names <<{match[1]}>>, which is not under [words]")
        return words[match[1]]

    return re.sub("<<([A-Z_]+)>>", put, value)


def line_of(source: str, path: Path) -> int:
    """The line of the file where the value stands, counted from 1; the nearest known line above if unsure."""
    lines = source.split("\n")
    found = 0
    for depth, part in enumerate(path):
        if isinstance(part, int):
            continue
        number = path[depth + 1] if depth + 1 < len(path) else None
        headers = [
            n for n in range(found, len(lines)) if re.match(rf"\s*\[+\s*{re.escape(part)}\s*\]+", lines[n])
        ]
        keys = [n for n in range(found, len(lines)) if re.match(rf"\s*\"?{re.escape(part)}\"?\s*=", lines[n])]
        if isinstance(number, int) and len(headers) > number:
            found = headers[number]
        elif headers and depth == 0:
            found = headers[0]
        elif keys:
            found = keys[0]
    return found + 1
