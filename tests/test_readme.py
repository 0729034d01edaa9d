"""The README says what the program says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("section", ["session", "commands"])
def test_the_readme_shows_what_the_program_says(section: str) -> None:
    script = runpy.run_path(str(ROOT / "scripts/_readme.py"))
    _, written, _ = script["parted"]((ROOT / "README.md").read_text(encoding="utf-8"), section)
    assert written == script["SECTIONS"][section](written), "run ./scripts/readme"
