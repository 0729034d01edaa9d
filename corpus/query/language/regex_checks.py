"""Regular expressions that users type: which are refused at once, and which need no engine."""

from __future__ import annotations

import math

from corpus.late_imports import late_pattern
from corpus.query.language.ast import DEEPEST, LONGEST_REGEX, MOST_REPEATS

_REPEAT = late_pattern(r"[{,]([0-9]{1,9})(?=[,}])")
_SPECIAL = frozenset(r"\.^$*+?{}[]|()")


def regex_fault(pattern: str) -> str | None:
    """Why a pattern is refused: it does not compile, or would take the engine long to compile."""
    import regex

    if len(pattern) > LONGEST_REGEX:
        return f"The regular expression is longer than {LONGEST_REGEX:,} characters."
    if pattern.count("(") > DEEPEST:
        return f"The regular expression has more than {DEEPEST} groups: make it simpler."
    repeats = math.prod(max(int(count), 1) for count in _REPEAT.findall(pattern))
    if repeats > MOST_REPEATS:
        return f"The counts of the regular expression multiply to more than {MOST_REPEATS:,}."
    try:
        regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        return f"The regular expression does not compile ({error})."
    return None


def is_plain(pattern: str) -> bool:
    """Whether a pattern is just its own text."""
    return not _SPECIAL.intersection(pattern)
