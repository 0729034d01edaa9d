"""The lines behind each row: as many as it counts; and people whose names lie in longer names of others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from corpus.api import Corpus
from corpus.cli.main import app
from corpus.errors import NotFoundError, UsageError
from corpus.ingest.outlets.registry import SHIPPED
from corpus.query.persons import outlet_person_words as outlet_words
from corpus.query.persons.known_persons import _overlaps
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("Kim Song", "Kim Song Nam", "Pak Kim Song Ho")
MORE = 10_000


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as made:
        build(
            made,
            [
                Text(
                    "2024-01-02",
                    passages=[
                        ("headline", None, "Respected Comrade Kim Jong Un Visits Farm"),
                        (
                            "narration",
                            None,
                            "The respected Comrade Kim Jong Un, president of the State Affairs, spoke with"
                            " Kim Song and Kim Song Nam. Kim Jong Un left Kim Jong Un University.",
                        ),
                    ],
                ),
                Text(
                    "2024-02-03",
                    "kcna",
                    passages=[
                        (
                            "narration",
                            None,
                            "President Kim Jong-un met Minister Kim Song Nam, Comrade Kim Song.",
                        ),
                        (
                            "narration",
                            None,
                            "Kim Jong Un, president of the State Affairs, met Pak Kim Song Ho.",
                        ),
                    ],
                ),
                Text("2024-03-03", passages=[("narration", None, "김정은동지와 김정은")]),
            ],
        )
        for name in NAMES:
            made.add_person(name)
        yield made


@pytest.mark.parametrize("filters", [{}, {"outlet": "kcna"}, {"voice": "headline"}, {"until": "2024-01"}])
def test_each_row_of_titles_has_its_lines(corpus: Corpus, filters: dict[str, Any]) -> None:
    rows = corpus.titles("Kim Jong Un", limit=MORE, **filters).rows()
    assert rows
    for row in rows:
        lines = corpus.mention_lines("Kim Jong Un", with_title=row["title"], limit=MORE, **filters).rows()
        of_row = f"{row['title']} ({row['side']})" if row["side"] else row["title"]
        some = [line for line in lines if line["query"] == of_row]
        assert (len(some), len({line["ref"] for line in some})) == (row["matches"], row["documents"])
        assert {line["match"] for line in some} <= {"Kim Jong Un", "Kim Jong-un", "김정은"}
        assert (some[0]["ref"], some[-1]["ref"]) == (row["first_ref"], row["last_ref"])


def test_a_line_shows_the_title(corpus: Corpus) -> None:
    (line,) = corpus.mention_lines("김정은", with_title="president", outlet="kcna").rows()
    assert (line["query"], line["left"], line["match"]) == ("President (before)", "President ", "Kim Jong-un")
    (line,) = corpus.mention_lines("Kim Jong Un", with_title="(in another name)").rows()
    assert line["right"] == " University."


def test_each_row_of_people_has_its_lines(corpus: Corpus) -> None:
    rows = corpus.people(limit=MORE).rows()
    lines = Counter(
        line["query"] for line in corpus.mention_lines(*(row["person"] for row in rows), limit=MORE).rows()
    )
    assert {row["person"]: row["matches"] for row in rows} == lines
    assert lines == {"Kim Jong Un": 7, "Kim Song": 2, "Kim Song Nam": 2, "Pak Kim Song Ho": 1}


def test_pages_of_lines(corpus: Corpus) -> None:
    names = ("Kim Song", "Kim Song Nam")
    every = corpus.mention_lines(*names).rows()
    pages = [corpus.mention_lines(*names, limit=1, offset=at) for at in range(4)]
    assert [row for page in pages for row in page.rows()] == every
    assert "Lines 2 to 2 of 4." in pages[1].notes
    assert "The offset lies beyond the last of 4 lines." in corpus.mention_lines(*names, offset=4).notes
    assert "The offset lies beyond the last of 4 people." in corpus.people(offset=9).notes


def test_one_person_counts_as_among_all(corpus: Corpus) -> None:
    rows = {row["person"]: row["matches"] for row in corpus.people().rows()}
    for name, count in rows.items():
        (alone,) = corpus.people(name).rows()
        assert alone["matches"] == count
        several = corpus.people(name, "Kofi Annan").rows()
        assert {row["person"]: row["matches"] for row in several}[name] == count
    result = corpus.titles("Kim Song")
    assert sum(filter(None, result.values("matches"))) == 2
    assert any(
        "3 places in longer names of others: Kim Song Nam (2), Pak Kim Song Ho (1);" in note
        for note in result.notes
    )
    assert not any("longer names" in note for note in corpus.titles("Kim Song Nam").notes)


@pytest.mark.parametrize(
    ("other", "name", "covers"),
    [
        ("a b c", "a b", True),
        ("x a b", "a b", True),
        ("x a", "a b", True),  # begins before, and takes a
        ("b c", "a b", False),  # begins behind
        ("a b", "a b", False),
        ("a", "a b", False),
        ("a c b", "a b", False),
    ],
)
def test_which_names_cover_which(other: str, name: str, covers: bool) -> None:
    assert _overlaps(tuple(other.split()), tuple(name.split())) is covers


def test_what_has_no_lines(corpus: Corpus) -> None:
    with pytest.raises(NotFoundError, match="no title 'respected' here; the nearest: respected Comrade"):
        corpus.mention_lines("Kim Jong Un", with_title="respected")
    with pytest.raises(NotFoundError, match=r"no title '\(no title\)' here"):
        corpus.mention_lines("Kofi Annan", with_title="(no title)")
    with pytest.raises(UsageError):
        corpus.mention_lines()
    result = corpus.mention_lines("Kofi Annan")
    assert (len(result), result.notes) == (0, ("Kofi Annan: not named here.",))


def test_the_commands(corpus: Corpus) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["--db", corpus.url, *arguments], prog_name="corpus")
        assert done.exit_code == code, done.output
        return " ".join(done.output.split())

    shown = run("titles", "Kim Jong Un", "--outlet", "kcna")
    assert "The lines of a row: corpus titles 'Kim Jong Un' --lines President --outlet kcna" in shown
    assert "Kim Jong-un" in run("titles", "Kim Jong Un", "--lines", "President", "--outlet", "kcna")
    shown = run("people", "--by", "outlet")
    assert "(with --outlet for one outlet): corpus people 'Kim Jong Un' --lines" in shown
    assert "Kim Song" in run("people", "--person", "Kim Song", "--lines")
    assert run("people", "Kim Song", "--lines") == run("people", "--person", "Kim Song", "--lines")
    assert "in the Latin script" in run("people", "--new")
    for wrong in (
        ("people", "--lines"),
        ("people", "--new", "--person", "Kim Song"),
        ("people", "Kim Song", "--new"),
        ("people", "merg", "Kim Song"),
        ("people", "--new", "--by", "year"),
        ("people", "--min", "3"),
        ("titles", "Kim Song", "--lines", "(no title)", "--by", "year"),
    ):
        run(*wrong, code=2)


def test_a_name_in_the_place_of_a_command_is_a_person(corpus: Corpus) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["--db", corpus.url, *arguments], prog_name="corpus")
        assert done.exit_code == code, done.output
        return done.output

    asked = run("people", "--person", "Kim Jong Un", "--format", "csv")
    assert "Kim Jong Un" in asked
    for given in (("Kim Jong Un",), ("list", "Kim Jong Un"), ("--format", "csv", "Kim Jong Un")):
        assert run("people", *given, "--format", "csv") == asked
    both = run("people", "Kim Jong Un", "--person", "Kim Song", "--by", "year", "--format", "csv")
    assert both == run("people", "Kim Jong Un", "Kim Song", "--by", "year", "--format", "csv")
    assert "There is no person 'List'" in run(
        "people", "List", code=1
    )  # no command: it begins with a capital
    assert "No such command 'lst'. Did you mean 'list'?" in run("people", "lst", code=2)


def test_titles_filter_and_the_title_of_a_person_are_two(corpus: Corpus) -> None:
    rows = corpus.mention_lines("Kim Jong Un", with_title="President").rows()
    titles = {
        row["title"]
        for row in corpus.list(sort="date").rows()
        if row["ref"] in {line["ref"] for line in rows}
    }
    for title in titles:
        kept = corpus.mention_lines("Kim Jong Un", with_title="President", title=title).rows()
        assert kept
        assert {row["ref"] for row in kept} <= {row["ref"] for row in rows}


def test_the_folder_of_outlets_is_that_of_the_loader() -> None:
    assert outlet_words.SHIPPED == SHIPPED
