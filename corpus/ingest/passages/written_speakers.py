"""A speaker as a table has him: the name, and the office beside it, as people write both into one cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.ingest.passages.title_speakers import is_office, name_in
from corpus.ingest.passages.transcript_labels import bare_name
from corpus.text.names.chinese import chinese_readings
from corpus.text.names.korean import korean_readings
from corpus.text.names.persons import PARTICLES, bare, is_person_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTRY = re.compile(r"\s\([A-Z]{2,4}\)$")
"""By which a bare surname is one person of a country; see ``corpus.text.names.persons``."""
_IN_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]{2,120})[)）\]]\s*$")
_BETWEEN = re.compile(r"\s*[,;，；]\s*|\s+[-–—]\s+")
_NUMERAL = re.compile(r"(?:[IVX]{1,5}|[JjSs]r)\.?")
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_WORD_OF_NAME = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?")
_GIVEN_NAMES = 3
"""Most names behind a surname and a comma."""
_ACRONYM = 5


class WrittenSpeaker(NamedTuple):
    """``titles``: the office that the cell also holds, as it is written there."""

    name: str
    titles: str | None


@lru_cache(maxsize=1 << 14)
def written_speaker(value: str) -> WrittenSpeaker:
    """``Lavrov, Sergey``, ``Mr. Sergey Lavrov (Minister)``, ``Sergey Lavrov, Minister`` and ``Minister Sergey
    Lavrov`` are Sergey Lavrov; what is none of these is a name as it stands."""
    value = " ".join(value.split())
    if _COUNTRY.search(value):
        return WrittenSpeaker(value, None)
    brackets = _IN_BRACKETS.search(value)
    if brackets is not None and brackets.start() and is_office(brackets[1]):
        return WrittenSpeaker(written_speaker(value[: brackets.start()]).name, brackets[1])
    cut = _BETWEEN.search(value)
    if cut is None or not cut.start():
        return _behind_office(value)
    head, rest = value[: cut.start()], value[cut.end() :]
    if is_office(rest):
        name, titles = _behind_office(head)
        if not is_office(head) or titles:
            return WrittenSpeaker(name, f"{titles}, {rest}" if titles else rest)
    elif is_office(head):
        if is_person_name(rest):
            return WrittenSpeaker(_behind_office(rest).name, head)
    elif "," in cut[0] and _is_inverted(head.split(), rest.split()):
        return WrittenSpeaker(f"{head} {rest}" if _is_eastern(f"{head} {rest}") else f"{rest} {head}", None)
    return WrittenSpeaker(value, None)


def _behind_office(value: str) -> WrittenSpeaker:
    """Without a form of address or an office before it: a name of two words or more. Nobles are called by
    theirs."""
    if _HAN.fullmatch(value):
        name = bare_name(value)
        return WrittenSpeaker(name, value.replace(name, "", 1) or None)
    name = name_in(value, titled=True) or ""
    words = [word for word in name.split() if not _NUMERAL.fullmatch(word)]
    titles = value[: -len(name)].strip(" ,") if len(words) > 1 and value.endswith(name) else ""
    if is_office(titles, of_names=False) and not _is_eastern(value):
        return WrittenSpeaker(name, titles)
    plain = bare(value)
    return WrittenSpeaker(plain if is_person_name(plain) and value.endswith(plain) else value, None)


def _is_eastern(name: str) -> bool:
    """Whether it may be a Korean or Chinese name in the Latin script, whose first word is the surname."""
    return bool(korean_readings(name) or chinese_readings(name))


def _is_inverted(surname: Sequence[str], given: Sequence[str]) -> bool:
    """Whether words before a comma may be a surname, and those behind it the names that go before it; two
    and two may be two persons."""
    shouted = all(word.isupper() for word in surname)
    return (
        0 < len(surname) <= _GIVEN_NAMES
        and 0 < len(given) <= _GIVEN_NAMES
        and (len(surname) == 1 or len(given) == 1)
        and not any(map(_NUMERAL.fullmatch, given))
        and (shouted or "." in given[0] or not (given[0].isupper() and 1 < len(given[0]) <= _ACRONYM))
        and all(
            word in PARTICLES or (word[0].isupper() and _WORD_OF_NAME.fullmatch(word))
            for word in (*surname, *given)
        )
    )
