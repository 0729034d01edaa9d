"""Every example of the help and of the manual runs as it is printed, in bash and zsh."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.cli import main
from corpus.cli.options import made_command
from tests.cli.conftest import run
from tests.examples import make_archive, write_inputs

if TYPE_CHECKING:
    from tests.cli.conftest import Run

__all__ = ["run"]

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "corpus/docs").glob("*.md"))]
UNSAFE = frozenset("*?[]{}()<>|&;$`\\#^!")
"""What bash or zsh reads as its own, outside of quotation marks."""
BAIT = ("nuclear.txt", "nuclear", "missiles.csv", "drones", "denuclear", "a.md")
"""Files of whose names a wildcard that nobody quoted would be made."""
BEFORE = {
    "restore": (
        "corpus remove generic-2024-02-28-songchon",
        "corpus remove --run 3",
        "corpus remove --outlet tass",
    ),
    "undo": (
        "corpus set kcna-2024-10-20 genre=report",
        "corpus set kcna-2024-10-20 genre=message",
        "corpus concepts add weather en:rain",
    ),
}
"""What is done to the archive before the examples of a command, so that there is something to take back."""


def of_help() -> dict[str, list[str]]:
    """The examples of each command."""
    found = {}
    for name in main.COMMANDS:
        function = main.command_function(name)
        command = made_command(name, function)
        parts = {name: command}
        for under in getattr(function, "functions", ()):
            parts[f"{name} {under}"] = command.get_command(None, under)
        for title, one in parts.items():
            lines = [line.strip() for line in (one.help or "").splitlines()]
            found[title] = [line for line in lines if line.startswith("corpus ") and "  " not in line]
    return {title: lines for title, lines in found.items() if lines}


def of_pages() -> dict[str, list[str]]:
    """The blocks of commands in pages, by page and number."""
    found = {}
    for path in PAGES:
        blocks = re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
        for number, block in enumerate(blocks):
            if block.startswith("corpus "):
                found[f"{path.stem} {number}"] = block.splitlines()
    return found


EXAMPLES = of_help() | of_pages()
SESSIONS = [
    line.removeprefix("$ ")
    for path in PAGES
    for block in re.findall(r"```console\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ corpus ")
]
LINES = [*(line for lines in EXAMPLES.values() for line in lines), *SESSIONS]


def unsafe(line: str) -> str:
    """The first character that a shell would not leave as it is; "" for none."""
    line = re.sub(r" > [\w.-]+$", "", line)
    quote, before = "", " "
    for character in line:
        if quote:
            if character == quote:
                quote = ""
            elif quote == '"' and character in "$`\\!":
                return character
        elif character in "'\"":
            quote = character
        elif character in UNSAFE or (before == " " and character in "~="):
            return character
        before = character
    return quote


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("corpus kwic nuclear*", "*"),
        ("corpus kwic 'nuclear*' \"wom?n\"", ""),
        ("corpus freq =Party", "="),
        ("corpus freq peace ~3 war", "~"),
        ("corpus freq 로동당~south --language ko", ""),
        ("corpus freq (peace|war)", "("),
        ('corpus freq "peace!"', "!"),
        ("corpus people  # all of them", "#"),
        ("corpus concepts export > a.toml", ""),
        ("corpus concepts export >> a.toml", ">"),
        ("corpus freq 'peace", "'"),
    ],
)
def test_what_a_shell_reads_as_its_own_is_found(line: str, found: str) -> None:
    assert unsafe(line) == found


def test_the_examples_are_there() -> None:
    assert len(LINES) > 130
    assert {"kwic", "annotate import", "people merge"} <= EXAMPLES.keys()
    assert {"formulas 0", "codes 0", "events 0"} <= EXAMPLES.keys()


def test_shells_leave_the_words_of_examples_as_they_are() -> None:
    assert {line: unsafe(line) for line in LINES if unsafe(line)} == {}


def test_a_line_of_a_table_is_an_example_too() -> None:
    inline = [
        code.replace("\\|", "|")
        for path in PAGES
        for code in re.findall(r"`(corpus [a-z][^`]*)`", path.read_text("utf-8"))
        if not re.search(r"[A-Z]{3,}\.\.\.|\[[A-Z]+\]", code)
    ]
    assert len(inline) > 40
    assert {code: unsafe(code) for code in inline if unsafe(code)} == {}


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_itself_hands_over_what_is_printed(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    for name in BAIT:
        (tmp_path / name).touch()
    lines = [re.sub(r" > [\w.-]+$", "", line) for line in LINES]
    script = "corpus() { printf '%s\\0' \"$@\"; printf '\\n'; }\n" + "\n".join(lines) + "\n"
    arguments = [shell, "-f"] if shell == "zsh" else [shell, "--norc"]
    done = subprocess.run(arguments, input=script.encode(), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    handed = [part.split("\0") for part in done.stdout.decode().split("\0\n")[:-1]]
    assert handed == [shlex.split(line)[1:] or [""] for line in lines]


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the examples are run on; not to be changed."""
    folder = tmp_path_factory.mktemp("examples")
    write_inputs(folder)
    make_archive(folder)
    return folder


@pytest.fixture
def example(example_folder: Path, run: Run, tmp_path: Path) -> Run:
    """``run`` in a copy of it."""
    shutil.copytree(example_folder, tmp_path, dirs_exist_ok=True)
    return run


STAY = (["serve"], ["mcp"])
"""Commands that answer until they are ended; the tests of tests/web start them."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run_as_printed(name: str, example: Run) -> None:
    for line in BEFORE.get(name, ()):
        assert example(*shlex.split(line)[1:]).code == 0, line
    for line in EXAMPLES[name]:
        words = shlex.split(line.partition(" > ")[0])[1:]
        done = example(*words, *(["--help"] if words[:1] in STAY else []))
        assert done.code == 0, f"{line}\n{done.out}{done.err}"
        assert "The archive holds no document of this kind" not in done.err, line


@pytest.mark.parametrize(
    "block",
    re.findall(r"```python\n(.*?)```", "\n".join(path.read_text("utf-8") for path in PAGES), re.DOTALL),
)
def test_examples_in_python_run(block: str, example: Run) -> None:
    for module in re.findall(r"^import (\w+)", block, re.MULTILINE):
        pytest.importorskip(module)
    exec(compile(block, "an example", "exec"), {})
