"""Making people known: proposals, adding, joining, on both stores; and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus.api import Corpus
from corpus.cli.main import app
from corpus.errors import NotFoundError, UsageError
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    with Corpus(database_url) as made:
        build(
            made,
            [
                Text(
                    "2020-01-01",
                    country="PRK",
                    passages=[
                        ("narration", None, "Mun Chang Il, secretary of the provincial committee, spoke."),
                        ("narration", None, "He met Minister Roman Chekushov. The Council met."),
                        ("narration", None, "In Pyongyang Pele played. Pele left."),
                    ],
                ),
                Text(
                    "2020-02-01",
                    passages=[
                        (
                            "narration",
                            None,
                            "Present there was Mun Chang Il, secretary of the county committee.",
                        ),
                        (
                            "narration",
                            None,
                            "Vice-minister Roman Chekushov left. Green Trees grow, minister.",
                        ),
                        (
                            "narration",
                            None,
                            "green trees grow; Kim Jong Un, president of the State Affairs, came.",
                        ),
                    ],
                ),
                Text("2021", country="GRD", passages=[("speech", "Sir Eric Gairy", "We greet you.")]),
                Text("2022", country="GRD", passages=[("speech", "GAIRY", "We greet you all.")]),
                Text("2022", country="GRD", passages=[("speech", "Eric M. Gairy", "We greet all of you.")]),
            ],
        )
        for year, name in (
            ("2021", "Sir Eric Gairy"),
            ("2022-text-3", "GAIRY"),
            ("2022-text-4", "Eric M. Gairy"),
        ):
            made.set(f"generic-{year}", speaker=name)
        yield made


def test_people_are_proposed_from_titles(corpus: Corpus) -> None:
    rows = {row["name"]: row for row in corpus.people_proposals().rows()}
    assert set(rows) == {"Mun Chang Il", "Roman Chekushov"}  # not: Green Trees, and nobody known
    mun = rows["Mun Chang Il"]
    assert mun["title"].startswith("secretary of the")
    assert (mun["matches"], mun["documents"], mun["titled"], mun["first"]) == (2, 2, 2, "2020-01-01")
    assert mun["ref"]
    assert mun["add"] == 'Corpus.add_person("Mun Chang Il")'
    assert corpus.people_proposals(min=3).notes == (
        "No further name beside an office occurs 3 times or more.",
        "Only names in the Latin script are looked for: add others with Corpus.add_person(NAME).",
    )


def test_a_proposal_is_nobody_until_it_is_confirmed(corpus: Corpus) -> None:
    with pytest.raises(NotFoundError, match=r'Corpus\.add_person."Mun Chang Il"'):
        corpus.titles("Mun Chang Il")
    done = corpus.add_person("Mun Chang Il", "문창일", country="PRK")
    assert (done.new, done.added) == (True, ("Mun Chang Il", "문창일"))
    (row,) = corpus.people("문창일").rows()
    assert (row["person"], row["country"], row["matches"]) == ("Mun Chang Il", "PRK", 2)
    assert "Mun Chang Il" not in corpus.people_proposals().values("name")
    assert not corpus.add_person("Mun Chang Il").added
    (logged,) = corpus.people_log().rows()
    assert logged["what"] == "add Mun Chang Il, 문창일"
    assert logged["who"]
    assert logged["at"].endswith("Z")


def test_a_name_of_one_word_counts_when_it_is_given(corpus: Corpus) -> None:
    corpus.add_person("Pele")
    assert corpus.people("Pele").values("matches") == [2]


def test_further_names_of_somebody_known(corpus: Corpus) -> None:
    done = corpus.add_person("Kim Jong Un", "Chairman Kim the Third")
    assert done.new  # a row of the archive for a person of the starter list
    with corpus._opened().open() as moment:
        from corpus.query.persons.known_persons import resolve

        person, _ = resolve(moment, "Kim Jong Un")
    assert "Chairman Kim the Third" in person.names
    assert "金正恩" in person.names
    assert sum(row["person"] == "Kim Jong Un" for row in corpus.people().rows()) == 1


@pytest.mark.parametrize(
    ("name", "aliases", "message"),
    [
        ("…", (), "is no name"),
        ("x" * 301, (), "at most 300"),
        ("New Person", ("김정은",), "김정은 is a name of Kim Jong Un already"),
        ("Another", ("GAIRY",), "GAIRY is a name of GAIRY already"),
    ],
)
def test_what_cannot_be_added(corpus: Corpus, name: str, aliases: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        corpus.add_person(name, *aliases)
    with pytest.raises(UsageError, match="country="):
        corpus.add_person("New Person", country="north")
    assert len(corpus.people_log()) == 0


def test_spellings_are_proposed_and_joined(corpus: Corpus) -> None:
    rows = corpus.people_variants().rows()
    pairs = {frozenset((row["name"], row["other"])): (row["why"], row["certain"]) for row in rows}
    assert pairs[frozenset(("Sir Eric Gairy", "Eric M. Gairy"))][1] is False
    assert pairs[frozenset(("GAIRY", "Eric M. Gairy"))] == ("the surname alone, within 3 years", False)
    assert corpus.merge_people("Eric M. Gairy", "GAIRY", "Sir Eric Gairy") == ["GAIRY", "Sir Eric Gairy"]
    for name in ("Eric M. Gairy", "GAIRY", "Sir Eric Gairy"):
        assert sum(filter(None, corpus.freq("greet", speaker=name).values("matches"))) == 3
    assert len(corpus.people_variants()) == 0
    assert {
        row["value"] for row in corpus.show("generic-2021").about.rows() if row["field"] == "speaker"
    } == {"Eric M. Gairy"}
    assert corpus.people_log().values("what") == ["merge into Eric M. Gairy: GAIRY, Sir Eric Gairy"]
    with pytest.raises(NotFoundError, match="no speaker 'Nobody'"):
        corpus.merge_people("Eric M. Gairy", "Nobody")


def test_certain_spellings_are_one_from_the_start_and_can_be_joined_later(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        build(
            corpus,
            [
                Text("2001", passages=[("speech", "José Álvarez Gil", "one")]),
                Text("2002", passages=[("speech", "Mr. JOSE ALVAREZ-GIL", "two")]),
            ],
        )
        assert len(corpus.people_variants()) == 0
        assert len(corpus.freq("one", "two", by="speaker").rows()) == 2
        assert corpus.merge_certain_people() == []


def run(url: str, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["--db", url, *arguments], prog_name="corpus")
    assert "Traceback" not in done.output
    assert done.exit_code == code, done.output
    return done.output


def test_the_commands(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = corpus.url
    for width in ("80", "200"):
        monkeypatch.setenv("COLUMNS", width)
        for arguments in (
            ("people",),
            ("people", "--by", "year", "--person", "Kim Jong Un", "--chart"),
            ("people", "--new"),
            ("people", "--order"),
            ("people", "--order", "--turns"),
            ("people", "--order", "--by", "year"),
            ("people", "--order", "--document", "generic-2020-02"),
            ("people", "variants"),
            ("people", "log"),
            ("titles", "Kim Jong Un"),
            ("titles", "Kim Jong Un", "--turns"),
            ("titles", "Kim Jong Un", "--by", "month", "--chart"),
        ):
            shown = run(url, *arguments)
            assert all(len(line) <= int(width) for line in shown.splitlines()), shown
    assert "Mun Chang Il: added" in run(url, "people", "--confirm", "Mun Chang Il")
    assert "nothing to add" in run(url, "people", "add", "Mun Chang Il")
    assert "1 name joined into GAIRY: Eric M. Gairy." in run(url, "people", "merge", "GAIRY", "Eric M. Gairy")
    run(url, "people", "--order", "--new", code=2)
    run(url, "people", "--turns", code=2)
    run(url, "people", "merge", "GAIRY", code=2)
    run(url, "titles", "Nobody At All", code=1)
    assert "Kofi Annan is not named here." in run(url, "titles", "Kofi Annan", code=1)
    run(url, "titles", "Clinton", code=2)
    run(url, "titles", "Kim Jong Un", "--turns", "--by", "year", code=2)
    out = tmp_path / "titles.csv"
    run(url, "titles", "Kim Jong Un", "--out", str(out))
    assert out.read_text(encoding="utf-8").splitlines()[0].startswith("title,side,matches,documents,first")
