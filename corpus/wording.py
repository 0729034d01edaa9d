"""How a message names what its reader can do: an argument, an action.

Below ``cli/`` nobody knows who reads: a message names the arguments and the methods of ``Corpus``, and who
reads decides how they are written: ``min=`` and ``Corpus.upgrade()`` in Python, ``--min`` and ``corpus
upgrade`` on the command line, which speaks its own wording while a command runs (``corpus.cli.wording``).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Blank(str):
    """What the reader is to put in, as REF or FILE."""

    __slots__ = ()


class Note(str):
    """A sentence under a result. ``kind`` says what it tells, for who shows it: "", ``MISSING``,
    ``RESPELLED`` or ``FOLLOWUP``."""

    kind: str

    def __new__(cls, text: str, kind: str = "") -> Note:
        made = super().__new__(cls, text)
        made.kind = kind
        return made


def kind(note: str) -> str:
    """The kind of a note; of one that is a plain sentence, ""."""
    return note.kind if isinstance(note, Note) else ""


MISSING = "missing"
"""The kind of note that says of a query that it has no match, and no more."""
RESPELLED = "respelled"
"""The kind of note that says of a query that it has no match, and how the archive spells what it names."""


FOLLOWUP = "followup"
"""The kind of note that names the action which opens what is behind a row; pages have links for that."""


class Wording:
    """The words of Python."""

    def argument(self, name: str, value: object = None) -> str:
        """An argument by its name; with a value, as it is given."""
        return f"{name}={'' if value is None else literal(value)}"

    def action(self, name: str, *given: object, **arguments: object) -> str:
        """A call of a method of Corpus (or of another class, as ``Result.write``); arguments that are None or
        empty are left out."""
        owner, _, method = name.rpartition(".")
        named = (self.argument(key, value) for key, value in arguments.items() if value not in (None, ()))
        return f"{owner or 'Corpus'}.{method}({', '.join([*map(literal, given), *named])})"


def literal(value: object) -> str:
    """A value as Python writes it; what is to be put in stands bare."""
    if isinstance(value, Blank):
        return str(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(key)}: {literal(one)}' for key, one in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return literal(value[0]) if len(value) == 1 else f"[{', '.join(map(literal, value))}]"
    return f'"{value}"' if isinstance(value, str) and not set(value) & set('"\\\n') else repr(value)


_PYTHON = Wording()
_wording: ContextVar[Wording] = ContextVar("wording", default=_PYTHON)


def argument(name: str, value: object = None) -> str:
    """An argument, as ``--min`` or ``min=``; with a value ``--min 2`` or ``min=2``. True: a switch."""
    return _wording.get().argument(name, value)


def action(name: str, *given: object, **arguments: object) -> str:
    """What to do next, by the name of a method of Corpus, as ``corpus undo 3`` or ``Corpus.undo(3)``."""
    return _wording.get().action(name, *given, **arguments)


def subject(what: str, value: object = None) -> str:
    """How a sentence begins that is about an argument (by its name, as ``min``) or a thing ("The query")."""
    if is_argument(what):
        return argument(what, value)
    return what if value is None else f"{what} {value}"


def is_argument(what: str) -> bool:
    """Whether this is the name of an argument, and no thing."""
    return what.isidentifier() and what.islower()


@contextmanager
def spoken(wording: Wording) -> Iterator[None]:
    """Messages in other words, as long as it lasts."""
    before = _wording.set(wording)
    try:
        yield
    finally:
        _wording.reset(before)
