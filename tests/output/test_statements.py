"""What stands beside an export: a codebook, a statement of coverage, a sentence to print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import corpus
from corpus import Corpus
from corpus.cli.wording import CommandLine
from corpus.output.export import PARQUET_KEY
from corpus.output.statements import below, collection, sentence
from corpus.version import __version__
from corpus.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.output.result import Result

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus(tmp_path_factory.mktemp("statements") / "corpus.db") as found:
        found.add(SAMPLE / "agency", outlet="sample-agency")
        found.add(SAMPLE / "lantern", outlet="sample-lantern")
        yield found


def record(result: Result, folder: Path) -> dict[str, Any]:
    result.write(folder / "a.csv")
    found: dict[str, Any] = json.loads((folder / "a.csv.provenance.json").read_text("utf-8"))
    return found


def test_the_sentence_says_what_was_asked_of_what(archive: Corpus, tmp_path: Path) -> None:
    result = archive.freq("library", by=["year", "voice"], outlet="sample-agency", since=2018)
    found = record(result, tmp_path)
    held = archive.coverage(outlet="sample-agency", since=2018).rows()[0]
    assert found["command"] == (
        'Corpus.freq("library", by=["year", "voice"], outlet="sample-agency", since="2018")'
    )
    of = f"sample-agency ({held['tokens']:,} tokens)"
    documents = f"{held['documents']} documents of {of}, {held['first']} to {held['last']}"
    ids = f"archive {found['archive'][:8]}, state {found['database'][:8]}"
    said = f"{found['command']}: {documents}; state-media-corpus {__version__}; {ids}."
    assert (found["sentence"], below(result)) == (said, said)
    assert f"\n\nSource: {said}\n\nProvenance: " in str(result.render("md")).replace("\\", "")
    assert found["coverage"] == [held]


def test_the_command_asks_the_same_again(archive: Corpus) -> None:
    results = [
        archive.trends(kind="changes", min_documents=3),
        archive.trends("library", "village", by="year", since=2018),
        archive.keywords(
            {"outlet": "sample-agency", "year": "2018-2024"}, "outlet=sample-lantern", negative=True
        ),
        archive.collocates("library", window=3, measure="mi", min=2, lemma=True),
        archive.ngrams("2-3", longest=True, min_documents=2),
        archive.formulas(min_documents=4, limit=3),
        archive.formulas("library", outlet="sample-agency"),
        archive.titles("Edvar Olmen", min=2, turns=True),
        archive.mention_lines("Edvar Olmen", outlet="sample-agency"),
        archive.mention_lines("Edvar Olmen", with_title="chairman"),
        archive.people("Edvar Olmen", by="year"),
    ]
    for result in results:
        command = str(result.provenance["command"])
        again = eval(command.replace("Corpus.", "archive.", 1), {"archive": archive})
        assert len(result)
        assert again.frame.equals(result.frame), command
    with spoken(CommandLine()):
        asked = archive.trends("library", "village").provenance["command"]
    assert asked == "corpus trends --query library --query village --by year"


def test_a_collection_is_named_with_its_doi() -> None:
    rows = [
        {"outlet": "un-general-debate", "documents": 2, "tokens": 1234, "first": "1946", "last": "2023",
         "collection": collection("un-general-debate")},
        {"outlet": "kcna", "documents": 1, "first": None, "last": None},
    ]  # fmt: skip
    said = sentence({"software": "s 1", "archive": "a" * 32, "database": "b" * 16}, rows)
    assert said == (
        "3 documents of un-general-debate and kcna (1,234 tokens), 1946 to 2023; United Nations General"
        " Debate Corpus, doi:10.7910/DVN/0TJX8Y; s 1; archive aaaaaaaa, state bbbbbbbb."
    )
    assert collection("kcna") == {}
    many = [{"outlet": name, "documents": 0, "first": None, "last": None} for name in "abcdef"]
    assert "0 documents of a, b, c, d and 2 more; s 1" in sentence(
        {"software": "s 1", "archive": "", "database": ""}, many
    )
    assert sentence({"software": "s 1", "archive": "", "database": ""}, []).startswith("0 documents; s 1")


def test_columns_are_explained_as_they_are_there(archive: Corpus, tmp_path: Path) -> None:
    ref = archive.list().values("ref")[0]
    results = [
        archive.freq("library", "village", smooth=1, share=True, documents=True, dispersion=True),
        archive.freq("library / village"),
        *(archive.freq("library", per=per) for per in ("characters", "sentences", "documents")),
        archive.freq("library", by="document"),
        archive.kwic("library", cite=True), archive.first("library"), archive.list(query="library"),
        archive.coverage(), archive.stats(), archive.show(ref).full, archive.show(ref).about,
        archive.sources(ref), archive.similar(ref),
    ]  # fmt: skip
    for result in results:
        assert list(record(result, tmp_path)["codebook"]) == list(result.columns), result.kind
    left = {kind.kind: record(kind, tmp_path)["codebook"]["left"] for kind in (
        archive.kwic("library"), archive.collocates("library"))}  # fmt: skip
    assert left["kwic"] == "Text before the match."
    assert left["collocates"].startswith("Of the joint matches")


def test_parquet_carries_it(archive: Corpus, tmp_path: Path) -> None:
    archive.kwic("library").write(tmp_path / "a.parquet")
    held = json.loads(pl.read_parquet_metadata(tmp_path / "a.parquet")[PARQUET_KEY])
    assert held["sentence"].startswith('Corpus.kwic("library", context=12, sort="date"): ')
    assert {row["outlet"] for row in held["coverage"]} == {"sample-agency", "sample-lantern"}


def test_what_is_missing_is_said(archive: Corpus, tmp_path: Path) -> None:
    held = {row["outlet"]: row for row in record(archive.freq("library"), tmp_path)["coverage"]}
    assert "2020" in held["sample-agency"]["missing"]
    assert record(archive.stats(), tmp_path).get("coverage") is None
