"""Which styles there are: one table, from which choices, endings and help follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import UsageError
from corpus.late_imports import late_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from corpus.choices import CitationStyle
    from corpus.output.citations.source import Source


_late = late_from("corpus.output.citations")


class Style(NamedTuple):
    """``ending``: of files in it."""

    ending: str
    written: Callable[[Iterable[Source]], str]


STYLES: dict[CitationStyle, Style] = {
    "chicago": Style(".txt", _late("footnote", "footnotes")),
    "bibtex": Style(".bib", _late("bibtex", "bibtex")),
    "ris": Style(".ris", _late("ris", "ris")),
    "csl": Style(".json", _late("csl", "csl")),
}


def citations(rows: Iterable[dict[str, Any]], style: str) -> str:
    """Rows of ``corpus.query.questions.citations.SOURCES`` in a style. UsageError for one that is none."""
    for name, known in STYLES.items():
        if name == style:
            return known.written(map(_late("source", "source"), rows))
    raise UsageError(f"There is no style {style[:100]!r}; there is: {', '.join(STYLES)}", argument="style")


def of_path(path: str) -> str | None:
    """The style that the ending of a file names."""
    ending = Path(path).suffix.lower()
    return next((name for name, known in STYLES.items() if known.ending == ending), None)
