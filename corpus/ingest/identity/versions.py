"""What a document says: its versions in order of time, and the one that is current. Pure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from corpus.ingest.identity.captures import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.ingest.identity.captures import Capture, Seen


def find_versions(captures: Sequence[Capture], present: Callable[[Capture], bool]) -> list[Version]:
    """The versions of a document, in order of time.

    A headline makes a version where it changed at one address; other headlines of the same text, titles that
    were made from it, and other readings of the same bytes go with the version that they stand for.
    ``present``: whether it was read as a text of the outlet that is its own.
    """
    stands_for: dict[Capture, Capture] = {}
    newest: dict[tuple[int, int], Capture] = {}
    for one in captures:
        if one.raw_hash is not None:
            key = (one.place, one.raw_hash)
            known = newest.get(key)
            if known is None or (present(one), one.last, one.run, one.order) > (
                present(known), known.last, known.run, known.order
            ):  # fmt: skip
                newest[key] = one
    readings: list[Capture] = []
    for one in captures:
        latest = one if one.raw_hash is None else newest[(one.place, one.raw_hash)]
        if latest.body == one.body and latest.title == one.title:
            readings.append(one)
        else:
            stands_for[one] = latest
    preferred = [one for one in readings if present(one)] or readings
    chosen = set(preferred)
    versions: dict[tuple[bytes, str], Version] = {}
    by_body: dict[bytes, list[Capture]] = defaultdict(list)
    for one in preferred:
        by_body[one.body].append(one)
    for body, some in by_body.items():
        given = [one for one in some if one.title_given] or some
        titles: dict[int, set[str]] = defaultdict(set)
        for one in given:
            titles[one.place].add(one.title)
        changed = {title for held in titles.values() if len(held) > 1 for title in held}
        base = min((one for one in given if one.title in changed or not changed), key=lambda one: one.order)
        for one in some:
            title = one.title if one.title in changed else base.title
            versions.setdefault((body, title), Version([])).captures.append(one)
            stands_for[one] = one
        for (of, title), version in versions.items():
            if of == body:
                version.captures.sort(key=lambda one: (one.title != title, not one.title_given, one.order))
    _place_others(captures, chosen, stands_for, versions)
    return sorted(
        versions.values(), key=lambda version: min(one.order for one in version.captures if one in chosen)
    )


def _place_others(
    captures: Sequence[Capture],
    chosen: set[Capture],
    stands_for: dict[Capture, Capture],
    versions: dict[tuple[bytes, str], Version],
) -> None:
    """Put those that are no version of their own behind the version that they stand for."""
    holder = {one: version for version in versions.values() for one in version.captures}
    last = max(versions.values(), key=lambda version: max(one.order for one in version.captures))
    for one in captures:
        if one in chosen:
            continue
        met: set[Capture] = set()
        other = one
        while other not in holder and other not in met:
            met.add(other)
            other = stands_for.get(other, other)
        holder.get(other, last).captures.append(one)


def current_version(sightings: Iterable[Seen]) -> int | None:
    """What a document says after these sightings: of texts the one that was shown anew last.

    A version is shown anew when it was not known before, or when its place showed others before. So an older
    snapshot that is loaded later undoes nothing, nor does an address that goes on showing an old text beside
    another that has changed. A text stands before no text.
    """
    current: int | None = None
    has_text = False
    known: set[int] = set()
    shown: dict[int, set[int]] = {}
    for _, together in itertools.groupby(sorted(sightings), key=lambda seen: seen.at):
        at_once = list(together)
        anew = [
            seen
            for seen in at_once
            if seen.version not in known or seen.version not in shown.get(seen.place, {seen.version})
        ]
        known.update(seen.version for seen in at_once)
        now: dict[int, set[int]] = defaultdict(set)
        for seen in at_once:
            now[seen.place].add(seen.version)
        shown |= now
        if anew:
            best = max(anew, key=lambda seen: (seen.has_text, seen.rank))
            if best.has_text >= has_text:
                current = best.version
        has_text = has_text or any(seen.has_text for seen in at_once)
    return current
