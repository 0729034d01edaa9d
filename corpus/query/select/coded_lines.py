"""The filter by code: documents that have it as a whole, or matches on lines that have it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.argument_checks import shown, there_is
from corpus.errors import FilterError
from corpus.query.match.patterns import Matches
from corpus.query.session.passage_texts import texts
from corpus.store.tables.coding import Annotation, Code
from corpus.text.normalisation import fold
from corpus.text.tokens import Layer
from corpus.wording import Blank, action, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment
    from corpus.query.session.passage_texts import VersionText

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Span = tuple[int, int, int]
"""Passage (its number in the version), start and end, in code points of the version's text."""

LEVELS = ("document", "line")
TOGETHER = 500
"""Versions whose texts are in memory at one time."""


@dataclass(frozen=True, slots=True)
class CodedLines:
    """Coded matches by version. A match counts where it shares a character with one of them."""

    spans: dict[int, list[Span]]
    _runs: dict[int, tuple[I64, I64]] = field(default_factory=dict)
    _made: list[bool] = field(default_factory=list)

    def among(self, moment: Moment, section_id: int, found: Matches) -> Matches:
        """The matches of a section that count."""
        keep = self.touched(moment, section_id, found)
        return Matches(found.starts[keep], found.ends[keep])

    def touched(self, moment: Moment, section_id: int, found: Matches) -> Bools:
        """Which matches of a section count."""
        if not self._made:
            self._place(moment)
        if section_id not in self._runs:
            return np.zeros(len(found.starts), dtype=bool)
        starts, ends = self._runs[section_id]
        at = np.searchsorted(starts, found.ends, "left") - 1  # the last run that begins before the match ends
        inside: Bools = (at >= 0) & (ends[np.maximum(at, 0)] > found.starts)
        return inside

    def _place(self, moment: Moment) -> None:
        """Find the positions of the coded matches in every section, as sorted and disjoint runs."""
        placed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        versions = sorted(self.spans)
        homes = _homes(moment, np.array(versions, dtype=np.int64))
        for begin in range(0, len(versions), TOGETHER):
            some = [version for version in versions[begin : begin + TOGETHER] if version in homes]
            for version, text in texts(moment, some).items():
                for layer, section_id, at in homes[version]:
                    arrays = moment.arrays(section_id)
                    first = int(arrays.document_passages[at])
                    for passage, start, end in self.spans[version]:
                        low, high = arrays.passage_starts[first + passage : first + passage + 2].tolist()
                        of = _tokens(text, layer, passage, start, end)
                        run = low + of[0], min(low + of[1], high)
                        if run[0] < run[1]:
                            placed[section_id].append(run)
        self._runs.update({section_id: _joined(runs) for section_id, runs in placed.items()})
        self._made.append(True)


class CodesMeant(NamedTuple):
    """Codes, by name their ids, given to documents as a whole, and to lines."""

    documents: dict[str, int]
    lines: dict[str, int]


def codes_meant(moment: Moment, names: Sequence[str]) -> CodesMeant:
    """The codes that a filter names. A code that was given to documents and to lines is written
    ``document:NAME`` or ``line:NAME``. Raises FilterError for a code that does not exist, that nobody gave
    yet, or that needs such a beginning."""
    moment.verify("code", "annotation")
    known = {fold(row.name): row for row in moment.connection.execute(select(Code))}
    meant = CodesMeant({}, {})
    for given in dict.fromkeys(names):
        level, name = level_of(given)
        code = known.get(fold(name))
        if code is None:
            raise _unknown(name, sorted(row.name for row in known.values()))
        level = level or _used(moment, code.id, code.name)
        (meant.documents if level == "document" else meant.lines)[code.name] = code.id
    return meant


def coded(
    moment: Moment, catalogue: Catalogue, codes: CodesMeant, notes: list[str]
) -> tuple[I64 | None, CodedLines | None]:
    """What codes let count: versions of documents coded as a whole (None for all), and the lines that matches
    must lie on (None for all matches), whoever gave the code.

    What lies on versions that are not the catalogue's does not count; notes say how much that is.
    """
    versions = lines = None
    current = set(catalogue.versions.tolist())
    if codes.documents:
        found = _documents(moment, codes.documents, current, notes)
        versions = np.array(sorted(found), dtype=np.int64)
    if codes.lines:
        lines = CodedLines(_lines(moment, codes.lines, current, notes))
    return versions, lines


def level_of(given: str) -> tuple[str | None, str]:
    """``document`` or ``line``, where a code is asked for with such a beginning, and the name of the code."""
    level, sign, name = given.partition(":")
    if sign and level.strip() in LEVELS:
        return level.strip(), name.strip()
    return None, given.strip()


def _used(moment: Moment, code_id: int, name: str) -> str:
    """Whether a code was given to documents or to lines."""
    query = select(Annotation.c.passage.is_(None)).where(Annotation.c.code_id == code_id).distinct()
    found = {bool(whole) for whole in moment.connection.scalars(query)}
    if not found:
        raise FilterError(
            f"Nobody has given the code {name!r} yet: {action('import_codes')} and {action('annotate')} do.",
            argument="code",
        )
    if len(found) > 1:
        raise FilterError(
            f"The code {name!r} was given to documents and to lines: write"
            f" {argument('code', f'document:{name}')} or {argument('code', f'line:{name}')}.",
            argument="code",
        )
    return "document" if found.pop() else "line"


def _unknown(name: str, known: list[str]) -> FilterError:
    instead = there_is(name, known, otherwise=f"{action('add_code', Blank('NAME'))} makes one")
    return FilterError(f"There is no code {shown(name)!r} in the codebook{instead}")


def _documents(moment: Moment, codes: dict[str, int], current: set[int], notes: list[str]) -> set[int]:
    query = select(Annotation.c.version_id).where(
        Annotation.c.code_id.in_(codes.values()), Annotation.c.passage.is_(None)
    )
    every = set(moment.connection.scalars(query.distinct()))
    _say(notes, "document", codes, len(every), len(every & current))
    return every & current


def _lines(
    moment: Moment, codes: dict[str, int], current: set[int], notes: list[str]
) -> dict[int, list[Span]]:
    columns = (Annotation.c.version_id, Annotation.c.passage, Annotation.c.start_char, Annotation.c.end_char)
    of_codes = Annotation.c.code_id.in_(codes.values())
    query = select(*columns).where(of_codes, Annotation.c.passage.is_not(None))
    every = {tuple(row) for row in moment.connection.execute(query)}
    spans: dict[int, list[Span]] = defaultdict(list)
    for version, *span in sorted(every):
        if version in current:
            spans[version].append((span[0], span[1], span[2]))
    _say(notes, "line", codes, len(every), sum(map(len, spans.values())))
    return dict(spans)


def _say(notes: list[str], what: str, codes: dict[str, int], every: int, counted: int) -> None:
    """Say how many documents or lines are coded, and how many of them lie on other versions."""
    coded_as = " or ".join(codes)
    older = every - counted
    rest = ""
    if older:
        rest = (
            f"; {older:,} more on versions that the archive has replaced since, or did not know then,"
            f" count{'s' * (older == 1)} for nothing"
        )
    notes.append(f"Coded {coded_as}: {counted:,} {what}{'s' * (counted != 1)}{rest}.")


def _homes(moment: Moment, versions: I64) -> dict[int, list[tuple[Layer, int, int]]]:
    """Where each version stands in the index: layer, section, and its ordinal there."""
    homes: dict[int, list[tuple[Layer, int, int]]] = defaultdict(list)
    for layer in Layer:
        for section_id in moment.sections(layer):
            held = moment.arrays(section_id).versions
            for at in np.flatnonzero(np.isin(held, versions)).tolist():
                homes[int(held[at])].append((layer, section_id, at))
    return homes


def _tokens(text: VersionText, layer: Layer, passage: int, start: int, end: int) -> tuple[int, int]:
    """The tokens of a passage that a span of the version's text touches, half-open."""
    begin = text.passages[passage][0]
    if layer == Layer.char:
        return start - begin, end - begin
    starts, ends = (np.asarray(side) for side in text.bounds(passage))
    return (
        int(np.searchsorted(ends, start - begin, "right")),
        int(np.searchsorted(starts, end - begin, "left")),
    )


def _joined(runs: list[tuple[int, int]]) -> tuple[I64, I64]:
    """Runs as sorted starts and ends, those that touch each other as one."""
    pairs = np.array(sorted(runs), dtype=np.int64)
    ends = np.maximum.accumulate(pairs[:, 1])
    new = np.concatenate(([True], pairs[1:, 0] >= ends[:-1]))
    firsts = np.flatnonzero(new)
    return pairs[firsts, 0], ends[np.append(firsts[1:] - 1, len(pairs) - 1)]
