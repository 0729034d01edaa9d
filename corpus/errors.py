"""What can go wrong, as one tree.

CorpusError                    every error that the program explains to its user
├── UsageError                 the request is wrong: exit code 2
│   ├── QueryError             a query does not parse; knows the column
│   ├── FilterError            a filter or facet that does not exist
│   └── OutletError            an outlet file that breaks the schema, or an unknown outlet
├── NotFoundError              something asked for by name is not there: exit code 1
├── PackageError               a package that the program needs is not there, or broken: exit code 2
├── InputError                 an input that cannot be loaded; kept as a rejection: exit code 3
└── StoreError                 the database cannot do what was asked: exit code 2
    ├── SchemaError            not created yet, or of another version
    ├── DamagedError           what is stored is not what was written
    └── StorageFullError       no space left, or no right to write

Each message is one sentence that says what, where and what to do. Arguments and actions stand in it in the
words of who reads it (``corpus.wording``); ``argument`` names the argument at fault, where it is one.
"""

from __future__ import annotations

from typing import Literal, Self

from corpus.wording import action, is_argument, subject


class CorpusError(Exception):
    """Base of every error that the program explains. ``exit_code`` is what the command line returns."""

    exit_code = 2

    def __init__(self, message: str, *, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument if argument is not None and is_argument(argument) else None

    @classmethod
    def about(cls, argument: str, said: str, value: str | Literal[True] | None = None) -> Self:
        """The error of one argument: its name, perhaps with its value (True: a switch), and what is said."""
        mark = ":" if isinstance(value, str) else ""
        return cls(f"{subject(argument, value)}{mark} {said}", argument=argument)


class UsageError(CorpusError):
    """The request itself is wrong."""


class QueryError(UsageError):
    """A query does not parse. ``column`` is the zero-based offset in ``query`` where it fails."""

    def __init__(
        self, message: str, query: str = "", column: int | None = None, *, argument: str | None = None
    ) -> None:
        super().__init__(message, argument=argument)
        self.query = query
        self.column = column

    def __str__(self) -> str:
        message = super().__str__()
        if self.column is None:
            return message
        shown = self.query if len(self.query) <= 200 else self.query[:200] + "…"
        return f"{message} (column {self.column + 1} of: {shown})"


class FilterError(UsageError):
    """A filter value or facet that does not exist; the message names what does."""


class OutletError(UsageError):
    """An unknown outlet, or an outlet file that breaks the schema (file, key and line are named)."""


class NotFoundError(CorpusError):
    """Something asked for by name is not in the archive."""

    exit_code = 1


class InputError(CorpusError):
    """An input that cannot be loaded. The loader keeps its bytes as a rejection and goes on."""

    exit_code = 3


class PackageError(CorpusError):
    """A package that the program needs cannot be imported; the message names what to install."""


class StoreError(CorpusError):
    """The database cannot do what was asked."""


class SchemaError(StoreError):
    """The database is not created yet, or was made by another version of the program."""


class DamagedError(StoreError):
    """What the database holds is not what was written there. ``problem``: what is wrong, without what to do:
    ``Corpus.check`` says how much is."""

    def __init__(self, problem: str, remedy: str = "", *, argument: str | None = None) -> None:
        super().__init__(f"{problem}; {remedy or 'run: ' + action('check')}", argument=argument)
        self.problem = problem


class StorageFullError(StoreError):
    """No space left on the device, or no right to write there."""
