"""Each list of choices has one definition, and each key of an outlet file a reader."""

from __future__ import annotations

import ast
import dataclasses
from collections import defaultdict
from pathlib import Path
from typing import get_args

from corpus import choices
from corpus.ingest.outlets import records
from corpus.insight.events.event_words import PAIRS
from corpus.measures import association, keyness
from corpus.output.formats import FORMATS, Printed
from corpus.query.questions.keywords import CORRECTIONS
from corpus.query.tabulate.denominators import PERS

PACKAGE = Path(choices.__file__).parent
CHOICES = {
    name: get_args(value) for name, value in vars(choices).items() if name[0].isupper() and get_args(value)
}


def lists_of_names(path: Path) -> list[frozenset[str]]:
    """Each tuple, list, set and Literal of names in a file; a table says something of each name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            names = [one.value for one in node.elts if isinstance(one, ast.Constant)]
            if len(names) == len(node.elts) > 2 and all(isinstance(name, str) for name in names):
                found.append(frozenset(map(str, names)))
    return found


def test_no_list_of_choices_is_written_twice() -> None:
    assert len(CHOICES) > 12
    places = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for names in lists_of_names(path):
            places[names].add(path.relative_to(PACKAGE).as_posix())
    every = {**CHOICES, "Printed": get_args(Printed)}
    written = {name: places[frozenset(names)] - {"choices.py"} for name, names in every.items()}
    assert {name: found for name, found in written.items() if found} == {"Printed": {"output/formats.py"}}


def test_commands_write_no_list_of_choices() -> None:
    for path in (PACKAGE / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Name)
                and node.value.id == "Literal"
            ):
                assert not isinstance(node.slice, ast.Tuple) or not all(
                    isinstance(one, ast.Constant) for one in node.slice.elts
                ), f"{path}:{node.lineno}"


def test_tables_say_what_each_choice_is() -> None:
    assert {*association.MEASURES, "matches"} == set(get_args(choices.AssociationMeasure))
    assert {*keyness.MEASURES, "conservative", "log_odds", "z"} == set(get_args(choices.KeynessMeasure))
    assert set(PERS) == set(get_args(choices.Denominator))
    assert set(CORRECTIONS) == set(get_args(choices.Correction))
    assert set(PAIRS) == set(get_args(choices.Baseline))
    assert set(FORMATS) >= set(get_args(Printed)) - {"table"}


def test_each_key_of_an_outlet_file_is_read() -> None:
    read = {
        node.attr
        for path in PACKAGE.rglob("*.py")
        if "ingest.outlets" in (text := path.read_text(encoding="utf-8")) or path.name == "records.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    keys = {
        field.name
        for record in vars(records).values()
        if dataclasses.is_dataclass(record)
        for field in dataclasses.fields(record)
    }
    assert len(keys) > 60
    assert keys - read == set()
