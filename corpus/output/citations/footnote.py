"""A footnote in the manner of the Chicago Manual of Style (17th edition, notes), for news and web pages."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.output.citations.source import Source

DIGITS = 16
"""Of the digest, in print: enough to tell one text from every other."""
_QUOTED = re.compile(r'"([^"]*)"')


def footnotes(sources: Iterable[Source]) -> str:
    """One line for each source."""
    return "".join(f"{footnote(one)}\n" for one in sources)


def footnote(one: Source, passage: int | None = None) -> str:
    """``passage``: the number of the passage that is quoted, as the archive counts them."""
    title = _QUOTED.sub(r"‘\1’", one.title).replace("“", "‘").replace("”", "’")
    speaker = f"{one.speaker}, " if one.speaker else ""
    end = "" if title.endswith(("?", "!")) else ","
    where = filter(None, (one.outlet, day(one.date_parts) if one.date else "n.d.", one.address))
    text = f"{one.ref}, version {one.version}" + ("" if passage is None else f", passage {passage}")
    parts = [text, f"retrieved {day(one.seen)}", f"SHA-256 {one.sha256[:DIGITS]}"]
    parts += [f"captures: {one.archived}"] if one.archived else []
    return f"{speaker}“{title}{end}” {', '.join(where)} ({'; '.join(parts)})."


def day(parts: list[int]) -> str:
    """``August 6, 2024``, ``August 2024`` or ``2024``."""
    year, *more = parts
    if not more:
        return str(year)
    month = calendar.month_name[more[0]]
    return f"{month} {more[1]}, {year}" if len(more) > 1 else f"{month} {year}"
