"""Which spellings are one name, and what a person is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.errors import FilterError, NotFoundError, UsageError
from corpus.query.persons.known_persons import resolve, starter
from corpus.text.names.persons import bare, is_person_name, variant_key
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mr. François-Xavier NGOUBEYOU", "Francois Xavier Ngoubeyou"),
        (". Abdurrahman Mohamed SHALGHEM", "Abdurrahman Mohamed Shalghem"),
        ("Ban Ki-moon", "BAN KI MOON"),
        ("Dr. Alberto ROMULO", "Alberto Romulo"),
        ("His Excellency Mr. Kofi Annan", "Kofi Annan"),
    ],
)
def test_spellings_that_are_surely_one_name(one: str, other: str) -> None:
    assert variant_key(one) == variant_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Yong Nam", "Yong Nam Kim"),
        ("Miguel Díaz-Canel", "Miguel Díaz-Canel Bermúdez"),
        ("Ri Yong Ho", "Ri Yong Gil"),
    ],
)
def test_spellings_that_may_be_two(one: str, other: str) -> None:
    assert variant_key(one) != variant_key(other)


def test_one_word_and_initials_tell_too_little() -> None:
    assert variant_key("PETERS") is None
    assert variant_key("Mr. Peters") is None
    assert variant_key("G. Zhuganov") is None


@pytest.mark.parametrize(
    "name", ["Kim Jong Un", "Ahmed bin Said", "Jean-Baptiste Aristide", "To Lam", "Ри Ён Хо"]
)
def test_names_of_persons(name: str) -> None:
    assert is_person_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Foreign Ministry of the DPRK",
        "Military commentator of the DPRK",
        "Weeks",
        "do Amaral",
        "",
        "President Reagan",
    ],
)
def test_names_of_offices_are_none(name: str) -> None:
    assert not is_person_name(name)


def test_what_stands_before_a_name_is_no_part_of_it() -> None:
    assert bare(" H.E. Mr.  Ri Yong Ho,") == "Ri Yong Ho"
    assert bare("Mr.") == "Mr"


def test_the_starter_list_names_nobody_twice() -> None:
    names = [person.name for person in starter()]
    assert len(names) == len(set(names)) >= 60
    every = [name for person in starter() for name in set(person.names)]
    assert len(every) == len(set(every))
    assert {"PRK", "CHN", "RUS", "USA", "KOR"} <= {person.country for person in starter()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus(tmp_path_factory.mktemp("names") / "names.db") as corpus:
        build(
            corpus,
            [
                Text("2001", passages=[("speech", "Mr. Boubacar Touré", "We meet.")]),
                Text("2002", passages=[("speech", "BOUBACAR TOURE", "We meet again.")]),
                Text("2003", passages=[("speech", "Toure", "And again.")]),
                Text("2003", passages=[("speech", "Ministry of the Sea", "The sea is deep.")]),
            ],
        )
        yield corpus


@pytest.mark.parametrize(
    "name",
    ["Kim Jong Un", "kim jong-un", "김정은", "金正恩", "Kim Chŏng-ŭn", "Gim Jeong-eun", "H.E. Kim Jong Un"],
)
def test_a_person_is_found_in_any_spelling(archive: Corpus, name: str) -> None:
    with archive._opened().open() as moment:
        assert resolve(moment, name)[0].name == "Kim Jong Un"


def test_some_words_of_one_name_are_enough(archive: Corpus) -> None:
    with archive._opened().open() as moment:
        person, notes = resolve(moment, "Mandela")
    assert person.name == "Nelson Mandela"
    assert notes == ["Mandela: taken as Nelson Mandela."]


def test_speakers_are_people_under_one_name(archive: Corpus) -> None:
    with archive._opened().open() as moment:
        person, _ = resolve(moment, "boubacar toure")
    assert person.name == "Boubacar Touré"
    assert len(person.actors) == 1  # made one when they were loaded


def test_a_person_who_does_not_exist(archive: Corpus) -> None:
    with pytest.raises(NotFoundError, match="There is no person 'Kim Jong Xun'; the nearest: Kim Jong Un"):
        archive.titles("Kim Jong Xun")
    with pytest.raises(NotFoundError, match="no person 'Ministry of the Sea'"):
        archive.titles("Ministry of the Sea")


def test_an_ambiguous_name_is_listed(archive: Corpus) -> None:
    with pytest.raises(
        FilterError, match="Clinton may be one of several: Bill Clinton, Hillary Clinton; give"
    ):
        archive.titles("Clinton")


@pytest.mark.parametrize("name", ["", "  ", "...", "\N{BULLET}"])
def test_no_name_at_all(archive: Corpus, name: str) -> None:
    with pytest.raises(UsageError):
        archive.titles(name)
