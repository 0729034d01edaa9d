"""What most pages of a load hold is set apart, whatever their order; a headline of several is a doubt."""

# ruff: noqa: E501

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus, settings

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
            message.startswith("Set apart, as most pages of the site hold it: 'Let all") for message in said
        )
        titles = [row for row in reviewed if row["field"] == "title"]
        assert len(titles) == 2
    with Corpus(str(tmp_path / "b.db")) as corpus:
        for word in WORDS:  # one load a page knows of no other
            corpus.add(str(tmp_path / "pages" / f"{word}.html"))
        corpus.add(str(tmp_path / "pages"))
        assert len(corpus.list().frame) == 9


def at(word: str, host: str = "canal.kp") -> str:
    return page(word).replace("<head>", f'<head><link rel=canonical href="https://{host}/{word}.htm">')


def set_apart(corpus: Corpus) -> int:
    return sum(row["field"] == "passages" for row in corpus.review().frame.to_dicts())


def counted(corpus: Corpus, word: str) -> int:
    return sum(row["matches"] for row in corpus.freq(word, by="outlet").frame.to_dicts())


def test_a_page_alone_is_compared_with_those_of_its_site_in_the_archive(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "one.html").write_text(at("last"))
    (tmp_path / "other.html").write_text(at("else", "other.kp"))
    for word in WORDS:
        (tmp_path / "pages" / f"{word}.html").write_text(at(word))
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(tmp_path / "pages"))
        shown = corpus.preview(str(tmp_path / "one.html")).frame.to_dicts()
        assert "Set apart" in shown[0]["doubts"]
        corpus.add(str(tmp_path / "one.html"))
        assert (counted(corpus, "banner"), set_apart(corpus)) == (0, 10)
        corpus.add(str(tmp_path / "other.html"))  # another site may print the same words as its text
        assert (counted(corpus, "banner"), set_apart(corpus)) == (1, 10)


def test_pages_that_came_one_by_one_show_what_is_the_site_s(tmp_path: Path) -> None:
    with Corpus(str(tmp_path / "a.db")) as corpus:
        for number, word in enumerate(WORDS):
            (tmp_path / f"{word}.html").write_text(at(word))
            corpus.add(str(tmp_path / f"{word}.html"))
            assert set_apart(corpus) == max(0, number - 7)
        assert counted(corpus, "banner") == 8


def test_pages_without_address_are_compared_with_those_of_the_outlet_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "one.html").write_text(page("last"))
    for word in WORDS:
        (tmp_path / "pages" / f"{word}.html").write_text(page(word))
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(tmp_path / "pages"), outlet="kcna")
        corpus.add(str(tmp_path / "one.html"), outlet="kcna")
        assert (counted(corpus, "banner"), set_apart(corpus)) == (0, 10)


def packed(path: Path, pages: dict[str, str]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in pages.items():
                archive.writestr(name, text)
    elif path.suffix == ".7z":
        py7zr = pytest.importorskip("py7zr")
        with py7zr.SevenZipFile(path, "w") as archive:
            for name, text in pages.items():
                archive.writestr(text.encode(), name)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name, text in pages.items():
                info = tarfile.TarInfo(name)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize("name", ["pages.zip", "pages.tgz", "pages.7z"])
def test_pages_inside_an_archive_are_compared_with_each_other(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / name, {f"days/{word}.html": page(word) for word in WORDS})
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(path))
        assert (counted(corpus, "banner"), counted(corpus, "lock"), set_apart(corpus)) == (0, 9, 9)


def test_an_archive_in_an_archive_is_compared_by_itself(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {f"{word}.html": page(word) for word in WORDS})
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(inner, "a.zip")
        archive.writestr("z.html", page("last"))
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(tmp_path / "outer.zip"))
        assert (counted(corpus, "banner"), set_apart(corpus)) == (1, 9)


def test_what_one_archive_shows_of_a_site_holds_for_the_next(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    packed(tmp_path / "all" / "1.zip", {f"{word}.html": at(word) for word in WORDS})
    packed(tmp_path / "all" / "2.zip", {"more.html": at("more"), "else.html": at("else", "other.kp")})
    packed(tmp_path / "all" / "3.zip", {"bare.html": page("bare"), "none.html": page("none")})
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(tmp_path / "all"))
        assert (counted(corpus, "banner"), set_apart(corpus)) == (3, 10)


def test_comparing_pages_uses_up_nothing_of_what_an_archive_may_unpack_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"{word}.html": page(word) for word in WORDS}
    monkeypatch.setattr(settings, "MAX_ARCHIVE_BYTES", sum(map(len, pages.values())))
    with Corpus(str(tmp_path / "a.db")) as corpus:
        corpus.add(str(packed(tmp_path / "pages.zip", pages)))
        assert (len(corpus.list().frame), set_apart(corpus)) == (9, 9)
