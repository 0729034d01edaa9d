"""Whose texts they seem to be that are loaded without an outlet: by address, or by what is printed first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.ingest.outlets.late_patterns import alternation
from corpus.ingest.outlets.registry import get_outlet, outlet_code, outlet_summaries
from corpus.text.records import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.outlets.registry import OutletSummary
    from corpus.text.records import Item

GENERIC = "generic"
"""The outlet of texts of which nobody says whose they are."""
READ = 600
"""So much of a text is looked at, in code points: datelines stand at its head."""
LEAST = 0.1
"""Share of the texts from which on an outlet is worth naming."""
_LONGEST = 60


def outlet_of(item: Item, chosen: str | None) -> tuple[OutletFile, Doubt | None]:
    """The outlet of an item: ``chosen`` by the user, else that of its own field, else ``generic``.

    A field that names no outlet is a doubt. Raises OutletError for a chosen one that does not exist.
    """
    said = item.fields.get("outlet")
    if chosen or not said:
        return get_outlet(chosen or GENERIC), None
    code = outlet_code(said)
    if code is not None:
        return get_outlet(code), None
    shown = repr(said if len(said) <= _LONGEST else said[:_LONGEST] + "…")
    message = f"{shown} is the code or name of no outlet that the program knows: it is loaded as {GENERIC}."
    return get_outlet(GENERIC), Doubt("outlet", message)


class OutletHints:
    """Tells outlets by their signs; made once for many texts."""

    def __init__(self, outlets: Iterable[OutletSummary] | None = None) -> None:
        known = [
            one for one in (outlet_summaries() if outlets is None else outlets) if one.hosts or one.signs
        ]
        self._hosts = {host: one.code for one in known for host in one.hosts}
        self._signs = [(sign, one.code) for one in known for sign in one.signs]
        patterns = [sign.pattern for sign, _ in self._signs]
        self._any = re.compile(alternation(patterns)) if patterns else None

    def of(self, item: Item) -> str | None:
        """The code of the outlet that an item seems to be of; None where nothing shows one."""
        for address in (item.address, item.fields.get("url", "")):
            code = self._by_host(address)
            if code is not None:
                return code
        head = item.text[:READ]
        if self._any is None or self._any.search(head) is None:
            return None
        found = [(match.start(), code) for sign, code in self._signs if (match := sign.search(head))]
        return min(found)[1] if found else None

    def _by_host(self, address: str) -> str | None:
        if "://" not in address:
            return None
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return None
        while "." in host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return None
