"""How often the program gives a labelled unit the role and the speaker that a reader gave it."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.store.tables.archive import Actor, Document, Outlet, PassageRow, Version
from corpus.text.roles import Role
from tests.labels.draw import Text, Unit, document_digest, lines, units
from tests.printed import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VOICES = Path(__file__).parent / "voices.csv"
AUTHORITY = Path(__file__).parent / "authority.csv"


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader says of one unit; ``speaker``: words that the speaker's name must have, or "" """

    stratum: str
    half: str
    outlet: str
    ref: str
    start: int
    sha: str
    role: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A label and what the program says: the role and speaker of most of the unit's characters."""

    label: Label
    role: str
    speaker: str | None
    words: str

    @property
    def right_speaker(self) -> bool:
        """Whether the name has every word of the label."""
        name = (self.speaker or "").casefold().split()
        return all(word in name for word in self.label.speaker.casefold().split())


@dataclass(slots=True)
class Scores:
    """Precision and recall of each role, and the share of right speakers among right passages of speech."""

    precision: dict[str, float] = field(default_factory=dict)
    recall: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    speakers: float = 1.0


def read_labels(path: Path = VOICES) -> list[Label]:
    """The labels as they are kept."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Label(**{**row, "start": int(row["start"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]


def judge(connection: Connection, labels: Sequence[Label]) -> tuple[list[Judged], list[Label]]:
    """Each label beside the program's answer, and those whose unit the archive does not hold."""
    outlets = {label.outlet for label in labels}
    refs = {label.ref for label in labels}
    wanted = {label.sha for label in labels}
    query = (
        select(Outlet.c.code, Document.c.ref, Document.c.title, Version.c.id)
        .join(Version, Version.c.document_id == Document.c.id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Outlet.c.code.in_(outlets), Version.c.number > 0)  # a label is of a text, current or not
    )
    # References of the same text may end in another number; of the largest collection they do not.
    query = query.where(Outlet.c.code.not_in(["un-general-debate"]) | Document.c.ref.in_(refs))
    found: dict[tuple[str, str], list[tuple[Unit, int]]] = defaultdict(list)
    rows = connection.execute(query).all()
    texts = printed(connection, (row[3] for row in rows))
    for outlet, ref, title, version in rows:
        document = Text(outlet, ref, title, texts[version][0])
        for line in lines(document):
            for unit in units(line):
                if (sha := unit.sha) in wanted:
                    found[(document.outlet, sha)].append((unit, version))
    judged, lost = [], []
    for label in labels:
        places = found[(label.outlet, label.sha)]
        if not places:
            lost.append(label)
            continue
        unit, version = min(
            places, key=lambda one: (one[0].document.ref != label.ref, abs(one[0].start - label.start))
        )
        judged.append(Judged(label, *_told(connection, version, unit), unit.words))
    return judged, lost


def _told(connection: Connection, version: int, unit: Unit) -> tuple[str, str | None]:
    query = (
        select(PassageRow.c.role, Actor.c.name)
        .outerjoin(Actor, Actor.c.id == PassageRow.c.speaker_id)
        .where(PassageRow.c.version_id == version)
        .order_by(PassageRow.c.number)
    )
    spans = printed(connection, [version])[version][1]
    shares: dict[tuple[str, str | None], int] = defaultdict(int)
    for (role, name), (start, end) in zip(connection.execute(query), spans, strict=True):
        if start < unit.end and end > unit.start:
            shares[(Role(role).name, name)] += min(end, unit.end) - max(start, unit.start)
    return max(shares, key=lambda one: shares[one]) if shares else ("none", None)


def score(judged: Iterable[Judged]) -> Scores:
    """The scores of some judged labels."""
    judged = list(judged)
    scores = Scores()
    for role in sorted({one.label.role for one in judged} | {one.role for one in judged}):
        true = [one for one in judged if one.label.role == role]
        said = [one for one in judged if one.role == role]
        right = sum(one.role == role for one in true)
        scores.counts[role] = len(true)
        scores.recall[role] = right / len(true) if true else 1.0
        scores.precision[role] = right / len(said) if said else 1.0
    heard = [one for one in judged if one.label.speaker and one.role == one.label.role]
    scores.speakers = sum(one.right_speaker for one in heard) / len(heard) if heard else 1.0
    return scores


def table(scores: Mapping[str, Scores]) -> str:
    """The scores of several samples, for a reader."""
    rows = []
    for name, one in scores.items():
        rows += [
            f"{name:<10}{role:<14}{one.counts[role]:>5}{one.precision[role]:>8.3f}{one.recall[role]:>8.3f}"
            for role in one.counts
        ]
        rows.append(f"{name:<10}speakers      {one.speakers:>18.3f}")
    return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class RankedText:
    """A labelled document, and the authority that the program gives it; "" for none."""

    half: str
    ref: str
    authority: str
    said: str


def judge_documents(connection: Connection, path: Path = AUTHORITY) -> list[RankedText]:
    """Each labelled document that the archive holds, beside the program's answer."""
    query = (
        select(Outlet.c.code, Document.c.ref, Document.c.title, Version.c.id, Document.c.authority)
        .join(Version, Version.c.id == Document.c.current_version_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Outlet.c.code == "kcna")
    )
    rows = connection.execute(query).all()
    texts = printed(connection, (row[3] for row in rows))
    told = {
        document_digest(Text(outlet, ref, title, texts[version][0])): authority or ""
        for outlet, ref, title, version, authority in rows
    }
    with path.open(encoding="utf-8", newline="") as file:
        return [
            RankedText(row["half"], row["ref"], row["authority"], told[row["sha"]])
            for row in csv.DictReader(file)
            if row["sha"] in told
        ]
