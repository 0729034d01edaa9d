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
intervals     how sure a rate is: exact for counts
ratios        how sure a quotient of two counts is
smoothing     rates over a moving window of periods

Pure functions over arrays: counts go in, numbers come out. Nothing here knows of documents, queries or files.
"""
