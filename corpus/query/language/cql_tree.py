"""From the tree that bcql-py parses to sequences of slots."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from corpus.query.language.ast import (
    LONGEST_GAP,
    LONGEST_PHRASE,
    MOST_SEQUENCES,
    SPANS,
    Atom,
    Both,
    Condition,
    Either,
    Field,
    Not,
    Sequence,
    Slot,
)
from corpus.query.language.regex_checks import is_plain, regex_fault
from corpus.text.normalisation import fold, normalise
from corpus.text.tokens import Layer, has_cjk, word_spans
from corpus.text.word_joins import eliding
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Way = tuple[Slot, ...]

_FIELDS: dict[str, Field] = {"word": "word", "lemma": "lemma", "tag": "tag", "pos": "tag"}
_CASE = re.compile(r"\(\?(-?)i\)")
_STRAIGHT = str.maketrans("‘’‛ʼ\u2010\u2011", "''''--")
MOST_SLOTS = 100_000
"""Most slots of all sequences of a query."""


class Tree:
    """``columns``: of the query's string values in order, which is the order of the tree's, each with that
    of what it is compared with (the tree itself knows no columns). ``column``: where the query begins."""

    def __init__(
        self, columns: list[tuple[int, int]], fail: Callable[[str, int], NoReturn], column: int
    ) -> None:
        self._columns: Iterator[tuple[int, int]] = iter(columns)
        self._fail, self._column = fail, column

    def sequences(self, tree: Any) -> tuple[Sequence, ...]:
        """The sequences of a query. QueryError with the column for what is not supported."""
        inside: list[Way] = []
        anywhere = self._ways(tree, inside)
        both = [
            (way, sentence)
            for some, sentence in ((anywhere, False), (inside, True))
            for one in some
            for way in _not_empty(one)
        ]
        ways = [way for way, _ in both]
        if not ways:
            self._fail("The query matches no word: repetitions of 0 leave nothing.", self._column)
        if any(all(slot.any for slot in way) for way in ways):
            self._fail(
                f"[] alone is every word: name one beside it; {action('stats')} counts them all.",
                self._column,
            )
        self._check(ways)
        return tuple(
            Sequence(Layer.word, way, sentence and sum(slot.most for slot in way) > 1)
            for way, sentence in both
        )

    def _ways(self, node: Any, inside: list[Way] | None = None) -> list[Way]:
        """The ways to match a node; those that lie in one sentence go to ``inside``.

        Where that is None the node is but a part of what is matched, and cannot lie in a sentence by itself.
        """
        kind = node.node_type
        if kind == "token_query":
            options = self._options(node)
            return [(Slot(options),), *_parted(options)]
        if kind == "group":
            return self._ways(node.child, inside)
        if kind == "sequence":
            ways: list[Way] = [()]
            for child in node.children:
                ways = self._product(ways, self._ways(child))
            return ways
        if kind == "repetition":
            most = LONGEST_GAP if node.max_count is None else node.max_count
            return self._repeated(self._ways(node.child), node.min_count, most)
        if kind == "sequence_bool" and node.operator == "|":
            united = self._united([way for one in _flat(node) for way in self._ways(one, inside)])
            if inside:
                inside[:] = self._united(inside)
            return united
        if kind == "position_filter" and node.operator == "within":
            return self._within(node, inside)
        return self._fail(f"{kind.replace('_', ' ')} is not supported.", self._column)

    def _within(self, node: Any, inside: list[Way] | None) -> list[Way]:
        names = _spans(node.right)
        if names is None:
            self._fail("within <s/> or <passage/> stands at the end, or in brackets.", self._column)
        if "passage" in names and "s" in names[names.index("passage") :]:
            self._fail("<passage/> within <s/> is not supported: write within <s/> alone.", self._column)
        if "s" not in names:
            return self._ways(node.left, inside)
        if inside is None:
            self._fail(
                "within <s/> asks of a whole match: no words stand beside its brackets.",
                self._column,
            )
        inside += self._ways(node.left, inside)
        return []

    def _united(self, ways: list[Way]) -> list[Way]:
        """Alternatives, each once; those of single tokens in one slot."""
        single = {way: None for way in ways if len(way) == 1 and way[0].least == way[0].most == 1}
        others = list(dict.fromkeys(way for way in ways if way not in single))
        if single:
            options = tuple(dict.fromkeys(option for (slot,) in single for option in slot.options))
            others.insert(0, (Slot(options),))
        return self._check(others)

    def _repeated(self, ways: list[Way], least: int, most: int) -> list[Way]:
        if most == 0:
            return [()]
        if len(ways) == 1 and len(ways[0]) == 1 and ways[0][0].least == ways[0][0].most == 1:
            return [(Slot(ways[0][0].options, least, most),)]
        found: list[Way] = []
        so_far: list[Way] = [()]
        for count in range(most + 1):
            if count >= least:
                found.extend(so_far)
                self._check(found)
            if count < most:
                so_far = list(dict.fromkeys(self._product(so_far, ways)))
        return list(dict.fromkeys(found))

    def _product(self, before: list[Way], after: list[Way]) -> list[Way]:
        if len(before) * len(after) > MOST_SEQUENCES:
            self._too_many()
        return self._check([one + other for one in before for other in after])

    def _check(self, ways: list[Way]) -> list[Way]:
        if len(ways) > MOST_SEQUENCES or sum(map(len, ways)) > MOST_SLOTS:
            self._too_many()
        for way in ways:
            if len(way) > LONGEST_PHRASE or sum(slot.least for slot in way) > LONGEST_PHRASE:
                self._fail(f"The sequence is longer than {LONGEST_PHRASE} tokens.", self._column)
        return ways

    def _too_many(self) -> NoReturn:
        self._fail(
            f"The alternatives and repetitions unfold to more than {MOST_SEQUENCES:,} sequences,"
            f" or {MOST_SLOTS:,} tokens: ask for less at once.",
            self._column,
        )

    def _options(self, node: Any) -> tuple[Condition, ...]:
        if node.shorthand is not None:
            return (self._atom("word", node.shorthand.value, node.shorthand.is_literal),)
        if node.constraint is None:
            return (Atom("any", "", self._column),)
        condition = self._condition(node.constraint)
        return condition.conditions if isinstance(condition, Either) else (condition,)

    def _condition(self, node: Any) -> Condition:
        kind = node.node_type
        if kind == "annotation_constraint":
            found = self._atom(node.annotation, node.value.value, node.value.is_literal)
            return Not(found) if node.operator == "!=" else found
        if kind == "not_constraint":
            return Not(self._condition(node.operand))
        if kind == "bool_constraint" and node.operator in ("&", "|"):
            conditions = tuple(self._condition(one) for one in _flat(node))
            return Both(conditions) if node.operator == "&" else Either(conditions)
        return self._fail(f"{kind.replace('_', ' ')} is not supported.", self._column)

    def _atom(self, annotation: str, value: str, literal: bool) -> Atom:
        name_column, column = next(self._columns)
        field = _FIELDS.get(annotation.lower())
        if field is None:
            self._fail(f"There is no {annotation} here: CQL knows word, lemma and tag (or pos).", name_column)
        case = _CASE.match(value)
        cased = bool(case and case[1])
        text = value[case.end() :] if case else value
        if not text:
            self._fail("The value is empty: [] stands for any word.", column)
        if cased and field == "lemma":
            self._fail("Lemmas are kept without letter case: leave (?-i) out.", column)
        if literal:
            text = re.sub(r"\\(.)", r"\1", text)
        if literal or is_plain(text):
            return _exactly(field, normalise(text), cased, column)
        if field == "word" and text in (".*", ".+"):
            return Atom("any", text, column)
        if not cased:
            text = text.translate(_STRAIGHT)
        if not cased and field != "tag" and text.endswith(".*") and is_plain(text[:-2]):
            return Atom("wild", fold(normalise(text[:-2])) + "*", column, field)
        fault = regex_fault(text)
        if fault:
            self._fail(fault, column)
        return Atom("cased" if cased else "regex", text, column, field)


def _exactly(field: Field, text: str, cased: bool, column: int) -> Atom:
    if cased:
        return Atom("exact", text, column, field)
    if field == "tag":
        return Atom("regex", re.escape(text), column, field)
    return Atom("fold", fold(text), column, field)


def _parted(options: tuple[Condition, ...]) -> list[Way]:
    """The ways of a value that is several words: ``party's``, ``l'europe`` where articles are elided."""
    only = options[0] if len(options) == 1 else None
    if not isinstance(only, Atom) or only.field != "word" or only.kind not in ("fold", "exact"):
        return []
    if any(map(str.isspace, only.text)) or has_cjk(only.text):  # words of analysers stay whole
        return []
    found: dict[Way, None] = {}
    for language in ("", *eliding()) if "'" in only.text.translate(_STRAIGHT) else ("",):
        words = [only.text[a:b] for a, b in word_spans(only.text, language=language)]
        slots = [Slot((replace(only, text=word, language=language),)) for word in words]
        if len(words) > 1 and tuple(slots) not in found:
            found[tuple(slots)] = None
            if not language:
                break
    return list(found)


def _spans(node: Any) -> list[str] | None:
    """Names of the spans of a chain ``<s/> within <passage/>``; None for anything else."""
    names: list[str] = []
    while node.node_type == "position_filter" and node.left.node_type == "span_query":
        names.append(SPANS[node.left.tag_name])
        node = node.right
    return [*names, SPANS[node.tag_name]] if node.node_type == "span_query" else None


def _flat(node: Any) -> list[Any]:
    """The operands of a chain of the same operator, which the parser nests to the left."""
    operands: list[Any] = []
    at = node
    while at.node_type == node.node_type and at.operator == node.operator:
        operands.append(at.right)
        at = at.left
    operands.append(at)
    return operands[::-1]


def _not_empty(way: Way) -> list[Way]:
    """Ways that match the same spans but the empty: where all slots are optional, one is made to stand."""
    way = tuple(slot for slot in way if slot.most)
    if any(slot.least for slot in way):
        return [way]
    return [(Slot(slot.options, 1, slot.most), *way[at + 1 :]) for at, slot in enumerate(way)]
