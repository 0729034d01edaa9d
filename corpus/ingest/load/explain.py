"""Why a text is read as it is: for each field and passage the rule that decided, and the words it saw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.load.normalise_item import Normalising
from corpus.ingest.load.text_size import check_size
from corpus.ingest.outlets.late_patterns import either_width
from corpus.ingest.outlets.registry import rule_files
from corpus.ingest.outlets.schema import line_of
from corpus.ingest.paragraphs.text_layout import GIVEN_TITLE
from corpus.ingest.passages.transcripts import LABEL
from corpus.text.roles import Role
from corpus.text.stage_directions import with_directions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.outlets.registry import RuleFile
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.text.dates import How, KnownDate
    from corpus.text.records import Item, PageParts, Parsed

_WORDS = 60
"""How much of the words that matched is shown, in code points."""
_TAIL = 600
"""How much of the end of a paragraph a lead-in is looked for in, in code points."""
_DATED_WITHIN = 200_000
"""How much of a text the words of its date are looked for in, in code points."""
_NOTHING = "no rule of the outlet says otherwise"


class Decision(NamedTuple):
    """One field or passage: what it is, what decided it, and which words did; of a passage its beginning."""

    field: str
    value: str | None
    decided_by: str
    words: str | None = None
    text: str | None = None


def explain(item: Item, outlet: OutletFile, hints: Mapping[str, str]) -> tuple[Parsed, list[Decision]]:
    """What the item becomes, and what decided each field and passage. Raises as ``normalise_item`` does."""
    check_size(item)
    reading = Normalising(item, outlet, hints)
    parsed = reading.parsed()
    rules = _Rules(outlet)
    return parsed, [*_fields(reading, parsed, rules), *_passages(reading, parsed, rules)]


class _Rules:
    """The rules of an outlet as they stand in its files."""

    def __init__(self, outlet: OutletFile) -> None:
        self._files = rule_files(outlet.code)

    def find(self, key: str, text: str, of: str = "pattern", how: str = "search") -> tuple[str, str] | None:
        """The first rule under a key that the text shows: where it stands, and the words."""
        for file in self._files:
            for number, rule in enumerate(file.values.get(key, ())):
                pattern = rule.get(of) if isinstance(rule, dict) else rule
                words = _words(key, pattern, text, how)
                if words is not None:
                    path = (key, number, of) if isinstance(rule, dict) else (key, number)
                    return _where(file, path, f"{key} {number + 1}"), words
        return None

    def same(self, key: str, **values: str | None) -> str | None:
        """Where a rule without pattern stands that gives those values."""
        for file in self._files:
            for number, rule in enumerate(file.values.get(key, ())):
                if all(rule.get(name) == value for name, value in values.items()):
                    return _where(file, (key, number), f"{key} {number + 1}")
        return None

    def top(self, key: str) -> str:
        """Where a value of the file itself stands."""
        file = next((one for one in self._files if key in one.values), None)
        return _where(file, (key,), key) if file else f"the default of {key}"

    def single(self, table: str, key: str) -> str:
        """Where a single value stands."""
        file = next((one for one in self._files if key in one.values.get(table, {})), None)
        return _where(file, (table, key), f"{table}.{key}") if file else f"the default of {table}.{key}"

    def of_page(self, parts: PageParts, field: str) -> str:
        """Where the selector stands that named a part of a page, and that part."""
        code, number = parts.layout or ("", 0)
        for file in rule_files(code):
            if len(file.values.get("pages", ())) > number:
                where = _where(file, ("pages", number, field), f"pages {number + 1} {field}")
                return f"{where}: {parts.fields[field]}"
        return parts.fields[field]


def _where(file: RuleFile, path: tuple[str | int, ...], name: str) -> str:
    return f"{file.path.name}, line {line_of(file.text, path)}: {name}"


def _words(key: str, pattern: Any, text: str, how: str) -> str | None:
    """The words that a pattern matches; an end mark stands there as it is."""
    if not isinstance(pattern, str):
        return None
    if key == "end_marks":
        return pattern if text.rstrip().endswith(pattern) else None
    pattern = either_width(pattern)
    compiled = regex.compile(pattern) if key == "datelines" else re.compile(pattern)
    match = getattr(compiled, how)(text)
    return match[0] if match else None


def _fields(reading: Normalising, parsed: Parsed, rules: _Rules) -> Iterator[Decision]:
    item = reading.item
    if item.parts is not None:
        yield Decision("address", item.address, item.parts.fields.get("url") or "the page names none")
        count = f"{len(item.blocks):,} paragraphs"
        yield Decision("article", count, _of_page(item.parts, "text", rules))
    yield Decision("title", parsed.title, *_title(reading, parsed, rules))
    chosen = reading.dating.chosen()
    for name, known in (("published", parsed.published), ("event", parsed.event)):
        if known is not None:
            own = name == "published" and chosen is not None and chosen.date == known.date
            says = chosen.says if own and chosen is not None else _DATED[known.known]
            if known.known == "metadata" and not reading.hints.get("date"):
                says = _page_part(reading, "date", rules) or says
            yield Decision(name, str(known.date), says, _date_words(reading, known))
    yield (
        Decision("place", parsed.place, *_place(reading, rules))
        if parsed.place
        else Decision("place", None, "no dateline, column or option names one")
    )
    yield Decision("speaker", parsed.speaker, *_speaker(reading, parsed, rules))
    letters = ("letters and common words of the text", None)
    given = _given(reading, "language", rules) if parsed.language_known in ("set", "metadata") else None
    yield Decision("language", parsed.language, *(given or letters))
    yield Decision("country", parsed.country, *_country(reading, parsed, rules))
    yield Decision("genre", parsed.genre, *_genre(reading, parsed, rules))
    yield Decision("authority", parsed.authority, *_authority(reading, parsed, rules))


_DATED: dict[How, str] = {
    "set": "given for all inputs",
    "metadata": "the date given with the item",
    "dateline": "the dateline",
    "filename": "the file's name",
    "text": "the day that the text names",
    "inferred": "a day that the text names",
}


def _date_words(reading: Normalising, known: KnownDate) -> str | None:
    """The words that say a date, or day and month of it; None where they are only in a name."""
    if known.known in ("set", "metadata"):
        return reading.given("date")
    if known.known == "filename":
        return reading.item.address.rpartition("/")[2] or None
    wanted = known.date
    for text in (reading.item.fields.get("title") or "", reading.item.below or "", reading.text):
        for stamp in find_stamps(text[:_DATED_WITHIN]):
            if (stamp.month, stamp.day) == (wanted.month, wanted.day) and stamp.year in (None, wanted.year):
                return text[stamp.start : stamp.end].strip()
    return None


def _given(reading: Normalising, field: str, rules: _Rules) -> tuple[str, str | None] | None:
    """Where a value was given, and as what; None where nobody gave one."""
    value = reading.given(field)
    if value is None:
        return None
    if reading.hints.get(field):
        return "given for all inputs", value
    return _page_part(reading, field, rules) or "the item's own metadata", value


def _page_part(reading: Normalising, field: str, rules: _Rules) -> str | None:
    """Which part of a page gave a field; None where none did."""
    parts = reading.item.parts
    return _of_page(parts, field, rules) if parts is not None and field in parts.fields else None


def _of_page(parts: PageParts, field: str, rules: _Rules) -> str:
    return rules.of_page(parts, field) if field in parts.selected else parts.fields[field]


def _title(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None]:
    if reading.given_title:
        part = None if reading.hints.get("title") else _page_part(reading, "title", rules)
        return part or "the title given with the item", None
    if reading.found.headline:
        return rules.single("text", "headline"), None
    if reading.found.title:
        return "the title in a note (notes, title)", None
    if reading.address.get("title"):
        return "the address (paths)", reading.item.address.rpartition("/")[2] or None
    if reading.head.headline is None:
        return "the first words: no headline is printed", None
    why = next((piece.why for piece in reading.voices.pieces if piece.role is Role.headline), "")
    return f"the headline of the text: {why}" if why else "the headline of the text", None


def _place(reading: Normalising, rules: _Rules) -> tuple[str, str | None]:
    if (given := _given(reading, "place", rules)) is not None:
        return given
    dateline = reading.voices.dateline
    if dateline is not None and dateline.place:
        return "the dateline", dateline.place
    return rules.find("places", reading.text) or ("places", None)


def _speaker(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None]:
    if (given := _given(reading, "speaker", rules)) is not None:
        return given
    if parsed.speaker is None:
        return "nobody is found who speaks", None
    if parsed.speaker == reading.kind.speaker:
        return "facts of the outlet file", None
    named = next((one for one in reading.voices.speakers if one.name == parsed.speaker), None)
    words = reading.text[named.start : named.end] if named is not None else None
    return "whose words the most passages are", words or None


def _country(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None]:
    if parsed.country is not None and (given := _given(reading, "country", rules)) is not None:
        return given
    if reading.address.get("country"):
        return "the address (paths)", reading.address["country"]
    if parsed.country is None:
        return "the outlet file names none", None
    return rules.top("country"), None


def _genre(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None]:
    if (given := _given(reading, "genre", rules)) is not None:
        return given
    if reading.kind.reported and reading.kind.statement is None:
        return "the headline tells what became of a text of that kind", reading.kind.reported
    if reading.kind.genre:
        return _statement(reading, parsed, rules) or ("facts of the outlet file", None)
    if reading.head.genre:
        return "the kind of document in the headline", reading.head.lines[0]
    if reading.voices.genre and reading.voices.opened is not None:
        piece = reading.voices.pieces[reading.voices.opened]
        return rules.find("lead_ins", _window(reading.text, piece)) or ("lead_ins", None)
    if reading.voices.genre:
        return "a lead-in that the headline is (lead_ins)", None
    if reading.voices.transcript:
        labels = (reading.text[one.start : one.end] for one in reading.voices.pieces if one.why == LABEL)
        return "labels of speakers", next(labels, None)
    return (rules.single("text", "genre") if parsed.genre else "no rule says", None)


def _authority(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None]:
    if (given := _given(reading, "authority", rules)) is not None:
        return given
    if parsed.authority is None:
        return "no rule says", None
    if reading.kind.statement is not None and reading.kind.statement.authority:
        return _statement(reading, parsed, rules) or ("statements", None)
    where = rules.same("statements", match=None, opening=None, genre=parsed.genre)
    return where or "statements", None


def _statement(reading: Normalising, parsed: Parsed, rules: _Rules) -> tuple[str, str | None] | None:
    """The kind of statement that headline, notes or opening show."""
    if reading.kind.statement is None:
        return None
    for words in (parsed.title, *reading.head.lines, *reading.found.notes):
        if (rule := rules.find("statements", words, "match")) is not None:
            return rule
    told = (reading.text[one.start : one.end] for one in reading.voices.pieces)
    return next((rule for words in told if (rule := rules.find("statements", words, "opening"))), None)


_DIRECTION = "the brackets, and words for what is heard in a hall"
_HOW = {
    "asides": "fullmatch",
    "closes": "match",
    "reports": "match",
    "resumes": "match",
    "salutations": "fullmatch",
    "slogans": "fullmatch",
}


def _passages(reading: Normalising, parsed: Parsed, rules: _Rules) -> Iterator[Decision]:
    pieces = [
        piece
        for piece in reading.voices.pieces
        if piece.role is not None
        for _ in with_directions(reading.text, piece.start, piece.end, piece.role)
    ]
    for number, (piece, passage) in enumerate(zip(pieces, parsed.passages, strict=True)):
        value = passage.role.name.replace("_", " ") + (f": {passage.speaker}" if passage.speaker else "")
        beginning = _short(reading.text[passage.start : passage.end])
        if passage.role is Role.stage_direction and piece.role is not Role.stage_direction:
            decided, words = _DIRECTION, None
        else:
            decided, words = _why(reading, piece, rules)
        yield Decision(f"passage {number}", value, decided, _short(words) if words else None, beginning)


def _why(reading: Normalising, piece: Piece, rules: _Rules) -> tuple[str, str | None]:
    key, _, at = piece.why.partition("@")
    if key == GIVEN_TITLE:
        return _page_part(reading, "title", rules) or key, None
    if key == "transcript":
        return _label_above(reading, piece)
    if not key:
        return _NOTHING, None
    words = reading.text[piece.start : piece.end]
    if key == "lead_ins":
        opener = reading.voices.pieces[int(at)] if at else piece
        rule = rules.find(key, _window(reading.text, opener))
        after = f", in passage {at}" if at else ""
        return (f"{rule[0]}{after}", rule[1]) if rule else (f"lead_ins{after}", None)
    if key == "notes":
        return (
            rules.find(key, words, "match")
            or rules.find(key, words, "begin")
            or _note_above(reading, piece, rules)
        )
    if key == "text.voice":
        if reading.kind.statement is not None and reading.kind.statement.voice:
            return "voice of its kind of statement", None
        return rules.single("text", "voice"), None
    if key.startswith("text."):
        return rules.single("text", key.removeprefix("text.")), None
    if key in ("datelines", "end_marks", *_HOW):
        return rules.find(key, words, how=_HOW.get(key, "search")) or (key, None)
    return key, None


def _label_above(reading: Normalising, piece: Piece) -> tuple[str, str | None]:
    """The label of the speaker whose words go on."""
    pieces = reading.voices.pieces
    for one in reversed(pieces[: pieces.index(piece)]):
        if one.why == LABEL:
            return "a label of the speaker", reading.text[one.start : one.end]
    return "the words of a transcript", None


def _note_above(reading: Normalising, piece: Piece, rules: _Rules) -> tuple[str, str | None]:
    """The rule with which the note began that a paragraph goes on with."""
    pieces = reading.voices.pieces
    for one in reversed(pieces[: pieces.index(piece)]):
        if one.why != "notes":
            break
        if (rule := rules.find("notes", reading.text[one.start : one.end], "begin")) is not None:
            return f"{rule[0]}, until it ends", rule[1]
    return "notes", None


def _window(text: str, piece: Piece) -> str:
    return text[max(piece.start, piece.end - _TAIL) : piece.end]


def _short(words: str) -> str:
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()}…"
