"""Chinese names in pinyin, with tones or without, and in Wade-Giles: the pinyin a spelling may stand for.

Characters have no reading here: without a dictionary of readings (which would have to choose among several of
a surname's) they are found by the names that an archive knows for a person.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Final

from corpus.late_imports import late_pattern

MOST_SYLLABLES: Final = 4
"""Syllables of a whole name."""

_FINALS: Final = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo ü üe",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo ü üe",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
_INITIAL_WG: Final = {
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'", "x": "hs",
    "zh": "ch", "ch": "ch'", "r": "j", "z": "ts", "c": "ts'",
}  # fmt: skip
_WHOLE_WG: Final = {
    "zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u", "si": "ssu|szu",
    "er": "erh", "you": "yu", "yan": "yen", "ye": "yeh", "yong": "yung", "yu": "yü", "yue": "yüeh",
    "yuan": "yüan", "yun": "yün", "yi": "i|yi", "gui": "kuei", "kui": "k'uei", "guo": "kuo", "kuo": "k'uo",
    "huo": "huo", "shuo": "shuo",
    "ge": "ko|ke", "ke": "k'o|k'e", "he": "ho|he", "e": "o|e",
}  # fmt: skip
_FINAL_WG: Final = (
    ("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("üe", "üeh"), ("uo", "o"),
)  # fmt: skip
_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'"})
_PARTS = late_pattern(r"[^\w']+|_")


def chinese_readings(name: str) -> frozenset[str]:
    """The names in pinyin that a name may stand for: ``xijinping`` for Xí Jìnpíng and Hsi Chin-p'ing.

    Spaces, hyphens, tones and letter case do not matter; the order does. Wade-Giles is read only where its
    syllables are parted, and without its apostrophes as either consonant. Empty for what is neither.
    """
    text = _cleaned(name)
    words = [word for word in _PARTS.split(text) if word]
    if not words or len("".join(words)) > 8 * MOST_SYLLABLES:
        return frozenset()
    found = set()
    pinyin = [word.replace("'", "") for word in words]
    if sum(map(_syllables, pinyin)) in range(2, MOST_SYLLABLES + 1) and all(map(_syllables, pinyin)):
        found.add("".join(pinyin).replace("ü", "u"))
    table = _wade_giles()
    if 2 <= len(words) <= MOST_SYLLABLES and all(word in table for word in words):
        found.update("".join(parts).replace("ü", "u") for parts in product(*(table[word] for word in words)))
    return frozenset(found)


def _cleaned(name: str) -> str:
    """Lower case, without tones; ü and ê keep their marks off e and on u."""
    text = unicodedata.normalize("NFD", name.translate(_MARKS)).casefold()
    text = text.replace("u\u0304\u0308", "u\u0308")
    text = re.sub("[\u0300-\u0307\u0309-\u036f]", "", text)
    return unicodedata.normalize("NFC", text).strip()


@cache
def _pinyin() -> frozenset[str]:
    return frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())


def _syllables(word: str) -> int:
    """The fewest syllables of pinyin that a word is made of; 0 for none or more than ``MOST_SYLLABLES``."""
    table = _pinyin()
    reached = {0}
    for count in range(1, MOST_SYLLABLES + 1):
        reached = {
            start + length
            for start in reached
            for length in range(1, 7)
            if word[start : start + length] in table and start + length <= len(word)
        }
        if len(word) in reached:
            return count
    return 0


@cache
def _wade_giles() -> dict[str, frozenset[str]]:
    """Spelling in Wade-Giles, with its marks or without, to syllables of pinyin."""
    table: dict[str, set[str]] = {}
    for initial, finals in _FINALS.items():
        for final in finals.split():
            pinyin = initial + final
            for spelling in _in_wade_giles(initial, final).split("|"):
                for form in {spelling, spelling.replace("'", ""), spelling.replace("ü", "u")}:
                    table.setdefault(form, set()).add(pinyin)
                table.setdefault(spelling.replace("'", "").replace("ü", "u"), set()).add(pinyin)
    return {spelling: frozenset(syllables) for spelling, syllables in table.items()}


def _in_wade_giles(initial: str, final: str) -> str:
    whole = _WHOLE_WG.get(initial + final)
    if whole is not None:
        return whole
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    for pinyin, other in _FINAL_WG:
        if final == pinyin or (pinyin == "ong" and final == "iong"):
            final = final.replace(pinyin, other)
            break
    return _INITIAL_WG.get(initial, initial) + final
