"""Finds for each alternative of each shared lead-in a text that only it recognises: see ``outlet_changes``.

Texts are made at random from the pattern with that alternative alone, and kept where no rule recognises them
once it is dropped; of a lost edge of a word or text, texts that must not be recognised. They say what the
rules do now: whether that is right, the tables that a reader labelled say.
"""

from __future__ import annotations

import random
import re
import re._constants as signs  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
import tomllib
from pathlib import Path
from typing import Any

import _start  # noqa: F401 (finds the program)
from _outlet_changes import SHIPPED, Change, changes

from corpus.ingest.outlets import schema
from corpus.ingest.outlets.registry import get_outlet

TABLE = Path(__file__).parent.parent / "tests" / "ingest" / "lead_ins" / "alternatives.tsv"
LANGUAGES = ("english", "korean", "chinese", "spanish", "russian")
TRIES = 160
RULES = 12
"""Rules that are tried for a word which many use."""
LONGEST = 500
_LOST = ("edge", "anchor")
_PEOPLE = ("Kim Jong Un", "Vladimir Putin", "Miguel Díaz-Canel")


def patterns(text: str, people: tuple[str, ...]) -> list[str]:
    """The lead-ins of a shared file with all words put in."""
    values = tomllib.loads(text)
    longest = sorted(people, key=len, reverse=True)
    words = {"PEOPLE": f"(?:{'|'.join(map(re.escape, longest))})"}
    for name, part in values.get("words", {}).items():
        words[name] = f"(?:{schema.expand(part, words, ('words', name))})"
    return [schema.expand(one["pattern"], words, ("lead_ins",)) for one in values["lead_ins"]]


def made(tree: Any, rng: random.Random) -> str:
    """Some text of a parsed pattern; what stands around it is not looked at."""
    return "".join(_made(sign, value, rng) for sign, value in tree)


def _made(sign: Any, value: Any, rng: random.Random) -> str:
    if sign is signs.LITERAL:
        return chr(value)
    if sign is signs.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if sign is signs.IN:
        return _one_of(value, rng)
    if sign is signs.BRANCH:
        return made(rng.choice(value[1]), rng)
    if sign is signs.SUBPATTERN:
        return made(value[3], rng)
    if sign in (signs.MAX_REPEAT, signs.MIN_REPEAT):
        least, most, inner = value
        times = least if least or rng.random() < 0.6 else min(most, 1)
        return "".join(made(inner, rng) for _ in range(min(times, 8)))
    return "x" if sign is signs.ANY else ""


def _one_of(value: Any, rng: random.Random) -> str:
    if value[0][0] is signs.NEGATE:
        never = {chr(one) for sign, one in value if sign is signs.LITERAL}
        return next(one for one in "x aя가的" if one not in never)
    sign, one = rng.choice(value)
    if sign is signs.RANGE:
        return chr(rng.randint(one[0], min(one[1], one[0] + 20)))
    if sign is signs.CATEGORY:
        return {signs.CATEGORY_SPACE: " ", signs.CATEGORY_DIGIT: "3"}.get(one, "x")
    return chr(one)


class Finder:
    """Texts for the changes of one file."""

    def __init__(self, name: str) -> None:
        generic = get_outlet("generic")
        self.text = (SHIPPED / "common" / f"{name}.toml").read_text(encoding="utf-8")
        self.every = [one.pattern for one in generic.lead_ins]
        persons = [one for one in generic.people if one.kind == "person"]
        self.people = tuple({name for one in persons for name in (one.name, *one.names)})
        self.own = patterns(self.text, self.people)
        self.rng = random.Random(5)

    def of(self, change: Change) -> tuple[str, str] | None:
        """``+`` and a text that is recognised no more, or ``-`` and one that would be; None: no text."""
        text, (start, end, new) = self.text, change.only
        try:
            after = patterns(text[: change.start] + change.new + text[change.end :], self.people)
            only = patterns(text[:start] + new + text[end:], _PEOPLE)
            trees = {at: parser.parse(one) for at, one in enumerate(only) if self.own[at] != after[at]}
            found = {at: re.compile(after[at]) for at in sorted(trees, key=lambda at: len(self.own[at]))}
        except (re.error, ValueError, IndexError, tomllib.TOMLDecodeError):
            return None
        for at in list(found)[:RULES]:
            for _ in range(TRIES):
                made_text = " ".join(made(trees[at], self.rng).split())
                if not made_text or len(made_text) > LONGEST:
                    continue
                hit = any(one.search(made_text) for one in self.every)
                own = [n for n, one in enumerate(self.own) if hit and re.search(one, made_text)]
                if change.kind in _LOST and not hit and found[at].search(made_text):
                    return "-", made_text
                if change.kind in _LOST or not own or not set(own) <= set(found):
                    continue
                if not any(found[n].search(made_text) for n in own):
                    return "+", made_text
        return None


def main() -> None:
    rows: dict[tuple[str, str, str], None] = {}
    for name in LANGUAGES:
        finder = Finder(name)
        last = finder.text.index("[[speakers]]", finder.text.index("[[lead_ins]]"))
        first = finder.text.find("[words]")
        tried = found = 0
        for change in changes(finder.text):
            if not first <= change.start < last:
                continue
            tried += 1
            text = finder.of(change)
            if text is not None:
                rows[name, *text] = None
                found += 1
        print(f"{name}: {found} of {tried} changes have a text", file=sys.stderr)
    TABLE.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
