"""What the program reads of the drawn items, beside what a reader labelled."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, text

from corpus import Corpus
from corpus.ingest.outlets.likely_outlets import OutletHints
from corpus.ingest.readers.inputs import read as read_items
from corpus.text.gazetteer import places_of
from corpus.text.records import Item
from tests.labels.draw import END_MARK
from tests.scores.load import draw_all, load, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.scores.draw import DrawnItem

LABELS = Path(__file__).parent / "labels.csv"
HINTED = ("kcna-en", "xi-speeches")
"""Collections whose addresses show the outlet."""
SPOKEN = ("speech", "salutation", "slogan")
RECALL, PRECISION = "speech, recall by tokens", "speech, precision by tokens"


@dataclass(frozen=True, slots=True)
class ScoreLabel:
    """What a reader says of one field of one item. ``half``: "mend", looked at when mending, or "measure"."""

    collection: str
    item: str
    half: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage as the archive holds it."""

    voice: str
    counts: bool
    speaker: str
    country: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as the archive holds it; absent values are ""."""

    fields: dict[str, str]
    passages: list[ReadPassage]
    speaker_names: list[str]
    """The speaker's names in every script."""
    people: list[tuple[str, str]]
    """Names in the text, each with a title that stands by it."""

    @property
    def body(self) -> list[ReadPassage]:
        return [one for one in self.passages if one.counts and one.voice != "headline"]

    @property
    def spoken(self) -> list[ReadPassage]:
        return [one for one in self.passages if one.voice in SPOKEN]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A label and whether the program is right; of speech by tokens how many of how many."""

    label: ScoreLabel
    field: str
    right: int
    of: int
    said: str


def read_labels() -> list[ScoreLabel]:
    """The labels as they are kept."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [ScoreLabel(**row) for row in csv.DictReader(file)]


def measure(collections: Path, folder: Path) -> list[Judgement]:
    """Every label, judged on an archive that is made in the folder."""
    items = draw_all(collections)
    files = written(items, collections, folder)
    database = load(files, folder)
    hints = _hinted([files[name] for name in HINTED])
    judged: list[Judgement] = []
    with create_engine(f"sqlite:///{database}").connect() as connection, Corpus(database) as corpus:
        read: dict[tuple[str, str], tuple[DrawnItem, ReadDocument]] = {}
        for name, drawn in items.items():
            for item in drawn:
                read[name, item.key] = (item, _document(connection, corpus, address(item)))
        for label in read_labels():
            item, document = read[label.collection, label.item]
            if label.field == "speech_lines":
                judged += _judge_speech(label, item.text, document)
            elif label.field == "outlet":
                said = hints.get(address(item), "")
                judged.append(Judgement(label, "outlet", int(said == label.value), 1, said))
            else:
                judged += _judge(label, document)
    return judged


def address(item: DrawnItem) -> str:
    """Where an item was found, or its file's name."""
    return str(item.row.get("link") or item.row.get("url") or item.key)


def _hinted(paths: list[Path]) -> dict[str, str]:
    """The outlet that each item of some files seems to be of, by its address."""
    hints = OutletHints()
    found = (item for item in read_items(paths) if isinstance(item, Item))
    return {item.address: hints.of(item) or "" for item in found}


def _document(connection: Connection, corpus: Corpus, address: str) -> ReadDocument:
    """The document of an address, or of a file of that name."""
    query = "SELECT document_id FROM addresses WHERE url = :url OR url LIKE :file"
    found = connection.execute(text(query), {"url": address, "file": f"%/{address}"}).scalar()
    if found is None:
        return ReadDocument({}, [], [], [])
    key = {"id": found}
    rows = connection.execute(text("SELECT * FROM documents WHERE document_id = :id"), key).mappings()
    passages = connection.execute(
        text("SELECT * FROM passages WHERE document_id = :id ORDER BY number"), key
    ).mappings()
    fields = {name: str(value or "") for row in rows for name, value in row.items()}
    return ReadDocument(
        fields,
        [
            ReadPassage(
                row["voice"], bool(row["counts"]), row["speaker"] or "", row["country"] or "", row["text"]
            )
            for row in passages
        ],
        _names(connection, fields["speaker"]),
        _people(corpus, fields["ref"]),
    )


def _names(connection: Connection, speaker: str) -> list[str]:
    """A speaker's names in every script."""
    query = "SELECT n.name FROM actor_name n JOIN actor a ON a.id = n.actor_id WHERE a.name = :name"
    return [speaker, *connection.execute(text(query), {"name": speaker}).scalars()]


def _people(corpus: Corpus, ref: str) -> list[tuple[str, str]]:
    """Each person named in a document with each of his titles there, known and proposed."""
    found = [
        (str(name), str(row["title"]))
        for name in corpus.people(document=ref, limit=500).values("person")
        for row in corpus.titles(str(name), document=ref, limit=500).rows()
    ]
    proposed = corpus.people_proposals(min=1, document=ref, limit=500)
    return found + [(str(row["name"]), str(row["title"])) for row in proposed.rows()]


def squeezed(words: str) -> str:
    """Words without spaces and without marks at their ends: pages lose and gain both."""
    return re.sub(r"^\W+|\W+$|\s+", "", words)


def _has_words(name: str, wanted: str) -> bool:
    words = re.findall(r"[\w'’]+", name.casefold())
    return all(word in words for word in re.findall(r"[\w'’]+", wanted.casefold()))


def _most(passages: Iterable[ReadPassage], value: Callable[[ReadPassage], str]) -> str:
    """The value of most characters of some passages."""
    shares: dict[str, int] = defaultdict(int)
    for one in passages:
        shares[value(one)] += len(one.text)
    return max(shares, key=lambda key: shares[key]) if shares else ""


def _judge(label: ScoreLabel, document: ReadDocument) -> list[Judgement]:
    field, value = label.field, label.value
    said = document.fields.get({"date": "published"}.get(field, field), "")
    body, spoken = document.body, document.spoken
    right: bool
    match field:
        case "title":
            right = " ".join(said.split()) == value
        case "date":
            right = said.startswith(value)
        case "place":
            names = {one.casefold() for one in (said, *places_of(said))}
            right = bool(names & set(value.casefold().split("|")))
        case "speaker":
            right = any(_has_words(name, value) for name in document.speaker_names) if value else not said
        case "voice":
            said = _most(body, lambda one: "speech" if one.voice in SPOKEN else one.voice)
            right = said == value
        case "voice_of":
            said = _most(spoken, lambda one: one.speaker)
            right = bool(said) and _has_words(said, value)
        case "country_of_speech":
            said = _most(spoken, lambda one: one.country or document.fields.get("country", ""))
            right = said == value
        case "begin" | "said_from":
            said = next((one.text for one in (body if field == "begin" else spoken)), "")
            right = squeezed(said).startswith(squeezed(value))
        case "end" | "said_to":
            said = next((one.text for one in reversed(body if field == "end" else spoken)), "")
            right = squeezed(said).endswith(squeezed(value))
        case "told":
            holding = [one for one in document.passages if squeezed(value) in squeezed(one.text)]
            said = " ".join(one.voice for one in holding)
            right = bool(holding) and all(one.voice not in SPOKEN for one in holding)
        case "furniture":
            said = next((one.text for one in body if value in " ".join(one.text.split())), "")
            right = not said
        case "person":
            return _judge_person(label, document)
        case _:
            right = said == value
    return [Judgement(label, field, int(right), 1, said)]


def _judge_person(label: ScoreLabel, document: ReadDocument) -> list[Judgement]:
    """A person named, and the title by the name."""
    name, title = label.value.split("|")
    titles = [printed for known, printed in document.people if _has_words(known, name)]
    judged = [Judgement(label, "person", int(bool(titles)), 1, "")]
    if title:
        right = any(_has_words(printed, title) for printed in titles)
        judged.append(Judgement(label, "title of a person", int(right), 1, "; ".join(titles)))
    return judged


def _judge_speech(label: ScoreLabel, printed: str, document: ReadDocument) -> list[Judgement]:
    """Lines that are speech (``5-30 32``), by tokens: how many are found, how many found are right."""
    wanted = set()
    for part in label.value.split():
        first, _, last = part.partition("-")
        wanted |= set(range(int(first), int(last or first) + 1))
    body = [one for one in document.passages if one.voice != "headline"]
    read = "".join(re.sub(r"\s", "", one.text) for one in body)
    spoken = "".join(("s" if one.voice in SPOKEN else "n") * len(re.sub(r"\s", "", one.text)) for one in body)
    at = 0
    found = said = labelled = 0
    for number, line in enumerate(printed.split("\n")):
        words = re.sub(r"\s", "", END_MARK.sub("", line))
        place = read.find(words, at)
        share = spoken.count("s", place, place + len(words)) / len(words) if words and place >= 0 else 0.0
        at = place + len(words) if place >= 0 else at
        tokens = len(re.findall(r"\w+", END_MARK.sub("", line)))
        labelled += tokens if number in wanted else 0
        found += round(tokens * share) if number in wanted else 0
        said += round(tokens * share)
    return [
        Judgement(label, RECALL, found, labelled, f"{found} of {labelled}"),
        Judgement(label, PRECISION, found, said, f"{found} of {said}"),
    ]
