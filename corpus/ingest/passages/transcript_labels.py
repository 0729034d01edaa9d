"""Labels of transcripts: what stands before the words of each speaker, and what kind of label it is."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from corpus.ingest.paragraphs.head_lines import is_vocative
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.passages.title_speakers import begins_with_office, is_titled, name_in
from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.ingest.passages.speakers import Speaker

_LONGEST = 110
"""Longest label, in code points."""
_NAME_WORDS = 5
_OF = frozenset({"of", "the", "for", "and", "to"})
_CASELESS = ("\u0600", "\u1800")
"""Between which letters there are no capitals, so that any words may be a name: from Arabic to Khmer."""
_NO_NAME = frozenset('،؛؟«»"“”()[]0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹')
_LONE_NAME = 60
"""Longest line that is only a name, in code points."""

_CLOCK = r"[(\[]\d{1,2}:\d{2}(?::\d{2})?[)\]]"
"""When words are heard in a recording: ``Jen Psaki: (00:22)``."""
_COLON = re.compile(
    r"(?:[-–—•*]\s|\d{1,3}[.)]\s?(?=Câu hỏi|Hỏi|Question|Q\b|Вопрос|Pregunta))?"
    rf"(?P<label>[^:：.?!。？！\n(（\[](?:[^:：?!。？！\n]{{0,{_LONGEST}}}?[^:：?!。？！\n\s.])?)"
    r"(?P<aside>\s?\((?:[^()]{3,60})\))?\s?(?::|：|\.\s?[-–—])"
    rf"(?:\s*{_CLOCK}(?:\s*$|\s+)|\s*$|\s+|(?<=：)|(?<=[-–—])|(?=[^\W\d_]))"
)
_QUESTION = re.compile(r"(?P<label>[QA])(?P<aside>)(?: {1,6}|\. )(?=[A-Z“\"(])")
_BRACKETS = re.compile(
    r"(?:\[(?:[Bb]egin|[Ee]nd) [^\[\]]{1,40}\]\s*)?\[(?P<label>[^\[\]:：]{2,70})\](?P<aside>)\s+(?=\S)"
)
"""As monitoring services print them: ``[Castro] Where are you from?``"""
_EAST = re.compile(
    r"[【（(](?P<label>[\u3040-\u30ff\u4e00-\u9fff・·]{2,16})(?P<aside>)[】）)][\s\u3000]*(?=\S|$)"
)
"""``【知事】`` ; ``（記者）``, on a line of its own or before the words."""
_EAST_SPACE = re.compile(
    r"(?P<label>(?:記者|首相|総理|大臣|外相|知事|長官|官房長官|議長|市長|司会|問|答)"
    r"(?:[（(][^（）()]{1,20}[）)])?)(?P<aside>)[ \u3000]+(?=\S)"
)
_MANY = 12
"""So many different names on lines of their own are a list."""
_NO_LABELS = frozenset({"notes", "note", "presse", "press", "media", "prensa", "p", "r", "a", "q"})
_PREFIX = re.compile(r"^[a-z]{1,3} ?: (?=[A-ZÀ-Þ])")
"""``ti : PATRICK COHEN``: what a database left before the first label."""
_RETOLD = re.compile(r"\s?\([^()]{2,60}\)$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ][A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ.'’ -]*[A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ]")
_NAME = (
    r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’-]*(?:\.\s?[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’-]*)*\.?"
    r"(?:\s(?:(?:de|del|la|von|van|der|bin|ibn|al|el|da|dos|di)\s)*[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w.'’-]*)*"
)
_PERSON = re.compile(_NAME)
_TITLED = re.compile(rf"(?P<titles>.{{3,90}}?\b(?:of|de|del|von|und|and|for)\b.{{2,60}}?)\s(?P<name>{_NAME})")
_OFFICE_NAME = re.compile(
    r"(?P<titles>(?:(?:Đại sứ|Đồng chí|Ông|Bà|Bộ trưởng|Thứ trưởng|Phó|Chủ tịch|Chủ tịch nước|"
    r"Chủ tịch Quốc hội|Thủ tướng|Tổng Bí thư|"
    r"Giáo sư|GS|TS|PGS|Tướng|Đại tướng|Presiden|Menteri|Ibu|Bapak|Pak|Sayın|Cumhurbaşkanı|Presidente|"
    r"Ministr[oa]|Canciller|Президент|Министр|Посол|Председатель)[.,]?\s)+)(?P<name>" + _NAME + ")"
)
"""Words for offices before a name, some of which are in lower case: ``Đại sứ Knapper``."""
_MISTER = re.compile(r"(?:Mr|Mrs|Ms|Dr)\b\.? [A-Z]")
_STYLE = re.compile(
    r"(?:THE |MR\.?|MRS\.?|MS\.?|DR\.?|SEN(?:ATOR|\.)|GEN(?:ERAL|\.)|SECRETARY|PRESIDENT|PRIME MINISTER|"
    r"CHANCELLOR|CHAIRMAN|MINISTER|VICE PRESIDENT|GOVERNOR|AMBASSADOR|KING|QUEEN|DIRECTOR|ADMIRAL|JUDGE|"
    r"PREMIER|SPEAKER)\s+"
)
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_HAN_TITLED = re.compile(
    r"(?P<titles>[\u4e00-\u9fff]{0,14}(?:发言人|主席|总理|部长|书记|主任|司长|外相|首相|大臣|長官))(?P<name>[\u4e00-\u9fff·]{2,4})"
)
_HAN_OFFICE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,3})(?P<titles>外相|首相|大臣|総書記|委員長|大統領|報道官|局長)"
)
_HANGUL = re.compile(r"[가-힣]{2,4}(?: [가-힣]{2,10}){0,2}")

_CAPITALS_DASH = re.compile(
    r"(?P<label>[A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ][A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ.'’]+(?: [A-ZÀ-ÖØ-ÞĞİŞА-ЯЁІЇЄ.'’]+){0,6})"
    r"(?P<aside>\s?\([^()]{2,60}\))?\s?[-–—]\s+(?=\S)"
)
"""As Turkish parliament and presidency print them: ``SUNUCU- İyi akşamlar.``"""
_FORMS = (_QUESTION, _COLON, _CAPITALS_DASH, _BRACKETS, _EAST, _EAST_SPACE)
Kind = Literal["question", "answer", "office", "person", "unknown"]


@dataclass(slots=True)
class Label:
    """A label: its piece, where the words begin (None: on the lines below), who is meant."""

    piece: Piece
    end: int | None
    words: str
    kind: Kind
    speaker: Speaker | None = None
    strong: bool = False


def labels_before(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> list[Label]:
    labels: list[Label] = []
    for piece in pieces:
        if piece.role is None:
            label = _label(text, piece, outlet)
            if label is not None:
                labels.append(label)
    return labels


def _label(text: str, piece: Piece, outlet: OutletFile) -> Label | None:
    rules = outlet.transcript
    for pattern in rules.labels if rules else ():
        own = pattern.match(text[piece.start : piece.end])
        if own is not None:
            words = own.groupdict().get("name") or own[0].strip(" :：.-–—")
            asks = any(one.fullmatch(words) for one in rules.questions) if rules else False
            kind: Kind = "question" if asks or fits("questions", words) else "person"
            end = piece.start + own.end()
            return Label(piece, end if end < piece.end else None, words, kind, None, strong=True)
    match = next((one for form in _FORMS if (one := form.match(text, piece.start, piece.end))), None)
    if match is None:
        return None
    words = " ".join(_RETOLD.sub("", match["label"]).split())
    kind = kind_of_label(words)
    leads = match.end() < piece.end
    if fits("others", words) or (not (leads and is_titled(words)) and _is_address(words, outlet)):
        return None
    if kind == "unknown" and not _may_be_label(words, leads):
        return None
    strong = kind == "office" and words.isupper() and " " in words
    return Label(piece, match.end() if match.end() < piece.end else None, words, kind, None, strong)


def _is_address(words: str, outlet: OutletFile) -> bool:
    """Whether the words address those who hear: ``Comrades:``."""
    if words.isupper() or _MISTER.match(words):
        return False
    address = f"{words}:"
    return is_vocative(address) or any(one.fullmatch(address) for one in outlet.salutations)


def kind_of_label(words: str) -> Kind:
    for key, kind in (("questions", "question"), ("answers", "answer"), ("offices", "office")):
        if fits(key, words):
            return kind  # type: ignore[return-value]
    if len(words) > _LONGEST or fits("others", words):
        return "unknown"
    if _CAPITALS.fullmatch(words) or _PERSON.fullmatch(words) or _HAN.fullmatch(words):
        return "person" if len(words.split()) <= _NAME_WORDS else "unknown"
    east = _HAN_TITLED.fullmatch(words) or _HAN_OFFICE.fullmatch(words) or _HANGUL.fullmatch(words)
    if _CASELESS[0] <= words[0] < _CASELESS[1] and _CASELESS[0] <= words[-1] < _CASELESS[1]:
        return "person" if words.count(" ") < _NAME_WORDS and _NO_NAME.isdisjoint(words) else "unknown"
    if name_before_office(words) is not None:
        return "person"
    return "person" if east or titled(words) or _OFFICE_NAME.fullmatch(words) else "unknown"


def _may_be_label(words: str, leads: bool) -> bool:
    """Whether words that name nobody are a label before other words, not the beginning of a sentence."""
    long = [word for word in words.split() if len(word) > 3]
    capitals = sum(not word[0].islower() for word in long)
    return leads and bool(long) and (fits("unread", words) or (len(long) > 1 and capitals > 0.6 * len(long)))


def titled(words: str) -> re.Match[str] | None:
    match = _TITLED.fullmatch(words)
    return match if match is not None and len(match["name"].split()) > 1 else None


def lone_names(text: str, pieces: Sequence[Piece]) -> list[Label]:
    """Names, offices and words for a question that stand on lines of their own, before paragraphs, and of
    which one comes again."""
    open_pieces = [piece for piece in pieces if piece.role is None]
    lines = [(piece, _PREFIX.sub("", text[piece.start : piece.end])) for piece in open_pieces]
    candidates: list[Label] = []
    for (piece, words), (_, following) in pairwise(lines):
        if len(words) > _LONE_NAME or not (len(following) > len(words) or ends_sentence(following)):
            continue
        bare = _RETOLD.sub("", words)
        kind = kind_of_label(words) if words.casefold() not in _NO_LABELS else "unknown"
        if kind in ("question", "answer", "office"):
            candidates.append(Label(piece, None, words, kind))
        elif len(words.split()) > 1 and _PERSON.fullmatch(bare) and words[-1] not in ".!?:;,":
            candidates.append(Label(piece, None, bare, "person"))
    times = Counter(label.words for label in candidates)
    if not times or max(times.values()) < 2:
        return []
    # of headings between paragraphs none comes again
    often = sum(number for number in times.values() if number > 1) >= len(candidates) / 2
    return [label for label in candidates if times[label.words] > 1 or (often and len(times) < _MANY)]


def name_before_office(words: str) -> str | None:
    """The name in a label that has the office behind it: ``Shri Arun Marn, Official Spokesperson``."""
    before, comma, office = words.partition(", ")
    if not comma or not all(word[0].isupper() or word in _OF for word in office.split()):
        return None  # a sentence that tells of somebody
    name = name_in(before) if begins_with_office(office) and _PERSON.fullmatch(before) else None
    return name if name is not None and " " in name else None


def bare_name(words: str) -> str:
    """The name in a label without the titles before or behind it."""
    before = name_before_office(words)
    if before is not None:
        return before
    east = _HAN_TITLED.fullmatch(words) or _HAN_OFFICE.fullmatch(words)
    if east is not None:
        return east["name"]
    if words.isupper() and is_titled(words) and len(words.split()) > 2:
        return name_in(words, titled=True) or words
    if words.isupper():
        return _STYLE.sub("", words).strip() or words
    if titled(words) is not None:
        return " ".join(words.split()[-2:])
    office = _OFFICE_NAME.fullmatch(words) if not words.isascii() else None
    if office is not None:
        return office["name"]
    return (name_in(words, titled=True) if is_titled(words) else None) or words


def fits(key: str, words: str) -> bool:
    """Whether the words are of the kind that ``transcripts.toml`` lists under that key."""
    return _patterns(key).fullmatch(words) is not None


def tells(key: str, words: str) -> bool:
    """The same, anywhere in the words."""
    return _patterns(key).search(words) is not None


@functools.cache
def _patterns(key: str) -> re.Pattern[str]:
    every = "|".join(f"(?:{one})" for one in packaged("corpus.ingest.passages", "transcripts.toml")[key])
    return re.compile(every, re.IGNORECASE)
