"""Titles around a name: patterns from a file, applied to the short text before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from corpus.settings import packaged
from corpus.text.names.korean import korean_readings
from corpus.text.tokens import has_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GUARDED = 40
"""Characters before a name that tell whether a pattern is worth trying."""
MOST_PEELED = 8
"""Titles on one side of a name, at most."""
_ENDS = " ,;，、—–-\n"
_ABBREVIATION = re.compile(r"(?:^|\s)(?:\w\.)+$|\b(?:Mr|Mrs|Ms|Dr|Prof|C\.C)\.$")
_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?) (?=\S)")

Side = Literal["before", "after"]


class Title(NamedTuple):
    """A title as printed, and on which side of the name it stands."""

    words: str
    side: Side


@dataclass(frozen=True, slots=True)
class TitleRules:
    """The patterns of one language. ``before`` match at the end of a text, ``after`` at its beginning;
    ``before_if``: what the last GUARDED characters must look like for each to be tried, None for anything;
    ``first_only``: which of ``after`` stand behind the name only, not behind another title."""

    before: tuple[re.Pattern[str], ...]
    before_if: tuple[re.Pattern[str] | None, ...]
    after: tuple[re.Pattern[str], ...]
    first_only: frozenset[int]

    def titles(self, before: str, after: str) -> tuple[Title, ...]:
        """The titles around a name, in the order in which they stand. ``before`` and ``after``: the text
        that ends, and that begins, at the name."""
        return (*self._before(before), *self._after(after))

    def _before(self, text: str) -> list[Title]:
        found: list[Title] = []
        for _ in range(MOST_PEELED):
            end = text[-GUARDED:]
            match = next(
                (
                    match
                    for one, guard in zip(self.before, self.before_if, strict=True)
                    if (guard is None or guard.search(end)) and (match := one.search(text))
                ),
                None,
            )
            if match is None:
                break
            found[:0] = [Title(words, "before") for words in _groups(match)]
            text = text[: min(match.start(name) for name in _named(match))]
        return found

    def _after(self, text: str) -> list[Title]:
        found: list[Title] = []
        for turn in range(MOST_PEELED):
            patterns = (one for at, one in enumerate(self.after) if not turn or at not in self.first_only)
            matches = [match for one in patterns if (match := one.match(text))]
            if not matches:
                break
            match = max(matches, key=lambda one: one.end())  # the longest, of equal ones the first
            words = _groups(match)
            if any(map(_ends_with_a_name, words)):
                break
            found += [Title(each, "after") for each in words]
            text = text[match.end() :]
        return found


def _named(match: re.Match[str]) -> list[str]:
    return [name for name, value in match.groupdict().items() if value and name.startswith("title")]


def _groups(match: re.Match[str]) -> list[str]:
    titles = (_tidy(match[name]) for name in _named(match))
    return [title for title in titles if title]


def _ends_with_a_name(title: str) -> bool:
    """Whether a title printed with a capital is the next person's: Minister of Education Ri Chang Sik."""
    words = title.split()
    return title[0].isupper() and len(words) > 4 and bool(korean_readings(" ".join(words[-3:])))


def _tidy(title: str) -> str:
    """Without the marks and the article around it."""
    title = " ".join(title.split()).strip(_ENDS)
    if title.endswith(".") and not _ABBREVIATION.search(title):
        title = title[:-1]
    return _ARTICLE.sub("", title)


def _file() -> dict[str, Any]:
    return packaged("corpus.insight.people", "titles.toml")


def reach() -> tuple[int, int]:
    """How many characters before and behind a name are looked at."""
    return _file()["before_characters"], _file()["after_characters"]


def languages() -> list[str]:
    """Languages that have rules."""
    return [name for name, value in _file().items() if isinstance(value, dict)]


def title_rules(language: str, honorifics: Iterable[str], titles: Iterable[str]) -> TitleRules | None:
    """The rules of a language (a BCP 47 tag), with the honorifics and titles of outlets; None without any."""
    return _made(language.partition("-")[0].lower(), tuple(honorifics), tuple(titles))


@lru_cache(maxsize=32)
def _made(language: str, honorifics: tuple[str, ...], titles: tuple[str, ...]) -> TitleRules | None:
    values = _file().get(language)
    if not isinstance(values, dict):
        return None
    words = rule_words(language, honorifics, titles)
    guards = values.get("before_if", [""] * len(values["before"]))
    return TitleRules(
        tuple(re.compile(filled(one, words)) for one in values["before"]),
        tuple(re.compile(filled(one, words)) if one else None for one in guards),
        tuple(re.compile(filled(one, words)) for one in values["after"]),
        frozenset(values.get("first_only", ())),
    )


def filled(text: str, words: Mapping[str, str]) -> str:
    """A pattern with what each <<NAME>> stands for. KeyError for a name without words."""
    return re.sub("<<([A-Z_]+)>>", lambda name: words[name[1]], text)


def rule_words(
    language: str,
    honorifics: Iterable[str] = (),
    titles: Iterable[str] = (),
    more: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """What <<NAME>> stands for in the rules of a language, and in ``more`` words of the same form.

    A list NAME also stands as <<NAME_IN_ANY_CASE>>.
    """
    wide = language in ("ko", "zh", "ja")
    words = {
        "OUTLET_HONORIFICS": _alternatives(one for one in honorifics if has_cjk(one) == wide),
        "OUTLET_TITLES": _alternatives(one for one in titles if has_cjk(one) == wide),
    }
    for name, part in {**_file().get(language, {}).get("words", {}), **(more or {})}.items():
        if isinstance(part, str):
            words[name] = f"(?:{filled(part, words)})"
        else:
            words[name], words[f"{name}_IN_ANY_CASE"] = _alternatives(part), _in_any_case(part)
    return words


def _alternatives(words: Iterable[str]) -> str:
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else "(?!)"


def _in_any_case(words: Iterable[str]) -> str:
    """The alternatives by first letter: re passes quickly over a set that does not match."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0].lower(), []).append(word[1:])
    each = (
        f"[{re.escape(first)}{re.escape(first.upper())}](?i:{_alternatives(rests)})"
        for first, rests in by_letter.items()
    )
    return f"(?:{'|'.join(each)})" if by_letter else "(?!)"
