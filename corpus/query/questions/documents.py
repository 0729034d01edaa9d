"""Rejected inputs, doubtful metadata, and one document in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from sqlalchemy import and_, exists, func, select

from corpus.argument_checks import unknown
from corpus.choices import DoubtField
from corpus.errors import NotFoundError
from corpus.index.read.document_facts import COUNTED
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select.typed_documents import document_meant
from corpus.query.select_documents import select_documents
from corpus.query.session.document_links import document_links
from corpus.query.tabulate import statement_ranks
from corpus.store.row_groups import OF_TABLE
from corpus.store.tables.archive import Actor, Address, Document, MentionRow, Outlet, PassageRow, Version
from corpus.store.tables.log import OPEN_DOUBT, PRINTED, DoubtRow, Rejection, Run, Sighting
from corpus.text.roles import Role
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from corpus.query.session.moment import Moment

REJECTED = ("id", "run", "source", "reason", "size", "rejected_at")
DOUBTS = ("ref", "field", "value", "message")
DOUBTFUL: tuple[str, ...] = get_args(DoubtField)
"""Fields that a doubt may be of."""
LARGEST_ID = 2**31 - 1
"""Largest id: PostgreSQL compares the column with none that is larger."""


def part(what: str, here: int, total: int, offset: int) -> list[str]:
    """The note that a page is not the whole; ``what`` is a plural."""
    if not here and offset:
        return [f"The offset lies beyond the last of {total:,} {what}."]
    if here == total:
        return []
    return [f"{offset + 1:,} to {offset + here:,} of {total:,} {what}."]


def rejected(moment: Moment, limit: int = 50, offset: int = 0) -> Table:
    """Inputs that could not be loaded, with the reason, newest first."""
    query = select(
        Rejection.c.id,
        Rejection.c.run_id,
        Rejection.c.source,
        Rejection.c.reason,
        Rejection.c.size,
        Rejection.c.rejected_at,
    ).where(_first_kept())
    query = query.order_by(Rejection.c.id.desc())
    moment.verify("rejection", "run")
    rows = [tuple(row) for row in moment.connection.execute(query.limit(limit).offset(offset))]
    total = moment.connection.scalar(select(func.count()).select_from(Rejection).where(_first_kept())) or 0
    return from_rows(REJECTED, rows, part("rejected inputs", len(rows), total, offset))


def _first_kept() -> ColumnElement[bool]:
    """Rejections of runs that count; one that several of them kept counts once."""
    counting = select(Run.c.id).where(Run.c.removed_at.is_(None))
    other = Rejection.alias()
    earlier = exists().where(
        other.c.sha256 == Rejection.c.sha256,
        other.c.source == Rejection.c.source,
        other.c.id < Rejection.c.id,
        other.c.run_id.in_(counting),
    )
    return and_(Rejection.c.run_id.in_(counting), ~earlier)


def rejected_bytes(moment: Moment, rejection_id: int) -> bytes:
    """The bytes kept of a rejected input (its beginning, when it was very long)."""
    moment.verify("rejection.raw")
    query = select(Rejection.c.raw).where(Rejection.c.id == rejection_id)
    raw: bytes | None = moment.connection.scalar(query) if 0 < rejection_id <= LARGEST_ID else None
    if raw is None:
        listed = action("list", rejected=True)
        raise NotFoundError(f"There is no rejected input {rejection_id}: {listed} shows them.")
    return raw


class OpenDoubt(NamedTuple):
    """A doubt that nobody has resolved."""

    document: int
    ref: str
    field: str
    message: str
    id: int


def open_doubts(
    moment: Moment, filters: Filters, field: str | None = None, run: int | None = None
) -> tuple[list[OpenDoubt], list[str]]:
    """The open doubts of the documents that filters choose, by reference, and the filters' notes.

    ``field``: of this field only; ``run``: of documents that this run of the loader saw. Raises FilterError
    for a field of which the archive has no doubt, resolved or not, and of which none could be.
    """
    selection = select_documents(moment, filters)
    chosen = set(selection.catalogue.ids[selection.mask].tolist())
    query = (
        select(Document.c.id, Document.c.ref, DoubtRow.c.field, DoubtRow.c.message, DoubtRow.c.id)
        .join(Document, Document.c.id == DoubtRow.c.document_id)
        .where(OPEN_DOUBT, COUNTED)
        .order_by(Document.c.ref, DoubtRow.c.id)
    )
    if field is not None:
        if field not in DOUBTFUL:
            known = set(moment.connection.scalars(select(DoubtRow.c.field).distinct()))
            if field not in known:
                raise unknown("field", field, known | set(DOUBTFUL))
        query = query.where(DoubtRow.c.field == field)
    if run is not None:
        seen = select(Address.c.document_id).join(Sighting, Sighting.c.address_id == Address.c.id)
        seen = seen.where(Sighting.c.run_id == run)
        query = query.where(DoubtRow.c.document_id.in_(seen))
    moment.verify("doubt", "document.ref")
    rows = moment.connection.execute(query)
    return [OpenDoubt(*row) for row in rows if row[0] in chosen], selection.notes


def review(
    moment: Moment,
    filters: Filters | None = None,
    limit: int = 50,
    offset: int = 0,
    field: str | None = None,
    run: int | None = None,
) -> Table:
    """Inferred or doubtful metadata that nobody has confirmed, by document; a note counts it by field.

    ``field`` and ``run`` as for ``open_doubts``.
    """
    doubts, told = open_doubts(moment, filters or Filters(), field, run)
    by_field = sorted(Counter(one.field for one in doubts).items(), key=lambda one: (-one[1], one[0]))
    counted = [f"By field: {', '.join(f'{name} {number:,}' for name, number in by_field)}."] * (
        len(by_field) > 1
    )
    page = doubts[offset : offset + limit]
    values = {identifier: fields(moment, identifier) for identifier in {one.document for one in page}}
    notes = [*told, *counted, *part("doubts", len(page), len(doubts), offset)]
    return from_rows(
        DOUBTS,
        [(one.ref, one.field, values[one.document].get(one.field), one.message) for one in page],
        notes,
    )


@dataclass(slots=True)
class Shown:
    """One document: ``about`` (field, value), ``passages`` (passage, voice, speaker, text), its raw bytes.

    ``full``: the passages with all that tells of the document in each row, as files want it.
    """

    about: Table
    passages: Table
    raw: bytes
    full: Table


def _addresses(moment: Moment, document_id: int) -> list[tuple[str, str]]:
    """Where a document was found, each place once, with the texts of other items that stood there."""
    query = (
        select(
            Address.c.url,
            func.max(Address.c.topic),
            func.min(Address.c.first_seen_at),
            func.max(Address.c.last_seen_at),
            Address.c.stands_for_id.is_(None).label("misplaced"),
        )
        .where(Address.c.document_id == document_id, Address.c.live == 1)
        .group_by(Address.c.url, Address.c.stands_for_id.is_(None))
        .order_by(func.min(Address.c.id))
    )
    rows = moment.connection.execute(query).all()
    shown = [row.url for row in rows if not row.misplaced]
    return [
        (
            ("cut otherwise before at" if _holds(url, shown) else "another item's text at")
            if misplaced
            else "address",
            f"{url}{f' [{topic}]' if topic else ''} (seen {first_seen} to {last_seen})",
        )
        for url, topic, first_seen, last_seen, misplaced in rows
    ]


def _holds(url: str, others: Sequence[str]) -> bool:
    """Whether an address and one of these are a file and its article, or two articles of one file."""
    file = url.partition("#")[0]
    return any(url != other and file == other.partition("#")[0] for other in others)


def fields(moment: Moment, document_id: int) -> dict[str, str | None]:
    """The metadata of a document by field name; dates with how they are known."""
    for group in OF_TABLE[Document.name]:
        moment.verify_rows(group.name, [document_id])
    moment.verify("outlet", "actor")
    row = (
        moment.connection.execute(
            select(Document, Outlet.c.code, Outlet.c.name.label("outlet_name"), Actor.c.name.label("speaker"))
            .join(Outlet, Outlet.c.id == Document.c.outlet_id)
            .outerjoin(Actor, Actor.c.id == Document.c.speaker_id)
            .where(Document.c.id == document_id)
        )
        .mappings()
        .one()
    )
    return {
        "ref": row["ref"],
        "title": row["title"],
        "outlet": f"{row['code']} ({row['outlet_name']})",
        "published": _known(row["published"], row["published_known"]),
        "event": _known(row["event"], row["event_known"]),
        "place": row["place"],
        "speaker": row["speaker"],
        "language": _known(row["language"], row["language_known"]),
        "country": row["country"],
        "genre": row["genre"],
        "authority": row["authority"],
        "withdrawn": row["withdrawn_at"],
        "removed": _removed(row["removed_at"], row["removed_why"]),
    }


def _removed(at: str | None, why: str | None) -> str | None:
    if at is None:
        return None
    told = "every run that saw it was taken back" if why == "run" else "by a person: it counts nowhere"
    return f"{at} ({told})"


TITLE_COUNTS = "printed as a headline: its words count."
TITLE_DOES_NOT_COUNT = "no headline of the text: its words do not count."
"""What ``show`` says of a title: an outlet's headline counts, a compiler's title does not."""


def _known(value: str | None, known: str | None) -> str | None:
    return value if value is None or known is None else f"{value} ({known})"


def show(moment: Moment, reference: str, version: int | None = None) -> Shown:
    """One document, in its current or a given version."""
    document_id = document_meant(moment, reference)
    moment.verify("address", "mention", "doubt")
    known = fields(moment, document_id)
    about = [(name, value) for name, value in known.items() if value is not None]
    if (kind := known["authority"]) is not None and known["outlet"] is not None:
        ranks = statement_ranks.reasons([known["outlet"].split(" ")[0]], [kind])
        at = about.index(("authority", kind)) + 1
        about[at:at] = [("authority is", told.removeprefix(f"{kind}: ")) for told in ranks]
    query = select(Version).where(Version.c.document_id == document_id, Version.c.number > 0)
    query = query.order_by(Version.c.number)
    versions = moment.connection.execute(query).mappings().all()
    moment.verify("version")
    current = moment.connection.scalar(
        select(Document.c.current_version_id).where(Document.c.id == document_id)
    )
    chosen = [
        row for row in versions if (row["id"] == current if version is None else row["number"] == version)
    ]
    if not chosen:
        raise NotFoundError(f"{reference} has no version {version}: it has 1 to {versions[-1]['number']}.")
    told = chosen[0]
    mentions = select(Actor.c.name, MentionRow.c.title, MentionRow.c.known).join(
        Actor, Actor.c.id == MentionRow.c.actor_id
    )
    for name, title, known in moment.connection.execute(
        mentions.where(MentionRow.c.version_id == told["id"])
    ):
        if title:
            about.append(("title of " + name, f"{title} ({known})"))
    about += _addresses(moment, document_id)
    for row in versions:
        mark = ", shown" if row["id"] == told["id"] else ""
        about.append(
            (f"version {row['number']}", f"retrieved {row['retrieved_at']} from {row['source']}{mark}")
        )
    doubts = select(DoubtRow.c.field, DoubtRow.c.message).where(
        DoubtRow.c.document_id == document_id, DoubtRow.c.resolved_at.is_(None)
    )
    about.extend(
        ("in print" if name == PRINTED else f"doubt: {name}", message)
        for name, message in moment.connection.execute(doubts)
    )
    for group in ("version.raw", "passage", "passage.text"):
        moment.verify_rows(group, [told["id"]])
    passages = (
        select(
            PassageRow.c.number,
            PassageRow.c.role,
            Actor.c.name,
            PassageRow.c.text,
            PassageRow.c.language,
            PassageRow.c.country,
        )
        .outerjoin(Actor, Actor.c.id == PassageRow.c.speaker_id)
        .where(PassageRow.c.version_id == told["id"])
        .order_by(PassageRow.c.number)
    )
    rows: list[tuple[Any, ...]] = [
        (number, Role(role).name, speaker, text, language, country)
        for number, role, speaker, text, language, country in moment.connection.execute(passages)
    ]
    counts = any(row[1] == Role.headline.name for row in rows)
    about.insert(2, ("title is", TITLE_COUNTS if counts else TITLE_DOES_NOT_COUNT))
    full = _full(moment, document_id, told["number"], rows)
    names: tuple[str, ...] = ("passage", "voice", "speaker", "text", "language", "country")
    for at in (5, 4):  # columns of which few texts have a value
        if not any(row[at] for row in rows):
            names, rows = names[:at] + names[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]
    return Shown(
        from_rows(("field", "value"), about),
        from_rows(names, rows),
        told["raw"],
        full,
    )


FULL = (
    "passage", "voice", "speaker", "text", "language", "country", "ref", "version", "date", "outlet", "genre",
    "authority", "title", "place", "address",
)  # fmt: skip


def _full(moment: Moment, document_id: int, version: int, rows: list[tuple[Any, ...]]) -> Table:
    """The passages, each in its own language and of its own country, with what tells of their document."""
    (row,) = moment.rows(("document.ref", "document.facts"), [document_id]).values()
    outlet = moment.rows(("outlet",), [row["outlet_id"]])[row["outlet_id"]]["code"]
    links = document_links(moment, [document_id])[document_id]
    about = (
        row["ref"], version, row["published"], outlet, row["genre"], row["authority"],
        links.title, links.place, links.address,
    )  # fmt: skip
    passages = [
        (*passage[:4], passage[4] or row["language"], passage[5] or row["country"], *about)
        for passage in rows
    ]
    return from_rows(FULL, passages)
