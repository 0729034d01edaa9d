"""The titles of one person: which, how often, since when and until when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.insight.people.facet_grouping import dated, distinct_documents, grouping, lines_note, references
from corpus.insight.people.mentions.mentions import Mentions, mentions_of
from corpus.insight.people.titles.mention_contexts import windows
from corpus.insight.people.titles.title_rules import languages, reach, title_rules
from corpus.query.persons.known_persons import Person, resolve
from corpus.query.persons.outlet_person_words import outlet_words
from corpus.query.result.followup_commands import arguments
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.text.normalisation import fold
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

NO_TITLE = "(no title)"
IN_ANOTHER_NAME = "(in another name)"
COLUMNS = (
    "title", "side", "matches", "documents", "first", "first_ref", "last", "last_ref",
    "documents_before", "documents_after",
)  # fmt: skip
TURN_COLUMNS = ("date", "turn", "title", "side", "ref", "documents_before", "documents_after", "matches")


@dataclass(slots=True)
class Attested:
    """Titles of a person's mentions. ``names``: each title as it is printed most often; ``sides``;
    ``of``: pairs of mention and title, shape (2, pairs). The last two titles are NO_TITLE and
    IN_ANOTHER_NAME, of which each mention has one where it has no title."""

    person: Person
    found: Mentions
    names: list[str]
    sides: list[str]
    of: I64
    notes: list[str] = field(default_factory=list)

    def documents(self, at: I64) -> I64:
        """The documents of some mentions."""
        return self.found.hits.documents[at]


def titles(
    moment: Moment,
    name: str,
    filters: Filters | None = None,
    by: str | None = None,
    limit: int = 50,
    least: int = 1,
    turns: bool = False,
) -> Table:
    """The titles and honorifics beside a person's name, the most frequent first.

    A mention with two titles counts for both, one without for ``(no title)``, and a name that is part of
    another (Kim Il Sung University) for ``(in another name)``; titles that differ in letter case only are
    one. Columns: title, side (before or after the name), matches, documents; first and last attestation,
    with references; ``documents_before`` and ``documents_after``: how many documents name the person before
    the first, or after the last. ``least``: fewest matches of a title that is listed.

    A title that stands before the name here and after it there has a row for each side. With ``by`` (a
    period or a facet of documents), a row for each title and period: title (with the side, of one that has
    both), period, matches,
    documents, tokens, per_million. With ``turns``: the documents at which a title appears for the first time
    or for the last, by date. Raises NotFoundError and FilterError as ``registry.resolve``.
    """
    selection = select_documents(moment, filters or Filters())
    person, notes = resolve(moment, name)
    held = attested(moment, selection, person)
    held.notes[:0] = [*selection.notes, *notes]
    counts = np.bincount(held.of[1], minlength=len(held.names))
    order = [at for at in np.argsort(-counts, kind="stable").tolist() if counts[at] >= max(least, 1)]
    last = [len(held.names) - 2, len(held.names) - 1]
    order = [*(at for at in order if at not in last), *(at for at in last if counts[at])]
    chosen = [at for at in order if at not in last][:limit]
    if len(chosen) < len([at for at in order if at not in last]):
        held.notes.append(f"{len(chosen):,} of {sum(at not in last for at in order):,} titles.")
    chosen += [at for at in order if at in last]
    held.notes.append(_sums(held))
    if not len(held.found):
        held.notes[-1] = f"{person.name} is not named here."
    if chosen:
        title, given = held.names[chosen[0]], arguments(filters or Filters())
        held.notes.append(lines_note(action("mention_lines", person.name, with_title=title, **given), by))
    if by is not None:
        return _by(moment, selection, held, chosen, by)
    rows = _rows(moment, selection, held, chosen)
    return _turns(rows, held.notes) if turns else from_rows(COLUMNS, rows, held.notes)


def _sums(held: Attested) -> str:
    """One sentence in which all mentions add up."""
    per_mention = np.bincount(held.of[0], minlength=len(held.found))
    none, thing = (int(np.count_nonzero(held.of[1] == len(held.names) - back)) for back in (2, 1))
    several = int(np.count_nonzero(per_mention > 1))
    total = len(held.found)
    documents = len(distinct(held.documents(np.arange(total))))
    said = f"{total:,} places in {documents:,} documents: {total - none - thing:,} with a title"
    said += f" ({several:,} with several, which count for each)" if several else ""
    said += f", {none:,} without"
    return f"{said}, {thing:,} part of another name." if thing else f"{said}."


def attested(moment: Moment, selection: Selection, person: Person) -> Attested:
    """The titles at all mentions of a person."""
    found, notes = mentions_of(moment, selection, [person])
    facets = [selection.catalogue.facet(moment.connection, name) for name in ("language", "outlet")]
    language, outlet = (facet.codes[found.hits.documents].tolist() for facet in facets)
    words = {code: outlet_words([facets[1].labels[code]]) for code in set(outlet)}
    rules = {
        (tongue, code): title_rules(facets[0].labels[tongue], words[code].honorifics, words[code].titles)
        for tongue, code in set(zip(language, outlet, strict=True))
    }
    printed: dict[tuple[str, str], Counter[str]] = {}
    ordinals: dict[tuple[str, str], int] = {}
    known: dict[tuple[int, int, str, str], tuple[int, ...]] = {}
    pairs: list[tuple[int, int]] = []
    without, things = -2, -1
    silent: Counter[str] = Counter()
    isolated = found.things.tolist()
    for at, before, _, after in windows(moment, selection, found.hits, *reach(), names=person.names):
        if isolated[at]:
            pairs.append((at, things))
            continue
        context = (language[at], outlet[at], before, after)
        titled = known.get(context)
        if titled is None:
            applied = rules[context[:2]]
            if applied is None:
                silent[facets[0].labels[context[0]]] += 1
            seen = applied.titles(before, after) if applied is not None else ()
            keys = {(fold(title.words), title.side): title.words for title in seen}
            for key, as_printed in keys.items():
                ordinals.setdefault(key, len(ordinals))
                printed.setdefault(key, Counter())[as_printed] += 1
            titled = known[context] = tuple(ordinals[key] for key in keys) or (without,)
        pairs += [(at, one) for one in titled]
    of = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    names = [max(printed[key].items(), key=lambda item: (item[1], item[0]))[0] for key in ordinals]
    of[1] = np.where(of[1] < 0, len(names) + 2 + of[1], of[1])
    notes += [
        f"No title is looked for in {count:,} places: there are rules for {', '.join(languages())}, none for"
        f" {tongue}."
        for tongue, count in silent.items()
    ]
    sides = [side for _, side in ordinals]
    return Attested(person, found, [*names, NO_TITLE, IN_ANOTHER_NAME], [*sides, "", ""], of, notes)


def _rows(moment: Moment, selection: Selection, held: Attested, chosen: list[int]) -> list[tuple[Any, ...]]:
    named = distinct(held.documents(np.arange(len(held.found))))
    days = np.sort(dated(selection, named)) if len(named) else np.zeros(0, dtype="datetime64[D]")
    days = days[~np.isnat(days)]
    spans: list[tuple[int, int, int, int, int | None, int | None]] = []
    for title in chosen:
        at = held.of[0][held.of[1] == title]
        documents = distinct(held.documents(at))
        when = dated(selection, documents)
        placed = np.flatnonzero(~np.isnat(when))
        first = last = None
        before = after = 0
        if len(placed):
            first = int(documents[placed[np.argmin(when[placed])]])
            last = int(documents[placed[len(placed) - 1 - np.argmax(when[placed][::-1])]])
            before = int(np.searchsorted(days, when[placed].min()))
            after = len(days) - int(np.searchsorted(days, when[placed].max(), "right"))
        spans.append((len(at), len(documents), before, after, first, last))
    refs = references(moment, selection, (at for span in spans for at in span[4:] if at is not None))
    text = selection.catalogue.dates().text
    rows: list[tuple[Any, ...]] = []
    for title, (matches, documents_count, before, after, first, last) in zip(chosen, spans, strict=True):
        ends = [
            value for at in (first, last) for value in ((None, None) if at is None else (text(at), refs[at]))
        ]
        side = held.sides[title] or None
        rows.append((held.names[title], side, matches, documents_count, *ends, before, after))
    return rows


def _turns(rows: list[tuple[Any, ...]], notes: list[str]) -> Table:
    """Every first and last attestation, by date."""
    found: list[tuple[Any, ...]] = []
    for title, side, matches, _, first, first_ref, last, last_ref, before, after in rows:
        if title in (NO_TITLE, IN_ANOTHER_NAME) or first is None:
            continue
        found.append((first, "first", title, side, first_ref, before, after, matches))
        found.append((last, "last", title, side, last_ref, before, after, matches))
    found.sort(key=lambda row: (row[0], row[1] == "last", row[4] or "", row[2]))
    return from_rows(TURN_COLUMNS, found, notes)


def _told_apart(held: Attested, chosen: list[int]) -> list[str]:
    """The titles; one that stands on both sides of the name with the side."""
    names = Counter(held.names[title] for title in chosen)
    return [
        f"{held.names[title]} ({held.sides[title]} the name)"
        if names[held.names[title]] > 1
        else held.names[title]
        for title in chosen
    ]


def _by(moment: Moment, selection: Selection, held: Attested, chosen: list[int], by: str) -> Table:
    groups = grouping(moment, selection, by)
    size = len(groups.labels)
    matches = np.zeros((len(chosen), size), dtype=np.int64)
    documents = np.zeros((len(chosen), size), dtype=np.int64)
    for row, title in enumerate(chosen):
        of_mentions = held.documents(held.of[0][held.of[1] == title])
        where = groups.of_document[of_mentions]
        placed = where >= 0
        matches[row] = np.bincount(where[placed], minlength=size)
        documents[row] = distinct_documents(where[placed], of_mentions[placed], size)
    columns: dict[str, Any] = {
        "title": [name for name in _told_apart(held, chosen) for _ in range(size)],
        groups.name: groups.labels * len(chosen),
        "matches": matches.reshape(-1),
        "documents": documents.reshape(-1),
        "tokens": np.tile(groups.tokens, len(chosen)),
        "per_million": groups.rates(matches).reshape(-1),
    }
    return Table(columns, [*held.notes, *groups.notes])
