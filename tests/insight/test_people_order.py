# ruff: noqa: E501 (sentences as they are printed)
"""Lists of those present: taken apart, and compared over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.api import Corpus
from corpus.errors import NotFoundError
from corpus.insight.people.attendance.attendance_lists import list_of
from tests.builder import build
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

Entries = list[tuple[str | None, list[str]]]
CC = "secretaries of the WPK Central Committee"
SENTENCES: list[tuple[str, str, Entries]] = [
    (
        "Present there were Kim Tok Hun, member of the Presidium of the Political Bureau and premier of the Cabinet, Jo"
        f" Yong Won, Ri Il Hwan and other {CC}, Pak Jong Gun, vice-premier of the Cabinet, and officials concerned.",
        "present",
        [
            ("Kim Tok Hun", ["member of the Presidium of the Political Bureau", "premier of the Cabinet"]),
            ("Jo Yong Won", [CC]),
            ("Ri Il Hwan", [CC]),
            (None, [f"other {CC}"]),
            ("Pak Jong Gun", ["vice-premier of the Cabinet"]),
            (None, ["officials concerned"]),
        ],
    ),
    (
        "Present there were Vice-Premiers Pak Jong Gun, Pak Hun and other members of the Cabinet.",
        "present",
        [("Pak Jong Gun", ["Vice-Premiers"]), ("Pak Hun", ["Vice-Premiers"]), (None, ["other members of the Cabinet"])],
    ),
    (
        "Present there were Chairman Ri Kwang Il, Vice-Chairman and Director of the Organizational Department Ryang Sang"
        " Thae and Vice-Chairperson Kim Song Rang of the Central Standing Committee of the KYLJ.",
        "present",
        [
            ("Ri Kwang Il", ["Chairman"]),
            ("Ryang Sang Thae", ["Vice-Chairman", "Director of the Organizational Department"]),
            ("Kim Song Rang", ["Vice-Chairperson of the Central Standing Committee of the KYLJ"]),
        ],
    ),
    (
        "He was accompanied by Marshal Pak Jong Chon, secretary of the C.C., WPK, Kim Myong Sik, commander of the KPA"
        " Navy, and commanders of the East and West Sea Fleets of the Navy.",
        "accompanied",
        [
            ("Pak Jong Chon", ["Marshal", "secretary of the C.C., WPK"]),
            ("Kim Myong Sik", ["commander of the KPA Navy"]),
            (None, ["commanders of the East and West Sea Fleets of the Navy"]),
        ],
    ),
    (
        "They were greeted by Vice Foreign Minister Kim Jong Gyu and Russian Ambassador to the DPRK Alexandr Matsegora at"
        " Pyongyang International Airport.",
        "greeted",
        [("Kim Jong Gyu", ["Vice Foreign Minister"]), ("Alexandr Matsegora", ["Russian Ambassador to the DPRK"])],
    ),
    (
        "Present there were officials of the Foreign Ministry, the Agricultural Commission, the Ministry of Education and"
        " the Ministry of Public Health of the DPRK.",
        "present",
        [(None, ["officials of the Foreign Ministry, the Agricultural Commission, the Ministry of Education and the"
                 " Ministry of Public Health of the DPRK"])],
    ),
    (
        "Senior officials, including Kim Tok Hun and Choe Ryong Hae, members of the Presidium, were on hand.",
        "present",
        [
            (None, ["Senior officials"]),
            ("Kim Tok Hun", ["members of the Presidium"]),
            ("Choe Ryong Hae", ["members of the Presidium"]),
        ],
    ),
    (
        "The delegation was greeted by Yun Jong Ho, minister of External Economic Relations, and Vladimir Topeha, charge"
        " d'affaires ad interim of the Russian embassy.",
        "greeted",
        [
            ("Yun Jong Ho", ["minister of External Economic Relations"]),
            ("Vladimir Topeha", ["charge d'affaires ad interim of the Russian embassy"]),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "entries"), SENTENCES)
def test_english_lists(sentence: str, kind: str, entries: Entries) -> None:
    found = list_of("en", sentence)
    assert found is not None
    assert (found[0], [(entry.name, entry.offices) for entry in found[1]]) == (kind, entries)


@pytest.mark.parametrize(
    "sentence",
    [
        "We live in the present. There were many people.",
        "The plan was accompanied.",
        "",
        "Present there were .",
    ],
)
def test_what_is_no_list(sentence: str) -> None:
    assert list_of("en", sentence) is None


def test_korean_lists() -> None:
    found = list_of(
        "ko",
        "당중앙위원회 비서들인 조용원동지, 리일환동지와 내각총리 김덕훈동지, 관계부문 일군들이 참가하였다.",
    )
    assert found is not None
    assert [(entry.name, entry.offices) for entry in found[1]] == [
        ("조용원", ["당중앙위원회 비서들"]),
        ("리일환", ["당중앙위원회 비서들"]),
        ("김덕훈", ["내각총리"]),
        (None, ["관계부문 일군들"]),
    ]


def test_a_long_hostile_list_takes_no_time() -> None:
    """And is read as far as it can be: nobody is named in the first and the last."""
    _, (nobody,) = list_of("en", "Present there were " + "vice-minister of the " * 100 + ".")
    assert (nobody.name, len(nobody.offices)) == (None, 1)
    _, sixty = list_of("en", "Present there were " + "Kim Jong Un and the Director of the " * 60 + ".")
    assert [one.name for one in sixty] == ["Kim Jong Un"] * 60 + [None]
    assert {office for one in sixty for office in one.offices} == {"the Director of the"}
    assert list_of("ko", "비서들인 " * 200 + "참가하였다.") is None


def present(*names: str, more: str = "officials concerned") -> str:
    return f"Present there were {', '.join(f'{name}, secretary of the WPK' for name in names)}, and {more}."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    lists = [
        ("2024-01-01", present("Jo Yong Won", "Pak Jong Chon", "Ri Il Hwan")),
        ("2024-02-01", present("Pak Jong Chon", "Jo Yong Won", "Mun Chol")),
        ("2024-03-01", "Present there were officials concerned."),
        ("2024-04-01", present("Pak Jong-chon", "Ri Il Hwan")),
        ("2024-05-01", "Nothing happened. There is no list."),
    ]
    with Corpus(tmp_path_factory.mktemp("order") / "order.db") as made:
        build(made, [Text(date, passages=[("narration", None, sentence)]) for date, sentence in lists])
        yield made


def test_who_stands_before_whom(corpus: Corpus) -> None:
    result = corpus.attendance()
    rows = {row["person"]: row for row in result.rows()}
    jo, pak, mun = rows["Jo Yong Won"], rows["Pak Jong Chon"], rows["Mun Chol"]
    assert (pak["lists"], pak["position"], pak["of"], pak["rose"], pak["fell"]) == (3, 1, 2, 1, 0)
    assert (pak["before"], pak["behind"]) == (3, 0)
    assert (jo["lists"], jo["last"], jo["rose"], jo["fell"]) == (2, "2024-02-01", 0, 1)
    assert (mun["first"], mun["last"], mun["office"]) == ("2024-02-01", "2024-02-01", "secretary of the WPK")
    assert result.notes[-1] == (
        "4 lists of those present, with 8 places of 4 persons; only groups in 1. A list:"
        " Corpus.attendance_lists(document=REF); its text: Corpus.show(REF)"
    )


def test_one_person_over_time(corpus: Corpus) -> None:
    rows = corpus.attendance("박정천").rows()
    assert [(row["date"], row["position"], row["change"]) for row in rows] == [
        ("2024-01-01", 2, "first listed"),
        ("2024-02-01", 1, "rose past Jo Yong Won"),
        ("2024-04-01", 1, "last listed"),
    ]


def test_what_changes_by_date(corpus: Corpus) -> None:
    rows = corpus.attendance(turns=True).rows()
    assert ("2024-02-01", "Jo Yong Won", "fell behind Pak Jong Chon; last listed") in [
        (row["date"], row["person"], row["change"]) for row in rows
    ]


def test_places_by_month(corpus: Corpus) -> None:
    rows = corpus.attendance("Jo Yong Won", by="month").rows()
    assert [(row["period"], row["lists"], row["position"]) for row in rows] == [
        ("2024-01", 1, 1),
        ("2024-02", 1, 2),
        ("2024-03", 0, None),
        ("2024-04", 0, None),
        ("2024-05", 0, None),
    ]


def test_the_list_itself(corpus: Corpus) -> None:
    ref = corpus.attendance("Ri Il Hwan").rows()[-1]["ref"]
    rows = corpus.attendance_lists(document=ref).rows()
    assert [(row["position"], row["name"], row["person"], row["group"]) for row in rows] == [
        (1, "Pak Jong-chon", "Pak Jong Chon", False),
        (2, "Ri Il Hwan", "Ri Il Hwan", False),
        (None, None, None, True),
    ]
    with pytest.raises(NotFoundError, match="No list of those present is found in generic-2024-05"):
        corpus.attendance_lists(document="generic-2024-05")


def test_somebody_who_is_in_no_list(corpus: Corpus) -> None:
    result = corpus.attendance("Kofi Annan")
    assert len(result) == 0
    assert "Kofi Annan is in no list here." in result.notes
    assert len(corpus.attendance("Mun Chol")) == 1  # known from the lists alone
