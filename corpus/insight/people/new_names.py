"""Who may be a person that no list knows yet: names beside offices, found in the stream of words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select

from corpus.insight.people.facet_grouping import dated, lines_note, page_note, references
from corpus.insight.people.mentions.mentions import Mentions, mentions
from corpus.insight.people.titles.mention_contexts import windows
from corpus.insight.people.titles.title_rules import reach, title_rules
from corpus.query.count.token_runs import runs
from corpus.query.persons.known_persons import Person, everybody, name_key
from corpus.query.result.followup_commands import kwic
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.settings import packaged
from corpus.store.tables.index import Term
from corpus.text.names.persons import PARTICLES, is_person_name
from corpus.text.tokens import Layer
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]

COLUMNS = ("name", "title", "matches", "documents", "titled", "first", "ref", "add")
SHARE = 0.75
"""A word of a name is printed with a capital in at least this share of its occurrences."""
EXAMPLES = 8
"""Places of each name whose text is looked at."""
MOST_LOOKED_AT = 3_000
"""Names whose places are looked at, the most frequent ones."""
TITLED = 0.5
"""At least this share of the places looked at must show a title."""
WIDTH = 5
"""Words of a name, at most."""


@dataclass(frozen=True, slots=True)
class _Words:
    """For each term id: whether it may be a word of a name, an office or form of address, or a particle,
    which may stand inside a name (de, bin)."""

    name: Bools
    office: Bools
    particle: Bools


def proposals(
    moment: Moment, filters: Filters | None = None, limit: int = 50, offset: int = 0, least: int = 2
) -> Table:
    """Names that stand beside an office (NAME, TITLE of ORGANISATION; TITLE NAME) and that nobody known has.

    They are no people until they are confirmed. Found in texts in the Latin script: two to four words with
    capitals, next to a word for an office; then the text at some of the places must show a title by the rules
    of ``corpus titles``. Columns: name, the title found most often, matches and documents (of the name, with
    and without titles), ``titled``: how many of the places looked at have a title, first date, an example,
    and the command that adds the person. ``least``: fewest matches.
    """
    selection = select_documents(moment, filters or Filters())
    people = everybody(moment)
    known = {name_key(name) for person in people for name in person.names}
    names = [name for name in _candidates(moment, selection, least) if not _holds(name, known)]
    found = _looked_at(moment, selection, names, people)
    rows = [row for row in found if row[2] >= least]
    rows.sort(key=lambda row: (-row[2], row[0]))
    page = rows[offset : offset + limit]
    notes = [*selection.notes]
    notes += page_note("proposals", len(page), len(rows), offset)
    notes.append(
        "Proposals from names beside offices; nobody here counts as a person until added."
        if rows
        else f"No further name beside an office occurs {least} times or more."
    )
    added = action("add_person", Blank("NAME"))
    notes.append(f"Only names in the Latin script are looked for: add others with {added}.")
    if page:
        notes.append(lines_note(kwic(f'"{page[0][0]}"', filters or Filters()), None))
    return from_rows(COLUMNS, page, notes)


def _holds(name: str, known: set[str]) -> bool:
    """Whether a name is a known one, or holds one: Kim Jong Un Receives, of a headline."""
    parts = name_key(name).split()
    return any(
        " ".join(parts[low:high]) in known
        for low in range(len(parts))
        for high in range(low + 1, len(parts) + 1)
    )


def _candidates(moment: Moment, selection: Selection, least: int) -> list[str]:
    """Names beside offices, the most frequent first, as printed most often."""
    sections = moment.sections(Layer.word)
    of_terms = _words(moment, sections)
    counts: Counter[tuple[int, ...]] = Counter()
    for section_id in sections:
        for key, count in _beside(moment, selection, section_id, of_terms):
            counts[key] += count
    terms = {term for key in counts for term in key}
    spelled = _surfaces(moment, terms)
    joined: dict[str, Counter[str]] = {}
    for key, count in counts.items():
        name = " ".join(spelled[term] for term in key)
        joined.setdefault(name_key(name), Counter())[name] += count
    listed = sorted(
        (
            (sum(each.values()), max(each.items(), key=lambda item: (item[1], item[0]))[0])
            for each in joined.values()
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    good = [name for count, name in listed if is_person_name(name) and not _holds_no_name(name)]
    return good[:MOST_LOOKED_AT]


def _beside(
    moment: Moment, selection: Selection, section_id: int, of_terms: _Words
) -> list[tuple[tuple[int, ...], int]]:
    """Sequences of two to four words of names with an office before or behind, and how often."""
    stream = moment.stream(section_id)
    found = runs(moment, selection, section_id)
    if not len(found) or not len(stream):
        return []
    edges = np.zeros(len(stream) + 1, dtype=np.int8)
    np.add.at(edges, found.starts, 1)
    np.add.at(edges, found.ends, -1)
    inside = np.cumsum(edges[:-1], dtype=np.int8) > 0
    begins = np.zeros(len(stream) + 1, dtype=bool)
    begins[found.starts] = True
    capital = of_terms.name[stream] & inside
    # A particle between two words of a name is part of it.
    particle = of_terms.particle[stream] & inside & ~begins[:-1]
    between = particle[1:-1] & capital[:-2] & capital[2:] & ~begins[2:-1]
    capital[1:-1] |= between
    office = of_terms.office[stream] & inside
    # Runs of such words that no edge of a passage cuts.
    starts = np.flatnonzero(capital & ~(np.concatenate(([False], capital[:-1])) & ~begins[:-1]))
    ends = np.flatnonzero(capital & ~(np.concatenate((capital[1:], [False])) & ~begins[1:])) + 1
    length = ends - starts
    fits = (length >= 2) & (length <= WIDTH)
    starts, ends = starts[fits], ends[fits]
    before = (starts > 0) & ~begins[starts] & office[np.maximum(starts - 1, 0)]
    behind = np.zeros(len(starts), dtype=bool)
    for step in (0, 1, 2):  # NAME, [the] [vice] minister
        at = np.minimum(ends + step, len(stream) - 1)
        behind |= office[at] & (ends + step < len(stream))
    keep = before | behind
    starts, length = starts[keep], (ends - starts)[keep]
    counted: Counter[tuple[int, ...]] = Counter()
    for size in range(2, WIDTH + 1):
        some = starts[length == size]
        if len(some):
            table = np.stack([stream[some + step] for step in range(size)], axis=1)
            rows, times = np.unique(table, axis=0, return_counts=True)
            counted.update(dict(zip(map(tuple, rows.tolist()), times.tolist(), strict=True)))
    return list(counted.items())


def _words(moment: Moment, sections: list[int]) -> _Words:
    """Which terms may be words of names, by how often they have a capital, and which are offices."""
    ids, layers, texts = moment.digests.verified_columns(moment.connection, "surface", "fold")
    rows = list(compress(zip(ids.tolist(), *texts, strict=True), layers == Layer.word))
    last = (moment.connection.scalar(select(func.max(Term.c.id))) or 0) + 1
    occurrences = np.zeros(last, dtype=np.int64)
    for section_id in sections:
        held = np.bincount(moment.stream(section_id), minlength=last)
        occurrences[: len(held)] += held[:last]
    counts = occurrences.tolist()
    small: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for term, surface, fold in rows:
        every[fold] += counts[term]
        if surface[:1].islower():
            small[fold] += counts[term]
    offices = _office_words()
    name = np.zeros(last, dtype=bool)
    office = np.zeros(last, dtype=bool)
    particle = np.zeros(last, dtype=bool)
    for term, surface, fold in rows:
        particle[term] = fold in PARTICLES
        if fold in offices:
            office[term] = True
        elif surface[:1].isupper() and surface[1:2].islower() and surface.replace("-", "").isalpha():
            name[term] = small[fold] <= (1 - SHARE) * every[fold]
    return _Words(name, office, particle)


def _surfaces(moment: Moment, terms: set[int]) -> dict[int, str]:
    wanted = sorted(terms)
    moment.digests.verify_rows(moment.connection, wanted, ("surface",))
    found: dict[int, str] = {}
    for begin in range(0, len(wanted), 400):
        query = select(Term.c.id, Term.c.surface).where(Term.c.id.in_(wanted[begin : begin + 400]))
        found.update({row[0]: row[1] for row in moment.connection.execute(query)})
    return found


@cache
def _office_words() -> frozenset[str]:
    """The last words of offices, and forms of address, as folded words."""
    values = packaged("corpus.insight.people", "titles.toml")["en"]["words"]
    offices = [*values["OFFICE"], *values["PLURAL_OFFICE"]]
    last = {part for office in offices for part in office.split()[-1:]}
    return frozenset(last | {"mr", "mrs", "ms", "dr", "comrade", "excellency", "sir"})


@cache
def _no_names() -> frozenset[str]:
    return frozenset(packaged("corpus.insight.people", "attendance.toml")["en"]["words"]["NOT_IN_NAMES"])


def _holds_no_name(name: str) -> bool:
    return any(part in _no_names() for word in name.split() for part in (word, *word.split("-")))


def _looked_at(
    moment: Moment, selection: Selection, names: list[str], people: tuple[Person, ...]
) -> list[tuple[Any, ...]]:
    """The names at which the text shows a title, with what is known of them.

    A part of the name of somebody known (Kim Jong) counts only where it stands alone.
    """
    found = mentions(moment, selection, [*(Person(name, (name,)) for name in names), *people])
    found = found.take(~found.things & (found.people < len(names)))
    order = np.argsort(found.people, kind="stable")
    edges = np.searchsorted(found.people[order], np.arange(len(names) + 1))
    chosen = np.concatenate(
        [np.zeros(0, dtype=np.int64)]
        + [
            order[edges[at] : edges[at + 1]][:: max(1, (edges[at + 1] - edges[at]) // EXAMPLES)][:EXAMPLES]
            for at in range(len(names))
        ]
    )
    titled, shown = _titles(moment, selection, found, chosen)
    rows: list[tuple[Any, ...]] = []
    for at, name in enumerate(names):
        looked = min(EXAMPLES, int(edges[at + 1] - edges[at]))
        times = sum(titled[at].values()) if at in titled else 0
        if not times or times < looked * TITLED:
            continue
        documents = np.unique(found.hits.documents[order[edges[at] : edges[at + 1]]])
        when = dated(selection, documents)
        placed = np.flatnonzero(~np.isnat(when))
        first = int(documents[placed[np.argmin(when[placed])]]) if len(placed) else None
        words = titled[at].most_common(1)[0][0]
        rows.append((name, words, int(edges[at + 1] - edges[at]), len(documents), times, first, shown[at]))
    refs = references(moment, selection, [row[6] for row in rows])
    text = selection.catalogue.dates().text
    return [
        (*row[:5], None if row[5] is None else text(row[5]), refs[row[6]], action("add_person", row[0]))
        for row in rows
    ]


def _titles(
    moment: Moment, selection: Selection, found: Mentions, chosen: I64
) -> tuple[dict[int, Counter[str]], dict[int, int]]:
    """For each name the titles at its places, and a document with one."""
    rules = title_rules("en", (), ())
    titled: dict[int, Counter[str]] = {}
    shown: dict[int, int] = {}
    if rules is None:
        return titled, shown
    some = found.take(chosen)
    for at, before, name, after in windows(moment, selection, some.hits, *reach()):
        if any(char in name for char in ',;:()[]"“”'):
            continue
        titles = rules.titles(before, after)
        if titles:
            person = int(some.people[at])
            titled.setdefault(person, Counter())[max((one.words for one in titles), key=len)] += 1
            shown.setdefault(person, int(some.hits.documents[at]))
    return titled, shown
