"""Answers to addresses: what is asked of the library, and what of its answer goes back, as bytes."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from corpus.api.signatures import ask, parameters
from corpus.choices import Drawn
from corpus.errors import CorpusError, InputError, NotFoundError, PackageError, StoreError, UsageError
from corpus.output.export import held_of
from corpus.output.formats import FORMATS
from corpus.output.result import Result
from corpus.web.charts import chart
from corpus.web.kept import kept
from corpus.web.limits import MOST_BYTES, MOST_ROWS
from corpus.web.links import LineLinks, namesakes
from corpus.web.state import State, arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.api import Corpus

_log = logging.getLogger(__name__)

VEGA = "vega"
"""The format of a chart as the specification that a page draws."""
JSON, HTML = "application/json", "text/html; charset=utf-8"
STATUS: dict[type[CorpusError], int] = {
    NotFoundError: 404,
    UsageError: 400,
    InputError: 400,
    PackageError: 503,
    StoreError: 503,
    CorpusError: 503,
}
"""What an error is in HTTP: the first that it is one of."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "md": "text/markdown; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
    VEGA: "application/json",
}
"""Formats that an answer can be had in, and their media types."""
DRAWN = "freq"
"""A question whose answer is asked for twice, as a table and as a chart."""
MOST_KEPT_ROWS = 5_000
"""Rows of an answer that is kept for that."""
PROVEN = frozenset({"freq", "kwic", "first", "list"})
"""Questions whose answers say what the archive holds under the filters."""
UNEXPLAINED = "The program failed in a way that it cannot explain; its own messages say where."


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: ``body`` in a media type, with an HTTP status and further headers."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def status_of(error: CorpusError) -> int:
    """The HTTP status of an error."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def result_of(corpus: Corpus, state: State) -> Any:
    """What the library answers. UsageError where an argument is missing, or the answer is too large."""
    for one in arguments(state.question).values():
        if one.required and state.get(one.name) is None:
            raise UsageError.about(one.name, "is needed: give it.")
    own = parameters(state.question)
    given = {one.name: state.get(one.name) for one in arguments(state.question).values()}
    asked = {name: value for name, value in given.items() if value is not None and name in own}
    if state.question == DRAWN:
        for other in set(state.several("draw")) - set(get_args(Drawn)):
            raise UsageError.about("draw", f"is one of {', '.join(get_args(Drawn))}, not {other[:100]!r}.")
        found = kept(corpus, state, lambda: ask(corpus, state.question, asked), _small)
    else:
        found = ask(corpus, state.question, asked)
    if isinstance(found, Result) and len(found) > MOST_ROWS:
        raise UsageError(f"The answer has {len(found):,} rows, more than {MOST_ROWS:,}: ask for less.")
    return found


def _small(found: Any) -> bool:
    return len(found) <= MOST_KEPT_ROWS


def api(corpus: Corpus, question: str, query: str) -> Answer:
    """A question's answer as JSON, or in the format that ``format`` names."""
    try:
        query, form = _format(query)
        state = State.parse(question, query)
        found = result_of(corpus, state)
        made = json_of(found, state) if form is None else _rendered(found, form, state)
    except CorpusError as error:
        return failed(error)
    if len(made.body) > MOST_BYTES:
        return failed(UsageError(f"The answer is larger than {MOST_BYTES:,} bytes: ask for less."))
    return made


def failed(error: CorpusError) -> Answer:
    """An error as JSON: its sentence, and the argument that it is about."""
    said = {"error": str(error), "argument": error.argument}
    return Answer(status_of(error), JSON, dumped(said))


def _format(query: str) -> tuple[str, str | None]:
    """The query string without ``format``, and what it says."""
    kept, form = [], None
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "format":
            form = value or None
        else:
            kept.append(part)
    if form is not None and form not in MEDIA:
        raise UsageError.about("format", f"is one of {', '.join(MEDIA)}, not {form[:100]!r}.")
    return "&".join(kept), form


def _rendered(found: Any, form: str, state: State) -> Answer:
    if state.question == DRAWN and "counts" in state.several("draw"):
        found = found.drawn(counts=True)
    if state.question == "show" or (form == VEGA and not isinstance(found, Result)):
        raise UsageError.about("format", f"goes with tables: {state.question} is none.")
    if form == VEGA:
        return Answer(
            200,
            JSON,
            dumped(chart(found, LineLinks(state, found.facets, namesakes(found)))),
        )
    body = found.render(form)
    name = f"{state.question}{FORMATS[form].endings[0]}"
    headers = {"content-disposition": f'attachment; filename="{name}"'} if form != "json" else {}
    return Answer(200, MEDIA[form], body.encode() if isinstance(body, str) else body, headers)


def json_of(found: Any, state: State) -> Answer:
    """An answer with all that is known of it."""
    return Answer(200, JSON, dumped({"question": state.question, **described(found, state)}))


def described(found: Any, state: State) -> dict[str, Any]:
    """Title, rows, notes and provenance of an answer; of a report by sections, of a document its parts."""
    if isinstance(found, Result):
        held = held_of(found) if state.question in PROVEN else None
        return {
            "title": found.title,
            "rows": found.rows(),
            "notes": [*found.notes],
            **({} if held is None else {"coverage": held}),
            "provenance": dict(found.provenance),
        }
    if state.question == "show":
        return {
            "title": found.about.title,
            "about": found.about.rows(),
            "passages": found.passages.rows(),
            "notes": [*found.passages.notes],
            "provenance": dict(found.about.provenance),
        }
    return {
        "title": found.title,
        "sections": [
            {"name": one.name, "rows": one.result.rows(), "notes": [*one.result.notes]}
            for one in found.sections
        ],
        "notes": [*found.notes],
        "provenance": dict(found.provenance),
    }


def dumped(value: Any) -> bytes:
    """A value as JSON, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=str).encode("utf-8", "replace")
