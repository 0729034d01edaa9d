"""Floors only go up; the page of scores shows them; there are enough labels."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.scores.floors import Score, ScoreKey, fallen, raise_floors, read_floors, scores
from tests.scores.measure import Judgement, ScoreLabel, read_labels, squeezed

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
TITLE = ScoreKey("kcna-en", "title", "measure")
PLACE = ScoreKey("kcna-en", "place", "measure")


def test_the_page_shows_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    script = runpy.run_path(str(ROOT / "scripts/_scores.py"))
    written = (ROOT / "corpus/docs/scores.md").read_text("utf-8")
    assert written == script["page"](read_floors()), "run ./scripts/scores"


def test_there_are_enough_labels_half_of_them_unseen() -> None:
    labels = read_labels()
    halves = Counter(label.half for label in labels)
    assert len(labels) > 1000
    assert halves.keys() == {"mend", "measure"}
    assert halves["measure"] > 0.45 * len(labels)
    assert len({label.item for label in labels if label.collection == "kcna-en"}) >= 40
    assert max(len(label.value) for label in labels) < 260


def test_each_item_is_of_one_half() -> None:
    halves = {(label.collection, label.item, label.half) for label in read_labels()}
    assert len(halves) == len({half[:2] for half in halves})


def test_floors_rise_and_never_fall(tmp_path: Path) -> None:
    path = tmp_path / "floors.csv"
    assert raise_floors({TITLE: Score(8, 10)}, path) == []
    assert raise_floors({TITLE: Score(9, 10)}, path) == []
    assert read_floors(path) == {TITLE: Score(9, 10)}
    below = ["kcna-en, title (measure): 8 of 10, was 9 of 10"]
    assert raise_floors({TITLE: Score(8, 10), PLACE: Score(1, 1)}, path) == below
    assert read_floors(path) == {TITLE: Score(9, 10)}


def test_what_is_measured_no_more_is_below_its_floor() -> None:
    assert fallen({PLACE: Score(1, 2)}, {}) == ["kcna-en, place (measure): not measured, was 1 of 2"]
    assert fallen({PLACE: Score(1, 2)}, {PLACE: Score(2, 4)}) == []


def test_scores_add_up_by_collection_field_and_half() -> None:
    def judged(half: str, right: int, of: int) -> Judgement:
        return Judgement(ScoreLabel("kcna-en", "a", half, "title", ""), "title", right, of, "")

    found = scores([judged("mend", 1, 1), judged("mend", 0, 1), judged("measure", 7, 9)])
    assert found == {ScoreKey("kcna-en", "title", "mend"): Score(1, 2), TITLE: Score(7, 9)}
    assert Score(7, 8).share == 0.875
    assert Score(0, 0).share == 1.0


def test_words_are_compared_without_spaces_and_the_marks_around_them() -> None:
    assert squeezed("『동지들 !』 ") == "동지들"
    assert squeezed("10 000 people, all.") == "10000people,all"
