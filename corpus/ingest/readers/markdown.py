"""Markdown, with metadata in YAML or TOML before it: its marks are no words."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import yaml
from markdown_it import MarkdownIt

from corpus import settings
from corpus.ingest.decode.mojibake import MENDED, mend
from corpus.ingest.readers.documents import Document, whole_item
from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.sources import UnreadableError, check_length, decoded, read_whole
from corpus.ingest.readers.xml_ import joined
from corpus.text.records import Block, Item
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source

_LONGEST_HEAD = 65_536
_MOST_NESTED = 200
_FRONT = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(.{0,65536}?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:[ \t]+(.+)")
_SHORTCODES = re.compile(
    r"\{\{[<%].{0,2000}?[%>]\}\}|\{%.{0,2000}?%\}|^:::[^\n]*$|\{:[^{}\n]*\}", re.DOTALL | re.MULTILINE
)
_HEADING_MARK = re.compile(r"\s*\{[#.][^{}]*\}\s*$")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_NOTE_TEXT = re.compile(r"\[\^[^\]\s]{1,40}\]:\s*")
_TASK = re.compile(r"\A\[[ xX]\]\s+")
_NO_WORDS = re.compile(r"[\W_]+")
_LINES = re.compile(r"((?:[ \t]*[^\s:：][^\n:：]{0,40}[:：][^\n]{0,400}\n){2,15})[ \t\r]*\n")
_MARKED = re.compile(
    r"(?:-[A-Z][A-Z_ ]{1,30}-[ \t]*\r?\n(?:(?!-[A-Z][A-Z_ ]{1,30}-)[^\n]{0,400}\n){0,12}?){3,20}"
    r"-TEXT-[ \t]*\r?\n"
)
_FIELD = re.compile(
    r"^-([A-Z][A-Z_ ]{1,30})-[ \t]*\r?\n((?:(?!-[A-Z][A-Z_ ]{1,30}-)[^\n]*\n)*)", re.MULTILINE
)
_SPOKEN = ("SPEECH", "INTERVIEW", "PRESS CONFERENCE", "ADDRESS", "REMARKS", "MESSAGE")
_SAID = frozenset(("title", "date", "url", "speaker", "outlet", "place", "language", "country", "genre"))
_ENOUGH = 2
"""How many lines above a text must say one of these, for all of them to be metadata."""
_BREAK = "\ue001"
_MARKS = re.compile(r"[\[\]*_`~!<>&\\|\n]")
MOST_MARKS = 500_000
"""Lines and characters that may be marks: the parser holds about a kilobyte for each."""


def read_markdown(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """One text as one item. Raises UnreadableError."""
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    text, encoding, notes = _decoded(raw)
    fields, body = front_matter(text, columns)
    yield whole_item(source, raw, Document(tuple(markdown_blocks(body)), fields), encoding, notes)


def read_front(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """A plain text with metadata before it, as one item. Raises UnreadableError."""
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    text, encoding, notes = _decoded(raw)
    fields, body = front_matter(text, columns)
    yield Item(raw, body, source.address, source.name, fields, encoding, notes, file=source.address)


def front_matter(text: str, columns: ColumnMap) -> tuple[dict[str, str], str]:
    """The metadata that a text begins with, by canonical name, and the rest of the text: between marks, or in
    lines of a name and a value above an empty line, or below names between hyphens (``-DATE-``)."""
    begun = text.removeprefix("\ufeff").lstrip("\n\r")
    match = _FRONT.match(begun)
    values = _values(match[1], match[2]) if match else {}
    if not values and (match := _LINES.match(begun)) is not None:
        pairs = [line.replace("：", ":", 1).partition(":") for line in match[1].splitlines()]
        values = {name.strip(): value.strip() for name, _, value in pairs if value.strip()}
        if len(values) < len(pairs) - 1 or len({*columns.plan(values)} & _SAID) < _ENOUGH:
            return {}, text
    if not values and (match := _MARKED.match(begun)) is not None:
        values = _fields(match[0])
    if match is None or not values:
        return {}, text
    fields, told = columns.apply(values)
    if told:
        fields[columns.plan(values)["text"]] = told
    return fields, match.string[match.end() :]


def _fields(head: str) -> dict[str, str]:
    """What stands below the names of an archive of monitoring services; whose a speech is, is its speaker."""
    values = {name.casefold(): " ".join(value.split()) for name, value in _FIELD.findall(head)}
    if values.get("document_type", "").upper().startswith(_SPOKEN) and "author" in values:
        values["speaker"] = values.pop("author")
    return {name: value for name, value in values.items() if value and name not in ("text", "header")}


def _values(mark: str, written: str) -> Mapping[str, Any]:
    if mark == "+++":
        try:
            return {name: _scalar(value) for name, value in tomllib.loads(written).items()}
        except (ValueError, RecursionError):
            return {}
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    values: Any = None
    if written.count("[") + written.count("{") < _MOST_NESTED:
        try:
            values = yaml.load(written, loader)
        except (yaml.YAMLError, ValueError, RecursionError):
            values = None
    if not isinstance(values, dict):  # a colon in a title that is not quoted
        pairs = (_PAIR.fullmatch(line.rstrip()) for line in written.split("\n"))
        values = {pair[1]: pair[2].strip("\"' ") for pair in pairs if pair}
    return {str(name): _scalar(value) for name, value in values.items()}


def _scalar(value: Any) -> Any:
    """Values as they are; of lists their texts. Objects inside are not entered: they may be bombs."""
    if isinstance(value, list):
        return [part for part in value if isinstance(part, str)][:100]
    if isinstance(value, dict):
        return ", ".join(
            f"{name}: {part}" for name, part in list(value.items())[:20] if isinstance(part, str)
        )
    return value


def _decoded(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    read = decoded(raw)
    check_length(read.text, raw)
    text = mend(read.text)
    return text, read.encoding, read.notes if text is read.text else (*read.notes, MENDED)


def markdown_blocks(text: str) -> Iterator[Block]:
    """The paragraphs of a text in Markdown, headings marked; notes at the foot are the editor's."""
    if len(text) > MOST_MARKS and sum(1 for _ in _MARKS.finditer(text)) > MOST_MARKS:
        raise UnreadableError(
            f"It has more than {MOST_MARKS:,} lines and marks: split it, or save it as .txt."
        )
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    try:
        tokens = parser.parse(_SHORTCODES.sub("", text))
    except RecursionError:
        raise UnreadableError("It is nested too deeply to be read as Markdown: save it as .txt.") from None
    heading = item = False
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield from _block(" ".join(row or []), heading=False)
            row = None
        elif token.type == "list_item_open":
            item = True
        elif token.type == "inline":
            line = _inline(token.children or [])
            line, item = (_TASK.sub("", line) if item else line), False
            if row is None:
                yield from _block(_HEADING_MARK.sub("", line) if heading else line, heading=heading)
            else:
                row.append(line.replace(_BREAK, " "))
        elif token.type == "html_block":
            yield from blocks_of(token.content)
        elif token.type in ("fence", "code_block"):
            for part in re.split(r"\n\s*\n", token.content):
                yield from _block(" ".join(part.split()), heading=False)


def _block(line: str, *, heading: bool) -> Iterator[Block]:
    note = _NOTE_TEXT.match(line)
    role = Role.editor_note if note else None
    line = _NOTE.sub("", line[note.end() :] if note else line)
    for part in line.split(_BREAK):
        part = part.strip()
        if part:
            bare = _NO_WORDS.fullmatch(part) is not None
            yield Block(part, Role.end_mark if bare else role, heading=heading and not bare)


def _inline(tokens: list[Any]) -> str:
    line = ""
    broken = False
    for token in tokens:
        if token.type == "softbreak":
            broken = True
            continue
        markup = token.content.lower() if token.type == "html_inline" else ""
        if token.type == "hardbreak" or markup.startswith("<br"):
            text = _BREAK
        elif token.type in ("text", "code_inline", "text_special"):
            text = token.content
        else:
            continue
        line = joined(line, text.lstrip()) if broken and text != _BREAK else line + text
        broken = False
    return line
