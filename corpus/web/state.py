"""The whole of a question as it stands in an address: which question, and its arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlencode

from corpus.api.signatures import Parameter, parameters
from corpus.errors import UsageError
from corpus.web.limits import ADDED, ASKED, DEFAULTS, LEFT_OUT, MOST, MOST_CHARACTERS, MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | int | bool | tuple[str, ...]

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
SWITCHES = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
"""What a switch may be set to, and what it is then."""


@dataclass(frozen=True, slots=True)
class State:
    """``question``: the name of a method of Corpus. ``values``: its arguments by name, in the order of
    ``parameters``; what is as by default is left out, so that equal questions have equal addresses.

    ``State.parse(state.question, state.printed())`` is the state again.
    """

    question: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, question: str, given: Mapping[str, Any]) -> Self:
        """A state of values as they are in Python. UsageError for an argument that there is none of, and for
        a value of another kind."""
        known = arguments(question)
        for name in given:
            if name not in known:
                raise UsageError(
                    f"There is no argument {name[:100]!r}; there is: {', '.join(known)}", argument=None
                )
        made = ((one, _normal(one, given[one.name])) for one in known.values() if one.name in given)
        kept = [(one, value) for one, value in made if value is not None and value != ()]
        return cls(question, tuple((one.name, value) for one, value in kept if value != _default(one)))

    @classmethod
    def parse(cls, question: str, query: str) -> Self:
        """The state that the query string of an address says. UsageError where it says none."""
        if len(query) > MOST_CHARACTERS:
            raise UsageError(f"The address is longer than {MOST_CHARACTERS:,} characters.")
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_VALUES)
        except ValueError:
            raise UsageError(
                f"The address cannot be read: it holds no UTF-8, or more than {MOST_VALUES} values."
            ) from None
        return cls.of(question, collected(question, pairs))

    def printed(self) -> str:
        """The query string of the address."""
        pairs: list[tuple[str, str]] = []
        for name, value in self.values:
            if isinstance(value, tuple):
                pairs += [(name, one) for one in value]
            else:
                pairs.append((name, str(int(value)) if isinstance(value, bool) else str(value)))
        return urlencode(pairs)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of an argument, as given or by default."""
        for known, value in self.values:
            if known == name:
                return value
        parameter = arguments(self.question).get(name)
        return default if parameter is None or parameter.default in (None, ()) else parameter.default

    def several(self, name: str) -> tuple[str, ...]:
        """The values of an argument that takes several."""
        value = self.get(name, ())
        return value if isinstance(value, tuple) else (str(value),)

    def but(self, **changed: Any) -> Self:
        """The same with other values; those that are None are gone."""
        return type(self).of(self.question, {**dict(self.values), **changed})

    def to(self, question: str, **changed: Any) -> State:
        """Another question about the same: with the arguments that it takes, too."""
        taken = arguments(question)
        kept = {name: value for name, value in self.values if name in taken and name not in OWN}
        texts = {
            name: " ".join(value)
            for name, value in kept.items()
            if isinstance(value, tuple) and taken[name].kind == "text"
        }
        return State.of(question, {**kept, **texts, **changed})

    def filters(self) -> dict[str, Value]:
        """The filters that are set."""
        known = arguments(self.question)
        return {name: value for name, value in self.values if known[name].filter}


OWN = frozenset({"limit", "offset", "sort", "min", "by"})
"""Arguments whose names are alike, and whose meaning is each question's own."""


def arguments(question: str) -> Mapping[str, Parameter]:
    """What a question takes of an address. KeyError where there is no such question."""
    found = _KNOWN.get(question)
    if found is None:
        if question not in ASKED:
            raise KeyError(question)
        own = DEFAULTS.get(question, {})
        found = _KNOWN[question] = {
            name: replace(one, default=own[name]) if name in own else one
            for name, one in (*parameters(question).items(), *_added(question))
            if name not in LEFT_OUT.get(question, ())
        }
    return found


_KNOWN: dict[str, dict[str, Parameter]] = {}


def _added(question: str) -> list[tuple[str, Parameter]]:
    """Arguments that pages have and Python has not."""
    return [(name, Parameter(name, "texts", ())) for name in ADDED.get(question, ())]


def _default(parameter: Parameter) -> Any:
    """The default, as a value of its kind."""
    given = parameter.default
    return str(given) if parameter.kind == "text" and given is not None else given


def collected(question: str, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and texts, as a form sends them, by name; empty ones are left out. UsageError for one value too
    many."""
    known = arguments(question)
    given: dict[str, Any] = {}
    for name, text in pairs:
        if not text.strip():
            continue
        if name in known and known[name].kind == "texts":
            given.setdefault(name, []).append(text)
        elif name in given:
            raise UsageError.about(name[:100], "is given twice: it takes one value.")
        else:
            given[name] = text
    return given


def _normal(parameter: Parameter, value: Any) -> Value | None:
    """A value in the form in which states are compared."""
    name, kind = parameter.name, parameter.kind
    if value is None:
        return None
    if kind == "texts":
        several = [value] if isinstance(value, str) else value
        return tuple(dict.fromkeys(stripped for one in several if (stripped := str(one).strip())))
    if kind == "switch":
        found = SWITCHES.get(str(value).strip().lower())
        if found is None:
            raise UsageError.about(name, f"is 1 or 0, not {str(value)[:100]!r}.")
        return found
    if kind == "number":
        text = str(value).strip()
        if not _NUMBER.fullmatch(text):
            raise UsageError.about(name, f"is a whole number, not {text[:100]!r}.")
        number, most = int(text), MOST.get(name)
        if most is not None and number > most:
            raise UsageError.about(name, f"is {most:,} at most.")
        return number
    return str(value).strip() or None
