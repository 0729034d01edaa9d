"""Thresholds and word lists of the comparison, from the TOML files beside this module."""

from __future__ import annotations

from typing import Any

from corpus.settings import packaged


def settings(name: str = "comparison") -> dict[str, Any]:
    """The values of one of the files: ``comparison`` (thresholds) or ``address`` (words of address)."""
    return packaged("corpus.insight.comparison", f"{name}.toml")
