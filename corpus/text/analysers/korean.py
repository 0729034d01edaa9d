"""Korean: morphemes by kiwipiepy, with the words of the DPRK.

The words are kept as they are spelled (로동, 령도). A noun that kiwipiepy knows whole though it is written
from words that stand alone is cut into them by the table ``cut`` of dprk.toml. Hanja are analysed by their
Hangul reading (hanja.toml), and keep their own form: the reading is the lemma.

Measured on the New Year addresses 1946-2016 (0.64 million characters): 67,000 characters a second of
processor time (kiwipiepy alone, as it comes: 56,000), 2 s to start, 330 MB.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from corpus.text.analysers.base import table
from corpus.text.analysers.hanja_reading import has_hanja, reading
from corpus.text.analysers.merge_tokens import Assembler, each_in_segments, pieces
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.text.analysers.base import Analysed
    from corpus.text.analysers.merge_tokens import Found

KEPT = 3.0
"""Readings of a sentence that kiwipiepy follows at a time: those whose score is so near the best one's.

Its own value is 8. With 3 it needs a quarter less time, and moves 2 of 1,000 boundaries of the New
Year addresses.
"""
_OPTIONS: dict[str, Any] = {
    "match_options": 0,  # no patterns: a hashtag would hide its words
    "oov_handling": "rule",  # a sixth faster than "chr", which hides a few more nouns in unknown compounds
    "z_coda": False,
    "compatible_jamo": True,  # letters that a keyboard has: ㄴ다, not ᆫ다
}
MOST = 4096
"""Longest piece of a text that is analysed at a time, in code points."""
_BREAKS = re.compile(r"[\n.!?。…]\s*|\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_WORDS = frozenset(["SW", "SO", "SP", "SF", "SE", "SS", "SSO", "SSC", "SB", "SY", "SL", "SN", "UN"])
"""Tags of kiwipiepy for what is no word: such letters are kept, without a tag."""
_VERBAL = frozenset({"XSV", "XSA"})


class Korean:
    """kiwipiepy, in one thread: the program's own processes share the work."""

    def __init__(self) -> None:
        from kiwipiepy import Kiwi

        words = table("dprk.toml")
        self.name = f"kiwipiepy/{version('kiwipiepy')}+dprk/{words['version']}"
        self._kiwi = Kiwi(num_workers=1, load_typo_dict=False, load_multi_dict=False)
        for group in words["group"]:
            for word in group["words"]:
                self._kiwi.add_user_word(word, group["tag"], group["score"])
        self._kiwi.global_config.cutoff_threshold = KEPT
        self._cuts = {whole.replace(" ", ""): whole.split() for whole in words["cut"]["compounds"]}

    def analyse(self, texts: Sequence[str]) -> list[Analysed]:
        return each_in_segments(texts, MOST, _BREAKS, self._analyse)

    def _analyse(self, text: str) -> Analysed:
        found: list[Found] = []
        if has_cjk(text):
            for start, end in pieces(text, MOST, _BREAKS):
                piece = text[start:end]
                if has_cjk(piece):
                    self._morphemes(piece, start, found)
        return Assembler(text).assemble(found)

    def _morphemes(self, piece: str, offset: int, found: list[Found]) -> None:
        view = _SURROGATES.sub("\ufffd", piece)
        hanja = has_hanja(view)
        if hanja:
            view = reading(view)
        keep, cuts = found.append, self._cuts
        for token in self._kiwi.tokenize(view, **_OPTIONS):
            form, tag, start, end = token.form, token.tag, token.start, token.end
            kind = tag[0]
            if start >= end:
                end = start + 1
            first, last = offset + start, offset + end
            if kind in "VX":
                tag = tag.partition("-")[0]
                keep((first, last, form, tag, _lemma(token.lemma, tag)))
            elif kind in "SWU" and (tag in _NO_WORDS or kind == "W"):
                keep((first, last, piece[start:end], "", None))
            elif kind == "N" and form in cuts and end - start == len(form):
                for part in cuts[form]:
                    own = piece[start : start + len(part)]
                    keep((offset + start, offset + start + len(part), own, tag, part))
                    start += len(part)
            else:
                # Where it was read from hanja, its form are the characters themselves.
                own = piece[start:end] if hanja and len(form) == end - start else form
                keep((first, last, own, tag, form))


def _lemma(lemma: str, tag: str) -> str:
    """``받다``; of the suffixes that make verbs ``하다``, ``되다``."""
    return lemma + "다" if tag in _VERBAL and not lemma.endswith("다") else lemma
