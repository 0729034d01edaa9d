"""Filters in one line of text, as ``country=USA since=2000``: for what compares two sub-corpora."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from corpus.argument_checks import checked, shown
from corpus.errors import FilterError, UsageError
from corpus.late_imports import late_pattern
from corpus.query.select.selection import Filters
from corpus.wording import argument, is_argument, subject

FOR_BOTH = "as_of"
"""The filter that an expression cannot hold: both sides are seen at one moment."""
SINGLE = frozenset(entry.name for entry in fields(Filters) if entry.default is None) | {"year"}
"""Filters that take one value."""

_NAME = late_pattern(r"([^\W\d][\w-]*)\s*=\s*")
_QUOTED = "\"([^\"]*)\"|'([^']*)'|[“”]([^“”]*)[“”]"
_VALUE = late_pattern(rf"(?:{_QUOTED}|([^\s,\"'“”=][^\s,=]*))(?=[\s,]|$)")
_BETWEEN = late_pattern(r"\s*(,?)\s*")


def expressed(what: str, given: str | Mapping[str, Any]) -> dict[str, Any]:
    """The filters of an expression by name, values as texts or lists of them; a mapping stays as it is.

    Pairs ``name=value`` stand apart by spaces or commas; a value with spaces stands in quotation marks; a
    value after a comma is a further one of the same name (``country=PRK,USA``), as is a repeated name.
    ``what`` begins the sentence of an error, as ``--target``. Raises UsageError for what is no expression,
    FilterError for a filter given twice that takes one value. Names and values are not checked here.
    """
    found = _parsed(what, checked(what, given)) if isinstance(given, str) else _mapped(what, given)
    if FOR_BOTH in found:
        raise UsageError.about(what, f"cannot name {FOR_BOTH}: {argument('as_of')} holds for both sides.")
    if not found:
        raise UsageError.about(what, "is empty: name a filter, as country=PRK.")
    return found


def narrowed(what: str, common: Mapping[str, Any], given: str | Mapping[str, Any]) -> dict[str, Any]:
    """Common filters and those of an expression together. Raises UsageError for a name in both."""
    found = expressed(what, given)
    for name in found:
        if common.get(name) not in (None, [], ()):
            raise UsageError.about(what, f"names {name}, and so does {argument(name)}: give it in one place.")
    return {**common, **found}


def _mapped(what: str, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        said = f"takes filters as text (country=PRK) or as a dict, not {shown(repr(given))}."
        raise UsageError.about(what, said)
    return {str(name): value for name, value in given.items() if value is not None}


def _parsed(what: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    text = text.strip()
    name, comma, at = "", "", 0
    while at < len(text):
        named = _NAME.match(text, at)
        if named is not None:
            name, at = named[1].lower().replace("-", "_"), named.end()
        elif not comma:
            said = f"{shown(text[at:])!r} is no name=value (quotation marks hold a value with spaces)."
            raise _wrong(what, text, said)
        value = _VALUE.match(text, at)
        if value is None:
            said = f"{shown(text[at:])!r} is no value of {name}: write {name}=VALUE."
            raise _wrong(what, text, said)
        _add(what, found, name, next(part for part in value.groups() if part is not None))
        between = _BETWEEN.match(text, value.end())
        assert between is not None  # it matches the empty text
        comma, at = between[1], between.end()
    return found


def _wrong(what: str, text: str, said: str) -> UsageError:
    about = subject(what, shown(text)) if is_argument(what) else what
    return UsageError(f"{about}: {said}", argument=what)


def _add(what: str, found: dict[str, Any], name: str, value: str) -> None:
    if name not in SINGLE:
        found.setdefault(name, []).append(value)
    elif name in found:
        raise FilterError.about(what, f"gives {name} twice: it takes one value.")
    else:
        found[name] = value
