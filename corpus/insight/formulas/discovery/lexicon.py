"""What each term of the archive can be in a formula: a content word, a function word, or a break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.formulas.formula_settings import languages
from corpus.query.count.word_ranks import wordlist
from corpus.store.ids import last_id
from corpus.store.tables.index import Term
from corpus.text.languages import primary
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.insight.formulas.formula_settings import Language
    from corpus.query.session.moment import Moment

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]

BREAK, FUNCTION, CONTENT = 0, 1, 2
"""Kinds of a term."""
CAPITAL, NAME, OFFICE, WEAK, OCCASION, COMPOUND = 1, 2, 4, 8, 16, 32
"""Bits of a term: written with a capital; by its tag or its language's lists."""
_NUMBER = re.compile(r"[\d.,%\-–/]+(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """By term id: ``kinds``, ``bits`` and ``ranks`` (of the folded word; see
    ``corpus.query.count.word_ranks``).

    ``names``: the word of each rank. ``unknown``: languages without a list of function words.
    """

    kinds: U8
    bits: U8
    ranks: U32
    names: list[str]
    unknown: frozenset[str]


def lexicon(moment: Moment) -> Lexicon:
    """The lexicon of the archive, kept while it does not change."""
    return moment.remember("formula lexicon", lambda: _made(moment))


def _made(moment: Moment) -> Lexicon:
    size = last_id(moment.connection, Term) + 1
    kinds, bits = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
    known, unknown = languages(), set()
    names = ("language", "surface", "fold", "tag")
    ids, layers, texts = moment.digests.verified_columns(moment.connection, *names)
    for term, layer, tag, surface, fold, part in zip(ids.tolist(), layers.tolist(), *texts, strict=True):
        if layer != Layer.word:
            continue
        language = known.get(primary(tag))
        if language is None:
            unknown.add(primary(tag))
        kinds[term], bits[term] = _kind(language, fold, part), _bits(language, surface, fold, part)
    words = wordlist(moment, Layer.word)
    return Lexicon(kinds, bits, words.of_term, words.names, frozenset(unknown))


def _kind(language: Language | None, fold: str, part: str) -> int:
    if _NUMBER.fullmatch(fold):
        return BREAK
    if language is None:
        return CONTENT
    if fold in language.function or _tagged(part, language.function_tags):
        return FUNCTION
    if fold in language.breaks or _tagged(part, language.break_tags):
        return BREAK
    return CONTENT


def _bits(language: Language | None, surface: str, fold: str, part: str) -> int:
    bits = CAPITAL if surface[:1].isupper() else 0
    if language is None:
        return bits
    bits |= NAME * _tagged(part, language.names_tags)
    bits |= OFFICE * (fold in language.offices) | WEAK * (fold in language.weak)
    bits |= OCCASION * (fold in language.occasions)
    alone = _tagged(part, language.compound_tags) and len(fold) >= language.compound_characters
    return bits | COMPOUND * alone


@lru_cache(maxsize=1024)
def _tagged(part: str, tags: tuple[str, ...]) -> bool:
    return bool(part) and any(
        part == tag or (tag.endswith("*") and part.startswith(tag[:-1])) for tag in tags
    )
