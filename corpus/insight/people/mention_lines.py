"""The concordance lines behind a row: the mentions of a person, or those with one title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.argument_checks import nearest, shown
from corpus.errors import NotFoundError
from corpus.insight.people.facet_grouping import page_note
from corpus.insight.people.mentions.mentions import mentions_of
from corpus.insight.people.titles.title_table import attested
from corpus.query.hits.hits import Hits, chronological
from corpus.query.persons.known_persons import resolve
from corpus.query.questions.kwic import COLUMNS, CONTEXT, lines_of
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.text.normalisation import fold
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.persons.known_persons import Person
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment


def lines(
    moment: Moment,
    names: Sequence[str],
    title: str | None = None,
    filters: Filters | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Table:
    """The mentions that a row of people counts, person by person; with ``title``, those that a row of titles
    counts (of one person; ``(no title)`` and ``(in another name)`` are rows too).

    Columns as of a concordance, each person's by date, with CONTEXT words on each side; ``query`` says whose
    row it is: the person, or the title and the side of the name on which it stands. Letter case of ``title``
    does not matter. Raises as ``registry.resolve`` for names, NotFoundError for a title that is not here.
    """
    selection = select_documents(moment, filters or Filters())
    notes = [*selection.notes]
    series: list[tuple[str, Hits]] = []
    for name in names:
        person, said = resolve(moment, name)
        notes += said
        if title is None:
            found, said = mentions_of(moment, selection, [person])
            notes += said
            series.append((person.name, found.take(~found.things).hits))
        else:
            series += _titled(moment, selection, person, title)
    rows: list[tuple[Any, ...]] = []
    skip, total = offset, sum(len(hits) for _, hits in series)
    for source, hits in series:
        page = np.arange(len(hits))[skip : skip + limit - len(rows)]
        skip = max(skip - len(hits), 0)
        some = chronological(moment, selection, hits).take(page)
        rows.extend(lines_of(moment, selection, source, some, CONTEXT))
    if not total:
        notes.append(f"{', '.join(source for source, _ in series)}: not named here.")
    notes += page_note("lines", len(rows), total, offset)
    return from_rows(COLUMNS, rows, notes)


def _titled(moment: Moment, selection: Selection, person: Person, title: str) -> list[tuple[str, Hits]]:
    """The mentions with a title: those before the name, and those after it."""
    held = attested(moment, selection, person)
    counts = np.bincount(held.of[1], minlength=len(held.names))
    wanted = fold(" ".join(title.split()))
    chosen = [at for at, name in enumerate(held.names) if fold(name) == wanted and counts[at]]
    if not chosen:
        by_fold = {fold(name): name for name, count in zip(held.names, counts, strict=True) if count}
        near = [by_fold[each] for each in nearest(wanted, by_fold)]
        hint = f"; the nearest: {', '.join(near)}" if near else ""
        raise NotFoundError(
            f"{person.name} has no title {shown(title)!r} here{hint}. All: {action('titles', person.name)}"
        )
    return [
        (
            f"{held.names[at]} ({held.sides[at]})" if held.sides[at] else held.names[at],
            held.found.hits.take(held.of[0][held.of[1] == at]),
        )
        for at in chosen
    ]
