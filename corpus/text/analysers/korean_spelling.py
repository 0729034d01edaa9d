"""Northern and southern spelling of Korean: 로동 and 노동, 령도 and 영도, 돐 and 돌 (table: spelling.toml).

The rules: the orthography of the Republic of Korea (한글 맞춤법), articles 10 to 12 (두음법칙); the
DPRK's (조선말규범집) writes the letters as they are read alone.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING

from corpus.text.analysers.base import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_HANGUL = "가-힣"
_WORDS = re.compile(f"[{_HANGUL}]+")
_SYLLABLES, _FINALS, _VOWELS = 0xAC00, 28, 21
_N, _R, _SILENT = 2, 5, 11
"""Initial letters ㄴ, ㄹ and the silent ㅇ, by their number in a syllable."""
_Y_VOWELS = frozenset({2, 3, 6, 7, 12, 17, 20})
"""ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ: before them the south drops ㄹ and ㄴ."""


def southern(text: str) -> str:
    """The text in southern spelling: ``조선로동당의 력사`` is ``조선노동당의 역사``.

    Word-initial ㄹ and ㄴ by rule and list, inside words by list; 렬 and 률 behind a vowel or ㄴ; 였
    behind ㅣ, ㅐ and their like; listed words and names. Southern spelling stays as it is. Not always
    as long as the text (뜨락또르, 트랙터). What no rule or list knows keeps its spelling, as names do.
    """
    rules = _rules()
    text = rules.listed.sub(lambda found: rules.south[found[0]], text)
    text = rules.inside.sub(lambda found: _initial(found[0]), text)
    text = rules.initial.sub(lambda found: _initial(found[0]), text)
    text = rules.behind.sub(lambda found: "열" if found[0] == "렬" else "율", text)
    return rules.past.sub("었", text)


def variants(text: str, most: int = 16) -> list[str]:
    """Spellings, northern and southern, that a typed string should find; the typed one first.

    At most ``most`` (one or more), no two alike. Each word of several is varied; what is spelled alike
    throughout comes before mixtures. Northern spellings are proposed by the rules: some exist in no
    text (``역할`` gives ``력할``), and find nothing.
    """
    parts = re.split(f"([{_HANGUL}]+)", text)
    choices = [_spellings(part) if _WORDS.fullmatch(part) else ([part], part) for part in parts]
    found = dict.fromkeys([text, southern(text), "".join(north for _, north in choices)])
    for words in islice(product(*(words for words, _ in choices)), 4 * most):
        found["".join(words)] = None
    return list(found)[: max(most, 1)]


def _spellings(word: str) -> tuple[list[str], str]:
    """The word, its southern spelling, then northern ones; and which of these is the likeliest."""
    rules = _rules()
    south = southern(word)
    listed = rules.north_words.sub(lambda match: rules.north[match[0]], south)
    found = dict.fromkeys([word, south, listed])
    for begun in [listed, *_northern_initials(listed, rules.initial)]:
        found[begun] = None
        found[_BEHIND_SOUTH.sub(lambda match: "렬" if match[0] == "열" else "률", begun)] = None
    likeliest = list(found)[-1]
    # 연대 is 련대, and 년대 too.
    found.update(dict.fromkeys(_northern_initials(south, rules.initial_words)))
    return list(found), likeliest


def _northern_initials(word: str, known: re.Pattern[str]) -> Iterator[str]:
    """Spellings whose first syllable the south would change to this word's, if they are ``known``."""
    rest, final = divmod(ord(word[0]) - _SYLLABLES, _FINALS)
    initial, vowel = divmod(rest, _VOWELS)
    for other in (_N, _R) if initial == _SILENT else (_R,) if initial == _N else ():
        first = _syllable(other, vowel, final)
        candidate = first + word[1:]
        surname = len(word) == 3 and _rules().surnames.get(first) == word[0]
        if surname or (_initial(first) == word[0] and known.match(candidate)):
            yield candidate


def _syllable(initial: int, vowel: int, final: int) -> str:
    return chr(_SYLLABLES + (initial * _VOWELS + vowel) * _FINALS + final)


def _initial(word: str) -> str:
    """The word with its first letter as the south writes it at the beginning of a word."""
    rest, final = divmod(ord(word[0]) - _SYLLABLES, _FINALS)
    initial, vowel = divmod(rest, _VOWELS)
    if vowel in _Y_VOWELS and initial in (_N, _R):
        initial = _SILENT
    elif initial == _R:
        initial = _N
    return _syllable(initial, vowel, final) + word[1:]


def _open(with_n: bool, vowels: frozenset[int] | None = None) -> str:
    """The syllables that end in a vowel (of ``vowels``, where given), and in ㄴ too."""
    finals = (0, 4) if with_n else (0,)
    return "".join(
        _syllable(initial, vowel, final)
        for initial in range(19)
        for vowel in range(_VOWELS)
        for final in finals
        if vowels is None or vowel in vowels
    )


_BEHIND_SOUTH = re.compile(f"(?<=[{_open(True)}])[열율]")


class _Rules:
    """The table, as expressions."""

    def __init__(self) -> None:
        data = table("spelling.toml")
        initial, inside = data["initial"], data["inside"]
        self.surnames: dict[str, str] = data["surnames"]
        self.south: dict[str, str] = {**data["words"], **data["names"]}
        self.listed = _any(self.south)
        self.inside = re.compile(
            "|".join((f"(?<![{after}])" if after else "") + re.escape(word) for word, after in inside.items())
        )
        begins, words = f"(?<![0-9０-９{_HANGUL}])", _any(initial["words"]).pattern
        self.initial_words = re.compile(f"{begins}(?:{words})")
        self.initial = re.compile(f"{begins}(?!{'|'.join(initial['keep'])})(?:{words}|[{initial['always']}])")
        self.behind = re.compile(f"(?<=[{_open(True)}])[렬률]")
        self.past = re.compile(f"(?<=[{_open(False, frozenset({1, 5, 11, 16, 19, 20}))}])였")
        self.north = {_initial(word): word for word in [*initial["words"], *inside]}
        self.north = {south: north for south, north in self.north.items() if len(south) > 1}
        self.north.update({south: north for north, south in reversed(self.south.items()) if len(south) > 1})
        self.north["돌"] = "돐"
        inner = {_initial(word) for word in inside} | set(self.south.values())
        anywhere = [south for south in self.north if south in inner and south != "돌"]
        begin = [south for south in self.north if south not in inner]
        self.north_words = re.compile(
            f"{_any(anywhere).pattern}|(?<![{_HANGUL}])(?:{_any(begin).pattern}|돌(?![{_HANGUL}]))"
        )


def _any(words: list[str] | dict[str, str]) -> re.Pattern[str]:
    """One of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _rules() -> _Rules:
    return _Rules()
