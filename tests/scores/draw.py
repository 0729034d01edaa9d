"""How the scored items were drawn: at random, with a seed, from each real collection.

``python -m tests.scores.draw FOLDER COLLECTION`` prints the items as collected, to be labelled.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.labels.draw import DATELINE, END_MARK, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OLDER_LABELS = Path(__file__).parents[1] / "labels" / "voices.csv"
SINCE = "2024-08-01"
SPOKEN = re.compile(
    r"(?i)statement|speech|address|message|letter|greetings|telegram|sympathy|condolence|answer"
    r"|interview|talk|said"
)
"""Headlines of texts of KCNA that may hold speech; so may texts with a line that ends in a colon."""
UN_NAME = re.compile(r"/[A-Z]{3}_\d+_\d{4}\.txt$")


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """One item as it was collected. ``key`` names it in the labels; ``text``: as it came, unread."""

    key: str
    text: str
    row: dict[str, Any]
    """The row of its table; of a file nothing."""


def kcna(folder: Path) -> list[DrawnItem]:
    """24 texts of all since August 2024, 30 of those that may hold speech; no unit was labelled before."""
    with OLDER_LABELS.open(encoding="utf-8", newline="") as file:
        labelled = {row["sha"] for row in csv.DictReader(file)}
    texts: dict[str, dict[str, Any]] = {}
    for row in _json_lines(folder / "kcna-en" / "articles.jsonl"):
        if row["story_text"] and row["date_str"] >= SINCE:
            texts.setdefault(row["story_text"], row)
    rows = sorted(texts.values(), key=lambda row: (row["date_str"], row["link"]))
    fresh = [row for row in rows if labelled.isdisjoint(_digests(row["story_text"]))]
    every = random.Random(131).sample(fresh, 24)
    spoken = random.Random(132).sample([row for row in fresh if _may_speak(row) and row not in every], 30)
    return [DrawnItem(digest(row["story_text"]), row["story_text"], row) for row in every + spoken]


def new_year(folder: Path) -> list[DrawnItem]:
    """12 of the New Year addresses."""
    paths = random.Random(141).sample(sorted((folder / "dprk-new-year").glob("*.txt")), 12)
    return [DrawnItem(path.name, path.read_text("utf-8", errors="replace"), {}) for path in paths]


def general_debate(folder: Path) -> list[DrawnItem]:
    """16 speeches of the UN General Debate."""
    with zipfile.ZipFile(folder / "un-general-debate" / "speeches.zip") as archive:
        names = sorted(name for name in archive.namelist() if UN_NAME.search(name))
        return [
            DrawnItem(Path(name).name, archive.read(name).decode("utf-8", errors="replace"), {})
            for name in random.Random(142).sample(names, 16)
        ]


def _reports(name: str, count: int, seed: int) -> Callable[[Path], list[DrawnItem]]:
    def drawn(folder: Path) -> list[DrawnItem]:
        rows = list(_json_lines(folder / "prc-reports" / name))
        return [DrawnItem(row["url"], row["content"], row) for row in random.Random(seed).sample(rows, count)]

    return drawn


def xi(folder: Path) -> list[DrawnItem]:
    """16 of Xi Jinping's speeches as Xinhua printed them."""
    rows = json.loads((folder / "xi-speeches" / "speeches.json").read_text("utf-8"))
    return [DrawnItem(row["url"], row["text"], row) for row in random.Random(145).sample(rows, 16)]


DRAWS: dict[str, Callable[[Path], list[DrawnItem]]] = {
    "kcna-en": kcna,
    "dprk-new-year": new_year,
    "un-general-debate": general_debate,
    "prc-government": _reports("government_work_reports.jsonl", 9, 143),
    "cpc-congress": _reports("cpc_congress_reports.jsonl", 5, 144),
    "xi-speeches": xi,
}


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _digests(text: str) -> Iterator[str]:
    """Of each line, as a whole and without dateline and end mark: the units of the older labels."""
    for line in text.split("\n"):
        yield from map(digest, (line, line.strip(), END_MARK.sub("", DATELINE.sub("", line))))


def _may_speak(row: dict[str, Any]) -> bool:
    lines = row["story_text"].split("\n")
    return bool(SPOKEN.search(row["headline"])) or any(line.rstrip().endswith(":") for line in lines)


if __name__ == "__main__":
    for item in DRAWS[sys.argv[2]](Path(sys.argv[1])):
        print(f"\n### {item.key} { ({k: v for k, v in item.row.items() if v != item.text}) }")
        for number, line in enumerate(item.text.split("\n")):
            print(f"{number}: {line}")
