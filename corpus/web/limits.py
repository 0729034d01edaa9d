"""Which questions an address may ask, with which arguments, and how much of an answer it gets."""

from __future__ import annotations

from typing import Any

ASKED = {
    "freq": "How often, over time or by another facet",
    "kwic": "Concordance: every match with the words around it",
    "first": "First and last attestation, and the longest silence",
    "list": "Documents",
    "show": "One document, passage by passage",
    "similar": "The documents that share passages with one, or two beside each other",
    "sources": "What a citation of documents says",
    "coverage": "What the archive holds of each outlet, and its gaps",
    "values": "Which values facets have, and how many documents each",
    "stats": "The archive in numbers",
    "compare": "Two sub-corpora side by side",
    "keywords": "What one sub-corpus says more than another",
    "collocates": "Words around a query",
    "reuse": "Documents that repeat others",
    "people": "Who is named, how often",
    "titles": "Titles of a person",
    "attendance": "Rank order in lists of those present, over time",
    "people_proposals": "Names beside offices that nobody known has",
    "people_variants": "Speakers who may be one person",
    "formulas": "Slogans found without a list, and their lives",
    "trends": "Terms that rise, fall, come and go",
    "review": "Inferred and doubtful metadata that nobody has confirmed",
}
"""The questions, by the names of the methods of Corpus, and what each is."""
LEFT_OUT = {"list": ("rejected", "removed")}
"""Arguments that are no matter of an address."""
ADDED = {"show": ("query", "beside"), "freq": ("draw",)}
"""Arguments of pages beyond those of Python: the queries whose matches a document shows, and the version that
stands beside the one that is shown; whether a chart draws rates or counts."""
DEFAULTS: dict[str, dict[str, Any]] = {
    "kwic": {"limit": 50},
    "list": {"limit": 50},
    "sources": {"limit": 50},
    "reuse": {"limit": 50},
    "people_proposals": {"limit": 20},
    "people_variants": {"limit": 20},
}
"""Defaults that are other than those of Python, where an answer must be a page."""
MOST = {"limit": 1_000, "offset": 10_000_000, "smooth": 1_000}
"""The largest value of an argument."""
MOST_CHARACTERS = 8_000
"""Longest query string."""
MOST_VALUES = 200
"""Most values in a query string."""
MOST_ROWS = 50_000
"""Rows of a table in JSON."""
MOST_BYTES = 32 * 1024 * 1024
"""Most of an answer, in bytes."""
SECONDS = 20.0
"""How long a question may take, unless more is given."""
