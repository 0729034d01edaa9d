"""A Korean list of people who were present, taken apart: persons with their offices in order, and groups."""

from __future__ import annotations

import re

from corpus.insight.people.attendance.english_lists import Entry
from corpus.text.names.romanisation import romanised_key

_SEPARATOR = re.compile(
    r"(?:,\s*|(?<=[가-힣])(?:를|을)\s+비롯한\s+|(?<=동지)(?:와|과)\s+|(?<=들)(?:과|와)\s+|(?<=[가-힣])\s+그리고\s+)"
)
_PERSON = re.compile(
    r"^(?:(?P<office>.{2,120}?)(?:인|이며|이신|이시며)?\s)?(?P<name>[가-힣]{2,4}?)(?:동지|동무)?(?:들)?(?:이|가|은|는|께서)?$"
)
_MARKED = re.compile(r"(?:동지|동무)(?:들)?(?:이|가|은|는|께서)?$")
_OFFICE_END = re.compile(
    r"(?:비서|부장|위원장|총리|부총리|상|국장|서기장|총참모장|사령관|부위원장|책임비서|의장|단장|부부장|위원|장관|총국장|지배인)(?:들)?$"
)


def korean_entries(text: str, group: str) -> list[Entry]:
    """The entries of a list, in its order; ``group``: a pattern of how words for groups end.

    A person is a name with 동지 behind it, or an office and a name of three syllables. An office before
    several names (비서들인 …) is that of each.
    """
    grouped = re.compile(rf"{group}(?:이|가|은|는)?$")
    found: list[Entry] = []
    shared: str | None = None
    for piece in _SEPARATOR.split(" ".join(text.split())):
        words = piece.strip(" .,")
        if not words:
            continue
        match = _PERSON.match(words)
        marked = _MARKED.search(words) is not None
        if match is not None and _is_name(match["name"]):
            office = (match["office"] or "").strip()
            if marked or _OFFICE_END.search(office):
                if office:
                    shared = office if office.endswith("들") else None
                offices = [office] if office else [shared] if shared else []
                found.append(Entry(match["name"], offices))
                continue
        shared = None
        if grouped.search(words) or found:
            found.append(Entry(None, [re.sub(r"(?<=들)(?:이|가|은|는)$", "", words)]))
    return found


def _is_name(name: str) -> bool:
    return len(name) >= 2 and bool(romanised_key(name))
