"""Which analyser a language has, and what must be installed for it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from corpus.text import analysers
from corpus.text.languages import primary

if TYPE_CHECKING:
    from corpus.text.analysers.base import Analyser

EXTRAS = {"ko": "ko", "zh": "zh", "ja": "ja"}
"""Language (primary subtag) to the extra of the distribution that its analyser needs."""

_NEEDED = {"ko": ("kiwipiepy",), "zh": ("jieba",), "ja": ("fugashi", "unidic_lite")}
"""What must be importable. OpenCC, of the same extra, is done without where it is missing."""


def analyser_for(language: str) -> Analyser | None:
    """The analyser of a language (BCP 47; the primary subtag decides), one a process.

    None where the language needs none (its words have spaces between them), and where the packages are
    missing: ``missing_extra`` tells which. The first of a language takes its time: Korean 2 s and 330 MB,
    Chinese 2 s and 140 MB, Japanese 0.1 s.
    """
    tag = primary(language)
    return _made(tag) if tag in EXTRAS and missing_extra(tag) is None else None


def missing_extra(language: str) -> str | None:
    """The extra to install, where the language has an analyser and it cannot be imported; else None."""
    tag = primary(language)
    if tag not in EXTRAS or all(_importable(module) for module in _NEEDED[tag]):
        return None
    return EXTRAS[tag]


@cache
def _importable(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


@cache
def _made(tag: str) -> Analyser:
    if tag == "ko":
        return analysers.korean.Korean()
    if tag == "zh":
        return analysers.chinese.Chinese()
    return analysers.japanese.Japanese()
