"""Speeches, interviews and acts in the forms that sites and archives print them."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.passages.headings import place_in_title
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

BODY = "We shall build the bridge.\n\nOur people need it, and we know it."


def read(text: str) -> Parsed:
    return normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})


def having(parsed: Parsed, role: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role is role]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Briefing by the spokesperson, Moscow, October 12, 2017", "Moscow"),
        ("Discurso en el acto central, La Habana, 5 de mayo de 2019", "La Habana"),
        ("Answers to the press (Minsk, 5 May 2019)", "Minsk"),
        ("Briefing by the spokesperson, Nowhereville, October 12, 2017", None),
        ("A walk through Moscow", None),
    ],
)
def test_the_place_beside_the_day_of_a_title(title: str, place: str | None) -> None:
    assert place_in_title(title) == place


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Sucre, Casa de la Libertad, 9 de junio de 2005 - Señor Presidente del Congreso:", "Sucre"),
        ("Sucre, 9 de junio de 2005 - Compañeras y compañeros:", "Sucre"),
    ],
)
def test_a_greeting_behind_place_and_day_makes_a_speech(line: str, place: str) -> None:
    parsed = read(f"{line}\n\n{BODY}")
    assert (parsed.genre, parsed.place) == ("speech", place)
    assert having(parsed, Role.speech) == BODY.split("\n\n")


@pytest.mark.parametrize("opening", ["Muy buenos días a todos y gracias.", "Good morning to all who came."])
def test_a_greeting_that_goes_on_opens_the_speech_of_who_speaks_of_himself(opening: str) -> None:
    assert having(read(f"{opening}\n\n{BODY}"), Role.speech)[-2:] == BODY.split("\n\n")
    told = read(f"{opening}\n\nThe mill turns. It was restored.\n\nThe ferry is gone.")
    assert having(told, Role.speech) == []


def test_answers_that_begin_with_a_dash_are_of_whom_the_deck_names() -> None:
    parsed = read(
        "“Мост – это дорого!”\n\nМинистр транспорта Ерлан Идрисов отвечает на вопросы газеты “Чайка”\n\n"
        "Когда его построят?\n\n— Скоро, мы надеемся.\n\nРаботы идут.\n\nКто платит?\n\n— Мы платим сами."
    )
    assert parsed.speaker == "Ерлан Идрисов"
    assert having(parsed, Role.speech) == ["— Скоро, мы надеемся.", "Работы идут.", "— Мы платим сами."]
    assert having(parsed, Role.narration)[-2:] == ["Когда его построят?", "Кто платит?"]


@pytest.mark.parametrize(
    ("head", "title", "genre"),
    [
        ("Закон Норландии\n7 июля 1998 г. N 179-З\nО мостах и дорогах", "О мостах и дорогах", "decree"),
        ("REPUBLIC OF NORLAND\n\nMINISTRY OF BRIDGES\n\nCOMMUNIQUÉ", "COMMUNIQUÉ", "statement"),
        ("Ваш гид в законах\n\nРЕШЕНИЕ СОВЕТА\n\n10 апреля 2018 г. № 13\n\nО мостах", "О мостах", "decree"),
    ],
)
def test_the_kind_of_an_act_stands_below_names_of_a_page_or_of_who_issues_it(
    head: str, title: str, genre: str
) -> None:
    parsed = read(f"{head}\n\n1. Построить новый мост.\n\n2. Дорогу к нему отремонтировать.")
    assert (parsed.title, parsed.genre) == (title, genre)


def test_a_town_behind_the_number_of_an_act_is_its_place() -> None:
    parsed = read(
        "Закон Норландии\n7 июля 1998 г. N 179-З г.Минск\nО мостах\n\n1. Построить новый мост.\n\n2. Всё."
    )
    assert (parsed.place, parsed.published and str(parsed.published.date)) == ("Минск", "1998-07-07")


def test_a_dateline_alone_stands_above_the_words_of_a_statement() -> None:
    parsed = read(
        "조선민주주의인민공화국 외무성 대변인담화\n\n조선중앙통신 12월 23일 평양\n\n"
        "이미 우리는 경고하였다.\n\n우리의 주권은 신성하다."
    )
    assert (parsed.genre, parsed.place) == ("statement", "평양")
    assert len(having(parsed, Role.speech)) == 2


def test_vietnamese_offices_and_media_before_names_are_labels() -> None:
    parsed = read(
        "Phỏng vấn Đại sứ\n\nLan Anh – VOV: Cầu khi nào xong?\n\nĐại sứ Knapper: Sắp xong rồi.\n\n"
        "Lan Anh – VOV: Ai trả tiền?\n\nĐại sứ Knapper: Chúng tôi trả."
    )
    assert parsed.speaker == "Knapper"
    assert having(parsed, Role.narration) == ["Cầu khi nào xong?", "Ai trả tiền?"]


def test_what_is_called_an_interview_is_one_and_the_day_above_its_labels_is_no_text() -> None:
    parsed = read(
        "The mayor gave an interview to The Gull. It follows here:\n\n10/13/2022 07:54 PM\n\n"
        "QUESTION: When?\n\nMAYOR HALE: Soon.\n\nQUESTION: Who pays?\n\nMAYOR HALE: We do."
    )
    assert "10/13/2022 07:54 PM" in having(parsed, Role.dateline)
    assert having(parsed, Role.speech) == ["Soon.", "We do."]


def test_labels_and_bullets_before_a_title_are_no_part_of_it() -> None:
    assert read(f"·Ship Launched\n\n{BODY}").title == "Ship Launched"
    text = f"FULL TEXT: President Ann Hale's 2025 State of the Nation Address\n\n{BODY}"
    assert (read(text).genre, read(text).speaker) == ("speech", "Ann Hale")


def test_an_archive_s_own_line_dates_a_text_that_was_saved_later() -> None:
    parsed = read(
        "October 25, 2024\nKCNA Minju Choson (EN)\n\nShip Launched at Oldtown\n\n"
        "Date: 08/10/2024 | Source: Minju Choson (EN) | Read original version at source\n\n"
        "The ship was launched on Monday.\n\nThe minister said that it is large."
    )
    assert (parsed.title, parsed.published and str(parsed.published.date)) == (
        "Ship Launched at Oldtown",
        "2024-10-08",
    )


def test_who_issues_a_release_stands_above_its_title() -> None:
    parsed = read(
        "President of the Republic of Norland\n\n"
        "09/28/2023 | Press release | Distributed by Gull on 09/28/2023\n\n"
        "President receives ambassadors\n\nThe president has received ambassadors.\n\nHe said that ties grow."
    )
    assert parsed.title == "President receives ambassadors"


def test_those_who_are_greeted_below_a_lead_in_are_greeted() -> None:
    parsed = read(
        "Toàn văn phát biểu của ông Lê Cầu\n\n"
        "Báo trân trọng giới thiệu toàn văn phát biểu của ông Lê Cầu:\n\n"
        "Kính thưa các đồng chí,\n\nThưa toàn thể các đồng chí!\n\nChúng ta xây cầu mới."
    )
    assert having(parsed, Role.salutation) == ["Kính thưa các đồng chí,", "Thưa toàn thể các đồng chí!"]
    assert having(parsed, Role.speech) == ["Chúng ta xây cầu mới."]
