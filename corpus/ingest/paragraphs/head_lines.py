"""What single lines at the head of a text are: headlines, furniture of pages, bylines, kinds of documents."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.dates.headline_stamps import clean_headline
from corpus.ingest.dates.metadata import AmbiguousDateError, read_date
from corpus.settings import packaged
from corpus.text.gazetteer import place_named
from corpus.text.page_words import is_label, is_page_name, is_row, is_several, without_labels

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import OutletFile

LONGEST = 240
"""Longest line of a headline, in code points."""
LONGEST_ACT = 600
"""Longest title of an act ("On the amendment of ..."), in code points."""
_LONGEST_FURNITURE = 80
_PAGE_NUMBER = 3
_LONGEST_CAPTION = 320
_LONGEST_KIND = 90
_LONGEST_PLACED = 40
_PLACE_AND_AGENCY = 2
_LONGEST_SECTION = 16
_LONGEST_MENU = 600
_MENU_PARTS = 4
_MENU_WORDS = 5
_DASHES = re.compile(r"\s?[-–—]\s?")
_BARS = re.compile(r"\s?[|｜•]\s?")
_HOUR = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
_TRAIL = re.compile(r"\s?[>›]\s?|\s»\s")
_TRAIL_PARTS = 3
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|etc)\.$")
_SENTENCE = re.compile(r"。(?=\w)|[！？](?=.*[。！？]$)(?=\w)|[^\W\d_A-Z]{3,}[.!?]\s+[^\W\d_]")
"""The end of a sentence inside a line."""
_NO_END = frozenset(".。．,，、;；:：-–—")
_BELOW = re.compile(r"\s[-–—][^-–—]{2,80}[-–—]$")
"""A line below the headline, printed behind it: ``... -인민경제 선행부문 당조직들에서-``."""
_HAN_NAME = re.compile(r"[\u4e00-\u9fff](?:[ \u3000]?[\u4e00-\u9fff]){1,2}")
_ENTITY = re.compile(r"&#?\w{2,8};$")
_OTHER_SCRIPTS = re.compile("[\u0400-\u06ff\u0900-\u0eff\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]")
"""Letters of scripts that are not Latin: patterns in them alone are sought only where a line has such."""
_SYNTAX = re.compile(r"\(\?P<\w+>|\(\?[a-z-]+:?|\\[xu][0-9a-f]{2,4}|\\.")
_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_CRIES = frozenset("!！?？")
_NUMBERED_DAY = re.compile(
    r"(?:от |of |dated )?\d{1,2}[. ][\w.]{1,12}[ .]\d{4}(?: г(?:ода|\.)?)?,? (?:N|№|No\.?) ?\w"
)
NUMBERED = re.compile(r"(?i:от|from|of|dated|vom|de fecha|ngày|del?)\s.{0,40}\d")
"""The line with day and number below the kind of an act."""
_NUMBER = r"(?:\s+(?:N|No\.?|№|Nr\.?|nº|第|số)\s*[\w./-]{1,15}号?)?"


def is_heading(words: str, outlet: OutletFile) -> bool:
    """Whether a line may be a headline: short, and neither a sentence nor an address to the hearers."""
    longest = LONGEST_ACT if fits("about", words) else LONGEST
    if len(words) > longest or not any(map(str.isalpha, words)) or words[0].islower():
        return False
    last = _ENTITY.sub("", words).rstrip("\"'”’»」』)）")[-1:]
    if not last or (last in _NO_END and not _ABBREVIATION.search(words) and not _BELOW.search(words)):
        return False
    if _SENTENCE.search(words) or fits("vocatives", words):
        return False
    return last not in _CRIES or not any(one.fullmatch(words) for one in outlet.salutations)


def is_furniture(words: str, *, caption: bool = True) -> bool:
    """Whether a line is no words of the text: of the page, below a picture, or without letter and digit."""
    if words.isdecimal() and len(words) <= _PAGE_NUMBER:
        return True
    if len(words) <= _LONGEST_FURNITURE and (not any(map(str.isalnum, words)) or fits("furniture", words)):
        return True
    if is_menu(words) or (len(words) <= _LONGEST_MENU and words.endswith("|") and "|" in words[:-1]):
        return True
    return caption and len(words) <= _LONGEST_CAPTION and fits("captions", words)


def is_of_page(words: str, *, above: bool) -> bool:
    """Whether a line is one or several labels; one of one word only where it stands ``above`` the text."""
    return is_row(words) or (is_label(words) and (above or is_several(words)))


def is_menu(words: str) -> bool:
    """Whether a line is names of pages with bars between them, ``World | Defence | Trade | Sport``, or the
    way through a site: ``Home > World > Trade``."""
    parts = [part.split() for part in _BARS.split(words)] if len(words) <= _LONGEST_MENU else []
    if len(parts) >= _MENU_PARTS and all(len(part) <= _MENU_WORDS for part in parts):
        return True
    if len(words) > LONGEST or "<" in words or "«" in words or _TRAIL.search(words) is None:
        return False
    trail = [part.split() for part in _TRAIL.split(words)]
    return len(trail) >= _TRAIL_PARTS and all(0 < len(part) <= _MENU_WORDS for part in trail[:-1])


def is_section(words: str) -> bool:
    if len(words) <= _LONGEST_FURNITURE and fits("sections", words):
        return True
    if is_page_name(words) and kind_of_document(words) is None:
        return True
    # in small letters alone, as menus print them: ``algerie``
    return words.islower() and words.isalpha() and len(words) <= _LONGEST_SECTION


def author_of_works(words: str) -> str | None:
    """Whose writings a line like ``Selected Works of NAME`` names."""
    match = _works().fullmatch(words)
    return next((name for name in match.groups() if name), None) if match is not None else None


@functools.cache
def _works() -> re.Pattern[str]:
    every = packaged("corpus.ingest.paragraphs", "heads.toml")["works"]
    return re.compile("|".join(one.replace("?P<name>", "") for one in every))


def place_and_agency(words: str) -> str | None:
    """The place in a line of it and an agency, in letters without case: ``دمشق – نورث برس``."""
    parts = _DASHES.split(words) if len(words) <= _LONGEST_PLACED and words.upper() == words.lower() else []
    place = parts[0].strip() if len(parts) == _PLACE_AND_AGENCY else ""
    return place if place and place_named(place) is not None else None


def only_date(words: str) -> bool:
    """Whether a line is a date, with weekday and time, and nothing else."""
    try:
        return read_date(words, None) is not None
    except AmbiguousDateError:
        return True
    except ValueError:
        return False


def of_paper(words: str) -> bool:
    """Whether a line is a day and the name of a newspaper or agency: ``2018년 3월 28일 노동신문``."""
    stamps = clean_headline(words).stamps or find_stamps(words)
    rest = words
    for stamp in reversed(stamps):
        rest = f"{rest[: stamp.start]} {rest[stamp.end :]}"
    return fits("papers", rest.strip(" ,.·"))


def is_stamp(words: str) -> bool:
    """Whether a line with a day is nothing else, or has the hour or the name of a newspaper beside it."""
    return _HOUR.search(words) is not None or only_date(without_labels(words)) or of_paper(words)


def kind_of_document(words: str) -> str | None:
    """The genre of the kind that a line names at its beginning, as documents do: by itself, or with number
    and issuer."""
    if len(words) > _LONGEST_KIND or reported_in(words) is not None:
        return None
    return next((genre for genre, bare, led in _kinds() if bare.fullmatch(words) or led.match(words)), None)


def kind_of_act(words: str, below: str) -> str | None:
    """The genre of the kind of act that a line names above day and number: ``Law of Norland``."""
    if len(words) > _LONGEST_KIND or _NUMBERED_DAY.match(below) is None:
        return None
    return next((genre for genre, names in _acts() if names.match(words)), None)


@functools.cache
def _acts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = packaged("corpus.ingest.paragraphs", "heads.toml")["kinds"]
    acts = [kind for kind in kinds if kind["genre"] in ("decree", "act", "resolution")]
    return tuple((kind["genre"], re.compile(rf"(?:{kind['names']})(?=\s)", re.IGNORECASE)) for kind in acts)


def is_bare_kind(words: str) -> bool:
    return any(bare.fullmatch(words) for _, bare, _ in _kinds())


def fits(key: str, words: str) -> bool:
    """Whether the patterns of that key in ``heads.toml`` match a whole line."""
    if _patterns(key, latin=True).fullmatch(words) is not None:
        return True
    other = not words.isascii() and _OTHER_SCRIPTS.search(words) is not None
    return other and _patterns(key, latin=False).fullmatch(words) is not None


@functools.cache
def _patterns(key: str, *, latin: bool) -> re.Pattern[str]:
    """Patterns without letters of other scripts, or with Latin ones beside them; or all others."""
    every = packaged("corpus.ingest.paragraphs", "heads.toml")[key]
    some = [one for one in every if _may_be_latin(one) is latin]
    return re.compile("|".join(f"(?:{one})" for one in some) if some else r"(?!)", re.IGNORECASE)


def _may_be_latin(pattern: str) -> bool:
    other = _OTHER_SCRIPTS.search(pattern) is not None
    return not other or _LETTER.search(_SYNTAX.sub("", pattern)) is not None


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Genre, the line that names only the kind, and the beginning of one that names the issuer too."""
    kinds = packaged("corpus.ingest.paragraphs", "heads.toml")["kinds"]
    return tuple(
        (
            kind["genre"],
            re.compile(rf"[【\[《（(]?(?:{kind['names']})[】\]》）)]?{_NUMBER}[:：]?", re.IGNORECASE),
            re.compile(rf"(?:{kind['names'].upper()})(?=\s|$)"),
        )
        for kind in kinds
    )


def is_vocative(words: str) -> bool:
    """Whether a line addresses those who hear or read it."""
    return fits("vocatives", words)


def han_name(words: str) -> bool:
    """Whether a line is nothing but a name of two or three Han characters that begins as Chinese names do."""
    surnames: str = packaged("corpus.ingest.paragraphs", "heads.toml")["han_surnames"]
    return _HAN_NAME.fullmatch(words) is not None and words[0] in surnames


def is_gathered(words: str) -> bool:
    """Whether a headline stands above several pieces of news."""
    return _gathered().search(words) is not None


def reported_in(words: str) -> str | None:
    """The words of a headline that tell what became of a statement or a speech; None where none do."""
    match = _reported().search(words)
    return match[0] if match else None


@functools.cache
def genres_reported() -> frozenset[str]:
    """Genres that a headline which tells of a text does not show."""
    return frozenset(packaged("corpus.ingest.paragraphs", "heads.toml")["reported"]["of"])


@functools.cache
def _reported() -> re.Pattern[str]:
    every = packaged("corpus.ingest.paragraphs", "heads.toml")["reported"]["names"]
    return re.compile("|".join(f"(?:{one})" for one in every), re.IGNORECASE)


@functools.cache
def _gathered() -> re.Pattern[str]:
    return re.compile(packaged("corpus.ingest.paragraphs", "heads.toml")["gathered"]["names"], re.IGNORECASE)
