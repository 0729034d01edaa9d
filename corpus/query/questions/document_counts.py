"""One row for each document: how often it holds each of some queries, its words, or its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.query.count.selected_units import selected_units, tokens_of
from corpus.query.count.token_runs import runs, words
from corpus.query.count.token_slices import slices
from corpus.query.count.word_ranks import wordlist
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import patterns
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table
from corpus.query.select_documents import select_documents
from corpus.query.session.passage_texts import Texts
from corpus.store.tables.archive import Document
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.choices import Unit
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

FACETS = ("outlet", "country", "language", "genre", "authority", "place")
NONE = "(none)"
TOGETHER = 500
"""Texts that are read in one go."""
MOST_ENTRIES = 100_000_000
"""Most pairs of document and word in a matrix: 1.2 GB."""


def documents(moment: Moment, queries: Sequence[str], filters: Filters) -> Table:
    """A row for each document with words under the filters, in order of date.

    Columns: ref, date, title, outlet, country, language, genre, authority, place, tokens (words of the
    counted text), and one for each query, under its own name, with its matches. Raises QueryError for a
    query that does not parse or is a quotient, FilterError for one named like another column.
    """
    selection = select_documents(moment, filters, lines=True)
    series = list({one.source: one for query in queries for one in parsed(moment, query)}.values())
    units = selected_units(moment, selection)
    tokens = tokens_of(selection, units)
    held = _ordered(selection, tokens)
    columns = _about(moment, selection, held)
    columns["tokens"] = tokens[held]
    for one in series:
        if one.over:
            raise FilterError(f"{one.source}: a quotient has no counts; ask for its parts.")
        if one.source in columns:
            raise FilterError(
                f"A column is called {one.source!r} already: ask for ({one.source}) in brackets."
            )
        found = np.zeros(len(tokens), dtype=np.int64)
        for term in one.terms:
            np.add.at(found, units.documents, units.count(moment, patterns(moment, term)))
        columns[one.source] = found[held]
    return Table(columns, [*selection.notes, *misreadings(moment, queries)])


def texts(moment: Moment, filters: Filters) -> Table:
    """A row for each document with words under the filters, in order of date.

    Columns: those of ``documents`` without queries, and ``text``: its passages that count, in order, one a
    line. With filters of voices and speakers their passages alone; quotation marks are no passages.
    """
    selection = select_documents(moment, filters)
    if selection.quoted:
        quotation = argument("voice", "quotation")
        raise FilterError.about("voice", f"does not go with texts: {quotation} counts parts of passages.")
    tokens = tokens_of(selection, selected_units(moment, selection))
    held = _ordered(selection, tokens)
    columns = _about(moment, selection, held)
    columns["tokens"] = tokens[held]
    columns["text"] = _texts(moment, selection, held)
    return Table(columns, list(selection.notes))


def _texts(moment: Moment, selection: Selection, held: I64) -> list[str]:
    speakers = None
    if selection.speakers is not None:
        speakers = {row["name"] for row in moment.rows(("actor",), selection.speakers).values()}
    memory, found = Texts(most=0), []
    versions = selection.catalogue.versions[held].tolist()
    for begin in range(0, len(versions), TOGETHER):
        some = versions[begin : begin + TOGETHER]
        read = memory.read(moment, some)
        for version in some:
            text = read[version]
            lines = [
                text.words[number]
                for number, (_, _, role, speaker) in sorted(text.passages.items())
                if role in selection.roles and (speakers is None or speaker in speakers)
            ]
            found.append("\n".join(lines))
    return found


class Entries(NamedTuple):
    """Words of documents: ``rows`` and ``columns`` are ordinals of ``refs`` and ``terms``; ``counts``. Each
    pair once, by row and column."""

    refs: list[str]
    terms: list[str]
    rows: I64
    columns: I64
    counts: I64
    notes: list[str]


def entries(moment: Moment, filters: Filters, unit: Unit, least_documents: int) -> Entries:
    """How often each word (or lemma) stands in each document, of those in enough documents; documents in
    order of date, words by code points. Raises FilterError where there are too many."""
    selection = select_documents(moment, filters)
    tokens = tokens_of(selection, selected_units(moment, selection))
    held = _ordered(selection, tokens)
    row_of = np.full(len(tokens), -1, dtype=np.int64)
    row_of[held] = np.arange(len(held))
    listed = wordlist(moment, Layer.word, unit)
    parts, total = [], 0
    for section_id in moment.sections(Layer.word):
        for part in slices(runs(moment, selection, section_id)):
            keys = row_of[np.repeat(part.documents, part.ends - part.starts)] << 32
            keys |= listed.of_term[words(moment.stream(section_id), part)].astype(np.int64)
            parts.append(np.unique(keys[keys >= 0], return_counts=True))
            total += len(parts[-1][0])
            if total > MOST_ENTRIES:
                raise FilterError(
                    f"There are more than {MOST_ENTRIES:,} pairs of a document and a word: choose fewer."
                )
    none = np.zeros(0, dtype=np.int64)
    keys = np.concatenate([none, *(keys for keys, _ in parts)])
    counts = np.concatenate([none, *(counts for _, counts in parts)])
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    rows, ranks = keys >> 32, keys & ((1 << 32) - 1)
    kept = np.flatnonzero(np.bincount(ranks, minlength=len(listed)) >= max(least_documents, 1))
    number = np.full(len(listed), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    some = number[ranks] >= 0
    refs = _refs(moment, selection, held)
    terms = [listed.names[rank] for rank in kept.tolist()]
    return Entries(refs, terms, rows[some], number[ranks[some]], counts[some], list(selection.notes))


def _ordered(selection: Selection, tokens: I64) -> I64:
    """The documents with words, by date, those without one last."""
    held = np.flatnonzero(tokens > 0)
    ordered: I64 = held[np.argsort(selection.catalogue.dates().order[held], kind="stable")]
    return ordered


def _refs(moment: Moment, selection: Selection, held: I64) -> list[str]:
    refs = moment.document_column(selection.catalogue, Document.c.ref)
    return [refs[at] or "" for at in held.tolist()]


def _about(moment: Moment, selection: Selection, held: I64) -> dict[str, Any]:
    catalogue, at = selection.catalogue, held.tolist()
    dates, titles = catalogue.dates(), moment.document_column(catalogue, Document.c.title)
    columns: dict[str, Any] = {
        "ref": _refs(moment, selection, held),
        "date": [dates.text(one) if dates.precision[one] else None for one in at],
        "title": [titles[one] for one in at],
    }
    for name in FACETS:
        facet = catalogue.facet(moment.connection, name)
        labels = [None if label == NONE else label for label in facet.labels]
        columns[name] = [labels[code] for code in facet.codes[held].tolist()]
    return columns
