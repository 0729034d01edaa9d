"""A report as one page of HTML that needs nothing else: charts inside as SVG, everything from the data
escaped."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.output.charts.chart_spec import MISSING
from corpus.output.report.report_cells import cell
from corpus.output.report.svg_charts import svg
from corpus.output.text.tables import NOTHING
from corpus.output.text.terminal_text import harmless
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from corpus.output.report.sections import Section, Sections


MOST_ROWS = 200
"""Rows of a table on a page; of more, the first."""
SHORT = 26
"""Longest text, in code points, that stays on one line of a table."""
KINDS = {"events": "Before and after", "comparison": "Side by side"}


def page(report: Sections) -> str:
    """The page. Raises CorpusError where the extra [plot], which draws and fills it, is not installed."""
    from markupsafe import Markup

    template, style = _template()
    shown = [_section(section, place) for place, section in enumerate(report.sections)]
    text: str = template.render(
        title=harmless(report.title),
        kind=KINDS.get(report.kind, report.kind),
        notes=[harmless(note) for note in report.notes],
        sections=shown,
        provenance=[(name.replace("_", " "), _said(value)) for name, value in report.provenance.items()],
        style=Markup(style),
    )
    return text


@cache
def _template() -> tuple[Any, str]:
    """The template, which escapes what is put into it, and the style."""
    try:
        import jinja2
    except ImportError:
        raise CorpusError(MISSING) from None
    folder = resources.files(__package__)
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    template = environment.from_string(folder.joinpath("page.html").read_text("utf-8"))
    return template, folder.joinpath("page.css").read_text("utf-8")


def _section(section: Section, place: int) -> dict[str, Any]:
    """What the template needs of a section. The chart is the only thing that is not escaped: Vega wrote it,
    and has escaped the texts in it."""
    from markupsafe import Markup

    result = section.result
    names = section.columns
    values = [result.values(name) for name in names]
    cells = [
        [cell(name, value) for value in some[:MOST_ROWS]] for name, some in zip(names, values, strict=True)
    ]
    columns = [
        {
            "heading": harmless(name).replace("_", " "),
            "kind": "l" if name in (section.long, "ref") else _kind(some, shown),
        }
        for name, some, shown in zip(names, values, cells, strict=True)
    ]
    drawn = svg(section, place)
    more = len(result) - MOST_ROWS
    written = action("Result.write", Blank("FILE.csv"))
    return {
        "name": section.name,
        "heading": harmless(section.heading),
        "about": section.about,
        "folded": section.folded and drawn is not None,
        "svg": None if drawn is None else Markup(drawn),
        "columns": columns,
        "rows": list(zip(*cells, strict=True)),
        "more": f"{more:,} more rows: {written} writes all." if more > 0 else "",
        "notes": [harmless(note) for note in result.notes],
    }


def _kind(values: list[Any], shown: list[str]) -> str:
    """The class of a column's cells: ``n`` numbers, ``s`` texts so short that they need not be broken, or
    none (``l``: long texts, and references)."""
    held = [value for value in values if value is not None]
    if held and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in held):
        return "n"
    return "s" if max(map(len, shown), default=0) <= SHORT else ""


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return harmless(", ".join(f"{key} {_said(inner)}" for key, inner in value.items())) or NOTHING
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_said, value)) or NOTHING
    return harmless(str(value))
