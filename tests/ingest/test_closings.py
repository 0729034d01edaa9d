"""Speeches that only their first words show, signatures below acts, and names in file names."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.passages.closings import is_greeting, name_in_file
from corpus.text.records import Item, Parsed

BODY = "The mill turns again. It was restored in the spring.\n\nThe ferry is gone."


def read(text: str, title: str = "", address: str = "a.txt") -> Parsed:
    fields = {"title": title} if title else {}
    return normalise_item(Item(b"", text, address, address, fields), get_outlet("generic"), {})


def said(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    return [(one.role.name, one.speaker, parsed.text[one.start : one.end][:12]) for one in parsed.passages]


@pytest.mark.parametrize(
    "address",
    [
        "Fellow-Citizens of the Senate and House of Representatives:",
        "My fellow Ruritanians,",
        "Dear friends!",
        "Ladies and gentlemen,",
        "Distinguished members of the council:",
        "Mr. Speaker, Mr. Vice President, Members of the Congress:",
        "Thank you very much. Madam Speaker, members of the house:",
        "Chief Justice Hale, distinguished guests, and my fellow citizens:",
        "Gentlemen of the Congress:",
        "To the Senate and House of Representatives:",
        "Good evening:",
        "Уважаемые коллеги!",
        "Товарищи депутаты,",
        "Шановні громадяни!",
        "Muhterem Efendiler,",
        "Sayın milletvekilleri,",
        "Estimados delegados:",
        "Compañeras y compañeros:",
        "Mesdames et Messieurs,",
        "Liebe Mitbürgerinnen und Mitbürger,",
        "Senhoras e senhores,",
        "Kính thưa các đồng chí,",
        "同志们：",
        "尊敬的各位来宾，",
        "친애하는 동지들!",
    ],
)
def test_words_to_many_hearers_begin_a_speech(address: str) -> None:
    assert is_greeting(address)
    parsed = read(f"{address}\n\n{BODY}")
    assert [one[0] for one in said(parsed)] == ["salutation", "speech", "speech"]
    assert (parsed.genre, parsed.speaker) == ("speech", None)
    assert [doubt.field for doubt in parsed.doubts].count("speaker") == 1


@pytest.mark.parametrize(
    "line",
    [
        "Dear Mr. Li,",
        "Uncle Sam,",
        "The friends of the mill met on Monday.",
        "Friends of the mill met. They said:",
        "Members",
        "Друг коллег,",
        "Bir arkadaş,",
        "两位同志，",
    ],
)
def test_a_letter_or_a_sentence_begins_none(line: str) -> None:
    assert not is_greeting(line)
    parsed = read(f"{line}\n\n{BODY}")
    assert parsed.genre is None
    assert {one[0] for one in said(parsed)} <= {"headline", "narration"}


def test_hearers_may_be_addressed_in_the_first_sentence() -> None:
    parsed = read(f"Mr. President, my fellow Ruritanians: Again we are here.\n\n{BODY}")
    assert [one[0] for one in said(parsed)] == ["speech"] * 3
    assert read(f"Friends, it is late and we are here.\n\n{BODY}").genre is None


def test_a_speaker_who_quotes_is_the_speaker_still() -> None:
    quoted = "The minister said in his report:\n\nNothing is lost.\n\nSo it is."
    parsed = read(f"Fellow citizens:\n\n{quoted}", address="1951-Alder.txt")
    assert [one[:2] for one in said(parsed)] == [("salutation", "Alder"), *[("speech", "Alder")] * 3]
    assert parsed.speaker == "Alder"
    told = "The text does not name its speaker; Alder is taken from the file's name."
    assert [one.message for one in parsed.doubts if one.field == "speaker"] == [told]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("folder/1945-Truman.txt", "Truman"),
        ("a.zip!2009-Obama-inaugural.txt", "Obama"),
        ("1837_VanBuren_1.txt", "VanBuren"),
        ("1945-report.txt", None),
        ("1945-Speech.txt", None),
        ("Truman/1945.txt", None),
        ("21945-Truman.txt", None),
        ("2024-May-speech.txt", None),
    ],
)
def test_a_name_beside_a_year(address: str, name: str | None) -> None:
    assert name_in_file(address) == name


def test_a_file_names_nobody_where_nothing_shows_a_speech() -> None:
    assert read(BODY, address="1945-Truman.txt").speaker is None


ACT = """УКАЗ

ПРЕЗИДЕНТА РУРИТАНИИ

О мельницах

1. Восстановить мельницы, построенные до 9 мая 1990 года.

2. Настоящий Указ вступает в силу со дня его подписания.

{below}"""


@pytest.mark.parametrize(
    ("below", "speaker", "place", "date"),
    [
        (
            "Президент Руритании И.Ольха\n\nСтрельсау, Замок\n\n25 июля 2002 года\n\nN 780",
            "И.Ольха",
            "Стрельсау, Замок",
            "2002-07-25",
        ),
        (
            "Президент Руритании И. П. Ольха\n\nг. Стрельсау, 5 мая 2010 года № 980-рп",
            "И. П. Ольха",
            "Стрельсау",
            "2010-05-05",
        ),
        (
            "Прем’єр-міністр Руританії І.ВІЛЬХА\n\nм. Стрельсау\n\n25 липня 2002 року",
            "І.ВІЛЬХА",
            "Стрельсау",
            "2002-07-25",
        ),
        ("Исполняющий обязанности министра И.Ольха\n\n5 августа 2002 г.", "И.Ольха", None, "2002-08-05"),
        ("Президент Руритании И.Ольха", "И.Ольха", None, None),
        ("Президент Руритании В.Путин\n\n5 августа 2002 г.", "Vladimir Putin", None, "2002-08-05"),
        ("Стрельсау, Замок\n\nПрезидент сказал, что мельницы стоят.", None, None, None),
    ],
)
def test_a_signature_says_who_where_and_when(
    below: str, speaker: str | None, place: str | None, date: str | None
) -> None:
    parsed = read(ACT.format(below=below))
    assert (parsed.speaker, parsed.place, parsed.genre) == (speaker, place, "decree")
    if date is not None:
        assert str(parsed.published.date if parsed.published else None) == date
    lines = [words for role, _, words in said(parsed) if role == "dateline"]
    assert len(lines) == below.count("\n\n") * (date is not None)
    assert not any(role == "speech" for role, _, _ in said(parsed))


def test_a_name_with_office_in_the_middle_of_a_text_is_no_signature() -> None:
    list_ = (
        "Министр И.Ольха\n\nприсутствовал на открытии мельницы.\n\n" + BODY.replace(".\n\n", ".\n\n" * 1) * 4
    )
    assert read(f"Открыта мельница\n\n{list_}").speaker is None


@pytest.mark.parametrize(
    ("title", "genre", "speaker"),
    [
        ("Statement from President Joe Alder Condemning Floods in Ruritania", "statement", "Joe Alder"),
        ("Statement of President Joe Alder on Safely Reopening Mills", "statement", "Joe Alder"),
        ("Statement by Foreign Minister Jo Ash", "statement", "Jo Ash"),
        ("Statement from the Mill", None, None),
        ("PRESIDENT JOE R. ALDER'S ADDRESS BEFORE A JOINT SESSION", "speech", "JOE R. ALDER"),
        ("Condolences to President of Ruritania Joe Alder", "message", None),
        ("State of the Union Address", "speech", None),
        ("Addresses of mills", None, None),
        ("Değirmenin Açılışında Yaptığı Konuşma", "speech", None),
        ("Gazete Muhabirine Verdiği Mülakat", "speech", None),
        ("Konuşma yapan değirmenci", None, None),
    ],
)
def test_what_a_title_says(title: str, genre: str | None, speaker: str | None) -> None:
    parsed = read(BODY, title)
    assert (parsed.genre, parsed.speaker) == (genre, speaker)


@pytest.mark.parametrize(
    ("line", "place"),
    [("Oldtown, 12 May 2023.", "Oldtown"), ("2023年5月12日", None), ("12 de mayo de 2023", None)],
)
def test_the_day_alone_below_a_text_dates_it(line: str, place: str | None) -> None:
    parsed = read(f"Of mills\n\n{BODY}\n\nThe road is long.\n\n{line}")
    assert (parsed.published and str(parsed.published.date), parsed.place) == ("2023-05-12", place)
    assert ("dateline", None, line[:12]) in said(parsed)


def test_all_who_are_greeted_first_are_greeted() -> None:
    parsed = read(f"Қадрли дўстлар!\n\nМуҳтарам меҳмонлар!\n\n{BODY}")
    assert [one[0] for one in said(parsed)] == ["salutation", "salutation", "speech", "speech"]
