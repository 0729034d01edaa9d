"""Lemmas: the dictionary form of a word, by simplemma; in Russian by pymorphy3 where it is installed.

Korean, Chinese and Japanese words have theirs from their analyser (corpus.text.analysers), not from here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from corpus.index.encoding.term_digests import write_digests
from corpus.store.tables.index import Term
from corpus.text.normalisation import fold
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

BATCH = 20_000
"""Terms that are given their lemma in one transaction."""

_NAMES = (
    "ast bg ca cs cy da de el en enm es et fa fi fr ga gd gl gv hbs hi hu hy id is it ka la lb lt lv mk ms"
    " nb nl nn pl pt ro ru se sk sl sq sv sw tl tr uk"
)
LANGUAGES = frozenset(_NAMES.split())
"""What simplemma knows, as it calls them."""
_QUICK = frozenset(("en", "fr"))
"""Languages whose dictionary is small: it is looked up in a fifth of the time, and takes 25 MB. Of the others
the quick form takes up to 360 MB (Polish), the frugal one 50 MB and half the time to read."""
_ALIASES = {"no": "nb", "hr": "hbs", "sr": "hbs", "bs": "hbs", "fil": "tl"}


def lemma_of(language: str, surface: str) -> str | None:
    """The lemma of a word form, as ``lemma_key`` writes it; None where there is none to be had.

    ``language``: BCP 47, of which the primary subtag decides. A form that the dictionary does not know is
    its own lemma. Russian: the normal form of the most probable parse (pymorphy3, else simplemma).
    Measured: 101,000 English forms take 0.7 s, 10,000 Russian ones 0.9 s; the first of a language 0.2 s
    (English) to 0.5 s (Russian) more, for its dictionary.
    """
    known = simplemma_name(language)
    if known == "ru" and (parse := _russian()) is not None:
        return lemma_key(parse(_without_yo(surface)), known) or None
    lemmatize = _lemmatizer()
    if known is None or lemmatize is None:
        return None
    return lemma_key(lemmatize(surface, known, low_memory=known not in _QUICK), known) or None


def lemma_key(lemma: str, language: str) -> str:
    """A lemma as it is stored and compared: folded, and in Russian with е for ё, as most texts print it."""
    folded = fold(lemma)
    return _without_yo(folded) if language.partition("-")[0].lower() == "ru" else folded


def _without_yo(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def simplemma_name(language: str) -> str | None:
    """What simplemma calls a language; None where it does not know it."""
    primary = language.partition("-")[0].lower()
    primary = _ALIASES.get(primary, primary)
    return primary if primary in LANGUAGES else None


def available() -> bool:
    """Whether simplemma is installed."""
    return _lemmatizer() is not None


@cache
def _lemmatizer() -> Callable[..., str] | None:
    try:
        from simplemma import lemmatize
    except ImportError:
        return None
    return lemmatize


@cache
def _russian() -> Callable[[str], str] | None:
    """The normal form of a Russian word's most probable parse; None without pymorphy3."""
    try:
        from pymorphy3 import MorphAnalyzer

        parse = MorphAnalyzer(lang="ru").parse
    except (ImportError, ValueError):  # ValueError: its dictionary is missing
        return None

    def normal(word: str) -> str:
        try:
            return str(parse(word)[0].normal_form) if word else ""
        except UnicodeEncodeError:  # half of a surrogate pair
            return word

    return normal


def fill_lemmas(connection: Connection, after: int = 0, batch: int = BATCH) -> tuple[int, int | None]:
    """Give the next terms of the layer word their lemma, in the caller's write transaction.

    Looks at up to ``batch`` terms without lemma, of a language that has some, whose id is larger than
    ``after``. Returns how many were filled in, and the id of the last one looked at (None at the end).
    """
    known = [
        language
        for language in connection.scalars(select(Term.c.language).distinct())
        if simplemma_name(language) is not None
    ]
    query = (
        select(Term.c.id, Term.c.language, Term.c.surface)
        .where(Term.c.layer == int(Layer.word), Term.c.lemma.is_(None), Term.c.language.in_(known))
        .where(Term.c.id > after)
        .order_by(Term.c.id)
        .limit(batch)
    )
    rows = connection.execute(query).all()
    if not rows:
        return 0, None
    found = [
        {"term": term, "found": lemma}
        for term, language, surface in rows
        if (lemma := lemma_of(language, surface)) is not None
    ]
    if found:
        changed = update(Term).where(Term.c.id == bindparam("term")).values(lemma=bindparam("found"))
        connection.execute(changed, found)
        ids, lemmas = [one["term"] for one in found], [one["found"] for one in found]
        write_digests(connection, ids, [int(Layer.word)] * len(ids), {"lemma": lemmas})
    return len(found), rows[-1].id
