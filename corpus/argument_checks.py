"""Text as a person or a program may give it: refused, with a sentence, where no archive can hold it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from corpus.errors import FilterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST = 1_000
"""Longest value of a filter, reference or option, in code points."""
MOST_NAMED = 8
"""Values that a message names where none is like the unknown one."""
LONGEST_SHOWN = 200
"""Longest part of a given text that a message repeats, in code points."""

MEANT = {
    "since": ("from", "from_", "after", "start", "begin", "start-date", "date-from", "min-date"),
    "until": ("to", "before", "end", "through", "end-date", "date-to", "max-date"),
    "year": ("years",),
    "language": ("lang", "languages"),
    "country": ("nation", "countries"),
    "outlet": ("source", "agency", "newspaper", "outlets"),
    "speaker": ("by-speaker", "actor", "person", "who"),
    "document": ("doc", "ref", "id"),
    "voice": ("role",),
    "by": ("group-by", "facet", "per-year", "groupby"),
    "out": ("output", "save", "file", "export"),
    "limit": ("top", "head", "max", "n"),
    "min": ("min-freq", "min-count", "threshold"),
    "context": ("window", "width"),
}
"""Arguments, and what people call them who come from other programs."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def checked(what: str, value: object, longest: int | None = LONGEST) -> str:
    """The value, which is text without NUL and lone surrogates; else UsageError.

    Python puts lone surrogates where the command line holds bytes that are not UTF-8. ``what`` begins the
    sentence: the name of an argument, as ``title``, or a thing, as ``The query``.
    """
    if not isinstance(value, str):
        raise UsageError.about(what, f"is text, not {shown(repr(value))}.")
    bad = _NO_TEXT.search(value)
    if bad:
        raise UsageError.about(what, f"holds {bad[0]!r}, which no text can hold: type it again, in UTF-8.")
    if longest is not None and len(value) > longest:
        said = f"has {len(value):,} characters, more than the {longest:,} that it can have."
        raise UsageError.about(what, said)
    return value


def shown(text: str) -> str:
    """The beginning of a given text, for a message."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def unknown(kind: str, value: str, known: Iterable[str]) -> FilterError:
    """The error for a value that does not exist, with the nearest that do."""
    said = f"There is no {kind} {shown(value)!r} in the archive{there_is(value, known)}"
    return FilterError(said, argument=kind)


def meant_by(name: str) -> list[str]:
    """The arguments that somebody may mean by a name that is none."""
    return [known for known, others in MEANT.items() if name.replace("_", "-") in others or name in others]


def nearest(value: str, known: Iterable[str], most: int = 3, alike: float = 0.5) -> list[str]:
    """Those of the known values, each once, that are most like one; difflib's ratio is at least ``alike``."""
    return difflib.get_close_matches(value, list(dict.fromkeys(known)), most, alike)


def there_is(
    value: str, known: Iterable[str], *, mark: str = "", otherwise: str = "the archive holds none"
) -> str:
    """The end of a sentence that says what there is in the place of an unknown value: the nearest, else the
    first of all. ``mark`` stands before each; ``otherwise`` is said where there is nothing."""
    choices = sorted(set(known))
    near = nearest(value, choices) or choices[:MOST_NAMED]
    end = " ..." if len(choices) > len(near) else "."
    return f"; there is: {', '.join(mark + one for one in near)}{end}" if near else f"; {otherwise}."
