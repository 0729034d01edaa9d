"""Patterns of the program's own outlet files, compiled when they are sought."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.outlets.late_patterns import alternation, compiled_late, dateline, either_width, pattern
from corpus.ingest.outlets.registry import SHIPPED, get_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator


def patterns_in(value: Any) -> Iterator[Any]:
    if hasattr(value, "pattern") and not is_dataclass(value):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from patterns_in(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from patterns_in(part)
    elif isinstance(value, dict):
        yield from patterns_in([*value.values()])


@pytest.mark.parametrize("code", sorted(path.stem for path in SHIPPED.glob("*.toml")))
def test_every_pattern_that_comes_with_the_program_compiles(code: str) -> None:
    found = [*patterns_in(get_outlet(code))]
    assert found
    for one in found:
        assert one.match("") is None or one.match("").group() == ""


def test_a_late_pattern_is_the_pattern() -> None:
    with compiled_late():
        late = pattern(r"(?P<name>\w+) said")
    for one in (late, copy.copy(late), pickle.loads(pickle.dumps(late))):
        assert one.pattern == r"(?P<name>\w+) said"
        assert one.search("He said")["name"] == "He"
        assert one.groupindex == {"name": 1}
        assert one.sub("x", "He said") == "x"


def test_a_late_dateline_is_sought_where_its_script_stands() -> None:
    with compiled_late():
        late = dateline("^(?P<place>.+?) (ТАСС|TASS) ")
    for one in (late, copy.copy(late), pickle.loads(pickle.dumps(late))):
        assert one.search("Москва TASS said", endpos=40, timeout=1)["place"] == "Москва"
        assert one.search("Moscow TASS said", endpos=40, timeout=1) is None
    assert dateline("^(ТАСС|TASS)").search("TASS said", endpos=40, timeout=1)


def test_a_faulty_pattern_of_a_user_is_told_at_once() -> None:
    with pytest.raises(re.error):
        pattern("(")


def test_flags_of_one_alternative_hold_for_it_alone() -> None:
    joined = re.compile(alternation(["(?i)dear", "friends", "(?m)^x$"]))
    assert [bool(joined.fullmatch(words)) for words in ("DEAR", "friends", "FRIENDS", "x")] == [1, 1, 0, 1]


@pytest.mark.parametrize(
    ("written", "takes"),
    [
        ("如下：$", ("如下：", "如下:")),
        ("社论（(?:上|下)）", ("社论（上）", "社论(下)")),
        ("记者问[，。！-～]", ("记者问，", "记者问,", "记者问！")),
        (r"问\（", ("问（",)),
        ("如下[：:]", ("如下:",)),
    ],
)
def test_marks_of_chinese_patterns_are_taken_in_either_width(written: str, takes: tuple[str, ...]) -> None:
    made = either_width(written)
    assert all(re.search(made, text) for text in takes)
    assert either_width(made) == made


def test_marks_of_other_patterns_are_as_they_are_written() -> None:
    assert either_width("다음과 같다：") == "다음과 같다："
    assert not re.search(either_width(r"问\（"), "问(")
    assert not re.search(either_width("[^，]文"), ",文")
