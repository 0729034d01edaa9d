"""What holds for the words of every analyser, whatever the text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from corpus.text.tokens import LONGEST, has_cjk, word_spans

if TYPE_CHECKING:
    from corpus.text.analysers.base import Analysed

_PIECES = (
    "조선로동당의", "당신은", "핵심", "했다", "3대혁명을", "20×10정책", "朝鮮", "勞動黨은", "核", "ㅋㅋ",
    "ㆍ", "ᄒᆞᆫ", "하\u302e", "ﾡﾢ", "改革开放", "發展", "１９５５年", "二〇二六年", "カタカナ", "ｶﾅ",
    "買った。", "々", "ー", "𠮷", "𠀀", "😀", "GDP", "don't", "1,000", "90(2001)", " ", "\n", "\x00",
    "\ud800", "\udc00", "\ufffd", "\u3000", "《", "》", "。", ".", "-", "·", "e\u0301", "\u200d", "a",
)  # fmt: skip
HOSTILE = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.characters(), st.text(max_size=4)), max_size=12
).map("".join)
"""Strings of all scripts, of what breaks analysers, and of no sense."""

ODD_TEXTS = (
    "", " ", "\x00", "\ud800", "\udfff당\ud800", "당\x00은", "a\x00核\x00b", "😀당은😀", "𠀀당은", "ᄒᆞᆫ글",
    "ㅋㅋㅋ", "ㄱ" * 3000, "\u1112" * 3000, "가" * 5000, "中" * 5000, "あ" * 5000, "한 " * 3000,
    "\n" * 5000, "e\u0301" * 3000, "﷽", "\U000e0001", "９" * 300,
    "\U0002ebe1", "中\U0002ebe1\U000323a0文", "\u2fd9당은",
)  # fmt: skip


def spans(found: Analysed) -> list[tuple[int, int]]:
    return list(zip(found.starts, found.ends, strict=True))


def boundaries(found: Analysed) -> set[int]:
    return {*found.starts, *found.ends}


def whole(found: Analysed, text: str, word: str) -> int:
    """Occurrences of the word whose two ends are boundaries."""
    ends = boundaries(found)
    at = [n for n in range(len(text)) if text.startswith(word, n)]
    return sum(n in ends and n + len(word) in ends for n in at)


def check(text: str, found: Analysed) -> None:
    """Raise AssertionError where a promise of ``Analysed`` is broken."""
    assert len({len(part) for part in found}) == 1
    assert list(found.starts) == sorted(found.starts)
    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    assert all(end - start <= LONGEST for start, end in spans(found))
    assert all(0 < len(form) <= LONGEST for form in found.forms)
    if any(has_cjk(letter) and not letter.isalpha() for letter in text):
        return  # a vowel sign of the south-east without its letter is no word to anybody
    covered = {at for span in spans(found) for at in range(*span)}
    assert [at for at, letter in enumerate(text) if has_cjk(letter) and at not in covered] == []
    by_rule: list[tuple[int, int]] = []
    at = 0
    for in_script, letters in groupby(text, has_cjk):
        end = at + len(list(letters))
        if not in_script:
            by_rule += word_spans(text, at, end)
        at = end
    assert [span for span in spans(found) if not has_cjk(text[span[0] : span[1]])] == by_rule
    for start, end in spans(found):
        assert has_cjk(text[start:end]) == all(map(has_cjk, text[start:end]))
