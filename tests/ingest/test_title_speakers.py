"""Titles of speeches: whose they are, and texts that only their title and their words show to be speeches."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.passages.inflected_names import nominative
from corpus.ingest.passages.title_speakers import read_title
from corpus.text.records import Item, Parsed

# what the title says: whose speech it is; "" where it says that it is one, and not whose
TITLES = {
    "ADDRESS BY THE HON'BLE PRESIDENT OF RURITANIA, SHRIMATI OLGA DEVI MARN, TO PARLIAMENT": "Olga Devi Marn",
    "Address by the Acting Minister of Foreign Affairs and International Trade, Hon. Ambassador Cyril Hale to the Diplomatic Corps": "Cyril Hale",
    "Keynote speech by President Olga Marn at the fair": "Olga Marn",
    "Remarks by the President of Mali Assan Keba at the opening": "Assan Keba",
    "Statement by H.E. Dr. S. Marnam, External Affairs Minister": "S. Marnam",
    "REMARKS BY PRESIDENT MARN ON THE ECONOMY": "Marn",
    "President Marn’s address to the nation": "Marn",
    "Message of the President of the Republic": "",
    "Speech by the King and Queen at Oslo": "",
    "Speech at the celebration meeting": "",
    "Text of PM’s address on laying of a foundation stone": "",
    "Déclaration de M. Jean Hale, Président de la République, sur la paix": "Jean Hale",
    "Discours du président Jean Hale à Lyon": "Jean Hale",
    "Discurso pronunciado por Juan Mar-Hale Ruiz, Primer Secretario": "Juan Mar-Hale Ruiz",
    "Palabras del presidente Juan Mar en la clausura": "Juan Mar",
    "Discurso do Presidente da República, Luís da Marna, na abertura": "Luís da Marna",
    "Pronunciamento do ministro Luís Marna em Lisboa": "Luís Marna",
    "Rede von Bundeskanzlerin Marn zum Tag der Arbeit": "Marn",
    "Ansprache des Bundespräsidenten Hans-Georg Hale": "Hans-Georg Hale",
    "Discorso del Presidente Carlo Marni alla Camera": "Carlo Marni",
    "Выступление Президента России Ивана Марнина на форуме": "Иван Марнин",
    "Речь товарища Ивана Марнина": "Иван Марнин",
    "Речь на заседании Совета": "",
    "Звернення Президента Андрія Марненського": "Андрій Марненський",
    "Зварот Прэзідэнта Беларусі Івана Марны": "Івана Марны",
    "Обръщение на президента Иван Марнов": "Иван Марнов",
    "Govor predsednika Ivana Marnića": "Ivana Marnića",
    "Przemówienie prezydenta Jana Marny": "Jana Marny",
    "Mesajul președintelui Ion Marnu": "Ion Marnu",
    "Naskah Lengkap Pidato Kenegaraan Presiden Marni di Sidang Tahunan": "Marni",
    "Toàn văn phát biểu của Tổng Bí thư, Chủ tịch nước Tô Mar tại lễ": "Tô Mar",
    "张明在庆祝大会上的讲话": "张明",
    "张明主席新年贺词": "张明",
    "田中内閣総理大臣年頭記者会見": "田中",
    "김철수 대통령 취임사": "김철수",
    "كلمة جلالة الملك سالم بن علي في القمة": "سالم بن علي",
    "پیام رئیس جمهور برای مردم": "",
    "متن کامل سخنرانی دکتر مارن در مجلس": "مارن",
    "Ali Marn’ın Meclisi Açış Konuşması": "Ali Marn",
    "คำแถลงของนายสมชาย มาร์น ต่อสภา": "สมชาย มาร์น",
    "प्रधानमंत्री ओल्गा मार्न का संबोधन": "ओल्गा मार्न",
    "大会における演説": "",
}


@pytest.mark.parametrize("title", TITLES)
def test_whose_speech_a_title_says_that_the_text_is(title: str) -> None:
    read = read_title([title])
    assert read is not None
    assert read.genre == "speech"
    assert (read.name or "") == TITLES[title]


@pytest.mark.parametrize(
    "title",
    [
        "Ministers meet in Oslo",
        "Trade talks go on",
        "President Marn visits a mill",
        "Meeting with Olga Marn",
        "Президент посетил завод",
        "El presidente visita la fábrica",
        "Le président en visite",
        "主席会见外宾",
        "대통령이 공장을 방문하였다",
        "Marn's speech draws wide response from media",
    ],
)
def test_titles_of_news_name_no_speech(title: str) -> None:
    assert read_title([title]) is None


def read(text: str) -> Parsed:
    return normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})


def said(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    return [(one.role.name, one.speaker, parsed.text[one.start : one.end][:9]) for one in parsed.passages]


OWN = "I thank you for coming. The mill turns again.\n\nWe shall restore the ferry, too. It was the pride of the town."
TOLD = "The minister spoke of the mill. It turns again.\n\n“We shall restore the ferry,” the minister said. The guests agreed."


def test_words_in_the_first_person_below_such_a_title_are_the_speakers() -> None:
    parsed = read(f"Keynote speech by Minister Olga Marn at the fair\n\n{OWN}")
    assert said(parsed)[1:] == [
        ("speech", "Olga Marn", "I thank y"),
        ("speech", "Olga Marn", "We shall "),
    ]
    assert (parsed.speaker, parsed.genre) == ("Olga Marn", "speech")


def test_a_report_below_such_a_title_is_narration() -> None:
    parsed = read(f"Speech at the fair by night\n\n{TOLD}")
    assert [role for role, _, _ in said(parsed)[1:]] == ["narration", "narration"]
    assert parsed.speaker is None


def test_the_name_of_a_collection_above_the_title_names_its_author() -> None:
    parsed = read(f"Selected Works of Olga Marn\n\nSpeech at the Celebration\n\nMay 6, 1957\n\n{OWN}")
    assert parsed.title == "Speech at the Celebration"
    assert parsed.speaker == "Olga Marn"
    assert said(parsed)[0] == ("editor_note", None, "Selected ")
    assert str(parsed.published and parsed.published.date) == "1957-05-06"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ивана Марнина", "Иван Марнин"),
        ("Сергея Марнова", "Сергей Марнов"),
        ("Марии Марновой", "Мария Марнова"),
        ("Мария Марнова", "Мария Марнова"),
        ("Андрія Марненського", "Андрій Марненський"),
        ("Иван Марнин", "Иван Марнин"),
        ("Olga Marna", "Olga Marna"),
    ],
)
def test_names_in_the_genitive_are_read_in_the_nominative(printed: str, name: str) -> None:
    assert nominative(printed) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("We restore the mill – address of President Olga Marn", "Olga Marn"),
        ("“The mill turns.” Address of the President of Mali Assan Keba", "Assan Keba"),
        ("Млин працює – звернення Президента України Андрія Марненського", "Андрій Марненський"),
        ("Мельница работает — обращение Президента России Ивана Марнина", "Иван Марнин"),
    ],
)
def test_a_title_that_ends_with_whose_speech_it_is(title: str, name: str) -> None:
    found = read_title([title])
    assert found is not None
    assert found.name == name
