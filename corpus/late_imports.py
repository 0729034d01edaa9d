"""Modules that are imported and patterns that are compiled when they are first used: what a command does not
use costs nothing."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def face(package: str) -> Callable[[str], ModuleType]:
    """The ``__getattr__`` of a package, which imports a module of it by its name (PEP 562).

    The package names what others may use in imports for type checkers alone, which mypy holds them to:
    ``from corpus.query import questions`` imports no question, ``questions.freq.freq(...)`` one.
    """

    def module_of(name: str) -> ModuleType:
        module = f"{package}.{name}"
        try:
            return importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name) from None

    return module_of


def late_from(package: str) -> Callable[[str, str], Callable[..., Any]]:
    """What makes functions of a package's modules, from the names of module and function, that import the
    module when they are called."""

    def late(module: str, name: str) -> Callable[..., Any]:
        def function(*arguments: object) -> Any:
            return getattr(importlib.import_module(f"{package}.{module}"), name)(*arguments)

        return function

    return late


class LatePattern:
    """A pattern that becomes one when anything but its text is asked of it."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self.pattern = text
        self._flags = flags

    def compiled(self) -> Any:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copied or pickled: there is nothing to compile for
            raise AttributeError(name)
        value = getattr(self.compiled(), name)
        setattr(self, name, value)
        return value


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, for a pattern that few texts or queries need."""
    return cast("re.Pattern[str]", LatePattern(text, flags))
