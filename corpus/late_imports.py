"""Functions that are imported when they are first called: what a command does not use costs nothing."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def late_from(package: str) -> Callable[[str, str], Callable[..., Any]]:
    """What makes such functions of a package's modules, from the names of module and function."""

    def late(module: str, name: str) -> Callable[..., Any]:
        def function(*arguments: object) -> Any:
            return getattr(importlib.import_module(f"{package}.{module}"), name)(*arguments)

        return function

    return late
