"""The README says what the program says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_command_section_is_what_the_commands_say() -> None:
    script = runpy.run_path(str(ROOT / "scripts/_readme.py"))
    _, written, _ = script["parted"]((ROOT / "README.md").read_text(encoding="utf-8"))
    assert written == script["section"](), "run ./scripts/readme"
