"""Whether a text without dateline is news: a reporter tells what others said and did."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.passages.title_speakers import speaks_of_himself
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.passages.voices import Voices

_FRAGMENT = 240
_PARAGRAPHS = 4
"""How many first paragraphs are read."""
_SCRIPTS = {
    "hangul": re.compile("[가-힣]"),
    "han": re.compile("[\u4e00-\u9fff]"),
    "cyrillic": re.compile("[Ѐ-ӿ]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e00-\u0eff]"),
    "latin": re.compile("[A-Za-z]"),
}


def is_news(text: str, voices: Voices, outlet: OutletFile, *, titled: bool) -> bool:
    """Whether an agency dates a text, or its first paragraphs tell what somebody said or did, in nobody's
    words. A text that is not ``titled`` and short is a fragment, of which nothing is known."""
    if voices.dateline:
        return True
    if not titled and len(text) < _FRAGMENT:
        return False
    pieces = voices.pieces
    if not outlet.is_reporter or voices.opened is not None or voices.transcript or voices.spoken:
        return False
    if any(piece.role in (Role.speech, Role.salutation) for piece in pieces):
        return False
    body = [piece for piece in pieces if piece.role is Role.narration][:_PARAGRAPHS]
    opening = "\n".join(text[piece.start : piece.end] for piece in body)
    script = next((name for name, letters in _SCRIPTS.items() if letters.search(opening)), None)
    if script is None or _words(script).search(opening) is None:
        return False
    return not speaks_of_himself(text, pieces)


@functools.cache
def _words(script: str) -> re.Pattern[str]:
    return re.compile(packaged("corpus.ingest.passages", "news_words.toml")[script])
