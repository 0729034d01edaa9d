"""The text around mentions: read quickly, of very many versions a part at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.hits.hits import Hits, places
from corpus.store.plain_rows import rows_of_keys
from corpus.store.row_groups import GROUPS
from corpus.store.tables.archive import PassageRow
from corpus.text.counting_rules import RULES
from corpus.text.languages import primary
from corpus.text.names.persons import name_words
from corpus.text.tokens import Layer, has_cjk, word_spans
from corpus.text.word_joins import eliding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

    I64 = npt.NDArray[np.int64]

TOGETHER = 400
"""Versions whose texts are in memory at one time."""
_TEXT = GROUPS["passage.text"]
_TEXTS = select(*_TEXT.columns)
_ROOM = 8
"""Characters that a word with the space behind it needs, on average, in nearly all passages."""


class Window(NamedTuple):
    """The text around one mention, cut at the ends of its passage. ``at``: the ordinal of the mention."""

    at: int
    before: str
    name: str
    after: str


def windows(
    moment: Moment,
    selection: Selection,
    hits: Hits,
    before: int,
    after: int,
    names: Iterable[str] = (),
) -> Iterator[Window]:
    """The text around each hit, by version. ``before`` and ``after``: so many characters at most.

    ``names``: what the hits are hits of, all of them: they are then looked for in the text, which is quicker
    than counting words up to each; where the text holds another number of them, the words are counted.
    """
    named = _named(names)
    versions = selection.catalogue.versions[hits.documents]
    analysed = {
        int(section): moment.index.analysed(moment.connection, int(section))
        for section in distinct(hits.sections).tolist()
    }
    by_rule = np.array([not analysed[section] for section in hits.sections.tolist()], dtype=bool)
    by_rule &= ~_elsewhere(moment, selection)[hits.documents]
    by_rule |= hits.layers == Layer.char
    order = np.lexsort((hits.passages, versions))
    plain = order[by_rule[order]]
    several = distinct(versions[plain]).tolist()
    for begin in range(0, len(several), TOGETHER):
        low, high = np.searchsorted(
            versions[plain], (several[begin], several[min(begin + TOGETHER, len(several)) - 1] + 1)
        )
        yield from _plain(moment, hits, versions, plain[low:high], before, after, named)
    other = order[~by_rule[order]]
    for begin in range(0, len(other), TOGETHER):
        some = other[begin : begin + TOGETHER]
        for at, place in zip(some.tolist(), places(moment, selection, hits.take(some)), strict=True):
            text, start, end = place.passage_text, place.start, place.end
            yield Window(at, text[max(start - before, 0) : start], text[start:end], text[end : end + after])


def _elsewhere(moment: Moment, selection: Selection) -> npt.NDArray[np.bool_]:
    """For each document whether more than its text must be known to tell its words: what is elided, or the
    rules by which they were counted."""
    languages = selection.catalogue.facet(moment.connection, "language")
    eliding_tags = [primary(tag) in eliding() for tag in languages.labels]
    return np.array(eliding_tags, dtype=bool)[languages.codes] | (moment.rules < RULES)


def _plain(
    moment: Moment,
    hits: Hits,
    versions: I64,
    order: I64,
    before: int,
    after: int,
    named: re.Pattern[str] | None,
) -> Iterator[Window]:
    """Of texts whose words the rule tells, without what a concordance needs."""
    wanted = distinct(versions[order]).tolist()
    texts = _texts(moment, wanted)
    columns = (versions[order], hits.passages[order], hits.layers[order])
    # The hits of each passage, by layer, in the order of the text.
    several: dict[tuple[int, int, int], list[int]] = {}
    for at, *key in zip(order.tolist(), *(column.tolist() for column in columns), strict=True):
        several.setdefault((key[0], key[1], key[2]), []).append(at)
    for (version, number, layer), some in several.items():
        text = texts[version, number]
        tokens = [(int(hits.starts[at]), int(hits.ends[at])) for at in some]
        spans = _located(text, named, tokens) if layer == Layer.word else tokens
        for at, (start, end) in zip(some, spans, strict=True):
            yield Window(
                at,
                text[max(start - before, 0) : start],
                text[start:end],
                text[end : end + after],
            )


def _texts(moment: Moment, versions: list[int]) -> dict[tuple[int, int], str]:
    """What the passages of some versions say, by version and number; verified."""
    rows = rows_of_keys(moment.connection, _TEXTS, PassageRow.c.version_id, versions)
    moment.row_digests.verify(moment.connection, _TEXT, rows, versions)
    return {(version, number): text for version, number, text in rows}


def _located(
    text: str, named: re.Pattern[str] | None, tokens: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where words of a passage stand; ``tokens``: first and last of each run, half-open, ascending."""
    if named is not None:
        found = [match.span() for match in named.finditer(text)]
        if len(found) == len(tokens):
            return found
    most = max(last for _, last in tokens)
    stop = min(len(text), most * _ROOM + 100)
    bounds = word_spans(text, 0, stop)
    if stop < len(text) and len(bounds) <= most:  # the last one may be cut, where this ends
        bounds = word_spans(text)
    return [(bounds[first][0], bounds[last - 1][1]) for first, last in tokens]


def _named(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of some names as whole words, the longest first; None for no names."""
    listed = sorted(
        {tuple(name_words(name)) for name in names if not has_cjk(name)} - {()}, key=len, reverse=True
    )
    if not listed:
        return None
    # As words are cut: joined to the next by a hyphen or a dot, but not to a final 's.
    joined = "['’\\-\u2010\u2011·×&.]"
    after = rf"(?![^\W_])(?!(?:{joined})(?!s\b)[^\W_])"
    # The first letters stand first, as a set: re skips quickly to where one of a set may stand.
    rests: dict[str, list[str]] = {}
    for first, *others in listed:
        letters = {case for case in (first[0], first[0].lower(), first[0].upper()) if len(case) == 1}
        rest = r"[^\w\n]+".join(map(re.escape, (first[1:], *others)))
        rests.setdefault("".join(sorted(map(re.escape, letters))), []).append(rest)
    each = "|".join(f"(?<=[{letters}])(?:{'|'.join(some)})" for letters, some in rests.items())
    begin = rf"[{''.join(rests)}](?<![^\W_].)(?<![^\W_]{joined}.)"
    return re.compile(rf"{begin}(?i:{each}){after}")
