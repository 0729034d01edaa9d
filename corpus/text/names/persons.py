"""Names of persons: what is no part of one, which spellings are surely one name, and what looks like one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from corpus.late_imports import late_pattern
from corpus.text.normalisation import fold, normalise, without_diacritics
from corpus.text.tokens import has_cjk, words

ADDRESSES: Final = (
    "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Hon", "The Honourable", "The Honorable", "Honourable",
    "H.E", "HE", "His Excellency", "Her Excellency", "His Majesty", "Her Majesty", "His Highness",
    "His Royal Highness", "His Holiness", "His Serene Highness", "Comrade", "President", "Prime Minister",
    "Sir", "Dame", "S.E.M", "S.E", "Señor", "Sr", "M", "Mme",
)  # fmt: skip
"""What is put before a name, and is no part of it; a full stop may follow."""
PARTICLES: Final = frozenset(
    (
        "al", "el", "ul", "ad", "an", "as", "ash", "at", "az", "bin", "ibn", "ben", "bint", "abu", "da",
        "das", "de", "del", "della", "der", "di", "do", "dos", "du", "e", "la", "le", "los", "van", "von",
        "und", "y", "zu", "ten", "ter", "wa", "arap", "oglu", "ogly",
    )
)  # fmt: skip
"""Words of a name that may begin with a small letter."""
LONGEST: Final = 6
"""Most words of a name of a person."""

_SHORT = 40
"""Letters of a word that is surely no longer than one of the index."""
_BARE_ENDS = " \t.,;:()[]*-–—'\"’‘“”"
_COUNTRY = late_pattern(r"\s\([A-Z]{2,4}\)$")
"""Behind a surname that stands alone, by which it is one person of that country; see ``of_country``."""
_WORD = late_pattern(r"['‘’]?[^\W\d_]+(?:['’.\-‐‑·][^\W\d_]+)*\.?")


@cache
def _addresses() -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, ADDRESSES), key=len, reverse=True))
    return re.compile(rf"(?:(?:{forms})(?:\.\s*|\s+))+", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def bare(name: str) -> str:
    """The name without what is put before it (Mr., His Excellency) and without marks around it."""
    text = _COUNTRY.sub("", " ".join(normalise(name).split())).strip(_BARE_ENDS)
    found = _addresses().match(text)
    return text[found.end() :].strip(_BARE_ENDS) if found and found.end() < len(text) else text


def of_country(name: str, country: str | None) -> str:
    """A surname that stands alone with its country, as "Castro (CUB)": elsewhere it is somebody else's.

    Other names, and all without a country, stay as they are.
    """
    alone = name.isalpha() and not has_cjk(name) and not name.isupper()
    return f"{name} ({country})" if alone and country else name


def name_words(name: str) -> list[str]:
    """The words of a name as a text has them (``tokens.words``), of letters alone without its patterns, whose
    making takes 30 ms of each process."""
    parts = name.split()
    plain = all(len(part) <= _SHORT and part.isalpha() for part in parts)
    return parts if plain and not has_cjk(name) else words(name)


def variant_key(name: str) -> str | None:
    """What spellings that are surely one name have in common; None for a name of one word.

    Letter case, accents, hyphens, full stops, spaces and forms of address do not matter; the letters and
    their order do: Mr. François-Xavier NGOUBEYOU is Francois Xavier Ngoubeyou. One word alone (Peters) may be
    anybody's.
    """
    parts = _WORD.findall(bare(name))
    if len(parts) < 2 or len(parts[0].strip(".")) < 2:
        return None  # initials tell little
    letters = "".join(filter(str.isalpha, without_diacritics(fold(" ".join(parts)))))
    return letters or None


def same_words(name: str) -> frozenset[str]:
    """The words of a name, folded, without accents and forms of address: in whatever order."""
    return frozenset(without_diacritics(fold(word.strip("."))) for word in _WORD.findall(bare(name)))


def is_person_name(name: str) -> bool:
    """Whether a name looks like a person's of two words or more, and not like an office or institution.

    Each word begins with a capital or with a letter of a script without case, or is a particle (bin, de).
    """
    parts = bare(name).split()
    if not 2 <= len(parts) <= LONGEST:
        return False
    if sum(word.lower() not in PARTICLES for word in parts) < 2:
        return False
    return all(
        word in PARTICLES or (_WORD.fullmatch(word) and not word.lstrip("'‘’")[:1].islower())
        for word in parts
    )
