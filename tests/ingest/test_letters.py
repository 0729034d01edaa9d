"""Letters to one person: who signs them, and to whom they go."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

HEAD = "Oldtown, 21 September 2018\n\nHer Excellency Mrs. Ada Hill,\n\nPresident of Norland\n\nNewport\n\n"
BODY = "On behalf of my people I send you my best wishes.\n\nI am sure that our ties will grow.\n\n"


def read(text: str) -> Parsed:
    return normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})


def having(parsed: Parsed, role: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role is role]


@pytest.mark.parametrize(
    ("address", "signed", "name"),
    [
        ("Your Excellency,", "Bert Wood\n\nPresident of the Republic of Sutherland", "Bert Wood"),
        ("Excellency,", "H.E. Bert Wood\n\nPrime Minister", "Bert Wood"),
        ("Your Majesty,", "Minister of Foreign Affairs of Sutherland\n\nBert van Wood", "Bert van Wood"),
        ("Dear Comrade General Secretary,", "Bert Wood, Chairman of the Party", "Bert Wood"),
        ("Su Excelencia:", "Berto del Bosque\n\nMinistro de Relaciones Exteriores", "Berto del Bosque"),
        ("Monsieur le Président,", "Bert Dubois\n\nPrésident de la République", "Bert Dubois"),
        ("Уважаемый господин Президент!", "Борис Лесной\n\nПредседатель Совета", "Борис Лесной"),
    ],
)
def test_a_letter_is_of_who_signs_it_with_his_office(address: str, signed: str, name: str) -> None:
    parsed = read(f"{HEAD}{address}\n\n{BODY}{signed}")
    assert parsed.genre == "message"
    assert parsed.speaker == name
    assert having(parsed, Role.salutation)[-1] == address
    assert having(parsed, Role.salutation)[0] == "Her Excellency Mrs. Ada Hill,"
    assert having(parsed, Role.speech)[:2] == BODY.strip().split("\n\n")
    assert {one.speaker for one in parsed.passages if one.role is Role.speech} == {name}
    assert parsed.place == "Oldtown"
    assert str(parsed.published.date if parsed.published else None) == "2018-09-21"


@pytest.mark.parametrize(
    "text",
    [
        # nobody is addressed alone
        f"{HEAD}{BODY}Bert Wood\n\nPresident of the Republic of Sutherland",
        # a report stands above
        f"The message was published on Monday. It follows here.\n\nYour Excellency,\n\n{BODY}",
        # addressed, but neither signed nor sent to anybody
        f"Your Excellency,\n\n{BODY}",
    ],
)
def test_other_texts_are_no_letters(text: str) -> None:
    assert read(text).genre != "message"
