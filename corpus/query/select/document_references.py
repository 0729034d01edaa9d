"""Documents by their references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.argument_checks import checked, shown
from corpus.errors import FilterError, NotFoundError
from corpus.index.read import document_facts as facts
from corpus.index.read.terms import prefix_end
from corpus.store.tables.archive import Document, Reference
from corpus.text.normalisation import fold
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment


def resolve_document(moment: Moment, reference: str) -> int:
    """Id of the document with this reference, or whose reference alone begins so; letter case is ignored.

    Raises NotFoundError when there is none, FilterError when there are several or nothing is given.
    """
    begin = fold(checked("The reference", reference).strip())
    if not begin:
        raise FilterError(f"The reference is empty: {action('list')} shows the references.")
    whole = moment.connection.scalar(select(Document.c.id).where(Document.c.ref == begin))
    if whole is not None:
        return int(whole)
    query = select(Document.c.id, Document.c.ref).where(Document.c.ref >= begin).order_by(Document.c.ref)
    end = prefix_end(begin)
    if end is not None:
        query = query.where(Document.c.ref < end)
    which = facts.REMOVED if moment.removed else facts.COUNTED
    found = moment.connection.execute(query.where(which).limit(6)).all()
    if len(found) == 1:
        return int(found[0].id)
    former = select(Reference.c.document_id).where(Reference.c.name == begin)
    ids = moment.connection.scalars(former.distinct()).all()
    if len(ids) == 1:
        return int(ids[0])
    if not found:  # of those that are left out otherwise
        found = moment.connection.execute(query.limit(6)).all()
        if len(found) == 1:
            return int(found[0].id)
    reference = shown(reference)
    if found:
        some = ", ".join(row.ref for row in found[:5]) + (" ..." if len(found) > 5 else "")
        raise FilterError(f"{reference} is the beginning of several references: {some}")
    raise NotFoundError(f"There is no document {reference}: {action('list')} shows the references.")
