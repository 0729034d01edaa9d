"""Readings of a file that a later one of the same bytes replaces: one text that is several articles by newer
rules, or several that are one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from corpus.ingest.identity.captures import Capture


def find_replaced(
    captures: Iterable[Capture], share: Callable[[Capture, Capture], float]
) -> dict[Capture, list[Capture]]:
    """The captures that count no more, each with those that replace it, first its heir: the one of its title,
    else the most like it. ``share``: how alike the texts of two captures are, from 0 to 1.
    """
    captures = list(captures)
    if not any(one.is_cut for one in captures):
        return {}
    by_reading: dict[int, list[Capture]] = defaultdict(list)
    for one in captures:
        for key in one.readings:
            by_reading[key].append(one)
    found: dict[Capture, list[Capture]] = {}
    for some in by_reading.values():
        if not any(one.is_cut for one in some):
            continue
        newest = max(map(_recency, some))
        last = [one for one in some if _recency(one) == newest]
        places = {one.url for one in last}
        for one in some:
            if one.url not in places:
                found[one] = sorted(last, key=lambda other: _nearness(one, other, share), reverse=True)
    alike = {(one.url, one.raw_hash): others for one, others in found.items()}
    for one in captures:  # the same article, of an archive that did not note where it was cut from
        if one not in found and (others := alike.get((one.url, one.raw_hash))) and one not in others:
            found[one] = others
    return {one: [_last(other, found) for other in others] for one, others in found.items()}


def _last(one: Capture, found: dict[Capture, list[Capture]]) -> Capture:
    while one in found:  # each is newer than the one before
        one = found[one][0]
    return one


def _recency(one: Capture) -> tuple[Any, ...]:
    """A load that names an outlet knows its datelines: it is not undone by one that names none."""
    return (one.outlet_set is not None or one.named, one.last, one.run)


def _nearness(
    one: Capture, other: Capture, share: Callable[[Capture, Capture], float]
) -> tuple[bool, float, str, str]:
    titled = one.headline is not None and one.headline == other.headline
    return (titled, share(one, other), other.mark, other.url)
