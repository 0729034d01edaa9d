"""The language of a text that comes without one: by its script, and by common English words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = 2000
"""How much of a text is looked at, in code points."""

_SCRIPTS = (
    ("ko", re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
_LATIN = re.compile("[A-Za-zÀ-ɏ]+")
_OTHER = re.compile("[\u0370-\U0010ffff]+")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|that|is|was|for|with|on|by)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = frozenset(language for language, _ in _SCRIPTS)
_RARE = {"ko": 0.3, "ja": 0.1, "zh": 0.3, "ru": 0.5, "ar": 0.5}
"""Share of the letters from which on a script decides."""


def detect_language(text: str, languages: Sequence[str]) -> str:
    """A BCP 47 tag: the language that the script shows, else the outlet's first in that script, else ``und``.

    ``languages`` are the outlet's, the most used first; the first in Latin script is taken for text in it,
    without one English is, where every eighth word is a common English one.
    """
    sample = text[:SAMPLE]
    others = "" if sample.isascii() else "".join(_OTHER.findall(sample))
    counts = {language: len(pattern.findall(others)) for language, pattern in _SCRIPTS} if others else {}
    if not any(counts.values()):
        if _LATIN.search(sample) is None:
            return "und"
        counts = {}
    total = sum(counts.values()) + sum(map(len, _LATIN.findall(sample))) if counts else 1
    for language, _ in _SCRIPTS:
        if counts.get(language, 0) >= _RARE[language] * total:
            return next((tag for tag in languages if tag.split("-")[0] == language), language)
    latin = [tag for tag in languages if tag.split("-")[0] not in _NOT_LATIN]
    if latin and latin != ["en"]:
        return "en" if "en" in latin and _is_english(sample) else latin[0]
    return "en" if latin or _is_english(sample) else "und"


def _is_english(sample: str) -> bool:
    return 8 * len(_ENGLISH.findall(sample)) >= len(_WORD.findall(sample)) > 0
