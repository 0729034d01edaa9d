"""What makes a formula, as data: thresholds, grades of heat, and words by language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.settings import packaged
from corpus.text.function_words import function_words
from corpus.text.languages import primary


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a sequence needs to be looked at; see ``thresholds.toml``."""

    least_documents: int
    share_of_documents: float
    longest_passage: int
    longest: int
    most_between: int
    least_association: float
    least_fixed: float
    open: float
    open_compound: float
    longest_quotation: int
    attached: float
    surely_quoted: float
    name: float
    common: float
    most_dated: int
    most_variants: int


@dataclass(frozen=True, slots=True)
class Score:
    """Weights of the evidence."""

    quoted: float
    steady: float
    capitals: float


@dataclass(frozen=True, slots=True)
class Temperature:
    """Shares of the rate at the peak from which a period is hot, or warm; what a silence must lack; and the
    documents of a peak."""

    hot: float
    warm: float
    least_expected: float
    least_documents: int
    level: float


@dataclass(frozen=True, slots=True)
class Succession:
    """When one formula follows another."""

    most_looked_at: int
    least_steady: float
    most_overlap: float
    most_gap: float
    least_shared: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All of ``thresholds.toml``."""

    candidates: Candidates
    score: Score
    temperature: Temperature
    succession: Succession


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of heat: its names, and the share of documents from which it holds."""

    name: str
    chinese: str
    articles: int
    share: float


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades, the hottest first; ``least_documents``: of a period that has a share."""

    least_documents: int
    articles_per_year: int
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Words and parts of speech of one language; a tag may end with ``*``."""

    function: frozenset[str]
    breaks: frozenset[str]
    offices: frozenset[str]
    weak: frozenset[str]
    occasions: frozenset[str]
    function_tags: tuple[str, ...]
    break_tags: tuple[str, ...]
    names_tags: tuple[str, ...]
    compound_tags: tuple[str, ...]
    compound_characters: int


def _table(name: str) -> dict[str, Any]:
    return packaged("corpus.insight.formulas", name)


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """What ``thresholds.toml`` says."""
    table = _table("thresholds.toml")
    return Thresholds(
        Candidates(**table["candidates"]),
        Score(**table["score"]),
        Temperature(**table["temperature"]),
        Succession(**table["succession"]),
    )


@lru_cache(maxsize=1)
def grades() -> Grades:
    """What ``grades.toml`` says."""
    table = _table("grades.toml")
    volume = table["articles_per_year"]
    found = [
        Grade(one["name"], one["chinese"], one["articles"], one["articles"] / volume)
        for one in table["grade"]
    ]
    return Grades(table["least_documents"], volume, tuple(sorted(found, key=lambda one: -one.share)))


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """The languages of ``words.toml`` and those with function words, by primary tag."""
    tables, function = _table("words.toml"), function_words()
    return {
        primary(tag): _language(tables.get(tag, {}), function.get(tag, frozenset()))
        for tag in tables | function
    }


def _language(table: dict[str, Any], function: frozenset[str]) -> Language:
    def words(name: str) -> frozenset[str]:
        return frozenset(table.get(name, "").split())

    compounds = table.get("compounds", {})
    return Language(
        function=function,
        breaks=words("breaks"),
        offices=words("offices"),
        weak=words("weak"),
        occasions=words("occasions"),
        function_tags=tuple(table.get("function_tags", ())),
        break_tags=tuple(table.get("break_tags", ())),
        names_tags=tuple(table.get("names_tags", ())),
        compound_tags=tuple(compounds.get("tags", ())),
        compound_characters=compounds.get("characters", 0),
    )
