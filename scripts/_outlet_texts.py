"""Finds for each alternative of each pattern a text that only it recognises: see ``outlet_changes``.

Texts are made at random from the pattern with that alternative alone, and kept where the patterns of the key
see something else in them once it is dropped, or nothing. Those of the table that still hold are kept.
"""

from __future__ import annotations

import os
import random
import re
import re._constants as signs  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import _start  # noqa: F401 (finds the program)
import regex
from _outlet_changes import ROOT, SHIPPED, Change, changes

sys.path.insert(0, str(ROOT))

from corpus.errors import OutletError
from tests.ingest.rules.patterns import (
    TABLE,
    RuleKey,
    RuleText,
    file_patterns,
    files,
    read_texts,
    shown,
    wrong,
)

TRIES = 90
RULES = 8
"""Patterns that are tried for a word which many use."""
LONGEST = 400
_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
Patterns = dict[RuleKey, list[str]]


def plainer(pattern: str) -> str:
    """A pattern that the parser of ``re`` can read, for making texts: groups without names."""
    pattern = re.sub(r"\(\?P<\w+>", "(?:", pattern)
    for name, letters in ((r"\p{Lu}", "A-Z"), (r"\p{Ll}", "a-z"), (r"\p{L}", "a-zA-Z")):
        while name in pattern:
            at = pattern.index(name)
            inside = pattern.rfind("[", 0, at) > pattern.rfind("]", 0, at)
            pattern = pattern[:at] + (letters if inside else f"[{letters}]") + pattern[at + len(name) :]
    return pattern


def made(tree: Any, rng: random.Random) -> str:
    """Some text of a parsed pattern; what stands around it is not looked at."""
    return "".join(_made(sign, value, rng) for sign, value in tree)


def _made(sign: Any, value: Any, rng: random.Random) -> str:
    if sign is signs.LITERAL:
        return chr(value)
    if sign is signs.NOT_LITERAL:
        return rng.choice([one for one in "  xy" if one != chr(value)])
    if sign is signs.IN:
        return _one_of(value, rng)
    if sign is signs.BRANCH:
        return made(rng.choice(value[1]), rng)
    if sign is signs.SUBPATTERN:
        return made(value[3], rng)
    if sign is signs.ATOMIC_GROUP:
        return made(value, rng)
    if sign is signs.ASSERT:
        return made(value[1], rng) if value[0] > 0 and rng.random() < 0.7 else ""
    if sign is signs.ASSERT_NOT:
        return made(value[1], rng) if value[0] > 0 and rng.random() < 0.3 else ""
    if sign in _REPEATS:
        least, most, inner = value
        times = least if least or rng.random() < 0.6 else min(most, 1)
        return "".join(made(inner, rng) for _ in range(min(times, 8)))
    return rng.choice("  x") if sign is signs.ANY else ""


def _one_of(value: Any, rng: random.Random) -> str:
    if value[0][0] is signs.NEGATE:
        never = {chr(one) for sign, one in value if sign is signs.LITERAL}
        return rng.choice([one for one in "      xaя가的1" if one not in never])
    sign, one = rng.choice(value)
    if sign is signs.RANGE:
        return chr(rng.randint(one[0], min(one[1], one[0] + 20)))
    if sign is signs.CATEGORY:
        return {signs.CATEGORY_SPACE: " ", signs.CATEGORY_DIGIT: "3"}.get(one, "x")
    return chr(one)


class Finder:
    """Texts for the changes of one file, in a folder that holds a copy of all."""

    def __init__(self, file: str, folder: Path) -> None:
        self.file = file
        self.path = folder / file
        self.text = self.path.read_text(encoding="utf-8")
        self.own = file_patterns(file)
        self.rng = random.Random(5)

    def changed(self, start: int, end: int, new: str) -> Patterns | None:
        """The patterns of the file with part of it replaced; None where it is no outlet file any more."""
        self.path.write_text(self.text[:start] + new + self.text[end:], encoding="utf-8")
        try:
            found = file_patterns(self.file)
            same = {key: len(one) for key, one in found.items()} == {k: len(v) for k, v in self.own.items()}
            return found if same else None
        except (OutletError, ValueError, re.error, regex.error):
            return None
        finally:
            self.path.write_text(self.text, encoding="utf-8")

    def text_of(self, change: Change, rows: list[RuleText]) -> RuleText | None:
        """A text that the change makes wrong; None where a row is already, or none is found."""
        after = self.changed(change.start, change.end, change.new)
        if after is None:
            return None
        touched = {key: patterns for key, patterns in after.items() if patterns != self.own[key]}
        try:
            if not touched or wrong([row for row in rows if row.key in touched], touched):
                return None
            only = self.changed(*change.only) or {}
        except (re.error, regex.error):
            return None
        sources = [only, self.own, after] if change.kind != "alternative" else [only]
        for key, patterns in touched.items():
            at = [n for n, one in enumerate(patterns) if one != self.own[key][n]]
            for source in sources:
                for n in sorted(at, key=lambda n: len(patterns[n]))[:RULES]:
                    row = self._tried(key, source.get(key, self.own[key])[n], patterns, at)
                    if row is not None:
                        return row
        return None

    def _tried(self, key: RuleKey, source: str, after: list[str], at: list[int]) -> RuleText | None:
        own = self.own[key]
        try:
            tree = parser.parse(plainer(source))
        except (re.error, ValueError, IndexError):
            return None
        some = [own[n] for n in at], [after[n] for n in at]
        for _ in range(TRIES):
            text = " ".join(made(tree, self.rng).split())
            for one in (text, f"q{text}", f"{text}q", f"zz {text}", f"{text} zz"):
                if not one or len(one) > LONGEST or len({shown(key.key, rules, one) for rules in some}) == 1:
                    continue
                before, now = (shown(key.key, rules, one) for rules in (own, after))
                if before != now and "\n" not in before:
                    return RuleText(key, before, one)
        return None


def main() -> None:
    """Renew the rows of all files, or of those that are named."""
    wanted = sys.argv[1:]
    rows = {file: [] for file in files()} | rows_by_file()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
        os.environ["CORPUS_OUTLETS"] = name
        for file in wanted or files():
            finder = Finder(file, folder)
            mine = [row for row in rows[file] if row.key in finder.own]
            not_now = set(wrong(mine, finder.own))
            mine = [row for row in mine if row not in not_now]
            every = list(changes(finder.text))
            for change in every:
                row = finder.text_of(change, mine)
                if row is not None:
                    mine.append(row)
            rows[file] = mine
            print(f"{file}: {len(mine)} texts of {len(every)} changes", file=sys.stderr, flush=True)
            lines = ["\t".join((*row.key, row.shown, row.text)) for part in rows.values() for row in part]
            TABLE.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), encoding="utf-8")


def rows_by_file() -> dict[str, list[RuleText]]:
    """The rows of the table, by file."""
    found: dict[str, list[RuleText]] = {}
    for row in read_texts() if TABLE.exists() else ():
        found.setdefault(row.key.file, []).append(row)
    return found


if __name__ == "__main__":
    main()
