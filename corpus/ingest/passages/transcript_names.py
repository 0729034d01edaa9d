"""Whom the labels of a transcript mean: the person of that name, surname or office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.month_names import fold
from corpus.ingest.passages.speakers import Speaker, Title
from corpus.ingest.passages.transcript_labels import bare_name, fits, titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.passages.transcript_labels import Label

_READ = 6000
"""In how much of a text the holder of an office is sought, in code points."""
_BESIDE = 100
_HAN = "\u4e00"
_ARTICLE = re.compile(r"^(?:the|le|la|el|der|die|o|a) ")
_CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄ][\w.'’-]+"
_AFTER = re.compile(
    r"^(?: (?:of|de|de la|du|der|del) (?:[A-Z]\w+ ?){1,3},?| России| Украины| РФ)?,? "
    rf"(?:(?:Mr|M|Mme|Sr|Herr|Frau)\.? )?((?:{_CAPITALISED}\s?){{1,4}})"
)
_BEFORE = re.compile(rf"((?:{_CAPITALISED} ){{1,3}}{_CAPITALISED}), (?:[Tt]he |[Ll]e |[Ll]a |[Ee]l )?$")
_MANNERS = frozenset(
    {"M.", "Mr", "Mr.", "Mrs.", "Ms.", "Mme", "Dr.", "Sr.", "Sra.", "Hon.", "H.E.", "Herr", "Frau"}
)
_NO_PERSON = frozenset({
    "On", "At", "In", "And", "Before", "To", "Of", "The", "After", "During", "Delivers", "For", "Le", "La",
    "De", "Du", "Des", "République", "Republic", "State", "States",
})  # fmt: skip
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.\s?)+")


def name_speakers(text: str, labels: Sequence[Label], outlet: OutletFile) -> None:
    """Whom each label means: by its name, or by the one person of that surname or office in the text."""
    plain = [label.words for label in labels if label.kind == "person" and not titled(label.words)]
    names = outlet.transcript.names if outlet.transcript else {}
    known: dict[str, str] = {}
    for label in labels:
        if label.kind not in ("person", "office"):
            continue
        start = label.piece.start + text[label.piece.start : label.piece.end].find(label.words.split()[0])
        words = label.words
        titles: tuple[Title, ...] = ()
        if words in names:
            name: str | None = names[words]
        elif label.kind == "office":
            name = _office_holder(text, words)
        else:
            bare = next((one for one in plain if one != words and words.endswith(f" {one}")), None)
            name = bare or bare_name(words)
            if name != words and words.endswith(name):
                title = words[: -len(name)].strip()
                titles = (Title(title, start, start + len(title)),) if title in text else ()
            name = _full_name(text, name, outlet)
        if name is None:
            name = words if label.kind == "person" else None
        if name is not None:
            name = known.setdefault(label.words, outlet.canonical(name))
            label.speaker = Speaker(name, start, start + len(words), titles)


def _full_name(text: str, name: str, outlet: OutletFile) -> str:
    """A surname, alone, in capitals or with initials, as the full name that outlet or text know."""
    surname = _INITIALS.sub("", name).strip() if not name.isupper() else name.split()[-1]
    if surname == name and " " in name:
        return name
    folded = surname.casefold()
    bearers = {
        person.name: any(one in text for one in (person.name, *person.names))
        for person in outlet.people
        if any(one.casefold().split()[-1:] == [folded] and " " in one for one in (person.name, *person.names))
    }
    said = [bearer for bearer, named in bearers.items() if named] or [*bearers]
    if len(said) == 1:  # of several with the surname, the one whom the text names
        return said[0]
    if not surname.isascii() and not _INITIALS.match(name):
        return name
    shown = surname.title() if name.isupper() else surname
    full = re.search(rf"(?<![.\w])((?:[A-ZА-ЯЁ][a-zа-яё'’-]+ ){{1,2}}){re.escape(shown)}\b", text)
    if full is None:
        return shown if name.isupper() else name
    before = [word for word in full[1].split() if not fits("offices", word) and word not in _NO_NAMES]
    return " ".join([*before[-2:], shown])


_NO_NAMES = frozenset(
    {
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Vice",
        "Prime",
        "The",
        "By",
        "Secretary",
        "Press",
        "And",
        "With",
        "General",
        "Chief",
        "Commander",
    }
)


def _office_holder(text: str, words: str) -> str | None:
    """Who holds an office, where the text names one person with it: ``Remarks by President Biden``,
    ``François Mitterrand, Président de la République``."""
    if words[-1] >= _HAN:
        east = re.search(
            rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,5}}?)(?:内閣)?(?:総理大臣|{re.escape(words)})", text
        )
        return east[1] if east is not None else None
    office = _ARTICLE.sub("", fold(words))
    folded = "".join(fold(char)[:1] or char for char in text[:_READ])
    for match in re.finditer(rf"\b{re.escape(office)}\b", folded):
        for pattern, span in (
            (_AFTER, text[match.end() :][:_BESIDE]),
            (_BEFORE, text[: match.start()][-_BESIDE:]),
        ):
            found = pattern.search(span)
            name = _kept(found[1]) if found is not None else None
            if name is not None:
                return name
    return None


def _kept(words: str) -> str | None:
    """The name that words behind an office begin with."""
    kept: list[str] = []
    for word in words.split():
        if not kept and word in _MANNERS:
            continue
        if word in _NO_PERSON or (word.isupper() and len(word) > 2 and not kept):
            break
        kept.append(word.title() if word.isupper() and len(word) > 2 else word)
    return " ".join(kept) or None
