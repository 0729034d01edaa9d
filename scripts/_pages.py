"""Writes into README.md and corpus/docs what the program says: the output of sessions, the help."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from corpus.cli.main import GROUPS, app, command_function
from corpus.cli.options import DATABASE, FILTERS, OUTPUT, Group

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "corpus/docs"
COMMANDS = PAGES / "commands.md"
SHARED = (FILTERS, OUTPUT, DATABASE)
SAMPLE = tuple(
    ("add", f"corpus/data/sample/{folder}", "--outlet", f"sample-{folder}")
    for folder in ("agency", "lantern")
)
SESSION = re.compile(r"(?<=```console\n).*?(?=```(?:\n|$))", re.DOTALL)
COLUMNS = "100"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def with_sessions() -> list[Path]:
    """README.md and the pages that show sessions."""
    written = [ROOT / "README.md", *sorted(PAGES.glob("*.md"))]
    return [path for path in written if SESSION.search(path.read_text("utf-8"))]


def with_output(text: str) -> str:
    """The text of a page with the output of its ``$ corpus ...`` lines, run in order on a new database.

    It holds the sample collection, where the page loads nothing itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            **{name: value for name, value in os.environ.items() if name != "CORPUS_OUTLETS"},
            "CORPUS_DB": str(Path(folder) / "corpus.db"),
            "COLUMNS": COLUMNS,
            "PYTHONIOENCODING": "utf-8",
        }
        if "$ corpus add corpus/" not in text:
            for arguments in SAMPLE:
                _said(arguments, settings)
        return SESSION.sub(lambda block: _run(block[0], settings), text)


def _run(block: str, settings: dict[str, str]) -> str:
    shown = []
    for line in block.splitlines():
        if line.startswith("$ corpus "):
            output = re.sub(r" +$", "", _said(shlex.split(line)[2:], settings), flags=re.MULTILINE).rstrip()
            output = MOMENT.sub("2026-01-01T12:00:00Z", output.replace(settings["CORPUS_DB"], "corpus.db"))
            shown.append(f"{line}\n{output}")
    return "\n\n".join(shown) + "\n"


def _said(arguments: tuple[str, ...] | list[str], settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def commands() -> str:
    """The page with the help of the program and of each command; options that many share only once."""
    shown: set[str] = set()
    parts = [
        "<!-- Made by ./scripts/pages. -->\n# Commands",
        "What `--help` prints, of the program and of each command. Options that many commands share are shown"
        " where they first occur.",
        _help(("--help",), shown),
    ]
    for title, names in GROUPS.items():
        parts.append(f"## {title}")
        for name in names:
            parts += [f"### corpus {name}", _help((name, "--help"), shown)]
            function = command_function(name)
            if isinstance(function, Group):
                parts += [_help((name, under, "--help"), shown) for under in function.functions]
    return "\n\n".join(parts) + "\n"


def _help(arguments: tuple[str, ...], shown: set[str]) -> str:
    done = CliRunner().invoke(app, arguments, prog_name="corpus")
    paragraphs, again = [], []
    for paragraph in done.stdout.strip().split("\n\n"):
        title = paragraph.partition(":\n")[0]
        if title in SHARED and paragraph in shown:
            again.append(title)
        else:
            paragraphs.append(paragraph)
            shown.add(paragraph)
    if again:
        paragraphs.append(f"{', '.join(again)}: as of the commands before.")
    text = "\n\n".join(paragraphs)
    return f"```text\n$ corpus {' '.join(arguments)}\n{text}\n```"


def main() -> None:
    runpy.run_path(str(ROOT / "scripts/_licences.py"), run_name="__main__")
    runpy.run_path(str(ROOT / "scripts/_schema.py"), run_name="__main__")
    COMMANDS.write_text(commands(), encoding="utf-8")
    for path in with_sessions():
        path.write_text(with_output(path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
