"""Thresholds and word lists of the comparison, from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def settings(name: str = "comparison") -> dict[str, Any]:
    """The values of one of the files: ``comparison`` (thresholds) or ``address`` (words of address)."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
