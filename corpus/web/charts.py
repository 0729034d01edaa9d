"""The chart of a result as its page draws it: its points lead to their concordances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.output.charts.interactive_chart import interactive
from corpus.output.text.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpus.output.result import Result

    Row = Mapping[str, Any]
    Link = Callable[[Row], str | None]


def chart(result: Result, link: Link) -> dict[str, Any]:
    """A Vega-Lite specification; ``link``: the address that a row leads to. Raises as ``Result.chart``."""
    found, picture = interactive(result)
    rows = {
        (harmless(label), harmless(name)): row
        for name, series in picture.series.items()
        for label, row in zip(picture.labels, series, strict=True)
        if row is not None
    }
    for one in found["data"]["values"]:
        row = rows.get((str(one["label"]), str(one["series"])))
        address = None if row is None else link(row)
        if address is not None:
            one["address"] = address
    return found
