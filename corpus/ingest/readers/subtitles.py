"""Subtitles (SubRip, WebVTT, SubViewer of YouTube): the words that are shown, without their times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corpus.ingest.decode.mojibake import mend
from corpus.ingest.readers import markup
from corpus.ingest.readers.documents import Document, whole_item
from corpus.ingest.readers.sources import UnreadableError, decoded, read_whole
from corpus.ingest.readers.xml_ import joined
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item

_TIMES = re.compile(
    r"\s*(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{1,3})(?:\s.*)?"
)
_BARE_TIMES = re.compile(r"(\d+):(\d{2}):(\d{2})\.(\d{1,3}),(\d+):(\d{2}):(\d{2})\.(\d{1,3})\s*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")
_MARKS = re.compile(
    r"</?(?:[ibuscv]|font|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE
)
_LARGEST = 16 * 1024 * 1024
"""Bytes of one file; those of a long film are a hundredth of it."""
_PAUSE = 4.0
"""Seconds without words that end a paragraph."""
_LONG = 800
"""Characters after which the end of a sentence ends a paragraph."""
_LONGEST = 5000
"""Characters after which a paragraph ends in any case."""
_ENDS = (".", "!", "?", "…", "。", "！", "？", '."', ".”")


class _Cue(NamedTuple):
    start: float
    end: float
    lines: list[str]
    speaker: str | None


def read_subtitles(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """The subtitles of a file as one item. Raises UnreadableError."""
    raw = read_whole(source, _LARGEST)
    read = decoded(raw)
    cues = list(_cues(mend(read.text)))
    if not cues:
        raise UnreadableError("It holds no subtitles with times: save it as .txt if it is a text.", raw)
    yield whole_item(source, raw, Document(tuple(_blocks(cues))), read.encoding, read.notes)


def _cues(text: str) -> Iterator[_Cue]:
    lines = re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))
    number = 0
    while number < len(lines):
        times = _times(lines[number])
        number += 1
        if times is None:
            continue
        shown: list[str] = []
        while number < len(lines) and lines[number].strip():
            if _times(lines[number]):  # no empty line before it
                if shown and shown[-1].strip().isdecimal():
                    shown.pop()
                break
            shown.append(lines[number])
            number += 1
        voice = next((match[1] for line in shown if (match := _VOICE.search(line))), None)
        plain = [" ".join(markup.unescaped(_MARKS.sub("", line)).split()) for line in shown]
        parts = times.groups()
        yield _Cue(_seconds(parts[:4]), _seconds(parts[4:]), [line for line in plain if line], voice)


def _times(line: str) -> re.Match[str] | None:
    return _TIMES.fullmatch(line) or _BARE_TIMES.fullmatch(line)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, parts_of_it = (part or "0" for part in parts)
    return int(hours[:6]) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{parts_of_it}")


def _blocks(cues: list[_Cue]) -> Iterator[Block]:
    """Cues joined to paragraphs; a line that is shown again by the next cue stands once."""
    held, speaker, end = "", None, 0.0
    before: list[str] = []
    for cue in cues:
        fresh = list(cue.lines)
        while fresh and fresh[0] in before and cue.start <= end + 1:
            before = before[before.index(fresh[0]) + 1 :] or before
            fresh.pop(0)
        pause = cue.start - end > _PAUSE
        ended = len(held) > _LONG and (held.endswith(_ENDS) or len(held) > _LONGEST)
        if held and fresh and (pause or ended or cue.speaker != speaker):
            yield _block(held, speaker)
            held = ""
        for line in fresh:
            held = joined(held, line)
        if fresh:
            speaker = cue.speaker
        before, end = cue.lines, max(end, cue.end)
    if held:
        yield _block(held, speaker)


def _block(text: str, speaker: str | None) -> Block:
    return Block(text, Role.speech if speaker else None, speaker)
