"""Single values of an item and of its passages, for those who normalise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.passages.language_detection import contradicted, detected
from corpus.ingest.passages.written_speakers import written_speaker
from corpus.store.tables.log import PRINTED
from corpus.text.languages import primary
from corpus.text.records import Doubt
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.dates.metadata import Order
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.ingest.passages.voices import Voices
    from corpus.text.records import Block, Passage

_NOTHING = frozenset({
    "unknown", "n/a", "n.a.", "-", "--", "–", "—", "?", "und", "undefined", "undetermined", "mul", "zxx",
    "mis", "other", "others", "not available", "not specified", "unspecified", "various", "auto",
    "", ".", "na", "n.d.", "n. d.", "s.d.", "s. d.", "n.p.", "s.l.", "none", "null", "nil", "anonymous",
    "not known", "not given",
    "desconocido", "desconocida", "desconhecido", "inconnu", "inconnue", "unbekannt", "неизвестно", "нет",
    "не указано", "bilinmiyor", "không rõ", "不详", "不詳", "未知", "不明", "미상", "불명",
    "غير معروف", "نامشخص",
})  # fmt: skip
_LONGEST_QUOTED = 60
_DAY_FIRST = frozenset(
    [
        "az",
        "be",
        "bg",
        "bs",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "gl",
        "he",
        "hi",
        "hr",
        "hy",
        "id",
        "it",
        "ka",
        "kk",
        "ky",
        "lv",
        "mk",
        "ms",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "sw",
        "tg",
        "th",
        "tr",
        "uk",
        "ur",
        "uz",
        "vi",
        "ar",
    ]
)
"""Languages that write the day before the month, wherever they are written."""


def first_heading(blocks: Sequence[Block]) -> str:
    """The heading that a structured text begins with; "" where it begins otherwise."""
    first = next((block for block in blocks if block.text.strip()), None)
    return first.text if first is not None and first.heading and first.role is None else ""


def says_nothing(value: str) -> bool:
    """Whether a value stands where there is none: ``unknown``, ``n/a``, ``und``."""
    return " ".join(value.split()).casefold() in _NOTHING


def speaker_of_cell(value: str, other: str | None = None) -> tuple[str, str | None, list[Doubt]]:
    """The speaker and his office, of a cell in which people write both, and what is to be said of it.

    ``other``: whom another table names.
    """
    name, office = written_speaker(value)
    said = [Doubt(PRINTED, f"The speaker is given as {quoted(value)}.")] if name != value else []
    if other:
        said.append(
            Doubt("speaker", f"The metadata name two speakers, {value} and {other}: the first is taken.")
        )
    return name, office, said


def usual_order(text: str, languages: Sequence[str]) -> Order | None:
    """Which of day and month stands first in the language of a text; None where that varies."""
    found = detected(text, languages)
    sure = found.instead is None and primary(found.language) in _DAY_FIRST
    return "day-first" if sure else None


def language_doubts(text: str, given: str) -> list[Doubt]:
    """That letters and words show another language than the one given."""
    shown = contradicted(text, given)
    message = f"The language given is {given!r}, but letters and words show {shown!r}."
    return [Doubt("language", message)] if shown is not None else []


def quoted(value: str) -> str:
    return repr(value if len(value) <= _LONGEST_QUOTED else value[:_LONGEST_QUOTED] + "…")


def most_heard(passages: Sequence[Passage]) -> str | None:
    """The speaker of most characters of speech."""
    heard: dict[str, int] = {}
    for passage in passages:
        if passage.speaker is not None:
            heard[passage.speaker] = heard.get(passage.speaker, 0) + passage.end - passage.start
    return max(heard, key=lambda name: heard[name]) if heard else None


def nobodys(voices: Voices) -> list[Piece]:
    """What is spoken in a text that addresses its hearers; nothing where somebody is named."""
    spoken = [one for one in voices.pieces if one.role in (Role.speech, Role.salutation, Role.slogan)]
    return spoken if voices.addressed and not any(one.speaker for one in spoken) else []
