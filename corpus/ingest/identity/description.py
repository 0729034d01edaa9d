"""What the captures of a document tell of it: title, dates, speaker, and what of these is doubtful. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.ingest.identity.captures import contradict
from corpus.ingest.identity.references import base_ref
from corpus.text.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.ingest.identity.captures import Capture, Group

Row = dict[str, Any]

DATE_RANKS = {"metadata": 0, "dateline": 1, "text": 1, "filename": 2, "inferred": 3}
"""Whom to believe of several readings that date a document, by how they know it."""
FIELDS = {
    "published": ("published", "published_precision", "published_known"),
    "event": ("event", "event_known"),
    "language": ("language", "language_known"),
    "speaker": ("speaker_id",),
}
"""The columns of fields that a person sets under another name, or several at once."""
_PLAIN = ("place", "speaker_id", "country", "genre", "authority")


def described(group: Group, current: int, code: str) -> tuple[Row, list[tuple[str, str]]]:
    """The columns of a document that follow from its captures, and what of them is doubtful.

    ``current``: id of the current version's text; ``code``: of the outlet.
    """
    version = next(one for one in group.versions if one.text_of.version == current)
    inside = set(map(id, version.captures))
    readings = [one for one in group.captures if one.stands_for is not None]
    readings.sort(
        key=lambda one: (
            (one.outlet_set or one.outlet) == group.outlet, id(one) in inside, one.has_text, one.last,
            one.order,
        ),
        reverse=True,
    )  # fmt: skip
    row: Row = {
        "outlet_id": group.outlet,
        "title": version.text_of.title,
        "current_version_id": current,
        "first_seen_at": group.first.first,
        "ref_mark": group.first.mark or None,
    }
    sources: dict[str, Capture] = {"title": version.text_of}
    for name in _PLAIN:
        giver = next((one for one in readings if one.read[name] is not None), readings[0])
        row[name] = giver.read[name]
        sources[name.removesuffix("_id")] = giver
    language = min(readings, key=lambda one: one.read["language_known"] != "metadata")
    row |= {name: language.read[name] for name in ("language", "language_known")}
    sources["language"] = language
    for name in ("published", "event"):
        giver = min((one for one in readings if one.read[name]), key=_trust(name), default=readings[0])
        row |= {name: giver.read[name], f"{name}_known": giver.read[f"{name}_known"]}
        sources[name] = giver
    row["published_precision"] = PartialDate.parse(row["published"]).precision if row["published"] else None
    row["ref_base"] = base_ref(code, row["published"], group.first.title)
    doubts = [
        doubt
        for one in dict.fromkeys(sources.values())
        for doubt in one.doubts
        if sources.get(doubt[0], version.text_of) is one
    ]
    later = {
        one.published: None
        for other in group.versions
        for one in other.captures
        if other is not version or one.body != sources["published"].body
        if contradict(one.published, row["published"])
    }
    doubts += [
        ("published", f"A later text is dated {date}; the document keeps its first date.") for date in later
    ]
    given = {
        one.published
        for one in group.captures
        if one.published and one.read["published_known"] == "metadata"
        if contradict(one.published, row["published"])
    }
    kept = "the document keeps its first date."
    doubts += [
        ("published", f"The same text was also given with the date {date}; {kept}")
        for date in sorted(given)
        if date not in later
    ]
    return row, doubts


def _trust(name: str) -> Callable[[Capture], tuple[Any, ...]]:
    def key(one: Capture) -> tuple[Any, ...]:
        known = DATE_RANKS.get(one.read[f"{name}_known"] or "", 9)
        return (known, -len(one.read[name]), one.first, one.read[name])

    return key
