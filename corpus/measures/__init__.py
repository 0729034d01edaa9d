"""Formulas of corpus linguistics: how strongly words attract, distinguish, spread and change.

association   words that occur together: MI, MI3, t-score, logDice, Dice, log-likelihood
keyness       words that one corpus uses more than another: effect sizes, tests
significance  whether a difference is chance: p-values, corrections for many tests, ranks of documents
dispersion    how evenly a word is spread over a corpus: range, DP, Juilland's D, average reduced frequency
trend         terms whose rate rises or falls
bursts        spans in which a term is in the air
changes       regimes of one rate, and where they begin
clusters      periods that belong together
bootstrap     how sure a rate is: documents resampled
intervals     how sure a rate is: exact for counts that are independent
clustered_intervals  how sure a rate is: of words that cluster in documents
ratios        how sure a quotient of two counts is
smoothing     rates over a moving window of periods

Pure functions over arrays: counts go in, numbers come out. Nothing here knows of documents, queries or files.
"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.measures import association as association
    from corpus.measures import bootstrap as bootstrap
    from corpus.measures import bursts as bursts
    from corpus.measures import change_points as change_points
    from corpus.measures import clustered_intervals as clustered_intervals
    from corpus.measures import dispersion as dispersion
    from corpus.measures import intervals as intervals
    from corpus.measures import keyness as keyness
    from corpus.measures import period_clusters as period_clusters
    from corpus.measures import ratios as ratios
    from corpus.measures import significance as significance
    from corpus.measures import small_samples as small_samples
    from corpus.measures import smoothing as smoothing
    from corpus.measures import trends as trends
else:
    __getattr__ = face(__name__)
