"""Tries whether the tests notice changes of the shipped outlet files: draws some, and runs tests on each.

A change is small, as a slip of an editor is: an alternative dropped, an edge of a word or text lost,
something optional made obligatory. Each is made in a copy of the files, which CORPUS_OUTLETS names.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import _start  # noqa: F401 (finds the program)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus" / "data" / "outlets"
TESTS = (
    "tests/ingest/rules",
    *(f"tests/ingest/test_{name}.py" for name in ("lead_ins", "dateline_forms", "authority", "outlets")),
    "tests/ingest",
    "tests/test_sample.py",
)
"""Those first that notice most: the first failure ends a trial."""
_PATTERN = re.compile(r"'[^'\n]+'")
"""Patterns stand in single quotes, on one line."""
_NAMES = re.compile(r"^(?:names|include|hosts|languages|code|name|country|timezone)\b")


class Change(NamedTuple):
    """Part of a file replaced: half-open, in characters. ``only``: what a text has that the change loses."""

    start: int
    end: int
    new: str
    kind: str
    only: tuple[int, int, str]


def changes(text: str) -> Iterator[Change]:
    """Every change of the patterns of an outlet file."""
    at = 0
    for line in text.splitlines(keepends=True):
        code = line.split("  #")[0]
        if not code.startswith("#") and not _NAMES.match(code):
            for quoted in _PATTERN.finditer(code):
                yield from _of_pattern(text, at + quoted.start() + 1, at + quoted.end() - 1)
        at += len(line)


def _of_pattern(text: str, start: int, end: int) -> Iterator[Change]:
    for begin, stop, parts in _groups(text, start, end):
        for low, high in parts if len(parts) > 1 else ():
            drop = (low, high + 1) if high < stop else (low - 1, high)
            yield Change(*drop, "", "alternative", (begin, stop, text[low:high]))
    at = start
    while at < end:
        two = text[at : at + 2]
        if two == r"\b":
            yield Change(at, at + 2, "", "edge", (at, at + 2, "q"))
        elif text[at] == "\\":
            pass
        elif text[at] == "[":
            at = text.index("]", at + 2)
        elif text[at] in "^$" and (at == start or text[at] == "$"):
            new = "zz " if text[at] == "^" else " zz"
            yield Change(at, at + 1, "", "anchor", (at, at + 1, new))
        elif two in (")?", "s?", " ?") and text[at + 2 : at + 3] not in "?+":
            begin = _opening(text, start, at) if text[at] == ")" else at
            yield Change(at + 1, at + 2, "", "optional", (begin, at + 2, ""))
        at += 2 if text[at] == "\\" else 1


def _groups(text: str, start: int, end: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Inside and alternatives of each group, and of the pattern as a whole."""
    open_: list[tuple[int, list[int]]] = [(start, [])]
    at = start
    while at < end:
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = text.index("]", at + 2)
        elif sign == "(":
            head = re.compile(r"\((?:\?(?:P<\w+>|[a-z]*:|<?[=!]))?").match(text, at)
            at = head.end() - 1 if head else at
            open_.append((at + 1, []))
        elif sign == "|":
            open_[-1][1].append(at)
        elif sign == ")":
            begin, bars = open_.pop()
            yield begin, at, _parts(begin, at, bars)
        at += 1
    begin, bars = open_.pop()
    yield begin, end, _parts(begin, end, bars)


def _parts(begin: int, end: int, bars: list[int]) -> list[tuple[int, int]]:
    edges = [begin - 1, *bars, end]
    return [(low + 1, high) for low, high in itertools.pairwise(edges)]


def _opening(text: str, start: int, closing: int) -> int:
    """Where the group begins that closes at a position."""
    found = [begin for begin, stop, _ in _groups(text, start, closing + 1) if stop == closing]
    return text.rindex("(", start, found[0]) if found else closing


def drawn(count: int, seed: int) -> list[tuple[Path, Change]]:
    """Changes drawn at random, each file with the weight of its patterns."""
    every = [
        (path, change)
        for path in sorted(SHIPPED.rglob("*.toml"))
        for change in changes(path.read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(every, min(count, len(every)))


def copied(path: Path, start: int, end: int, new: str, folder: Path) -> Path:
    """The outlet files in a folder, with part of one replaced."""
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    text = path.read_text(encoding="utf-8")
    target = folder / path.relative_to(SHIPPED)
    target.write_text(text[:start] + new + text[end:], encoding="utf-8")
    return target


def noticed(folder: Path, tests: list[str]) -> bool:
    """Whether some test fails with these outlet files. In a process of its own, forked from this one."""
    child = os.fork()
    if child == 0:
        import pytest

        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        os.environ["CORPUS_OUTLETS"] = str(folder)
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=28, help="How many changes are drawn.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("tests", nargs="*", default=[*TESTS])
    asked = parser.parse_args()
    from corpus.ingest.load import normalise_item  # noqa: F401 (what each test imports)

    if noticed(SHIPPED, asked.tests):
        sys.exit("The tests fail with the files as they are: nothing can be said of changes.")
    found = 0
    some = drawn(asked.count, asked.seed)
    for number, (path, change) in enumerate(some, 1):
        with tempfile.TemporaryDirectory() as folder:
            copied(path, change.start, change.end, change.new, Path(folder))
            seen = noticed(Path(folder), asked.tests)
        found += seen
        text = path.read_text(encoding="utf-8")
        line = text.count("\n", 0, change.start) + 1
        what = text[change.start : change.end]
        verdict = "noticed" if seen else "NOT NOTICED"
        print(f"{number:>3} {verdict:<12} {path.name}:{line} {change.kind}: {what!r}", flush=True)
    print(f"{found} of {len(some)} noticed (seed {asked.seed})")
    sys.exit(0 if found >= 0.9 * len(some) else 1)


if __name__ == "__main__":
    main()
