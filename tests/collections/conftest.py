"""An archive of all real collections, loaded by the scripts, once for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parents[2] / "scripts"
RECIPES = (
    ("ingest_speech.py", "seed/*.txt"),
    ("ingest_kcna.py", "kcna-en/snapshot-*.gz"),
    ("ingest_kcna.py", "kcna-en/articles.jsonl"),
    ("ingest_new_year_addresses.py", "dprk-new-year"),
    ("ingest_prc_reports.py", "prc-reports"),
    ("ingest_xi_speeches.py", "xi-speeches"),
    ("ingest_un_general_debate.py", "un-general-debate/speeches.zip"),
)


def run_script(script: str, database: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPTS / script), *map(str, arguments), "--db", str(database)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.fixture(scope="session")
def archive(collections: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    database = tmp_path_factory.mktemp("collections") / "all.db"
    for script, pattern in RECIPES:
        done = run_script(script, database, *sorted(collections.glob(pattern)))
        assert done.returncode in (0, 3), done.stderr
        assert "Traceback" not in done.stderr
    with Corpus(database) as corpus:
        yield corpus
