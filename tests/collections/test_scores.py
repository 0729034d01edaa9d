"""Every field of the drawn items is read as well as it was, or better: tests/scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scores.draw import DRAWS
from tests.scores.floors import fallen, read_floors, scores
from tests.scores.measure import PRECISION, RECALL, measure, read_labels

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scores.measure import Judgement

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]


@pytest.fixture(scope="module")
def judged(collections: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Judgement]:
    return measure(collections, tmp_path_factory.mktemp("scores"))


def test_the_draw_gives_the_labelled_items(collections: Path) -> None:
    labelled: dict[str, set[str]] = {}
    for label in read_labels():
        labelled.setdefault(label.collection, set()).add(label.item)
    assert {name: {item.key for item in draw(collections)} for name, draw in DRAWS.items()} == labelled


def test_no_score_is_below_its_floor(judged: list[Judgement]) -> None:
    assert not fallen(read_floors(), scores(judged))


def test_speech_of_kcna_by_tokens(judged: list[Judgement]) -> None:
    found = [one for one in judged if one.label.collection == "kcna-en"]
    for field in (RECALL, PRECISION):
        right, of = map(sum, zip(*((one.right, one.of) for one in found if one.field == field), strict=True))
        assert of > 7000
        assert right / of >= 0.95
