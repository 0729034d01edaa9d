"""Japanese: short units by fugashi (MeCab) with unidic-lite: surface, part of speech, lemma."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from corpus.text.analysers.merge_tokens import Assembler, each_in_segments, pieces
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.text.analysers.base import Analysed
    from corpus.text.analysers.merge_tokens import Found

MOST = 4096
"""Longest piece of a text that is analysed at a time, in code points."""
_BREAKS = re.compile(r"[\s。！？]")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_NO_WORDS = frozenset({"補助記号", "空白"})
"""Parts of speech of punctuation and spaces: letters among them are kept, without a tag."""


class Japanese:
    """fugashi with the dictionary unidic-lite, whatever other dictionary is installed."""

    def __init__(self) -> None:
        from fugashi import Tagger

        self.name = f"fugashi/{version('fugashi')}+unidic-lite/{version('unidic-lite')}"
        folder = import_module("unidic_lite").DICDIR
        self._tagger = Tagger(f'-r "{folder}/mecabrc" -d "{folder}"')

    def analyse(self, texts: Sequence[str]) -> list[Analysed]:
        return each_in_segments(texts, MOST, _BREAKS, self._analyse)

    def _analyse(self, text: str) -> Analysed:
        found: list[Found] = []
        if has_cjk(text):
            view = _UNREADABLE.sub("\ufffd", text)
            for at, end in pieces(view, MOST, _BREAKS):
                for word in self._tagger(view[at:end]):
                    start = view.index(word.surface, at)  # spaces between words are in none
                    at = start + len(word.surface)
                    tag = word.feature.pos1
                    if tag in _NO_WORDS:
                        found.append((start, at, text[start:at], "", None))
                    else:
                        found.append((start, at, text[start:at], tag, _lemma(word.feature.lemma)))
        return Assembler(text).assemble(found)


def _lemma(lemma: str | None) -> str | None:
    """Without the gloss that tells homographs apart: ``コンピューター-computer``, ``私-代名詞``."""
    return (lemma.partition("-")[0] or lemma) if lemma else None
