"""The drawn items in archives of their own, loaded by the scripts as whole collections are."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.scores.draw import DRAWS, DrawnItem

SCRIPTS = Path(__file__).parents[2] / "scripts"


def draw_all(collections: Path) -> dict[str, list[DrawnItem]]:
    """The drawn items of each collection."""
    return {name: draw(collections) for name, draw in DRAWS.items()}


def load(files: dict[str, Path], folder: Path) -> Path:
    """An archive of the files of all collections."""
    database = folder / "drawn.db"
    for script, names in (
        ("ingest_kcna.py", ["kcna-en"]),
        ("ingest_new_year_addresses.py", ["dprk-new-year"]),
        ("ingest_prc_reports.py", ["prc-government", "cpc-congress"]),
        ("ingest_xi_speeches.py", ["xi-speeches"]),
        ("ingest_un_general_debate.py", ["un-general-debate"]),
    ):
        command = [sys.executable, SCRIPTS / script, *(files[name] for name in names), "--db", database]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise RuntimeError(done.stderr)
    return database


def written(items: dict[str, list[DrawnItem]], collections: Path, folder: Path) -> dict[str, Path]:
    """Files, made in the folder, that hold the items as their collections do."""
    return {name: _written(name, drawn, collections, folder) for name, drawn in items.items()}


def _written(name: str, items: list[DrawnItem], collections: Path, folder: Path) -> Path:
    """The file (or folder) that holds the items as their collection does."""
    target = folder / name
    if name == "dprk-new-year":
        target.mkdir()
        for item in items:
            shutil.copy(collections / name / item.key, target)
        return target
    if name == "un-general-debate":
        target.mkdir()
        shutil.copy(collections / name / "Speakers_by_session.xlsx", target)
        with (
            zipfile.ZipFile(collections / name / "speeches.zip") as source,
            zipfile.ZipFile(target / "speeches.zip", "w") as archive,
        ):
            members = {Path(member).name: member for member in source.namelist()}
            for item in items:
                archive.writestr(members[item.key], source.read(members[item.key]))
        return target / "speeches.zip"
    rows = [item.row for item in items]
    if name == "xi-speeches":
        target = target.with_suffix(".json")
        target.write_text(json.dumps(rows), encoding="utf-8")
    else:
        target = target.with_suffix(".jsonl")
        target.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return target
