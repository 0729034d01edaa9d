"""Which repeated sequences are formulas: bound to each other, fixed, maximal; and the evidence of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import FormulaKind
from corpus.insight.formulas.discovery.content_ngrams import Level, keys_of
from corpus.insight.formulas.discovery.content_words import QUOTED, RAISED
from corpus.insight.formulas.discovery.lexicon import COMPOUND, NAME, OCCASION, OFFICE, WEAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.formulas.discovery.content_words import Skeleton
    from corpus.insight.formulas.discovery.lexicon import Lexicon
    from corpus.insight.formulas.formula_settings import Candidates
    from corpus.query.tabulate.period_counts import Calendar

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SLOGAN, TITLE, OCCASIONAL = 0, 1, 2
"""Kinds: words that are no office and no occasion; names and offices alone; or with words of ceremonies."""
_LONGEST_COMPOUND = 20
"""Characters of the longest word that is a formula by itself."""
KINDS: tuple[str, ...] = get_args(FormulaKind)


@dataclass(slots=True)
class Group:
    """The same content words in one or more orders that are formulas: the ``places`` (of the first word) of
    all, ascending, with the size in words; association and fixedness are those of the most frequent order."""

    size: int
    words: tuple[int, ...]
    places: I64
    documents: int
    association: float
    fixed: float
    kind: int
    quoted: float = 0.0
    capitals: float = 0.0
    steady: float = 0.0
    score: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Candidates of one level: ordinals in it, and the measures of each."""

    level: Level
    at: I64
    association: Floats
    fixed: Floats


def association(counts: I64, words: U32, of_word: I64, size: int) -> Floats:
    """Normalised pointwise mutual information of n words: 1 where they occur only together, 0 by chance.

    log(p(w1..wn) / (p(w1) ... p(wn))), the specific correlation of Van de Cruys (2011), "Two multivariate
    generalizations of pointwise mutual information", DiSCo; divided by its greatest value
    (1 - n) log p(w1..wn), as Bouma (2009), "Normalized (pointwise) mutual information in collocation
    extraction", GSCL, does for two words. ``words``: of shape (sequences, n); p: of all content words.
    """
    together = np.log(counts / size)
    alone = np.log(of_word[words] / size).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((together - alone) / ((1 - words.shape[1]) * together))


def fixedness(level: Level, words: U32, counted: dict[int, Level], of_word: I64) -> Floats:
    """Of each sequence the least share, over all ways to cut it in two, of its rarer part's matches that are
    inside it: the overlap coefficient (Szymkiewicz 1934, Simpson 1943). A free combination of two
    frequent phrases has a small one."""
    least = np.ones(len(level))
    for cut in range(1, level.size):
        parts = [_count(words[:, :cut], counted, of_word), _count(words[:, cut:], counted, of_word)]
        least = np.minimum(least, level.counts / np.minimum(*parts))
    return least


def _count(words: U32, counted: dict[int, Level], of_word: I64) -> I64:
    if words.shape[1] == 1:
        return of_word[words[:, 0]]
    level = counted[words.shape[1]]
    return level.counts[level.ordinals(keys_of(words))]


def _choose(text: Skeleton, levels: Sequence[Level], asked: Candidates) -> tuple[list[_Chosen], I64]:
    """The candidates of each level, and for each rank the matches of its largest longer candidate.

    A sequence is left out when a longer candidate holds more than ``open`` of its matches.
    """
    counted = {level.size: level for level in levels}
    inside = {level.size: np.zeros(len(level), dtype=np.int64) for level in levels}
    of_word = np.zeros(len(text.counts), dtype=np.int64)
    chosen: list[_Chosen] = []
    for level in reversed(levels):
        if not len(level):
            continue
        words = level.words(text)
        bound = association(level.counts, words, text.counts, text.size)
        fixed = fixedness(level, words, counted, text.counts)
        holds = (bound >= asked.least_association) & (fixed >= asked.least_fixed)
        # Also what is itself only part of something longer takes its parts along.
        for part in (words[:, :-1], words[:, 1:]):
            if part.shape[1] == 1:
                np.maximum.at(of_word, part[holds, 0], level.counts[holds])
            else:
                below = counted[part.shape[1]].ordinals(keys_of(part[holds]))
                np.maximum.at(inside[part.shape[1]], below, level.counts[holds])
        # What is longer than a formula is a passage that is printed again; its parts are no formulas.
        short = level.size <= asked.longest
        at = np.flatnonzero(short & holds & (inside[level.size] <= asked.open * level.counts))
        chosen.append(_Chosen(level, at, bound[at], fixed[at]))
    return chosen, of_word


def groups(
    text: Skeleton,
    levels: Sequence[Level],
    lexicon: Lexicon,
    asked: Candidates,
    least_documents: int,
    when: Calendar,
) -> list[Group]:
    """All formulas with their evidence, sequences of the same words in another order together.

    Single words count where their part of speech and length make them compounds (``words.toml``).
    """
    chosen, inside = _choose(text, levels, asked)
    found: dict[tuple[int, ...], list[Group]] = {}
    for one in chosen:
        words = one.level.words(text, one.at)
        for at, row in enumerate(words.tolist()):
            ordinal = int(one.at[at])
            places = one.level.places[one.level.offsets[ordinal] : one.level.offsets[ordinal + 1]]
            documents = int(one.level.documents[ordinal])
            group = Group(one.level.size, tuple(row), places.astype(np.int64), documents,
                          float(one.association[at]), float(one.fixed[at]), SLOGAN)  # fmt: skip
            found.setdefault(tuple(sorted(row)), []).append(group)
    made = [_joined(text, some) for some in found.values()]
    made += _compounds(text, lexicon, asked, inside, least_documents)
    kinds = _kinds(text, lexicon)
    offices = (kinds & OFFICE) > 0
    for group in made:
        _look(text, group, when)
        attached = _attached(text, group, offices)
        group.kind = _kind(kinds[list(group.words)], group.quoted, attached, asked)
    return made


def _joined(text: Skeleton, some: list[Group]) -> Group:
    """Orders of the same words as one; the most frequent gives its measures."""
    head = max(some, key=lambda group: (len(group.places), group.words))
    if len(some) > 1:
        head.places = np.unique(np.concatenate([group.places for group in some]))
        head.documents = len(np.unique(text.documents[head.places]))
        head.association = max(group.association for group in some)
        head.fixed = max(group.fixed for group in some)
    return head


def _compounds(
    text: Skeleton, lexicon: Lexicon, asked: Candidates, inside: I64, least_documents: int
) -> list[Group]:
    """Single words that are compounds, in enough documents, most of whose matches are in no longer formula.

    They are bound as their two halves are, cut where these are least bound: of the words that begin with the
    one, and that end with the other, as of words above.
    """
    by_rank = np.zeros(len(lexicon.names), dtype=bool)
    by_rank[lexicon.ranks[(lexicon.bits & COMPOUND) > 0]] = True
    short = [len(name) <= _LONGEST_COMPOUND for name in lexicon.names]
    by_rank &= np.array(short)
    by_rank &= inside <= asked.open_compound * text.counts
    places = np.flatnonzero(by_rank[text.words])
    if not len(places):
        return []
    order = np.argsort(text.words[places], kind="stable")
    places = places[order]
    ranks = text.words[places]
    starts = np.flatnonzero(np.concatenate(([True], ranks[1:] != ranks[:-1])))
    begin, end_ = _halves(lexicon.names, text.counts)
    made = []
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(places)], strict=True):
        some = places[start:end]
        documents = len(np.unique(text.documents[some]))
        if documents < least_documents:
            continue
        rank = int(ranks[start])
        name, count = lexicon.names[rank], int(text.counts[rank])
        together = np.log(count / text.size)
        bound = min(
            float(
                (together - np.log(begin[name[:cut]] / text.size) - np.log(end_[name[cut:]] / text.size))
                / -together
            )
            for cut in range(1, len(name))
        )
        if bound >= asked.least_association:
            made.append(Group(1, (rank,), some, documents, bound, 1.0, SLOGAN))
    return made


def _halves(names: list[str], counts: I64) -> tuple[dict[str, int], dict[str, int]]:
    """How often each string begins a content word, and ends one."""
    begin: dict[str, int] = {}
    end: dict[str, int] = {}
    for rank in np.flatnonzero(counts).tolist():
        name, count = names[rank][:_LONGEST_COMPOUND], int(counts[rank])
        for cut in range(len(name) + 1):
            begin[name[:cut]] = begin.get(name[:cut], 0) + count
            end[name[cut:]] = end.get(name[cut:], 0) + count
    return begin, end


def _kinds(text: Skeleton, lexicon: Lexicon) -> U8:
    """For each rank: NAME, OFFICE and OCCASION, as the lists, the tags and the capitals say."""
    bits = np.zeros(len(lexicon.names), dtype=np.uint8)
    np.bitwise_or.at(bits, lexicon.ranks, lexicon.bits & (OFFICE | WEAK | OCCASION | NAME))
    return bits | np.where(text.names, NAME, 0).astype(np.uint8)


def _kind(bits: U8, quoted: float, attached: float, asked: Candidates) -> int:
    """What is mostly put in quotation marks is a formula, whatever its words are."""
    if quoted >= asked.surely_quoted:
        return SLOGAN
    if np.any(bits & OCCASION):
        return OCCASIONAL
    named = 2 * np.count_nonzero(bits & NAME) > len(bits)
    title = named or attached >= asked.attached or np.any(bits & OFFICE) or np.all(bits & (NAME | WEAK))
    return TITLE if title else SLOGAN


def _attached(text: Skeleton, group: Group, offices: Bools) -> float:
    """The share of matches that have a word of offices beside them, in the same run of words."""
    first, last = group.places, group.places + group.size
    before = (first > 0) & (text.room[first - 1] > group.size)
    before &= offices[text.words[first - 1]]
    after = text.room[first] > group.size
    after &= offices[text.words[np.minimum(last, len(text.words) - 1)]]
    return float(np.mean(before | after))


def _look(text: Skeleton, group: Group, when: Calendar) -> None:
    """The shares of matches in quotation marks and with capitals, and of its life's periods that have it."""
    bits = text.bits[group.places[:, None] + np.arange(group.size)]
    group.quoted = float(np.mean(np.all(bits & QUOTED, axis=1)))
    group.capitals = float(np.mean(np.any(bits & RAISED, axis=1)))
    codes = np.unique(when.of_document[text.documents[group.places]])
    codes = codes[codes >= 0]
    if len(codes):
        group.steady = len(codes) / np.count_nonzero(when.tokens[codes[0] : codes[-1] + 1])
