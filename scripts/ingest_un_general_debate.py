#!/usr/bin/env python3
"""Load the UN General Debate Corpus, with the speakers and their posts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import _start  # noqa: F401 (finds the program)
import typer

from corpus.cli.options import Session
from corpus.cli.recipe import Paths, finish, load, run_recipe
from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.text.records import Item, Rejected

COURTESY = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mme)\b\.?\s*")
"""Forms of address before a name, which are no part of it."""

Speakers = dict[tuple[str, int], dict[str, str]]


def ingest(
    session: Session,
    paths: Paths,
    speakers: Annotated[
        Path | None,
        typer.Option("--speakers", metavar="XLSX", help="The table of speakers (Speakers_by_session.xlsx)."),
    ] = None,
) -> None:
    """Load speeches named COUNTRY_SESSION_YEAR.txt, from speeches.zip (or the folder that holds it).

    Speakers and posts come from the collection's table: --speakers, or the one beside the first path.
    """
    with session.corpus() as corpus:
        table = speakers or beside(paths[0])
        if table is not None and not table.is_file():
            raise UsageError(f"There is no table of speakers {table}: correct --speakers.")
        paths = [archive if (archive := path / "speeches.zip").exists() else path for path in paths]
        finish(load(corpus, paths, with_speakers(paths, table), outlet="un-general-debate"))


def beside(path: Path) -> Path | None:
    """The table of speakers in the same folder."""
    table = (path if path.is_dir() else path.parent) / "Speakers_by_session.xlsx"
    return table if table.exists() else None


def read_speakers(table: Path | None) -> Speakers:
    """Fields of the speaker of each country and session; empty without a table."""
    if table is None:
        return {}
    from corpus.ingest.readers.xlsx import read_xlsx_rows

    speakers: Speakers = {}
    for row in read_xlsx_rows(table):
        name = COURTESY.sub("", row.get("Name of Person Speaking", "").strip(" ,;.\t"))
        post = row.get("Post", "").strip()
        if name and row.get("Session", "").isdecimal():
            fields = {"speaker": name} | ({"speaker_title": post} if post else {})
            held = speakers.setdefault((row["ISO Code"].strip(), int(row["Session"])), fields)
            if held["speaker"] != name:
                held["other_speaker"] = name
    return speakers


def with_speakers(paths: list[Path], table: Path | None) -> Iterator["Item | Rejected"]:
    """The texts, each with the fields of its speaker."""
    from corpus.ingest.readers.inputs import read
    from corpus.text.records import Item

    speakers = read_speakers(table)
    for item in read(paths):
        if isinstance(item, Item):
            country, session, *_ = [*item.address.rsplit("/", 1)[-1].split("_"), "", ""]
            key = (country, int(session) if session.isdecimal() else 0)
            item = replace(item, fields={**item.fields, **speakers.get(key, {})})
        yield item


if __name__ == "__main__":
    run_recipe(ingest)
