"""Texts that editors keep as lists and trees of objects, to paragraphs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers import markup
from corpus.settings import packaged
from corpus.text.records import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_DEPTH = 60


@functools.cache
def _names() -> dict[str, list[str]]:
    return packaged("corpus.ingest.readers", "rich_text.toml")


def is_rich(value: object) -> bool:
    """Whether a value is a list or object that may hold a text."""
    return isinstance(value, (list, dict)) and bool(value)


def paragraphs(value: Any) -> list[Block] | None:
    """The paragraphs that an editor's list or object holds; None where no words are in a known place."""
    found = list(_paragraphs(value, 0))
    return found or None


def _paragraphs(value: Any, depth: int, inline: bool = False) -> Iterator[Block]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        yield from _written(value, heading=False)
    elif isinstance(value, list):
        run: list[Any] = []
        mixed = any(isinstance(part, str) for part in value) and any(isinstance(part, dict) for part in value)
        for part in value:
            if (mixed and isinstance(part, (str, dict)) and not _makes_paragraph(part)) or (
                isinstance(part, dict) and _is_run(part, inside=inline)
            ):
                run.append(part)
                continue
            yield from _line(run)
            run = []
            yield from _paragraphs(part, depth + 1)
        yield from _line(run)
    elif isinstance(value, dict) and _type(value) not in _names()["no_words"]:
        words = next((value[name] for name in _names()["words"] if isinstance(value.get(name), str)), None)
        if words is not None and words.strip():
            yield from _written(words, heading=_is_heading(value))
            return
        rendered = value.get("rendered") or value.get("#text")
        name = next((name for name in _names()["inside"] if is_rich(value.get(name))), None)
        inside = rendered or (value[name] if name else None)
        if isinstance(inside, (str, list, dict)):
            heading = _is_heading(value)
            for block in _paragraphs(inside, depth + 1, name in _names()["inline"]):
                yield Block(block.text, heading=True) if heading else block


def _written(text: str, *, heading: bool) -> Iterator[Block]:
    """A value's own text: with tags, or lines."""
    marked = markup.paragraphs(text)
    if marked is not None:
        for block in marked:
            yield Block(block.text, block.role, heading=block.heading or heading)
        return
    for line in markup.readable(text).split("\n"):
        if line.strip():
            yield Block(line.strip(), heading=heading)


def _line(run: list[Any]) -> Iterator[Block]:
    whole = "".join(_words(part, 0) for part in run)
    for line in whole.split("\n"):
        if line.strip():
            yield Block(line.strip())


def _words(part: Any, depth: int) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list) and depth < _MAX_DEPTH:
        return "".join(_words(one, depth + 1) for one in part)
    if not isinstance(part, dict) or depth >= _MAX_DEPTH:
        return ""
    if _type(part) in _names()["breaks"]:
        return "\n"
    own = part.get("text")
    if isinstance(own, str):
        return own
    inside = own if isinstance(own, list) else part.get("children") or part.get("content")
    return _words(inside, depth + 1) if isinstance(inside, (list, str)) else ""


def _type(value: dict[str, Any]) -> str:
    kind = value.get("type") or value.get("_type") or value.get("nodeType") or ""
    return kind.lower() if isinstance(kind, str) else ""


def _is_run(value: dict[str, Any], inside: bool) -> bool:
    """Whether an object is a stretch of a line; one of a list within an object needs no type for it."""
    kind = _type(value)
    if kind in _names()["runs"]:
        return True
    return inside and not kind and isinstance(value.get("text"), str)


def _makes_paragraph(value: Any) -> bool:
    return isinstance(value, dict) and bool(_type(value)) and _type(value) not in _names()["runs"]


def _is_heading(value: dict[str, Any]) -> bool:
    style = value.get("style")
    names = (_type(value), style.lower() if isinstance(style, str) else "")
    return any(name.startswith(("heading", "header")) or name in ("h1", "h2", "h3", "h4") for name in names)
