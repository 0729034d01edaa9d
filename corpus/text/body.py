"""The body of a text: what tells it from others, however it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


def body(text: str, passages: Iterable[tuple[int, int, int]]) -> str:
    """The passages (start, end, role; in order) but for headlines, joined by line feeds.

    A stage direction that was cut out of a paragraph is joined to it by what stands between them in the
    text, so that the body of a text is the same whether such are known or not.
    """
    parts: list[str] = []
    end, last = 0, None
    for start, stop, role in passages:
        if role == Role.headline:
            continue
        if parts:
            cut = Role.stage_direction in (last, role) and "\n" not in text[end:start]
            parts.append(text[end:start] if cut else "\n")
        parts.append(text[start:stop])
        end, last = stop, role
    return "".join(parts)
