"""Patterns of outlet files that no text of a load shows."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from corpus.ingest.outlets.late_patterns import either_width
from corpus.ingest.outlets.registry import rule_files
from corpus.ingest.outlets.schema import line_of
from corpus.settings import outlet_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from corpus.ingest.outlets.registry import RuleFile
    from corpus.text.records import Item, Parsed

_WINDOW = 600
"""How much of each end of a paragraph is looked at for patterns that stand there, in code points."""
_AT_ENDS = frozenset({"lead_ins", "speakers", "statements", "facts"})
_ACROSS = frozenset({"end_marks", "breaks", "page_marks", "splits"})
"""Keys of patterns that are looked for in the text before it is parted, too."""
_SHOWN = 3
_LONGEST = 40
_PATTERNS = frozenset({
    "splits", "reports", "own_words", "first_person", "retold", "resumes", "closes", "asides", "places",
    "salutations", "slogans", "datelines", "breaks", "page_marks", "headline", "labels", "questions",
    "pattern", "match", "begin", "end", "opening",
})  # fmt: skip
"""Keys whose texts are patterns."""
_PASSED = frozenset({"signs", "pages", "split"})
_HOW = {
    **dict.fromkeys(("asides", "salutations", "slogans"), "fullmatch"),
    **dict.fromkeys(("closes", "reports", "resumes", "labels"), "match"),
}
"""How patterns are asked for that are not searched: of a whole paragraph, or from its beginning."""


class UnusedRule(NamedTuple):
    """A pattern that matched nothing: file, line there, key with its number, and the pattern itself."""

    file: str
    line: int
    key: str
    pattern: str

    def __str__(self) -> str:
        beginning = self.pattern if len(self.pattern) <= _LONGEST else f"{self.pattern[:_LONGEST]}…"
        return f"{self.key} (line {self.line}) {beginning!r}"


class RuleUse:
    """Which patterns of an outlet, in files of the user's folder, no text has matched yet."""

    def __init__(self, code: str) -> None:
        folder = outlet_folder()
        files = [] if folder is None else rule_files(code)
        self._unused = {
            rule: (how, pattern)
            for file in files
            if folder is not None and file.path.is_relative_to(folder)
            for rule, how, pattern in _patterns(file)
        }

    @property
    def unused(self) -> frozenset[UnusedRule]:
        return frozenset(self._unused)

    def see(self, item: Item, parsed: Parsed) -> None:
        """Strike out what the text of an item shows anywhere: title, address, paragraphs."""
        if not self._unused:
            return
        titles = (parsed.title, item.fields.get("title", ""))
        lines = dict.fromkeys((*titles, *parsed.text.split("\n"), *item.text.splitlines()))
        lines.update(dict.fromkeys(parsed.text[one.start : one.end] for one in parsed.passages))
        parts = [line for line in lines if line]
        ends = [one for line in parts for one in _ends(line)]
        across = [*parts, item.text, parsed.text]
        for rule, (how, pattern) in list(self._unused.items()):
            names = rule.key.split()
            if names[0] == "paths":
                told = [item.address]
            elif names[0] in _AT_ENDS:
                told = ends
            else:
                told = across if _ACROSS.intersection(names) else parts
            if _matches(how, pattern, told):
                del self._unused[rule]


def _ends(line: str) -> tuple[str, ...]:
    return (line,) if len(line) <= 2 * _WINDOW else (line[:_WINDOW], line[-_WINDOW:])


def sentences(unused: Collection[UnusedRule]) -> list[str]:
    """One sentence for each file."""
    files: dict[str, list[UnusedRule]] = {}
    for rule in sorted(unused, key=lambda rule: (rule.file, rule.line, rule.key)):
        files.setdefault(rule.file, []).append(rule)
    return [
        f"{len(rules):,} pattern{'s' * (len(rules) != 1)} of {file} matched nothing in this load:"
        f" {', '.join(map(str, rules[:_SHOWN]))}{', ...' * (len(rules) > _SHOWN)}"
        for file, rules in files.items()
    ]


def _patterns(file: RuleFile) -> Iterator[tuple[UnusedRule, str, Any]]:
    """Each pattern of a file, how it is asked for, and what asks; end marks are no patterns."""
    for path, written in _texts(file.values, ()):
        names = [part for part in path if isinstance(part, str)]
        if names[-1] not in (*_PATTERNS, "end_marks") or names[0] in _PASSED:
            continue
        key = " ".join(str(part + 1) if isinstance(part, int) else part for part in path)
        rule = UnusedRule(file.path.name, line_of(file.text, path), key, written)
        yield rule, _HOW.get(names[-1], "search"), _compiled(names[0], written)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All texts in a file's values, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, (*path, number))


@functools.lru_cache(maxsize=4096)
def _compiled(key: str, written: str) -> Any:
    if key == "end_marks":
        return written
    written = either_width(written)
    return regex.compile(written) if key == "datelines" else re.compile(written)


def _matches(how: str, pattern: Any, told: Sequence[str]) -> bool:
    if isinstance(pattern, str):
        return any(pattern in text for text in told)
    return any(map(getattr(pattern, how), told))
