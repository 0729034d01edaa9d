"""The patterns of the outlet files, shipped (or those that ``CORPUS_OUTLETS`` names), and texts for each."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from corpus.ingest.outlets.registry import outlet_summaries, rule_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TABLE = Path(__file__).parent / "alternatives.tsv"
WHOLE = frozenset(
    {"text.headline", "text.page_marks", "asides", "salutations", "slogans", "transcript.questions"}
)
"""Keys whose patterns match a paragraph from its first to its last character."""
_CUT = frozenset({"datelines", "splits", "text.breaks", "notes.match"})
"""Keys of which it matters where the match ends."""
_PATTERNS = frozenset(
    {
        *("asides", "begin", "breaks", "closes", "datelines", "end", "first_person", "headline", "labels"),
        *("match", "opening", "own_words", "page_marks", "pattern", "places", "questions", "reports"),
        *("resumes", "retold", "salutations", "signs", "slogans", "split", "splits"),
    }
)


_KINDS = ("finds", "opens", "speaker", "authority", "genre")
"""What a rule says beside its pattern: rules of one kind count as one key."""


class RuleKey(NamedTuple):
    """A key of a file, and the kind of rule: ``common/english.toml``, ``lead_ins.pattern:next,sender``."""

    file: str
    key: str


class RuleText(NamedTuple):
    """A text and what its key's patterns see in it: see `shown`."""

    key: RuleKey
    shown: str
    text: str


def code_of(file: str) -> str:
    """An outlet by whose rules a file is read: its own, or the first that includes it."""
    return _codes()[file]


@functools.cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code in ["generic", *sorted(one.code for one in outlet_summaries())]:
        for rules in rule_files(code):
            codes.setdefault(_name(rules.path), code)
    return codes


def file_patterns(file: str) -> dict[RuleKey, list[str]]:
    """The patterns of a file by key and kind, with their words put in. Raises OutletError."""
    (values,) = [one.values for one in rule_files(code_of(file)) if _name(one.path) == file]
    found: dict[RuleKey, list[str]] = {}
    for key, pattern in _walked(values, ""):
        found.setdefault(RuleKey(file, key), []).append(pattern)
    return found


def files() -> list[str]:
    """All files, also those that others include."""
    return sorted(_codes())


def _name(path: Path) -> str:
    return f"common/{path.name}" if path.parent.name == "common" else path.name


def _walked(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        kind = ",".join(str(value[name]) for name in _KINDS if isinstance(value.get(name), str))
        for name, part in value.items():
            for inner, pattern in _walked(part, f"{key}.{name}".lstrip(".")):
                yield (f"{inner}:{kind}" if kind and key and ":" not in inner else inner), pattern
    elif isinstance(value, list):
        for part in value:
            yield from _walked(part, key)
    elif isinstance(value, str) and (key.rpartition(".")[2] in _PATTERNS or key == "notes.title"):
        yield key, value


@functools.lru_cache(maxsize=20_000)
def compiled(key: str, pattern: str) -> Any:
    """A pattern as its key compiles it. Raises the error of ``re`` or ``regex``."""
    return regex.compile(pattern) if key == "datelines" else re.compile(pattern)


def match(key: str, pattern: str, text: str) -> Any:
    """How a pattern of a key recognises a text; None where it does not."""
    one = compiled(key, pattern)
    return one.fullmatch(text) if key.partition(":")[0] in WHOLE else one.search(text)


def shown(key: str, patterns: list[str], text: str) -> str:
    """``-``, or ``+`` with the groups of the first pattern that recognises the text, and where it ends."""
    for pattern in patterns:
        found = match(key, pattern, text)
        if found is not None:
            groups = {name: value for name, value in found.groupdict().items() if value is not None}
            if key.partition(":")[0] in _CUT:
                groups["end"] = found.end()
            return "+" + ";".join(f"{name}={value}" for name, value in groups.items())
    return "-"


def read_texts(path: Path = TABLE) -> list[RuleText]:
    """The table: file, key, what is seen, text."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [RuleText(RuleKey(file, key), sign, text) for file, key, sign, text in rows]


def wrong(rows: Iterable[RuleText], patterns: Mapping[RuleKey, list[str]]) -> list[RuleText]:
    """The rows that the patterns do not bear out."""
    return [row for row in rows if shown(row.key.key, patterns.get(row.key, []), row.text) != row.shown]
