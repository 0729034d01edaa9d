"""Spaces that a page lost around names: ``The respected ComradeKim Jong Unreceived``."""

from __future__ import annotations

import functools
import re

_SUFFIXES = r"(?:ism|isms|ist|ists|ian|ians|ia)\b"
"""Letters after a name that make one word with it."""


@functools.lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    before = re.compile(rf"(?<=[\w,;:.)])(?={either})|(?<=--)(?={either})")
    after = re.compile(rf"({either})(?=[^\W_])(?!{_SUFFIXES})")
    return before, after


def mend_names(text: str, names: tuple[str, ...]) -> str:
    """The text with a space wherever one of the names touches a word before or after it.

    A name takes no letter from its neighbours: only what begins and ends exactly as the name is parted.
    ``Kim Il Sung-Kim Jong Il`` and words made from a name (``Kim Il Sungism``) stay.
    """
    if not any(name in text for name in names):
        return text
    before, after = _patterns(names)
    return after.sub(r"\1 ", before.sub(" ", text))
