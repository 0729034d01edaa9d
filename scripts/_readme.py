"""Writes into README.md what the program says: the output of the first session, and the commands' help."""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from corpus.cli.main import COMMANDS, app, command_function
from corpus.cli.options import DATABASE, FILTERS, OUTPUT, made_command

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SHARED = (FILTERS, OUTPUT, DATABASE)
BLOCK = re.compile(r"(?<=```console\n).*?(?=```(?:\n|$))", re.DOTALL)
COLUMNS = "100"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def session(written: str) -> str:
    """The section with the output of its ``$ corpus ...`` lines, run in order on a new database."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            **os.environ,
            "CORPUS_DB": str(Path(folder) / "corpus.db"),
            "COLUMNS": COLUMNS,
            "PYTHONIOENCODING": "utf-8",
        }
        return BLOCK.sub(lambda block: _run(block[0], settings), written)


def _run(block: str, settings: dict[str, str]) -> str:
    shown = []
    for line in block.splitlines():
        if line.startswith("$ corpus "):
            done = subprocess.run(
                [sys.executable, "-m", "corpus", *shlex.split(line)[2:]],
                cwd=ROOT,
                env=settings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            output = re.sub(r" +$", "", done.stdout, flags=re.MULTILINE).rstrip()
            output = MOMENT.sub("2026-01-01T12:00:00Z", output.replace(settings["CORPUS_DB"], "corpus.db"))
            shown.append(f"{line}\n{output}")
    return "\n\n".join(shown) + "\n"


def commands(written: str) -> str:
    """The help of the program, then of each command, folded away; options that many share only once."""
    shown: set[str] = set()
    parts = [_help(("--help",), shown)]
    for name in COMMANDS:
        function = command_function(name)
        about = (made_command(name, function).help or "").partition("\n")[0]
        summary = f"<summary><code>corpus {name}</code> · {html.escape(about)}</summary>"
        parts.append(f"<details>{summary}\n\n{_help((name, '--help'), shown)}\n\n</details>")
    return "\n\n".join(parts)


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


SECTIONS = {"session": session, "commands": commands}


def parted(readme: str, name: str) -> tuple[str, str, str]:
    """README before a section, the section, and after it."""
    before, begin, rest = readme.partition(f"<!-- {name} -->\n")
    now, end, after = rest.partition(f"\n<!-- /{name} -->")
    if not (begin and end):
        sys.exit(f"README.md lacks the lines <!-- {name} --> and <!-- /{name} -->.")
    return before + begin, now, end + after


def main() -> None:
    readme = README.read_text(encoding="utf-8")
    for name, write in SECTIONS.items():
        before, now, after = parted(readme, name)
        readme = before + write(now) + after
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
