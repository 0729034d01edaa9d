"""The body of a text: what tells it from others, however it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


def body(passages: Iterable[tuple[str, int, str | None]]) -> str:
    """The passages (text, role, glue; in order) but for headlines, joined by line feeds.

    A stage direction that was cut out of a paragraph is joined to it by what stands between them in print
    (``passage.glue``), so that the body of a text is the same whether such are known or not.
    """
    parts: list[str] = []
    last: int | None = None
    for text, role, glue in passages:
        if role == Role.headline:
            last = None  # what follows begins a paragraph
            continue
        if parts:
            cut = Role.stage_direction in (last, role) and last is not None
            parts.append("\n" if glue is None or not cut else glue)
        parts.append(text)
        last = role
    return "".join(parts)
