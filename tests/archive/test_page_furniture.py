"""What most pages of a load hold is set apart, whatever their order; a headline of several is a doubt."""

# ruff: noqa: E501

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import Corpus

if TYPE_CHECKING:
    from pathlib import Path

SLOGAN = "Let all of us go forward under the banner of the nine villages and of their great canal."
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def page(word: str) -> str:
    title = f"Day {word}" if word not in ("one", "two") else "Page of the day"
    return (
        f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1><p>{SLOGAN}</p>"
        f"<p>On day {word} of August the builders of lock {word} were greeted by the people of their town.</p></body></html>"
    )


def test_what_most_pages_hold_is_set_apart(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for word in WORDS:
        (tmp_path / "pages" / f"{word}.html").write_text(page(word))
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(tmp_path / "pages"))
        rows = corpus.freq("banner", "lock", by="outlet").frame.to_dicts()
        assert {row["query"]: row["matches"] for row in rows} == {"banner": 0, "lock": 9}
        reviewed = corpus.review().frame.to_dicts()
        said = [row["message"] for row in reviewed if row["field"] == "passages"]
        assert len(said) == 9
        assert all(
            message.startswith("Set apart, as most pages of the load hold it: 'Let all") for message in said
        )
        titles = [row for row in reviewed if row["field"] == "title"]
        assert len(titles) == 2
    with Corpus(str(tmp_path / "b.db")) as corpus:
        for word in WORDS:  # one load a page knows of no other
            corpus.add(str(tmp_path / "pages" / f"{word}.html"))
        corpus.add(str(tmp_path / "pages"))
        assert len(corpus.list().frame) == 9
