"""What can be chosen: each list of names once, for the questions, their errors, and the command line.

What a name stands for is said where it is used, in a table with these names as keys.
"""

from __future__ import annotations

from typing import Literal

Unit = Literal["word", "lemma"]
Period = Literal["year", "quarter", "month", "week", "day"]
FrequencyFacet = Literal[
    "year", "quarter", "month", "week", "day",
    "outlet", "country", "language", "genre", "authority", "place", "voice", "speaker", "post", "document",
]  # fmt: skip
"""What a frequency table can be divided by."""
TrendPeriod = Literal["year", "quarter", "month", "week"]
FormulaPeriod = Literal["year", "quarter", "month", "week"]
Denominator = Literal["words", "characters", "sentences", "documents"]
"""What matches are divided by."""
Shell = Literal["bash", "zsh", "fish"]
CitationStyle = Literal["chicago", "bibtex", "ris", "csl"]
RowOrder = Literal["matches", "documents", "tokens", "rate"]
"""What a frequency table can be sorted by, the most first."""
DocumentOrder = Literal["newest", "date", "title", "tokens", "matches"]
"""What a list of documents can be sorted by; the first is the default."""
LineOrder = Literal["date", "left", "right", "match", "random"]
AssociationMeasure = Literal["log_dice", "mi", "mi3", "t_score", "log_likelihood", "dice", "matches"]
"""What collocates can be sorted by; ``matches`` is the joint frequency itself."""
KeynessMeasure = Literal[
    "conservative",
    "log_likelihood",
    "log_likelihood_four",
    "log_ratio",
    "percent_difference",
    "simple_maths",
    "bic",
    "log_odds",
    "z",
]
"""What keywords can be sorted by; ``conservative`` is the lower end of the log ratio's interval."""
Correction = Literal["bonferroni", "bh", "none"]
TrendKind = Literal["rises", "falls", "appears", "vanishes", "changes", "bursts"]
FormulaKind = Literal["formula", "title", "occasion"]
FormulaOrder = Literal["score", "documents", "matches", "quoted", "capitals", "birth", "last"]
Baseline = Literal["baseline", "before"]
"""What the days after an event are compared with."""
EventSection = Literal["rates", "days", "lag", "silence", "keywords", "comentions", "people"]
ComparisonSection = Literal[
    "size", "coverage", "keywords", "formulas", "only", "shared", "collocates", "address"
]
"""Tables of a report."""
Drawn = Literal["rates", "counts"]
"""What a chart of frequencies draws."""
DocumentField = Literal[
    "title", "published", "event", "place", "speaker", "language", "country", "genre", "authority", "outlet"
]  # fmt: skip
"""What of a document can be in doubt, and set by hand."""
DoubtField = Literal[DocumentField, "passages"]
"""What doubts are about: passages that were set apart as furniture of pages are confirmed alone."""
CheckFormat = Literal["text", "json"]
OutletKind = Literal["agency", "newspaper", "broadcaster", "government", "assembly"]
