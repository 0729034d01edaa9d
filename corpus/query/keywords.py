"""Keywords: what one sub-corpus says more, or less, than another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.measures import keyness, significance
from corpus.model.tokens import Layer
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.table import Table
from corpus.query.vocabularies import (
    Entries,
    document_tokens,
    entries,
    lemma_note,
    ranking,
    row_of_terms,
    several_languages,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.groups import Groups, Unit
    from corpus.query.view import Moment

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Correction = Literal["bonferroni", "bh", "none"]

LEAST = 5
"""Least frequency of a keyword, on the side that says it more, unless another is asked for."""
MEASURES = (*keyness.MEASURES, "log_odds", "z")
"""What keywords can be sorted by."""
WITHOUT_SIGN = frozenset({"log_likelihood", "bic"})
"""Measures that are as great for what the target says less."""
CORRECTIONS: dict[str, str] = {"bonferroni": "Bonferroni", "bh": "Benjamini-Hochberg", "none": "none"}
BATCH = 200
"""Words whose documents are counted in one go where too few documents rule words out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of two vocabularies; see ``keywords``. Raises FilterError for nonsense."""

    measure: str = "log_likelihood"
    least: int = LEAST
    least_documents: int = 1
    correction: str = "bonferroni"
    negative: bool = False
    limit: int = 20
    unit: Unit = "word"

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise FilterError(f"There is no measure {self.measure!r}; there is: {', '.join(MEASURES)}")
        if self.correction not in CORRECTIONS:
            raise FilterError(
                f"There is no correction {self.correction!r}; there is: {', '.join(CORRECTIONS)}"
            )
        if self.unit not in ("word", "lemma"):
            raise FilterError(f"There is no unit {self.unit!r}; there is: word, lemma")
        if min(self.least, self.least_documents, self.limit) < 1:
            raise FilterError("--min, --min-documents and --limit go from 1 on.")


class Keyness(NamedTuple):
    """The words that one side says more, aligned, in no order.

    ``words``: ordinals of the counts given; ``target`` and ``reference``: occurrences; ``columns``: the
    measures by name, ``p`` among them; ``order``: what ranks them, the greater the earlier. ``tested``: how
    many words p was corrected for.
    """

    words: I64
    target: I64
    reference: I64
    columns: dict[str, Floats]
    order: Floats
    tested: int


def compared(target: I64, reference: I64, asked: Asked) -> Keyness:
    """Compare counts of any units (words, lemmas, n-grams), shape (units,): their sums are the sizes.

    Tested, and corrected for, are the units that occur ``least`` times on one side or the other. Log odds
    and z take the union of both sides as prior, scaled to the size of the smaller side: as it is, a large
    reference would draw a small target to itself (``keyness.weighted_log_odds``).
    """
    held = np.flatnonzero(target + reference)
    a, b = target[held], reference[held]
    sizes = float(target.sum()), float(reference.sum())
    odds, z = keyness.weighted_log_odds(a, b, a + b, min(sizes))
    tested = np.flatnonzero(np.maximum(a, b) >= asked.least)
    held, a, b, odds, z = held[tested], a[tested], b[tested], odds[tested], z[tested]
    p = significance.p_values(keyness.log_likelihood(a, b, *sizes))
    if asked.correction != "none":
        p = (
            significance.bonferroni if asked.correction == "bonferroni" else significance.benjamini_hochberg
        )(p)
    more, less = (a, b) if not asked.negative else (b, a)
    per = sizes if not asked.negative else sizes[::-1]
    listed = np.flatnonzero((more * per[1] > less * per[0]) & (more >= asked.least))
    a, b = a[listed], b[listed]
    columns = {"log_likelihood": keyness.log_likelihood(a, b, *sizes), "p": p[listed]}
    for name in ("log_ratio", "percent_difference", "simple_maths", "bic"):
        columns[name] = keyness.MEASURES[name](a, b, *sizes)
    columns["log_odds"], columns["z"] = odds[listed], z[listed]
    order = columns[asked.measure]
    if asked.negative and asked.measure not in WITHOUT_SIGN:
        order = -order
    return Keyness(held[listed], a, b, columns, order, len(tested))


@dataclass(frozen=True, slots=True)
class _Side:
    """A sub-corpus: a selection, or what a selection leaves of ``without`` (which lies inside it)."""

    selection: Selection
    without: Selection | None = None

    def vocabulary(self, moment: Moment, unit: Unit) -> I64:
        counts = vocabulary(moment, self.selection, unit)
        return counts if self.without is None else counts - vocabulary(moment, self.without, unit)

    def tokens(self, moment: Moment) -> I64:
        """Of each document of the catalogue."""
        tokens = document_tokens(moment, self.selection)
        return tokens if self.without is None else tokens - document_tokens(moment, self.without)

    def entries(self, moment: Moment, rows: npt.NDArray[np.int32], n_rows: int) -> Entries:
        found = entries(moment, self.selection, rows, n_rows)
        return found if self.without is None else _less(found, entries(moment, self.without, rows, n_rows))


def keywords(
    moment: Moment,
    target: Filters,
    reference: Filters | None,
    common: Filters | None = None,
    asked: Asked | None = None,
) -> Table:
    """The words that the target says more than the reference (``negative``: less), at most ``limit``.

    Without ``reference`` the target is compared with everything else that ``common`` lets count: words of
    the target are not in it, also where they are only some words of a document. ``target`` and ``reference``
    are whole filters: they hold the common ones.

    Columns: word, target, target_per_million, reference, reference_per_million, log_likelihood, p (of the
    log-likelihood, corrected), log_ratio, percent_difference, simple_maths, bic, log_odds, z (Monroe et al.
    2008, with the union of both sides as prior), target_documents, reference_documents (with the word),
    mann_whitney_p (of the rates in documents; of the listed words only, not corrected); see
    ``corpus.measures.keyness``. percent_difference is NaN for a word that the reference does not have.
    ``least`` and ``least_documents`` are asked of the side that says the word more. Raises FilterError for a
    side without words.
    """
    asked = asked or Asked()
    sides, notes = _sides(moment, target, reference, common or Filters())
    first, second = (side.vocabulary(moment, asked.unit) for side in sides)
    found = compared(first, second, asked)
    groups = moment.groups(Layer.word, asked.unit)
    tokens = [side.tokens(moment) for side in sides]
    rows, held = _rows(moment, sides, groups, found, asked)
    shown = found.words[rows]
    sizes = [int(each.sum()) for each in tokens]
    columns: dict[str, Any] = {"word": [groups.names[group] for group in shown.tolist()]}
    for name, counts, size in zip(
        ("target", "reference"), (found.target[rows], found.reference[rows]), sizes, strict=True
    ):
        columns[name] = counts
        columns[f"{name}_per_million"] = counts / size * keyness.PER_MILLION
    columns |= {name: values[rows] for name, values in found.columns.items()}
    columns["percent_difference"][columns["reference"] == 0] = np.nan
    for name, some in zip(("target", "reference"), held, strict=True):
        columns[f"{name}_documents"] = np.bincount(some.rows, minlength=len(rows))
    rates = [some.counts / each[some.documents] for some, each in zip(held, tokens, strict=True)]
    n_target, n_reference = (int(np.count_nonzero(each)) for each in tokens)
    columns["mann_whitney_p"] = significance.mann_whitney(
        held[0].rows, rates[0], held[1].rows, rates[1], n_target, n_reference, len(rows)
    ).p
    return Table(columns, [*notes, *lemma_note(moment, asked.unit), *_said(found, tokens, len(rows), asked)])


def _rows(
    moment: Moment, sides: tuple[_Side, _Side], groups: Groups, found: Keyness, asked: Asked
) -> tuple[I64, tuple[Entries, Entries]]:
    """Ordinals of the words to be listed, in order, and their occurrences by document on both sides."""
    name: Callable[[int], str] = lambda row: groups.names[found.words[row]]  # noqa: E731
    most = asked.limit if asked.least_documents == 1 else len(found.words)
    ranked = np.array(ranking(found.order, found.target + found.reference, name, most), dtype=np.int64)
    if asked.least_documents > 1:
        side = sides[1] if asked.negative else sides[0]
        kept: list[int] = []
        for at in range(0, len(ranked), BATCH):
            batch = ranked[at : at + BATCH]
            documents = side.entries(moment, row_of_terms(groups, found.words[batch]), len(batch)).rows
            enough = np.bincount(documents, minlength=len(batch)) >= asked.least_documents
            kept += batch[enough].tolist()
            if len(kept) >= asked.limit:
                break
        ranked = np.array(kept[: asked.limit], dtype=np.int64)
    rows = row_of_terms(groups, found.words[ranked])
    first, second = (side.entries(moment, rows, len(ranked)) for side in sides)
    return ranked, (first, second)


def _less(all_of_it: Entries, some: Entries) -> Entries:
    """Entries less some of them; both hold each pair once, and every pair of ``some`` is in both."""
    if not len(some.rows):
        return all_of_it
    width = int(all_of_it.documents.max()) + 1
    keys, taken = (part.rows * width + part.documents for part in (all_of_it, some))
    order = np.argsort(keys)
    counts = all_of_it.counts.copy()
    counts[order[np.searchsorted(keys, taken, sorter=order)]] -= some.counts
    left = counts > 0
    return Entries(all_of_it.rows[left], all_of_it.documents[left], counts[left])


def _sides(
    moment: Moment, target: Filters, reference: Filters | None, common: Filters
) -> tuple[tuple[_Side, _Side], list[str]]:
    selected = select_documents(moment, target)
    notes = [f"Target: {note}" for note in selected.notes]
    if reference is None:
        whole = select_documents(moment, common)
        inside = _both(whole, selected)
        sides = (_Side(selected), _Side(whole, inside))
        # A voice may be in the target that does not count by default: it is then no part of the rest.
        notes += several_languages(moment, [selected, whole])
    else:
        other = select_documents(moment, reference)
        sides = (_Side(selected), _Side(other))
        notes += [f"Reference: {note}" for note in other.notes]
        notes += several_languages(moment, [selected, other]) + _overlap(moment, selected, other)
    for side, name in zip(sides, ("target", "reference"), strict=True):
        if not side.tokens(moment).any():
            rest = " outside the target" if reference is None and name == "reference" else ""
            raise FilterError(f"The archive holds no words of the {name}{rest}: choose other filters.")
    return sides, notes


def _both(one: Selection, other: Selection) -> Selection:
    """The words that two selections of one catalogue both let count."""
    speakers = one.speakers if other.speakers is None else other.speakers
    if one.speakers is not None and other.speakers is not None:
        speakers = one.speakers & other.speakers
    return replace(
        one,
        mask=one.mask & other.mask,
        roles=one.roles & other.roles,
        speakers=speakers,
        quoted=one.quoted or other.quoted,
        notes=[],
    )


def _overlap(moment: Moment, one: Selection, other: Selection) -> list[str]:
    shared = document_tokens(moment, _both(one, other))
    if not shared.any():
        return []
    if np.array_equal(shared, document_tokens(moment, one)) and np.array_equal(
        shared, document_tokens(moment, other)
    ):
        return ["Target and reference are the same words: neither says anything more."]
    documents = int(np.count_nonzero(shared))
    return [
        f"Target and reference overlap: {shared.sum():,} words of {documents:,}"
        f" document{'s' * (documents > 1)} count on both sides."
    ]


def _said(found: Keyness, tokens: list[I64], rows: int, asked: Asked) -> list[str]:
    held = [int(np.count_nonzero(each)) for each in tokens]
    target, reference = (
        f"{each.sum():,} words in {n:,} document{'s' * (n > 1)}" for each, n in zip(tokens, held, strict=True)
    )
    sizes = f"Target: {target}; reference: {reference}."
    if not rows:
        less = "less" if asked.negative else "more"
        often = f"{asked.least:,} times or more" if asked.least > 1 else "once or more"
        return [sizes, f"No word that occurs {often} is said {less} by the target."]
    notes = [sizes]
    if asked.least_documents == 1 and rows < len(found.words):
        notes.append(f"{rows:,} of {len(found.words):,} words.")
    corrected = (
        "not corrected"
        if asked.correction == "none"
        else f"corrected for {found.tested:,} words ({CORRECTIONS[asked.correction]})"
    )
    notes.append(
        f"p: of the log-likelihood, {corrected}; Mann-Whitney p: of rates in documents, not corrected."
    )
    return notes
