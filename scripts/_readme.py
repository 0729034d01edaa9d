"""Writes the command section of README.md from what the commands say of themselves."""

from __future__ import annotations

import html
import sys
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from corpus.cli.main import app
from corpus.cli.options import DATABASE, FILTERS, OUTPUT

README = Path(__file__).parents[1] / "README.md"
SHARED = (FILTERS, OUTPUT, DATABASE)
BEGIN, END = "<!-- commands -->", "<!-- /commands -->"


def section() -> str:
    """The help of the program, then of each command, folded away; options that many share only once."""
    shown: set[str] = set()
    parts = [_block(("--help",), shown)]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        about = (command.help or "").partition("\n")[0]
        summary = f"<summary><code>corpus {name}</code> · {html.escape(about)}</summary>"
        parts.append(f"<details>{summary}\n\n{_block((name, '--help'), shown)}\n\n</details>")
    return "\n\n".join(parts)


def _block(arguments: tuple[str, ...], shown: set[str]) -> str:
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


def parted(readme: str) -> tuple[str, str, str]:
    """README before the section, the section, and after it."""
    before, begin, rest = readme.partition(f"{BEGIN}\n")
    now, end, after = rest.partition(f"\n{END}")
    if not (begin and end):
        sys.exit(f"README.md lacks the lines {BEGIN} and {END}: put them where the commands belong.")
    return before + begin, now, end + after


def main() -> None:
    before, _, after = parted(README.read_text(encoding="utf-8"))
    README.write_text(before + section() + after, encoding="utf-8")


if __name__ == "__main__":
    main()
