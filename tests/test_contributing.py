"""The recipes of CONTRIBUTING.md, walked through: the places that they name are there, and are enough."""

from __future__ import annotations

import ast
import re
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from corpus.api import Corpus
from corpus.choices import AssociationMeasure
from corpus.cli import main
from corpus.cli.options import Output, Session
from corpus.measures import association
from corpus.output import formats
from corpus.output.result import Result
from corpus.query.hits import cooccurrence
from corpus.store.migrations import REVISIONS
from corpus.text.analysers import registry
from corpus.text.analysers.base import Analysed
from tests.cli.conftest import run, sample, sample_archive

if TYPE_CHECKING:
    from tests.cli.conftest import Run

__all__ = ["run", "sample", "sample_archive"]

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL))
PLACE = re.compile(r"`((?:corpus|tests|scripts|migrations)/[\w./-]*|pyproject\.toml)`")
NAMED = re.compile(r"`(\w+)` in `([\w/.]+\.py)`")


def test_there_are_six_recipes_of_a_few_places() -> None:
    assert list(RECIPES) == [
        "A command",
        "A statistic",
        "An output format",
        "A column",
        "An analyser",
        "An outlet",
    ]
    for name, recipe in RECIPES.items():
        assert 2 <= len(re.findall(r"^\| (?!where|---)", recipe, re.MULTILINE)) <= 5, name


def test_the_places_are_there() -> None:
    places = PLACE.findall(TEXT)
    assert len(places) > 30
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize(("name", "path"), NAMED.findall(TEXT))
def test_the_names_are_in_their_files(name: str, path: str) -> None:
    defined: set[str] = set()
    for node in ast.parse((ROOT / path).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {target.id for target in targets if isinstance(target, ast.Name)}
    assert name in defined


def test_a_command_needs_its_function_and_its_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def titles_of(session: Session, output: Output) -> None:
        """Titles, in a row."""
        print("made by the recipe", output.for_people, session.db)

    # The modules of commands do without postponed annotations.
    titles_of.__annotations__ = {"session": Session, "output": Output}
    module = types.ModuleType("corpus.cli.commands.recipe_of_a_test")
    module.titlesof = titles_of  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(main.GROUPS["Ask"], "titlesof", "recipe_of_a_test")
    monkeypatch.setitem(main.COMMANDS, "titlesof", "recipe_of_a_test")
    assert run("titlesof", "--db", "a.db").out == "made by the recipe True a.db\n"
    assert "\n  titlesof     Titles, in a row.\n" in run("--help").out
    assert "Output:\n  --format NAME" in run("titlesof", "--help").out


def test_a_statistic_is_listed_where_the_recipe_says(sample_archive: Path) -> None:
    names = {*association.MEASURES, "matches"}
    assert set(cooccurrence.MEASURES) == set(get_args(AssociationMeasure)) == names
    with Corpus(sample_archive) as archive:
        assert set(association.MEASURES) <= set(archive.collocates("library").columns)


def test_an_output_format_needs_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = formats.Format("lines", (".lines",), lambda result: "".join(f"{row}\n" for row in result.rows()))
    monkeypatch.setitem(formats.FORMATS, "lines", lines)
    monkeypatch.setitem(formats.BY_ENDING, ".lines", lines)
    result = Result({"year": [2024], "matches": [3]}, "freq")
    assert result.render("lines") == "{'year': 2024, 'matches': 3}\n"
    result.write(tmp_path / "a.lines")
    assert (tmp_path / "a.lines").read_text() == result.render("lines")
    assert (tmp_path / "a.lines.provenance.json").exists()
    assert set(formats.PRINTED) <= set(formats.FORMATS)


def test_a_column_comes_with_a_migration_and_a_frozen_database() -> None:
    migrations = sorted(path.name[:4] for path in (ROOT / "migrations/versions").glob("[0-9]*.py"))
    frozen = sorted(path.name[:4] for path in (ROOT / "tests/store/frozen").glob("*.db.zst"))
    assert list(REVISIONS) == migrations == frozen


class Vowels:
    """An analyser of an invented language, whose words end behind each vowel."""

    name = "vowels/1"

    def analyse(self, texts: list[str]) -> list[Analysed]:
        found = []
        for text in texts:
            spans = [match.span() for match in re.finditer(r"\w+?[aeiou]|\w+", text)]
            starts, ends = [start for start, _ in spans], [end for _, end in spans]
            forms = [text[start:end] for start, end in spans]
            found.append(Analysed(starts, ends, forms, ["N"] * len(forms), [None] * len(forms)))
        return found


def test_an_analyser_is_found_by_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registry.analyser_for("qaa") is None
    monkeypatch.setitem(registry.EXTRAS, "qaa", "qaa")
    monkeypatch.setitem(registry._NEEDED, "qaa", ("no_such_package",))
    assert registry.missing_extra("qaa-Latn") == "qaa"
    monkeypatch.setitem(registry._NEEDED, "qaa", ("json",))
    monkeypatch.setattr(registry, "_made", lambda tag: Vowels())
    made: Any = registry.analyser_for("qaa-Latn")
    assert made.analyse(["pateko"])[0].forms == ["pa", "te", "ko"]


def outlet_of_the_manual() -> str:
    page = (ROOT / "corpus/docs/outlets.md").read_text("utf-8")
    return re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]


ARTICLE = """Press Statement of a Spokesman

Harbin, May 3 (MO) -- Olga Marn arrived on Friday. She made the following address:

Dear friends, the harbour is ours.

-0-
"""


def test_an_outlet_is_one_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "my-outlet.toml").write_text(outlet_of_the_manual(), encoding="utf-8")
    monkeypatch.setenv("CORPUS_OUTLETS", str(folder))
    (tmp_path / "article.txt").write_text(ARTICLE)
    done = run("add", "article.txt", "--outlet", "my-outlet", "--date", "2024")
    assert (done.code, "1 new document" in done.out) == (0, True)
    with Corpus(tmp_path / "corpus.db") as archive:
        row = archive.list().rows()[0]
        shown = archive.show(row["ref"])
    assert (row["outlet"], row["genre"], row["authority"]) == ("my-outlet", "statement", "press-statement")
    voices = list(zip(shown.passages.values("voice"), shown.passages.values("speaker"), strict=True))
    assert ("dateline", None) in voices
    assert ("end mark", None) in voices or ("end_mark", None) in voices
    assert [speaker for voice, speaker in voices if voice in ("speech", "salutation")] == ["Olga Marn"]
