"""Titles of speeches: that a text is one, and whose, read from the headline, in many languages."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from corpus.ingest.dates.month_names import fold
from corpus.ingest.outlets.late_patterns import ScriptPattern
from corpus.ingest.paragraphs.head_lines import reported_in
from corpus.ingest.paragraphs.line_ends import ends_sentence, open_words
from corpus.ingest.passages.inflected_names import nominative
from corpus.settings import packaged
from corpus.text.countries import country_code
from corpus.text.gazetteer import place_named
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_READ = 300
"""How much of a title is read, in code points."""
_LABEL = 24
"""Longest label before a title, in code points."""
_COLONS = frozenset(":：|–—")
_PARAGRAPHS = 30
"""In how many first paragraphs a speaker speaks of himself."""
_LINE = 60
"""Up to so many code points a line that ends no sentence is no paragraph of them."""
_OPENING = frozenset('“„«「『"')
_THROUGHOUT = 0.6
"""In which part of them quotation marks are those of a text that is quoted as a whole."""
_OWN = 0.2
"""In which part of them at least: a report has such words in quotation marks."""
_MOST_WORDS = 5
_LONGEST_NAMED = 140
_ABBREVIATED = 4
"""Longest word with a full stop that may be an abbreviation inside a name."""
_STEM = 5
"""Of so many letters the beginnings of words are compared: languages change their ends."""
_NAME = regex.compile(r"\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}[\p{Ll}’'-]+){1,2}")
_TOKEN = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\p{Nd}.'’ʼ-]*|\S")
_QUOTED = regex.compile(
    r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|《[^《》]*》|(?<!\w)'[^'\n]{12,}'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class SpokenTitle:
    """A title that says of its text that somebody speaks in it; ``name``: None where it says not who;
    ``line``: the one below it, on which he is named alone."""

    genre: str
    name: str | None
    line: str | None = None


def read_title(titles: Iterable[str]) -> SpokenTitle | None:
    """What the first title that names a speech says; None where none does, or where it reports one.

    A line that goes on with the one before it is read with that: ``Message of``, ``NAME, Minister of``.
    """
    nameless: SpokenTitle | None = None
    before = ""
    for title in titles:
        if reported_in(title) is not None:
            return None
        goes_on = before and (title[:1].islower() or before.split()[-1] in open_words())
        for words in (title, f"{before} {title}") if goes_on else (title,):
            read = _spoken(words)
            if read is not None and read.name is not None:
                return read
            nameless = nameless or read
        name = _alone(title, spoken=nameless is not None) if before else None
        if name is not None:
            return SpokenTitle(nameless.genre if nameless is not None else "speech", name, title)
        before = title
    return nameless


def _alone(line: str, *, spoken: bool) -> str | None:
    """Whose name a line below a title is, with his office or, below one that is ``spoken``, without."""
    if len(line) > _LONGEST_NAMED or ends_sentence(line) or line[-1] in ":：;":
        return None
    words = line.split()
    if not all(
        word[0].isupper() or fold(word.strip(",")) in _beside() for word in words if word[0].isalpha()
    ):
        return None
    name = name_in(line, titled=True)
    if name is not None and len(name.split()) > 1 and words[-1].strip(",") == name.split()[-1]:
        return name
    bare = _NAME.fullmatch(line) if spoken else None
    return line if bare is not None and place_named(line) is None else None


@functools.cache
def _beside() -> frozenset[str]:
    return frozenset().union(*map(_words, ("offices", "bodies", "particles", "of", "links")))


def _spoken(title: str) -> SpokenTitle | None:
    nameless: SpokenTitle | None = None
    read = _without_label(title[:_READ].rstrip(" .,"))
    for genre, pattern in _kinds():
        match = pattern.search(read, _READ)
        if match is None:
            continue
        groups = match.groupdict()
        name = groups.get("name") or (name_in(groups["who"]) if groups.get("who") else None)
        if name is not None:
            return SpokenTitle(genre, name)
        nameless = nameless or SpokenTitle(genre, None)
    return nameless


def begins_with_office(words: str) -> bool:
    """Whether the words begin with those of an office."""
    return fold(words.split()[0].rstrip(",.")) in _words("offices")


def is_office(words: str, *, of_names: bool = True) -> bool:
    """Whether the words tell an office, or a body that speaks, more than a form of address does.

    ``of_names``: also one that is part of how somebody is called, as Prince.
    """
    known = _words("offices") | _words("bodies")
    if not of_names:
        known -= _words("nobles")
    told = {fold(token.rstrip(".")) for token in _TOKEN.findall(words)} - _words("forms")
    return any(word in known or ("-" in word and known.issuperset(word.split("-"))) for word in told)


def is_titled(words: str) -> bool:
    """Whether the words are an office and the name of who holds it: ``President Ilham Aliyev``."""
    first, *more = words.split()
    last = fold(more[-1]) if more else ""
    return (
        bool(more)
        and fold(first) in _words("offices")
        and more[-1][0].isupper()
        and last not in _words("offices")
    )


def interviewed(lines: Iterable[str]) -> str | None:
    """Whose answers follow, by lines that tell of an interview; None where none names him."""
    for line in lines:
        read = line[:_READ]
        for pattern in _interviews():
            match = pattern.search(read, _READ)
            name = name_in(match["who"], titled=False) if match is not None else None
            if name is not None:
                return name
    return None


def named_twice(lines: Sequence[str]) -> str | None:
    """The name in the first line that a line below it has too, in whatever case of the language."""
    below = "\n".join(lines[1:])
    for match in _NAME.finditer(lines[0][:_READ]) if lines else ():
        if all(f" {word[:_STEM]}" in f" {below}" for word in match[0].split()):
            return match[0]
    return None


def _without_label(title: str) -> str:
    """The title without what stands before it: ``FULL TEXT: ...``."""
    labelled = not _COLONS.isdisjoint(title[:_LABEL])
    return _labels().sub("", title) if labelled else title


@functools.cache
def _labels() -> regex.Pattern[str]:
    return regex.compile(_data()["labels"])


def speaks_of_himself(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether the paragraphs say "I" or "we" outside quotation marks, as those of a speech do."""
    body = [
        one
        for one in pieces
        if one.role in (None, Role.narration)
        and (one.end - one.start > _LINE or ends_sentence(text[one.start : one.end]))
    ][:_PARAGRAPHS]
    quoted = sum(text[one.start] in _OPENING for one in body) > _THROUGHOUT * len(body)
    own = sum(
        _first_person().search(words if quoted else _QUOTED.sub(" ", words)) is not None
        for words in (text[one.start : one.end] for one in body)
    )
    return own >= max(1, _OWN * len(body))


def name_in(who: str, *, titled: bool = False) -> str | None:
    """The name among the words behind "speech by": neither an office nor its country, up to a preposition.

    ``titled``: only a name with an office beside it, as in a sentence, where other names stand too. A report
    of a year has that behind its name: ``Memoria y Cuenta 2019``.
    """
    offices, bodies = _words("offices"), _words("bodies")
    run: list[str] = []
    beside: list[str] = []
    office = behind = False
    tokens = _TOKEN.findall(who)
    for number, token in enumerate(tokens):
        word = fold(token.rstrip("."))
        after = tokens[number + 1] if number + 1 < len(tokens) else ""
        if titled and not office and not token[0].isupper() and word not in offices:
            office = token == "," and _is_name(run, office=False) and fold(after) in offices
            if office:  # NAME, President of
                break
            run = run if word in _words("particles") and run else []
            continue
        if not token[0].isalpha():
            if _is_name(run, office=office) and (office or not token.isdecimal()):
                break
            run, behind = [], False
            if token not in ",.()" and not token.isdecimal():
                break
        elif run and word in _words("particles") and after[:1].isupper() and not token.isupper():
            run.append(token)
        elif word in _words("of") and not run and token.islower() | token.isupper():
            behind = behind or office
        elif word in offices:
            if _is_name(run, office=False):
                break
            run, office, behind = [], True, False
        elif word in _words("ends") and (token.islower() or who.isupper()):
            if run or not behind:
                break
        elif word in _words("links") or not token[0].isupper():
            if run or not (office or word in _words("links")):
                break
        elif word in bodies:
            run = []
        elif behind:
            beside.append(token)
        else:
            run.append(token.rstrip(".") if titled and len(token) > _ABBREVIATED else token)
            if titled and office and token.endswith(".") and len(token) > _ABBREVIATED:
                break  # the sentence ends
    if not _is_name(run, office=office):
        run = _behind_country(beside)
    if not _is_name(run, office=office) or (titled and not office):
        return None
    name = " ".join(run)
    return nominative(name.replace("İ", "I").title() if name.isupper() and name.lower() != name else name)


def _is_name(run: Sequence[str], *, office: bool) -> bool:
    return (1 if office else 2) <= len(run) <= _MOST_WORDS


def _behind_country(words: Sequence[str]) -> list[str]:
    """The words behind the last country among them: President of MALI NAME, of the State of MALI NAME."""
    for end in range(len(words) - 1, 0, -1):
        if any(country_code(" ".join(words[start:end])) is not None for start in range(end)):
            return [*words[end:]]
    return []


@functools.cache
def _data() -> dict[str, Any]:
    return packaged("corpus.ingest.passages", "title_speakers.toml")


@functools.cache
def _kinds() -> tuple[tuple[str, ScriptPattern], ...]:
    return tuple(
        (kind["genre"], ScriptPattern(pattern, latin=True))
        for kind in _data()["kinds"]
        for pattern in kind["patterns"]
    )


@functools.cache
def _interviews() -> tuple[ScriptPattern, ...]:
    return tuple(ScriptPattern(pattern, latin=True) for pattern in _data()["interviewed"])


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word.rstrip(".")) for word in _data()["words"][key].split())


@functools.cache
def _first_person() -> regex.Pattern[str]:
    return regex.compile(_data()["first_person"])
