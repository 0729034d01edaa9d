"""Lists of the codebook, of the coders, and of what they coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import distinct, func, select

from corpus.index.read.document_facts import COUNTED
from corpus.insight.coding.annotations import differing, held
from corpus.query.count.selected_units import role_name
from corpus.query.hits.hits import Place
from corpus.query.questions.documents import part
from corpus.query.questions.kwic import around, checked_context
from corpus.query.result.table import Table, from_rows
from corpus.query.session.passage_texts import texts
from corpus.store.tables.archive import Document, Version
from corpus.store.tables.coding import Annotation, Code, Coder
from corpus.text.line_ids import LineId, line_id
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.coding.annotations import GivenCode
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment
    from corpus.query.session.passage_texts import VersionText

CODES = ("code", "description", "lines", "documents", "coders")
CODERS = ("coder", "lines", "documents", "first", "last")
COLUMNS = (
    "line", "ref", "date", "voice", "speaker", "coder", "code", "note", "version", "left", "match", "right",
    "at",
)  # fmt: skip
CURRENT, OLDER = "current", "superseded"

_PLACES = (
    select(
        Annotation.c.version_id,
        Annotation.c.start_char,
        Annotation.c.end_char,
        Annotation.c.passage.is_(None),
    )
    .join(Version, Version.c.id == Annotation.c.version_id)
    .join(Document, Document.c.id == Version.c.document_id)
    .where(COUNTED)
    .distinct()
)


def codebook(moment: Moment) -> Table:
    """The codes by name. Columns: code, description, lines and documents that have it, coders who gave it."""
    moment.verify("annotation", "code")
    lines, documents = _given(moment, Annotation.c.code_id)
    query = (
        select(Code.c.id, Code.c.name, Code.c.description, func.count(distinct(Annotation.c.coder_id)))
        .outerjoin(Annotation, Annotation.c.code_id == Code.c.id)
        .group_by(Code.c.id, Code.c.name, Code.c.description)
    )
    rows = [
        (name, description, lines.get(number, 0), documents.get(number, 0), coders)
        for number, name, description, coders in moment.connection.execute(query)
    ]
    rows.sort(key=lambda row: row[0])
    made = action("add_code", Blank("NAME"), Blank("DESCRIPTION"))
    return from_rows(CODES, rows, [] if rows else [f"The codebook is empty: {made} makes a code."])


def coders(moment: Moment) -> Table:
    """Who coded. Columns: coder, lines and documents coded, time of the first and the last code."""
    moment.verify("annotation", "coder")
    lines, documents = _given(moment, Annotation.c.coder_id)
    query = (
        select(Coder.c.id, Coder.c.name, func.min(Annotation.c.at), func.max(Annotation.c.at))
        .outerjoin(Annotation, Annotation.c.coder_id == Coder.c.id)
        .group_by(Coder.c.id, Coder.c.name)
    )
    rows = [
        (name, lines.get(number, 0), documents.get(number, 0), first, last)
        for number, name, first, last in moment.connection.execute(query)
    ]
    rows.sort(key=lambda row: row[0])
    taken = action("import_codes", Blank("SHEET"), coder=Blank("NAME"))
    nobody = f"Nobody has coded anything yet: {taken} takes codes over."
    return from_rows(CODERS, rows, [] if rows else [nobody])


def listed(
    moment: Moment,
    filters: Filters,
    by: Sequence[str] = (),
    differ: bool = False,
    context: int | str = 12,
    limit: int = 50,
    offset: int = 0,
) -> Table:
    """What is coded, a row for each code that a coder gave, by date of the document and place.

    ``by``: only of these coders. ``differ``: only what several coders coded, and not alike. ``limit`` and
    ``offset`` are of coded lines and documents. Columns: line (its id), ref, date, voice, speaker, coder,
    code, note, version (``current``, or ``superseded`` where the text has changed since), left, match (of a
    document its title), right, at (UTC).
    """
    context = checked_context(context)
    rows, notes, _ = held(moment, filters, by)
    if differ:
        units = differing(rows)
        rows = [row for row in rows if row.unit in units]
    order = list(dict.fromkeys(row.unit for row in rows))
    page = set(order[offset : offset + limit])
    rows = [row for row in rows if row.unit in page]
    wanted = sorted({row.unit.version for row in rows})
    known = texts(moment, wanted)
    titles = _titles(moment, [row.unit.version for row in rows if row.passage is None])
    notes += part("coded lines and documents", len(page), len(order), offset)
    return from_rows(COLUMNS, [_row(row, known[row.unit.version], titles, context) for row in rows], notes)


def _row(
    row: GivenCode, text: VersionText, titles: dict[int, str], context: int | str
) -> tuple[str | None, ...]:
    voice = speaker = None
    if row.passage is None:
        identifier = LineId(row.ref, row.number)
        words = ("", titles[row.unit.version], "")
    else:
        start, end = row.unit.start, row.unit.end
        identifier = line_id(row.ref, row.number, text.text, start, end)
        first, _, role, speaker = text.passages[row.passage]
        voice = role_name(role)
        here = text.passage(row.passage)
        words = around(Place(text, voice, speaker, row.passage, here, start - first, end - first), context)
    state = CURRENT if row.current else OLDER
    about = (str(identifier), row.ref, row.date, voice, speaker)
    return (*about, row.coder, row.code, row.note, state, *words, row.at)


def _given(moment: Moment, by: object) -> tuple[dict[int, int], dict[int, int]]:
    """Lines and documents of each code or coder."""
    places = _PLACES.add_columns(by.label("by")).subquery()  # type: ignore[attr-defined]
    whole = places.c[3]
    query = select(places.c.by, whole, func.count()).group_by(places.c.by, whole)
    lines: dict[int, int] = {}
    documents: dict[int, int] = {}
    for number, of_document, count in moment.connection.execute(query):
        (documents if of_document else lines)[number] = count
    return lines, documents


def _titles(moment: Moment, versions: list[int]) -> dict[int, str]:
    return {version: row["title"] for version, row in moment.rows(("version",), versions).items()}
