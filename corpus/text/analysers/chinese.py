"""Chinese: words by jieba, with the terms of the Party (party_terms.toml).

Words are cut by dictionary alone. jieba's model of unknown words (HMM) is off: of what it adds in the
government work reports a third is wrong (率拟, 因城, 对受), and it cuts the same string now so, now so;
the good ones are in our dictionary. A word has its usual tag, whatever the sentence: jieba's tagger, which
looks at it, takes four times as long. Measured: 150,000 characters a second.

Traditional text is cut by its simplified form, which is each word's lemma.
"""

from __future__ import annotations

import re
import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from corpus.text.analysers.base import table
from corpus.text.analysers.chinese_variants import simplified
from corpus.text.analysers.merge_tokens import Assembler, each_in_segments, pieces
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.text.analysers.base import Analysed
    from corpus.text.analysers.merge_tokens import Found

MOST = 65_536
"""Longest piece of a text that is cut at a time, in code points."""
_BREAKS = re.compile(r"[\s。，；：！？、]")


class Chinese:
    """A tokenizer of our own: jieba's shared one, its log and its cache file stay untouched."""

    def __init__(self) -> None:
        terms = table("party_terms.toml")
        self.name = f"jieba/{version('jieba')}+party/{terms['version']}"
        tokenizer, self._tags = _tokenizer()
        self._cut = tokenizer.cut
        for group in terms["group"]:
            for term in group["words"]:
                tokenizer.add_word(term)
                self._tags.setdefault(term, group["tag"])

    def analyse(self, texts: Sequence[str]) -> list[Analysed]:
        return each_in_segments(texts, MOST, _BREAKS, self._analyse)

    def _analyse(self, text: str) -> Analysed:
        found: list[Found] = []
        if has_cjk(text):
            view, tags = simplified(text), self._tags
            for at, end in pieces(view, MOST, _BREAKS):
                for word in self._cut(view[at:end], HMM=False):
                    after = at + len(word)
                    found.append((at, after, text[at:after], tags.get(word, ""), word))
                    at = after
        return Assembler(text).assemble(found)


def _tokenizer() -> tuple[Any, dict[str, str]]:
    """jieba's tokenizer with its own dictionary, and the tags there (``v``, ``n``, ``nr``)."""
    with warnings.catch_warnings():
        # jieba imports pkg_resources, and its source has escapes that Python warns of.
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    # What `initialize` does, without its log, and its cache file in a folder that all users share.
    with tokenizer.get_dict_file() as words:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(words)
    tokenizer.initialized = True
    with tokenizer.get_dict_file() as words:
        lines = (line.decode("utf-8").split() for line in words)
        return tokenizer, {word: tag for word, _, tag in lines}
