"""Coefficients of agreement on nominal values: Cohen's kappa and Krippendorff's alpha.

The values are NLTK's (``nltk.metrics.agreement``). The intervals resample whole documents, because lines of
one document are alike; for them both coefficients are worked out here, for all resamples together, from sums
over documents. The tests compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Floats = npt.NDArray[np.float64]
    I64 = npt.NDArray[np.int64]
    Codings = Sequence[dict[str, str]]
    Draw = Callable[[I64], Iterable[Floats]]
    """From how many documents there are of each kind to how many are drawn of each: batches of resamples."""

TOGETHER = 4_000_000
"""Numbers of drawn documents in memory at one time."""
MISSING = "Agreement needs NLTK, which is not installed: pip install 'state-media-corpus[codes]'"


class Coefficient(NamedTuple):
    """``observed``: share of pairs of values of one unit that are equal. ``value``, ``low`` and ``high``: the
    coefficient and its interval; NaN where it has none: all values are the same, or too few documents."""

    observed: float
    value: float
    low: float = np.nan
    high: float = np.nan


def task(codings: Codings) -> Any:
    """NLTK's task of these codings. CorpusError where NLTK is not installed."""
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        raise CorpusError(MISSING) from None
    rows = [(coder, str(at), value) for at, unit in enumerate(codings) for coder, value in unit.items()]
    return AnnotationTask(data=rows)


def cohen_kappa(codings: Codings, first: str, second: str, draw: Draw | None, documents: I64) -> Coefficient:
    """Cohen's kappa of two coders over the units that both coded (``codings`` holds no others).

    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
    20: (Po - Pe) / (1 - Pe), Pe from each coder's own shares of the values.
    ``draw``: draws documents for the interval; ``documents``: the document of each unit, from 0 on.
    """
    values = sorted({value for unit in codings for value in unit.values()})
    one, other = (_one_hot([unit[coder] for unit in codings], values) for coder in (first, second))
    equal = (one * other).sum(axis=1)
    observed = float(equal.mean()) if len(equal) else np.nan
    if len(values) < 2:
        return Coefficient(observed, np.nan)
    value = float(task(codings).kappa_pairwise(first, second))
    sums = np.column_stack((np.ones(len(codings)), equal, one, other))

    def kappa(total: Floats) -> Floats:
        size, width = total[:, 0], len(values)
        agreed = total[:, 1] / size
        by_chance = (total[:, 2 : 2 + width] * total[:, 2 + width :]).sum(axis=1) / size**2
        found: Floats = (agreed - by_chance) / (1 - by_chance)
        return found

    return Coefficient(observed, value, *_interval(sums, documents, draw, kappa))


def krippendorff_alpha(codings: Codings, draw: Draw | None, documents: I64) -> Coefficient:
    """Krippendorff's alpha for nominal values over the units that at least two coders coded.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": 1 - Do / De; a unit that lacks some
    coders counts by the pairs that it has. ``draw`` and ``documents`` as for ``cohen_kappa``.
    """
    values = sorted({value for unit in codings for value in unit.values()})
    column = {value: at for at, value in enumerate(values)}
    counts = np.zeros((len(codings), len(values)))
    for at, unit in enumerate(codings):
        for given in unit.values():
            counts[at, column[given]] += 1
    size = counts.sum(axis=1)
    unequal = (size**2 - (counts**2).sum(axis=1)) / np.maximum(size - 1, 1)
    observed = float(1 - unequal.sum() / size.sum()) if size.sum() else np.nan
    if len(values) < 2:
        return Coefficient(observed, np.nan)
    value = float(task(codings).alpha())

    def alpha(total: Floats) -> Floats:
        of_values = total[:, 1:]
        every = of_values.sum(axis=1)
        expected = (every**2 - (of_values**2).sum(axis=1)) / (every - 1)
        found: Floats = 1 - total[:, 0] / expected
        return found

    return Coefficient(
        observed, value, *_interval(np.column_stack((unequal, counts)), documents, draw, alpha)
    )


def resamples(size: int, seed: int) -> Draw:
    """``size`` resamples of as many documents as there are, the same for the same ``seed``.

    Documents that say the same are drawn together, as one kind: which of them it was makes no difference.
    Efron (1979); of agreement Zapf et al. (2016), "Measuring inter-rater reliability for nominal data", BMC
    Medical Research Methodology 16:93.
    """

    def draw(counts: I64) -> Iterator[Floats]:
        random = np.random.default_rng(seed)
        documents = int(counts.sum())
        at_once = max(1, TOGETHER // len(counts))
        for begin in range(0, size, at_once):
            some = min(at_once, size - begin)
            yield random.multinomial(documents, counts / documents, some).astype(np.float64)

    return draw


def _interval(
    sums: Floats, documents: I64, draw: Draw | None, coefficient: Callable[[Floats], Floats]
) -> tuple[float, float]:
    """The 95 % percentile interval over the resamples in which the coefficient has a value."""
    if draw is None:
        return np.nan, np.nan
    of_documents = np.zeros((int(documents.max()) + 1, sums.shape[1]))
    np.add.at(of_documents, documents, sums)
    kinds, counts = np.unique(of_documents, axis=0, return_counts=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.concatenate([coefficient(some @ kinds) for some in draw(counts)])
    values = values[np.isfinite(values)]
    if not len(values):
        return np.nan, np.nan
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return low, high


def _one_hot(given: list[str], values: list[str]) -> Floats:
    equal: Floats = (np.array(given)[:, None] == np.array(values)[None, :]).astype(np.float64)
    return equal
