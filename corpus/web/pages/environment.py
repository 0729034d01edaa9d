"""The templates, and how values are written in them: all of it escaped, on one line, commanding nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from corpus.errors import PackageError
from corpus.output.text.terminal_text import harmless
from corpus.wording import FOLLOWUP, kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

FOLDER = Path(__file__).parents[1] / "templates"
MISSING = "Pages need the extra [web]: pip install 'state-media-corpus[web]'."
NOTHING = "–"
"""What stands in the place of what is missing: never 0."""
LARGE, TINY = 999.95, 0.001
_PLAIN = frozenset({"rank", "passage", "version", "year"})
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@cache
def environment() -> Environment:
    """The environment of all templates. Raises PackageError without the extra."""
    try:
        import jinja2
    except ImportError:
        raise PackageError(MISSING) from None
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "number": number,
        "direction": direction,
        "label": label,
        "web": web_address,
        "said": said,
    }
    return made


def _shown(value: Any) -> Any:
    """Every text of a template's expressions: without control characters and marks that reorder text. What a
    template has made itself is markup, and stays."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return harmless(value)
    return "" if value is None else value


def number(value: Any, name: str = "") -> str:
    """A number for a table: whole ones with separators, rates with as many digits as say something."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return harmless(str(value))
    if isinstance(value, int):
        return str(value) if name in _PLAIN else f"{value:,}"
    if not value:
        return "0"
    if abs(value) >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.2g}" if 0 < abs(value) < TINY else f"{value:,.3f}" if abs(value) < 1 else f"{value:,.1f}"


def direction(*texts: str) -> str:
    """Whether a text runs from the left or from the right: as its first letter does."""
    for text in texts:
        for character in text[:400]:
            if found := _STRONG.get(bidirectional(character)):
                return found
    return "ltr"


def said(notes: Iterable[str]) -> list[str]:
    """The notes that a page shows: it has links where others name what to type."""
    return [note for note in notes if kind(note) != FOLLOWUP]


def label(name: str) -> str:
    """The name of a column as a heading."""
    return name.replace("_", " ")


def web_address(address: str | None) -> str | None:
    """An address that may be a link: of the web, and of no other scheme."""
    if address is None or not address.lower().startswith(("http://", "https://")):
        return None
    return address
