"""Where a sentence begins and ends: enough for a concordance, in every script the archive holds."""

from __future__ import annotations

import re

_ABBREVIATIONS = """
mr mrs ms messrs mme dr prof st sr jr hon rev gen col maj capt lt sgt adm gov sen rep pres
no nos vol art arts ch para paras p pp vs cf fig etc al inc ltd co corp dept
jan feb mar apr jun jul aug sep sept oct nov dec
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Words before a full stop that ends no sentence, folded; so do single letters and U.S, e.g, p.m."""

_CLOSING = "\"'”’»)\\]」』》）】"
_OPENING = "\"'“‘«([「『《（【"
_END = re.compile(
    rf"(?P<mark>[.!?…]+)[{_CLOSING}]*[ \n]+(?=(?P<next>[{re.escape(_OPENING)}]*.))"
    rf"|[。！？][。！？…]*[{_CLOSING}]*[ \n]*"
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|\.(?=[^\W_]))*$")
_LONGEST_WORD = 40


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Half-open span of the sentence around ``start`` to ``end``, or of the sentences that they touch.

    A sentence ends at ``. ! ? …`` with closing marks, a space, and then a capital, a letter without case
    (Hangul, Han, Kana) or an opening mark; and at ``。！？`` without more. A full stop after an abbreviation
    (``Mr.``, ``U.S.``) or an initial ends none.
    """
    begin = 0
    for found in _END.finditer(text):
        if found["mark"] is not None and not _ends(text, found):
            continue
        if found.end() <= start:
            begin = found.end()
        elif found.start() >= end - 1:
            return begin, begin + len(text[begin : found.end()].rstrip())
    return begin, len(text)


def _ends(text: str, found: re.Match[str]) -> bool:
    following = found["next"]
    if len(following) == 1 and (following.islower() or not following.isalpha()) and following not in _OPENING:
        return False
    if found["mark"] != ".":
        return True
    before = _WORD.search(text, max(0, found.start() - _LONGEST_WORD), found.start())
    if before is None:
        return True
    word = before[0]
    initial = len(word) == 1 and word.isupper() and word.isascii() and word != "I"
    return not (initial or "." in word or word.casefold() in ABBREVIATIONS)
