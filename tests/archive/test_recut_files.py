"""A file that was one document and is several by newer rules, or several and is one, counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.ingest.load import prepare
from tests.ingest.test_day_pages import LINE, TEXTS, TITLES

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.text.records import Item

DAY = "\n\n".join(f"{title}\n\n{LINE}{text}" for title, text in zip(TITLES, TEXTS, strict=True))
PAGE = (
    "<html><body>"
    + "".join(f"<p>{title}</p><p>{LINE}{text}</p>" for title, text in zip(TITLES, TEXTS, strict=True))
    + "</body></html>"
)


@pytest.fixture
def corpus(database_url: str):
    with Corpus(database_url) as opened:
        yield opened


@pytest.fixture
def day(tmp_path: Path) -> Path:
    path = tmp_path / "1997-03-03.txt"
    path.write_text(DAY, "utf-8")
    return path


def whole(corpus: Corpus, path: Path, outlet: str | None = "kcna") -> dict[str, int]:
    """Load a file as a program did that cut none."""

    def uncut(item: Item, *_: object) -> tuple[Item, ...]:
        return (item,)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "split_days", uncut)
        return dict(corpus.add(path, outlet=outlet, workers=0).outcomes)


def cut(corpus: Corpus, path: Path, outlet: str | None = "kcna") -> dict[str, int]:
    return dict(corpus.add(path, outlet=outlet, workers=0).outcomes)


def matches(corpus: Corpus, query: str) -> int:
    return sum(filter(None, corpus.freq(query).values("matches")))


@pytest.mark.parametrize(("name", "text"), [("1997-03-03.txt", DAY), ("1997-03-03.html", PAGE)])
def test_a_file_that_is_several_documents_now_counts_once(
    corpus: Corpus, tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert whole(corpus, path) == {"document": 1}
    (old,) = corpus.list(sort="date").values("ref")
    assert cut(corpus, path) == {"document": 2, "reread": 1}
    assert sorted(corpus.list(sort="date").values("title")) == sorted(TITLES)
    assert matches(corpus, "opened") == 6
    assert corpus.show(old).passages.values("text")  # its reference is found
    assert corpus.check("full").sound
    assert cut(corpus, path) == {"same": 3}
    assert matches(corpus, "opened") == 6
    corpus.undo()
    corpus.undo()
    assert corpus.list(sort="date").values("ref") == [old]


def test_several_documents_that_are_one_now_count_once(corpus: Corpus, day: Path) -> None:
    assert cut(corpus, day) == {"document": 3}
    old = corpus.list(sort="date").values("ref")
    assert whole(corpus, day) == {"reread": 1}
    assert len(corpus.list()) == 1
    assert matches(corpus, "opened") == 6
    assert {corpus.show(ref).about.rows()[0]["value"] for ref in old} == {
        corpus.list(sort="date").values("ref")[0]
    }
    about = corpus.show(old[0]).about.rows()
    assert sum(row["field"] == "cut otherwise before at" for row in about) == 3
    assert corpus.check("full").sound
    corpus.undo()
    assert sorted(corpus.list(sort="date").values("ref")) == sorted(old)


def test_a_load_without_outlet_joins_no_articles_again(corpus: Corpus, day: Path) -> None:
    cut(corpus, day)
    assert whole(corpus, day, None) == {"reread": 1}
    assert sorted(corpus.list(sort="date").values("title")) == sorted(TITLES)
    assert set(corpus.list(sort="date").values("outlet")) == {"kcna"}


def test_a_file_first_loaded_without_outlet_is_cut_by_its_outlet(corpus: Corpus, day: Path) -> None:
    assert whole(corpus, day, None) == {"document": 1}
    cut(corpus, day)
    assert sorted(corpus.list(sort="date").values("title")) == sorted(TITLES)
    assert matches(corpus, "opened") == 6


def test_what_a_person_decided_stays(corpus: Corpus, day: Path) -> None:
    whole(corpus, day)
    (old,) = corpus.list(sort="date").values("ref")
    corpus.set(old, genre="report", place="Wonsan")
    cut(corpus, day)
    shown = {row["field"]: row["value"] for row in corpus.show(old).about.rows()}
    assert shown["genre"].startswith("report")
    assert shown["place"].startswith("Wonsan")


def test_what_a_person_removed_stays_removed(corpus: Corpus, day: Path) -> None:
    whole(corpus, day)
    corpus.remove(*corpus.list(sort="date").values("ref"))
    cut(corpus, day)
    assert len(corpus.list()) == 0
    assert matches(corpus, "opened") == 0
    cut(corpus, day)
    assert len(corpus.list()) == 0


def test_a_changed_file_keeps_the_articles_that_left_it(corpus: Corpus, day: Path) -> None:
    cut(corpus, day)
    day.write_text(DAY[DAY.index("School") :], "utf-8")
    cut(corpus, day)
    assert sorted(corpus.list(sort="date").values("title")) == sorted(TITLES)
