"""Two documents in different languages: the numbers, dates and names that one has and the other lacks.

No translation is compared. A fact that stands in both shows that both speak of it, one that is missing that
it was left out, or put in other words (``dozens``, ``last year``, ``the general secretary``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.errors import NotFoundError
from corpus.insight.reuse.crosslingual.facts import NAME, Fact, numbers_and_dates
from corpus.insight.reuse.crosslingual.passage_alignment import PassageFacts, beside
from corpus.insight.reuse.relations import days_between, order_of
from corpus.insight.reuse.similar_documents import alone, including, located
from corpus.insight.reuse.stretches import Wording
from corpus.query.hits.sentence_bounds import sentence
from corpus.query.persons.known_persons import everybody
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.store.tables.archive import Document
from corpus.text.normalisation import fold
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.session.moment import Moment

BOTH, FIRST, SECOND = "both", "only first", "only second"
COLUMNS = (
    "kind",
    "value",
    "status",
    "count",
    "other_count",
    "passage",
    "other_passage",
    "text",
    "other_text",
)


def across(
    moment: Moment, reference: str, other: str, filters: Filters | None = None
) -> tuple[Table, dict[str, Any]]:
    """One row for each date, number and name that the passages of either document hold.

    ``status``: both, only first, only second; ``count`` and ``other_count``: how often each has it.
    ``passage`` and ``other_passage``: where it stands first; of what only one has, the other's is the passage
    that stands beside it (``corpus.insight.reuse.crosslingual.passage_alignment``), None where none does.
    ``text`` and ``other_text``: the sentence, or that passage. What only one has comes first, in the order
    of its text. Raises what ``compared`` raises.
    """
    catalogue, one = located(moment, reference, filters)
    _, two = located(moment, other, filters)
    refs = moment.document_column(catalogue, Document.c.ref)
    tongues = catalogue.facet(moment.connection, "language")
    selection = select_documents(moment, filters or Filters())
    both = including(alone(selection, one), two)
    told: list[list[PassageFacts]] = []
    for document in (one, two):
        wording = Wording(moment, both, document)
        if not len(wording):
            raise NotFoundError(f"{refs[document]} has no words that count under these filters.")
        told.append(_told(moment, wording, tongues.labels[tongues.codes[document]]))
    pairs = beside(told[0], told[1])
    rows = _rows(told[0], told[1], pairs)
    dates = catalogue.dates()
    about = {
        "ref": refs[one],
        "other": refs[two],
        "language": tongues.labels[tongues.codes[one]],
        "other_language": tongues.labels[tongues.codes[two]],
        "date": dates.text(one) or None,
        "other_date": dates.text(two) or None,
        "order": order_of(dates, one, two),
        "days": days_between(dates, two, one),
        "both": sum(row[2] == BOTH for row in rows),
        "only_first": sum(row[2] == FIRST for row in rows),
        "only_second": sum(row[2] == SECOND for row in rows),
    }
    notes = [
        *selection.notes,
        "Compared are dates, numbers (those in words from five on) and the names of people that the archive"
        " knows, not translations: what one text lacks it may say in other words. The passage beside a fact"
        " is the likeliest by what both name and by their order.",
    ]
    if not rows:
        notes.append("Neither document names a date, a number or a person that is known.")
    return from_rows(COLUMNS, rows, notes), about


def _told(moment: Moment, wording: Wording, language: str) -> list[PassageFacts]:
    people = [
        (person.name, [name for name in person.names if _long_enough(name)]) for person in everybody(moment)
    ]
    assert wording.text is not None
    found: list[PassageFacts] = []
    for number in dict.fromkeys(wording.passages):
        text = wording.text.passage(number)
        facts = numbers_and_dates(text, language)
        facts_in_order = sorted((*facts, *_names(text, people)), key=lambda each: each.start)
        found.append(PassageFacts(number, text, wording.text.language_of(number), tuple(facts_in_order)))
    return found


def _long_enough(name: str) -> bool:
    """A name that no other word is likely to be: two characters of Hangul or Han, two words else."""
    return len("".join(name.split())) > 1 if has_cjk(name) else len(name.split()) > 1


def _names(text: str, people: Sequence[tuple[str, list[str]]]) -> list[Fact]:
    """The people named in a passage, each once, where they are named first."""
    folded = fold(text)
    if len(folded) != len(text):  # a character that folds to several: offsets would be others
        folded = text
    found: list[Fact] = []
    for person, names in people:
        places = [place for name in names if (place := _find(folded, name)) is not None]
        if places:
            start, end = min(places)
            found.append(Fact(NAME, person, start, end))
    return found


def _find(text: str, name: str) -> tuple[int, int] | None:
    name = fold(name)
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if has_cjk(name) or not (re.match(r"\w", text[at - 1 : at]) or re.match(r"\w", text[end : end + 1])):
            return at, end
        at = text.find(name, at + 1)
    return None


def _rows(one: list[PassageFacts], two: list[PassageFacts], pairs: dict[int, int]) -> list[tuple[Any, ...]]:
    """``pairs``: ordinal of a passage of the first to that of the second beside it."""
    mine, theirs = _places(one), _places(two)
    back = {other: own for own, other in pairs.items()}
    rows: list[tuple[bool, int, tuple[Any, ...]]] = []
    for key in dict.fromkeys((*mine, *theirs)):
        own, other = mine.get(key, []), theirs.get(key, [])
        left, right = next(iter(own), None), next(iter(other), None)
        status = BOTH if left and right else FIRST if left else SECOND
        own_at = left[0] if left else back.get(right[0]) if right else None
        other_at = right[0] if right else pairs.get(left[0]) if left else None
        row = (
            *key, status, len(own), len(other),
            None if own_at is None else one[own_at].passage,
            None if other_at is None else two[other_at].passage,
            _shown(one, own_at, left), _shown(two, other_at, right),
        )  # fmt: skip
        rows.append((status == BOTH, (other_at or 0) if own_at is None else own_at, row))
    rows.sort(key=lambda each: each[:2])
    return [row for _, _, row in rows]


def _places(told: list[PassageFacts]) -> dict[tuple[str, str], list[tuple[int, Fact]]]:
    """Where each fact stands: ordinals of passages, and the fact there."""
    found: dict[tuple[str, str], list[tuple[int, Fact]]] = {}
    for at, passage in enumerate(told):
        for fact in passage.facts:
            found.setdefault((fact.kind, fact.value), []).append((at, fact))
    return found


def _shown(told: list[PassageFacts], at: int | None, place: tuple[int, Fact] | None) -> str | None:
    if at is None:
        return None
    text = told[at].text
    if place is None:
        return text
    start, end = sentence(text, place[1].start, place[1].end, told[at].language)
    return text[start:end]
