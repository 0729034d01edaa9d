"""Korean names in any romanisation: the Hangul that a spelling may stand for.

Three systems are read, each kept to throughout a given name: that of the DPRK (Kim Jong Un), the Revised one
of 2000 (Gim Jeong-eun) and McCune-Reischauer of 1939, with its breves and apostrophes (Kim Chŏng-ŭn) or
without (Kim Chong-un). Where a mark is printed it decides; where none is, either letter may be meant.
Surnames and a few syllables have further spellings in common use (``romanisation.toml``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final

from corpus.late_imports import late_pattern
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_SYLLABLES: Final = 3
"""Syllables of a given name."""
MOST_READINGS: Final = 2_000
"""A spelling that may stand for more names than this is taken for none."""

_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = {"": 0, "ㄱ": 1, "ㄴ": 4, "ㄷ": 7, "ㄹ": 8, "ㅁ": 16, "ㅂ": 17, "ㅇ": 21}
_LAST: Final = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
_SAME: Final = {"ㄴ": "n", "ㄹ": "r", "ㅁ": "m", "ㅅ": "s", "ㅇ": "", "ㅎ": "h"}
_FIRST: Final[dict[str, dict[str, str]]] = {
    "dprk": {
        **_SAME, "ㄱ": "k|g", "ㄷ": "t|d", "ㅂ": "p|b", "ㅈ": "j",
        "ㅋ": "kh|k", "ㅌ": "th|t", "ㅍ": "ph|p", "ㅊ": "ch",
    },
    "revised": {
        **_SAME, "ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j", "ㅋ": "k", "ㅌ": "t", "ㅍ": "p", "ㅊ": "ch",
    },
    "mccune": {
        **_SAME, "ㄱ": "k|g", "ㄷ": "t|d", "ㅂ": "p|b", "ㅈ": "ch|j",
        "ㅋ": "k'|k", "ㅌ": "t'|t", "ㅍ": "p'|p", "ㅊ": "ch'|ch",
    },
}  # fmt: skip
_ALIKE: Final = {
    "ㅏ": "a", "ㅐ": "ae", "ㅑ": "ya", "ㅒ": "yae", "ㅔ": "e", "ㅖ": "ye", "ㅗ": "o", "ㅘ": "wa", "ㅙ": "wae",
    "ㅚ": "oe", "ㅛ": "yo", "ㅜ": "u", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "yu", "ㅢ": "ui", "ㅣ": "i", "ㅝ": "wo",
}  # fmt: skip
_VOWEL: Final[dict[str, dict[str, str]]] = {
    "dprk": {**_ALIKE, "ㅓ": "o", "ㅕ": "yo", "ㅡ": "u"},
    "revised": {**_ALIKE, "ㅓ": "eo", "ㅕ": "yeo", "ㅡ": "eu"},
    "mccune": {**_ALIKE, "ㅓ": "ŏ|o", "ㅕ": "yŏ|yo", "ㅡ": "ŭ|u", "ㅝ": "wŏ|wo", "ㅢ": "ŭi|ui"},
}
SYSTEMS: Final = tuple(_FIRST)

_HANGUL = late_pattern("[가-힣]{2,5}")
_PARTS = late_pattern(r"[^\w']+|_")
_LATIN = late_pattern(r"[a-zŏŭ']+")
_COMPOUND = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "′": "'"})
_SOUTHERN = late_pattern(
    r"eo|eu|oo|young|(?:^| )(?:lee|rhee|yi|choi|park|lim|yoo|roh|noh|shin|moon|yoon)(?:$|[ -])"
)
"""What only a southern spelling has: there, 룡 at the head of a word may be written 용."""


def korean_readings(name: str) -> frozenset[str]:
    """The names in Hangul that a name may stand for, surname first, in the southern spelling of surnames.

    Hangul stands for itself. Spaces, hyphens and letter case do not matter; the order does. Empty for what is
    no Korean name in any of the systems. Two spellings may mean one name where their readings meet.
    """
    plain = unicodedata.normalize("NFC", name).replace(" ", "")
    if _HANGUL.fullmatch(plain):
        return _of_hangul(plain)
    text = _cleaned(name)
    words = [word for word in _PARTS.split(text) if word]
    if not 1 <= len(words) <= 1 + MOST_SYLLABLES or not all(map(_LATIN.fullmatch, words)):
        return frozenset()
    southern = _SOUTHERN.search(text) is not None
    readings: set[str] = set()
    for surnames, rest in _surnames(words):
        for given in _given(rest):
            forms = tuple(_northern(given)) if southern else (given,)
            readings.update(surname + form for surname in surnames for form in forms)
            if len(readings) > MOST_READINGS:
                return frozenset()
    return frozenset(readings)


def _cleaned(name: str) -> str:
    """Lower case, marks as breves and straight apostrophes, every other accent off."""
    text = unicodedata.normalize("NFD", name.translate(_MARKS)).replace("\u030c", "\u0306").casefold()
    text = re.sub("[\u0300-\u0305\u0307-\u036f]", "", text)
    text = re.sub("(?<![ou])\u0306", "", text)
    return unicodedata.normalize("NFC", text).strip()


def _of_hangul(name: str) -> frozenset[str]:
    length = 2 if name.startswith(_COMPOUND) and len(name) > 2 else 1
    surname = _southern(name[0]) + name[1:length]
    if surname[0] != name[0]:  # a northern spelling: 리, 림, 류
        return frozenset({surname + name[length:]})
    return frozenset(surname + form for form in _northern(name[length:]))


def _surnames(words: list[str]) -> Iterable[tuple[frozenset[str], list[str]]]:
    """Each way to take a surname off the front, and what is left of the words."""
    table = _surname_table()
    if len(words) > 1:
        if words[0] in table:
            yield table[words[0]], words[1:]
        return
    for spelling, surnames in table.items():
        if words[0].startswith(spelling) and len(words[0]) > len(spelling):
            yield surnames, [words[0][len(spelling) :]]


def _given(words: list[str]) -> set[str]:
    """The given names that the words may stand for, each in one system; with common spellings, in any."""
    found: set[str] = set()
    for system in SYSTEMS:
        found |= _in_system(words, _spellings(system))
    if any(spelling in word for word in words for spelling in _common()):
        found |= _in_system(words, _any_spelling())
    return found


def _in_system(words: list[str], table: Mapping[str, frozenset[str]]) -> set[str]:
    if len(words) > 1 and all(word in table for word in words):  # parted into syllables already
        return {"".join(syllables) for syllables in product(*(table[word] for word in words))}
    cuts: list[tuple[frozenset[str], ...]] = [()]
    for word in words:
        cuts = [
            before + after for before in cuts for after in _cut(word, table, MOST_SYLLABLES - len(before))
        ]
    return {"".join(syllables) for cut in cuts for syllables in product(*cut)}


def _cut(word: str, table: Mapping[str, frozenset[str]], most: int) -> Iterable[tuple[frozenset[str], ...]]:
    """Every way to cut a word into at most so many syllables of the table."""
    if not word:
        yield ()
        return
    for end in range(1, min(len(word), 8) + 1) if most > 0 else ():
        syllables = table.get(word[:end])
        if syllables:
            for rest in _cut(word[end:], table, most - 1):
                yield (syllables, *rest)


@cache
def _spellings(system: str) -> dict[str, frozenset[str]]:
    """Spelling to syllables, for every syllable that names are made of (no doubled consonant begins one)."""
    table: dict[str, set[str]] = {}
    for (initial, firsts), (vowel, middles), final in product(
        _FIRST[system].items(), _VOWEL[system].items(), _FINALS
    ):
        syllable = _syllable(initial, vowel, final)
        for first, middle in product(firsts.split("|"), middles.split("|")):
            table.setdefault(first + middle + _LAST[final], set()).add(syllable)
    return {spelling: frozenset(syllables) for spelling, syllables in table.items()}


@cache
def _any_spelling() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for one in (*map(_spellings, SYSTEMS), _common()):
        for spelling, syllables in one.items():
            table[spelling] = table.get(spelling, frozenset()) | syllables
    return table


def _tables() -> dict[str, dict[str, str]]:
    return packaged("corpus.text.names", "romanisation.toml")


@cache
def _common() -> dict[str, frozenset[str]]:
    return {spelling: frozenset({syllable}) for spelling, syllable in _tables()["given"].items()}


@cache
def _surname_table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for surname, spellings in _tables()["surnames"].items():
        for spelling in spellings.split():
            table.setdefault(spelling, set()).add(_southern(surname))
    return {spelling: frozenset(surnames) for spelling, surnames in table.items()}


def _syllable(initial: str, vowel: str, final: str) -> str:
    return chr(0xAC00 + (_INITIALS.index(initial) * 21 + _VOWELS.index(vowel)) * 28 + _FINALS[final])


def _taken_apart(syllable: str) -> tuple[str, str, int]:
    code = ord(syllable) - 0xAC00
    return _INITIALS[code // 588], _VOWELS[code % 588 // 28], code % 28


def _southern(syllable: str) -> str:
    """A syllable at the head of a word as the south spells it: 리 is 이, 로 is 노, 녀 is 여."""
    initial, vowel, final = _taken_apart(syllable)
    if initial not in "ㄹㄴ":
        return syllable
    softened = vowel in "ㅑㅒㅕㅖㅛㅠㅣ"
    if initial == "ㄴ" and not softened:
        return syllable
    new = "ㅇ" if softened else "ㄴ"
    return chr(0xAC00 + (_INITIALS.index(new) * 21 + _VOWELS.index(vowel)) * 28 + final)


def _northern(given: str) -> Iterable[str]:
    """A given name and, where its first syllable may stand for one with ㄹ or ㄴ in the north, those too."""
    yield given
    if not given or not "가" <= given[0] <= "힣":
        return
    _, vowel, final = _taken_apart(given[0])
    for initial in "ㄹㄴ":
        other = chr(0xAC00 + (_INITIALS.index(initial) * 21 + _VOWELS.index(vowel)) * 28 + final)
        if other != given[0] and _southern(other) == given[0]:
            yield other + given[1:]
