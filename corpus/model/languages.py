"""Language tags (BCP 47): whether a text is one, and which tags a range takes in."""

from __future__ import annotations

import re

ANY_LANGUAGE = "*"
"""The range of every tag."""

_TAG = (
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)


def language_range(text: str) -> str | None:
    """The tag as it is written by custom (``zh-hant`` as ``zh-Hant``); None where it is no tag.

    A tag as RFC 5646 has it: a language of two or three letters, then script, region, variants, extensions
    and private parts where there are any. ``*`` and ``und`` are ``ANY_LANGUAGE``.
    """
    if text == ANY_LANGUAGE or text.lower() == "und":
        return ANY_LANGUAGE
    found = re.fullmatch(_TAG, text, re.IGNORECASE)
    if not found:
        return None
    script, region = found["script"], found["region"]
    parts = [found["language"].lower(), script and script.title(), region and region.upper()]
    return "-".join(filter(None, parts)) + found["rest"].lower()


def primary(tag: str) -> str:
    """The language alone, in lower case: ``zh`` of ``zh-Hant``."""
    return tag.partition("-")[0].lower()


def within(tag: str, asked: str) -> bool:
    """Whether a range takes a tag in: the same, or its beginning up to a hyphen (RFC 4647, basic filtering).

    ``ANY_LANGUAGE`` and "" take in every tag.
    """
    if asked in ("", ANY_LANGUAGE):
        return True
    tag, asked = tag.lower(), asked.lower()
    return tag == asked or tag.startswith(f"{asked}-")


def may_overlap(one: str, other: str) -> bool:
    """Whether some tag lies within both ranges."""
    return within(one, other) or within(other, one)
