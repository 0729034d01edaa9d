"""From conditions on a token to the terms that fulfil them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, or_, select

from corpus.errors import QueryError
from corpus.index.build import lemmas
from corpus.index.encoding.sorted_arrays import distinct
from corpus.index.read import terms
from corpus.query import match
from corpus.query.language.ast import Atom, Both, Either, Not
from corpus.store.ids import last_id
from corpus.store.tables.index import Term
from corpus.text.normalisation import without_diacritics
from corpus.text.tokens import Layer
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column

    from corpus.query.language.ast import Condition, Slot
    from corpus.query.session.moment import Moment

U32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]

MOST_IDS = 20_000
"""Terms whose postings are merged; of more, each token is looked up in a table."""
_TOGETHER = 8
"""Words of one slot from which on they are looked up in one statement."""
_LOOKUP = 400
"""Terms asked for in one statement: stays under the parameter limits of both stores."""
_COLUMNS = {"word": Term.c.fold, "lemma": Term.c.lemma, "tag": Term.c.tag}


class Table(NamedTuple):
    """Very many terms: for each term id (its index) whether it is one of them."""

    mask: Bools


Held = U32 | Table | None
"""What may stand in a slot: these terms (ids, ascending), those of a table, or any."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """Some terms (ids, ascending), or all ``others``."""

    ids: U32
    others: bool = False

    def __invert__(self) -> _Terms:
        return _Terms(self.ids, not self.others)

    def __and__(self, other: _Terms) -> _Terms:
        return ~(~self | ~other)

    def __or__(self, other: _Terms) -> _Terms:
        if self.others and other.others:
            return _Terms(np.intersect1d(self.ids, other.ids, assume_unique=True), True)
        if self.others:
            return _Terms(np.setdiff1d(self.ids, other.ids, assume_unique=True), True)
        if other.others:
            return other | self
        return _Terms(np.union1d(self.ids, other.ids))


_NONE = _Terms(np.zeros(0, dtype=np.uint32))


def held(moment: Moment, layer: Layer, slot: Slot) -> Held:
    """The terms of a slot: an empty array where there are none.

    QueryError for lemmas or tags that the archive does not hold.
    """
    found = _either(moment, layer, slot.options)
    if not found.others and len(found.ids) <= MOST_IDS:
        return found.ids
    if found.others and not len(found.ids):
        return None
    last = moment.remember(("last term",), lambda: last_id(moment.connection, Term))
    mask = np.full(last + 1, found.others)
    mask[found.ids] = not found.others
    return Table(mask)


def _either(moment: Moment, layer: Layer, options: Iterable[Condition]) -> _Terms:
    found: list[_Terms] = []
    plain: dict[str, list[str]] = {}
    for option in options:
        if isinstance(option, Atom) and option.kind == "fold" and option.field == "word":
            plain.setdefault(option.language, []).append(option.text)
        else:
            found.append(_condition(moment, layer, option))
    for language, texts in plain.items():
        if len(texts) >= _TOGETHER:
            ids = terms.by_forms(moment.connection, moment.digests, layer, texts)
            found.append(_Terms(_of_language(moment, ids, language)))
        else:
            found.extend(_atom(moment, layer, Atom("fold", text, 0, language=language)) for text in texts)
    some = [one.ids for one in found if not one.others]
    joined = _NONE if not some else _Terms(some[0] if len(some) == 1 else distinct(np.concatenate(some)))
    for one in found:
        if one.others:
            joined |= one
    return joined


def _condition(moment: Moment, layer: Layer, condition: Condition) -> _Terms:
    if isinstance(condition, Atom):
        return _atom(moment, layer, condition)
    if isinstance(condition, Not):
        return ~_condition(moment, layer, condition.condition)
    if isinstance(condition, Either):
        return _either(moment, layer, condition.conditions)
    assert isinstance(condition, Both)
    found = ~_NONE
    for one in condition.conditions:
        found &= _condition(moment, layer, one)
    return found


def _atom(moment: Moment, layer: Layer, atom: Atom) -> _Terms:
    if atom.kind == "any":
        return ~_NONE
    if atom.field != "word":
        _check_field(moment, layer, atom.field)
    key = ("terms", layer, atom.field, atom.kind, atom.text, atom.language)
    return _Terms(
        moment.remember(key, lambda: _of_language(moment, _ids(moment, layer, atom), atom.language))
    )


def _of_language(moment: Moment, ids: U32, language: str) -> U32:
    """Those of some terms (ids, ascending) that are words of texts in a language: all for ""."""
    if not language:
        return ids
    tag, asked = func.lower(Term.c.language), language.lower()
    query = select(Term.c.id).where(or_(tag == asked, tag.startswith(f"{asked}-", autoescape=True)))
    listed, kept = ids.tolist(), list[int]()
    moment.digests.verify_rows(moment.connection, listed, ("language",))
    for begin in range(0, len(listed), _LOOKUP):
        kept.extend(moment.connection.scalars(query.where(Term.c.id.in_(listed[begin : begin + _LOOKUP]))))
    return np.array(sorted(kept), dtype=np.uint32)


def _ids(moment: Moment, layer: Layer, atom: Atom) -> U32:
    column = _COLUMNS[atom.field]
    if atom.kind == "alike":
        return match.character_variants.alike(moment, layer, atom.text)
    cased = atom.kind in ("exact", "cased")
    if cased and atom.field == "word":
        column = Term.c.surface
    if atom.kind == "fold" and atom.field == "word" and layer == Layer.word:
        return terms.by_form(moment.connection, moment.digests, layer, atom.text)
    if atom.kind in ("fold", "exact"):
        return terms.by_value(moment.connection, moment.digests, layer, column, atom.text)
    if atom.field != "word" or cased:
        return _fitting(moment, layer, column, atom, atom.text, cased)
    # A word with diacritics is found by its form without them, too.
    bare = without_diacritics(atom.text)
    found = _fitting(moment, layer, column, atom, bare if atom.kind == "wild" else atom.text, cased)
    plain = _fitting(moment, layer, Term.c.plain, atom, bare, cased)
    return distinct(np.concatenate((found, plain))) if len(plain) else found


def _fitting(moment: Moment, layer: Layer, column: Column[Any], atom: Atom, pattern: str, cased: bool) -> U32:
    if atom.kind == "wild":
        return terms.by_wildcard(moment.connection, moment.digests, layer, column, pattern)
    return terms.by_regex(moment.connection, moment.digests, layer, column, pattern, cased=cased)


def _check_field(moment: Moment, layer: Layer, field: str) -> None:
    """Raise QueryError where the archive cannot answer: nothing found would look like silence."""
    fault = moment.remember(("fault", layer, field), lambda: _fault(moment, layer, field))
    if fault:
        raise QueryError(fault)


def _fault(moment: Moment, layer: Layer, field: str) -> str | None:
    connection = moment.connection
    if not moment.sections(layer):
        return None
    if field == "tag":
        if terms.has_tags(connection, layer):
            return None
        return "This archive holds no parts of speech: no analyser that tells them has read its texts."
    missing = [
        name for name in terms.languages_without_lemma(connection, layer) if lemmas.simplemma_name(name)
    ]
    if not missing and terms.has_lemmas(connection, layer):
        return None
    if not missing:
        return "This archive holds no text in a language whose lemmas are known: search the forms themselves."
    which = (
        "The archive holds no lemmas"
        if not terms.has_lemmas(connection, layer)
        else (f"Some words of this archive have no lemma yet ({', '.join(missing)})")
    )
    return f"{which}: pip install 'state-media-corpus[lemma]', then fill them in with: {action('optimize')}"
