"""One source that is cited, and what every style says of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from corpus.output.text.terminal_text import harmless
from corpus.settings import packaged

_WEB = re.compile(r"https?://", re.IGNORECASE)
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


class Source(NamedTuple):
    """``outlet``: its name; ``kind``: its kind. ``date``: as far as it is known, ``2024-08``. ``address``: of
    a page of the web, else None. Texts are on one line, without what could command a terminal or turn the
    direction of writing."""

    ref: str
    title: str
    speaker: str | None
    outlet: str | None
    kind: str
    language: str | None
    place: str | None
    date: str | None
    address: str | None
    archived: str | None
    version: int
    retrieved: str
    sha256: str

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day, as many as are known."""
        return [int(part) for part in self.date.split("-")] if self.date else []

    @property
    def seen(self) -> list[int]:
        """Year, month and day of the retrieval (UTC)."""
        return [int(part) for part in self.retrieved[:10].split("-")]

    @property
    def text(self) -> str:
        """Which text of the document it is: reference, version, retrieval and digest of its bytes."""
        return f"{self.ref}, version {self.version}, retrieved {self.retrieved}, SHA-256 {self.sha256}"


def source(row: dict[str, Any]) -> Source:
    """A row of ``corpus.query.questions.citations.SOURCES``."""
    plain: dict[str, Any] = {
        name: harmless(value).strip() if isinstance(value, str) else value for name, value in row.items()
    }
    address = plain["address"]
    return Source(
        plain["ref"],
        plain["title"] or plain["ref"],
        plain["speaker"] or None,
        plain["outlet_name"],
        plain["outlet_kind"],
        plain["language"],
        plain["place"],
        plain["date"],
        url(address) if address and _WEB.match(address) else None,
        url(plain["archived"]) if plain["archived"] else None,
        plain["version"],
        plain["retrieved"],
        plain["sha256"],
    )


def url(address: str) -> str:
    """An address of which every character may stand in a URL, braces and backslashes of TeX among those that
    may not."""
    return quote(address, safe=_URL_SAFE)


@cache
def kinds() -> dict[str, dict[str, str]]:
    """By kind of outlet what a style calls its items: ``csl`` and ``ris``."""
    return packaged("corpus.output.citations", "kinds.toml")
