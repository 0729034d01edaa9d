"""Keywords: what one sub-corpus says more, or less, than another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import KeynessMeasure
from corpus.errors import FilterError
from corpus.index.read.term_groups import UNITS
from corpus.measures import keyness, significance
from corpus.query.count.word_counts import lemma_note, ranking
from corpus.query.result.table import Table
from corpus.query.select.selection import Filters
from corpus.query.sides.side_counts import Sequences, Words
from corpus.query.sides.sides import two_sides
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.choices import Unit
    from corpus.query.count.word_counts import WordCounts
    from corpus.query.session.moment import Moment
    from corpus.query.sides.side_counts import Counted

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST = 5
"""Least frequency of a keyword, on the side that says it more, unless another is asked for."""
LEAST_DOCUMENTS = 3
"""Documents that a keyword stands in at least, unless another number is asked for (a side of fewer documents:
in all of them)."""
CONSERVATIVE = "conservative"
"""The measure that ranks by the lower end of the log ratio's interval."""
CANDIDATES = 2000
"""Units, those of the greatest log-likelihood, among which the conservative measure looks."""
MEASURES: tuple[str, ...] = get_args(KeynessMeasure)
WITHOUT_SIGN = frozenset({"log_likelihood", "log_likelihood_four", "bic"})
"""Measures that are as great for what the target says less."""
CORRECTIONS: dict[str, str] = {"bonferroni": "Bonferroni", "bh": "Benjamini-Hochberg", "none": "none"}
LONGEST = 8
"""Words of the longest sequence that is compared."""


@dataclass(frozen=True, slots=True)
class KeywordOptions:
    """What is asked of two vocabularies; see ``keywords``. Raises FilterError for nonsense."""

    measure: str = CONSERVATIVE
    least: int = LEAST
    least_documents: int | None = None
    correction: str = "bonferroni"
    negative: bool = False
    limit: int = 20
    unit: Unit = "word"
    size: int = 1

    @property
    def column(self) -> str:
        """What a unit is called."""
        return "word" if self.size == 1 else "ngram"

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise FilterError(f"There is no measure {self.measure!r}; there is: {', '.join(MEASURES)}")
        if self.correction not in CORRECTIONS:
            raise FilterError(
                f"There is no correction {self.correction!r}; there is: {', '.join(CORRECTIONS)}"
            )
        if self.unit not in UNITS:
            raise FilterError(f"There is no unit {self.unit!r}; there is: word, lemma")
        documents = LEAST_DOCUMENTS if self.least_documents is None else self.least_documents
        if min(self.least, documents, self.limit) < 1:
            every = f"{argument('min')}, {argument('min_documents')} and {argument('limit')}"
            raise FilterError(f"{every} go from 1 on.", argument="min")
        if not 1 <= self.size <= LONGEST:
            raise FilterError.about(
                "size", f"goes from 1 (words) to {LONGEST}, the longest sequence of words."
            )


class Keyness(NamedTuple):
    """The units that one side says more, aligned, in no order.

    ``units``: ordinals of the counts given; ``target`` and ``reference``: occurrences; ``columns``: the
    measures by name, ``log_likelihood_p`` among them; ``order``: what ranks them, the greater the earlier
    (minus infinity: not among the candidates). ``compared``: the units that p is corrected for.
    """

    units: I64
    target: I64
    reference: I64
    columns: dict[str, Floats]
    order: Floats
    compared: I64

    @property
    def tested(self) -> int:
        """How many units p is corrected for."""
        return len(self.compared)


class Listed(NamedTuple):
    """Some of the units of a ``Keyness`` in order: ``rows``, their ordinals there; ``held``, in which
    documents of each side they are; ``p``, of the test over documents, corrected."""

    rows: I64
    held: tuple[WordCounts, WordCounts]
    p: Floats


def compared(
    target: I64, reference: I64, asked: KeywordOptions, given: tuple[int, int] | None = None
) -> Keyness:
    """Compare counts of any units (words, lemmas, n-grams), shape (units,).

    ``given``: the sizes of the sides, where there are more units than those that are counted; else the sums
    of the counts are the sizes. Tested, and corrected for, are the units that occur ``least`` times on one
    side or the other. Log odds and z take the union of both sides as prior, scaled to the size of the
    smaller side: as it is, a large reference would draw a small target to itself
    (``keyness.weighted_log_odds``).
    """
    held = np.flatnonzero(target + reference)
    a, b = target[held], reference[held]
    sizes = given or (int(target.sum()), int(reference.sum()))
    odds, z = _odds(a, b, sizes)
    tested = np.flatnonzero(np.maximum(a, b) >= asked.least)
    held, a, b, odds, z = held[tested], a[tested], b[tested], odds[tested], z[tested]
    compared = held
    p = _corrected(significance.p_values(keyness.log_likelihood(a, b, *sizes)), asked.correction)
    more, less = (a, b) if not asked.negative else (b, a)
    per = sizes if not asked.negative else sizes[::-1]
    listed = np.flatnonzero((more * per[1] > less * per[0]) & (more >= asked.least))
    a, b = a[listed], b[listed]
    columns = {"log_likelihood": keyness.log_likelihood(a, b, *sizes), "log_likelihood_p": p[listed]}
    for name in ("log_likelihood_four", "log_ratio", "percent_difference", "simple_maths", "bic"):
        columns[name] = keyness.MEASURES[name](a, b, *sizes)
    columns["log_odds"], columns["z"] = odds[listed], z[listed]
    if asked.measure == CONSERVATIVE:
        order = _conservative(columns["log_likelihood"], a, b, sizes, asked.negative)
    else:
        order = columns[asked.measure]
        if asked.negative and asked.measure not in WITHOUT_SIGN:
            order = -order
    return Keyness(held[listed], a, b, columns, order, compared)


def _corrected(p: Floats, correction: str) -> Floats:
    if correction == "none":
        return p
    return (significance.bonferroni if correction == "bonferroni" else significance.benjamini_hochberg)(p)


def _conservative(likelihood: Floats, a: I64, b: I64, sizes: tuple[int, int], negative: bool) -> Floats:
    """The end of the log ratio's interval that is nearer to 0, the greater the further from it."""
    order = np.full(len(a), -np.inf)
    some = np.argsort(-likelihood, kind="stable")[:CANDIDATES]
    # The upper end of the one is the lower end of the other, with its sign turned.
    order[some] = (
        keyness.log_ratio_low(b[some], a[some], *sizes[::-1])
        if negative
        else keyness.log_ratio_low(a[some], b[some], *sizes)
    )
    return order


def _odds(a: I64, b: I64, sizes: tuple[int, int]) -> tuple[Floats, Floats]:
    """Log odds and z; what the sizes have more than the counts is one more word that is not listed."""
    rest = sizes[0] - int(a.sum()), sizes[1] - int(b.sum())
    n = len(a)
    if any(rest):
        a, b = np.append(a, rest[0]), np.append(b, rest[1])
    found = keyness.weighted_log_odds(a, b, a + b, min(sizes))
    return found.log_odds[:n], found.z[:n]


def keywords(
    moment: Moment,
    target: Filters,
    reference: Filters | None,
    common: Filters | None = None,
    asked: KeywordOptions | None = None,
) -> Table:
    """The words that the target says more than the reference (``negative``: less), at most ``limit``.

    Without ``reference`` the target is compared with everything else that ``common`` lets count: words of
    the target are not in it, also where they are only some words of a document. ``target`` and ``reference``
    are whole filters: they hold the common ones.

    Columns: word, target, target_per_million, reference, reference_per_million, p (Mann-Whitney, of the rates
    in documents, corrected for all words that are compared: the test that knows that words cluster),
    log_ratio, log_ratio_low and log_ratio_high (its 95 % interval), target_documents, reference_documents
    (with the word), and what takes occurrences as independent: log_likelihood (two cells), log_likelihood_p
    (corrected), log_likelihood_four (four cells), percent_difference, simple_maths, bic, log_odds, z (Monroe
    et al. 2008, with the union of both sides as prior); see
    ``corpus.measures.keyness``. percent_difference is NaN for a word that the reference does not have.
    ``least`` and ``least_documents`` (by default LEAST_DOCUMENTS) are asked of the side that says the word
    more.

    With a ``size`` of 2 to 8 the same of sequences of so many words, counted as
    ``corpus.query.questions.ngrams`` does; the first column is then called ngram. The measures take the
    number of sequences of each side (each place where one begins, frequent or not) as its size, in the place
    of its words. Rates, per million and in documents, stay matches over words, as everywhere.

    Raises FilterError for a side without words, and for more different sequences than can be compared.
    """
    asked = asked or KeywordOptions()
    sides, notes = two_sides(moment, target, reference, common or Filters())
    counted: Counted = (
        Words(moment, sides, asked.unit)
        if asked.size == 1
        else Sequences(moment, sides, asked.unit, asked.size, asked.least)
    )
    for number, name in zip(counted.sizes, ("target", "reference"), strict=True):
        if not number:
            raise FilterError(
                f"No passage of the {name} has {asked.size} words: choose a smaller {argument('size')} or"
                " other filters.",
                argument="size",
            )
    found = compared(*counted.counts, asked, counted.sizes)
    tokens = [side.tokens(moment) for side in sides]
    one = listed(counted, found, tokens, asked)
    rows, held, shown = one.rows, one.held, found.units[one.rows]
    columns: dict[str, Any] = {asked.column: [counted.name(unit) for unit in shown.tolist()]}
    for name, counts, each in zip(
        ("target", "reference"), (found.target[rows], found.reference[rows]), tokens, strict=True
    ):
        columns[name] = counts
        columns[f"{name}_per_million"] = counts / int(each.sum()) * keyness.PER_MILLION
    columns["p"], columns["log_ratio"] = one.p, found.columns["log_ratio"][rows]
    columns["log_ratio_low"], columns["log_ratio_high"] = keyness.log_ratio_interval(
        found.target[rows], found.reference[rows], *counted.sizes
    )
    for name, some in zip(("target", "reference"), held, strict=True):
        columns[f"{name}_documents"] = np.bincount(some.rows, minlength=len(rows))
    columns |= {name: values[rows] for name, values in found.columns.items()}
    columns["percent_difference"][columns["reference"] == 0] = np.nan
    notes += lemma_note(moment, asked.unit)
    return Table(columns, [*notes, *_said(found, counted.sizes, tokens, len(rows), asked)])


def listed(counted: Counted, found: Keyness, tokens: list[I64], asked: KeywordOptions) -> Listed:
    """The units to be listed, in order, at most ``limit``. ``tokens``: of each document, on both sides."""
    rows = _rows(counted, found, tokens, asked)
    held = counted.entries(found.units[rows])
    p = _documents_p(held, tokens, len(rows))
    if asked.correction == "bonferroni":
        p = np.minimum(p * found.tested, 1)
    elif asked.correction == "bh":
        every = _documents_p(counted.entries(found.compared), tokens, found.tested)
        places = np.searchsorted(found.compared, found.units[rows])
        p = significance.benjamini_hochberg(every)[places]
    return Listed(rows, held, p)


def _documents_p(held: tuple[WordCounts, WordCounts], tokens: list[I64], size: int) -> Floats:
    """p of the test over documents, of some units."""
    rates = [some.counts / each[some.documents] for some, each in zip(held, tokens, strict=True)]
    n_target, n_reference = (int(np.count_nonzero(each)) for each in tokens)
    return significance.mann_whitney(
        held[0].rows, rates[0], held[1].rows, rates[1], n_target, n_reference, size
    ).p


def least_documents(asked: KeywordOptions, tokens: list[I64]) -> int:
    """How many documents a keyword must stand in."""
    if asked.least_documents is not None:
        return asked.least_documents
    return min(LEAST_DOCUMENTS, max(int(np.count_nonzero(tokens[1 if asked.negative else 0])), 1))


def _rows(counted: Counted, found: Keyness, tokens: list[I64], asked: KeywordOptions) -> I64:
    """Ordinals of the units to be listed among those found, in order."""
    candidates = np.flatnonzero(found.order > -np.inf)

    def rank(most: int) -> I64:
        weights = (found.target + found.reference)[candidates]
        units = found.units[candidates]
        name: Callable[[int], str | int] = lambda row: counted.alphabetical(int(units[row]))  # noqa: E731
        ranked = ranking(found.order[candidates], weights, name, most)
        return candidates[np.array(ranked, dtype=np.int64)]

    least = least_documents(asked, tokens)
    if least == 1:
        return rank(asked.limit)
    ranked = rank(len(candidates))
    side = 1 if asked.negative else 0
    kept = counted.enough_documents(side, found.units[ranked], least, asked.limit)
    return ranked[np.isin(found.units[ranked], kept)]


def _said(
    found: Keyness, sizes: tuple[int, int], tokens: list[I64], rows: int, asked: KeywordOptions
) -> list[str]:
    held = [int(np.count_nonzero(each)) for each in tokens]
    target, reference = (
        f"{each.sum():,} words in {n:,} document{'s' * (n > 1)}" for each, n in zip(tokens, held, strict=True)
    )
    notes = [f"Target: {target}; reference: {reference}."]
    kind = "word" if asked.size == 1 else f"sequence of {asked.size} words"
    if asked.size > 1:
        notes.append(
            f"The measures compare with all sequences of {asked.size} words, {sizes[0]:,} against"
            f" {sizes[1]:,}, none across a passage; per million: of words."
        )
    if not rows:
        less = "less" if asked.negative else "more"
        often = f"{asked.least:,} times or more" if asked.least > 1 else "once or more"
        least = least_documents(asked, tokens)
        some = f" and in {least:,} documents or more" if least > 1 else ""
        return [*notes, f"No {kind} that occurs {often}{some} is said {less} by the target."]
    if rows < len(found.units) and (rows == asked.limit or least_documents(asked, tokens) == 1):
        most = "" if least_documents(asked, tokens) == 1 else "at most "
        limit = argument("limit", asked.limit)
        notes.append(f"{rows:,} of {most}{len(found.units):,} {asked.column}s ({limit}).")
    return [*notes, said_of_p(asked, f"{found.tested:,}")]


def said_of_p(asked: KeywordOptions, tested: str) -> str:
    """What a reader must know of p. ``tested``: how many units, in figures."""
    corrected = (
        "not corrected"
        if asked.correction == "none"
        else f"corrected for {tested} {asked.column}s ({CORRECTIONS[asked.correction]})"
    )
    return (
        f"p: whether documents of one side tend to say it more (Mann-Whitney), {corrected}. The log"
        " likelihood, its p and the interval of the log ratio take each occurrence as independent of the"
        " others, and words cluster: their p is mostly too small."
    )
