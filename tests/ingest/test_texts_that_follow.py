"""Lines of reports that open the text of a speech, in languages that have no file of lead-ins of their own."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

# the line; who speaks, where it says so
LEAD_INS = {
    "Berikut naskah lengkap pidato kenegaraan Presiden Marno:": "Marno",
    "Ini teks sambutan Menteri Luar Negeri Olga Marno:": "Olga Marno",
    "Segue a íntegra do discurso do presidente Luís Marna:": "Luís Marna",
    "Leia a transcrição da intervenção:": None,
    "Voici le texte intégral du discours de M. Jean Marne :": "Jean Marne",
    "On lira ici l’intégralité de l’allocution :": None,
    "Die Rede des Ministers im Wortlaut:": None,
    "Ecco il testo integrale del discorso:": None,
    "Dưới đây là toàn văn bài phát biểu của Thủ tướng Trần Mar:": "Trần Mar",
    "Báo trân trọng giới thiệu toàn văn bài phát biểu của Tổng Bí thư Trần Mar.": "Trần Mar",
    "Olga Marn'ın konuşmasından satır başları şöyle:": "Olga Marn",
    "Başkanın konuşmasının tam metni şöyle:": None,
    "Подаємо повний текст звернення:": None,
    "Podajemy pełny tekst przemówienia:": None,
    "Integralni tekst govora:": None,
    "Iată textul integral al discursului:": None,
    "وفيما يلي نص الكلمة:": None,
    "متن کامل سخنرانی به این شرح است:": None,
    "Below is the full text of the president's opening remarks.": None,
    "The following statement was issued today by the council:": "Council",
}


def read(text: str, title: str = "") -> Parsed:
    return normalise_item(
        Item(b"", text, "a.txt", "a.txt", {"title": title} if title else {}), get_outlet("generic"), {}
    )


@pytest.mark.parametrize("line", LEAD_INS)
def test_what_follows_such_a_line_is_spoken(line: str) -> None:
    parsed = read(f"The guests came early. The hall was full.\n\n{line}\n\nThe mill turns again.", "Mill")
    spoken = [one for one in parsed.passages if one.role is Role.speech]
    assert [parsed.text[one.start : one.end] for one in spoken] == ["The mill turns again."]
    assert spoken[0].speaker == LEAD_INS[line]
    assert [one.role for one in parsed.passages].count(Role.narration) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Dia membaca naskah pidato itu tiga kali.",
        "O presidente leu a íntegra do discurso e saiu.",
        "Le texte du discours est connu de tous.",
        "Toàn văn bài phát biểu được đăng hôm nay",
        "Konuşmanın metni dağıtıldı.",
        "The full text of the remarks is long.",
    ],
)
def test_lines_that_speak_of_a_text_open_none(line: str) -> None:
    parsed = read(f"The guests came early. The hall was full.\n\n{line}\n\nThe mill turns again.", "Mill")
    assert [one.role for one in parsed.passages][1:] == [Role.narration] * 3


def test_the_headline_names_whose_the_words_are_that_a_line_opens() -> None:
    parsed = read(
        "The hall was full.\n\nVoici le texte intégral du discours :\n\nLe moulin tourne.",
        "Discours de M. Jean Marne à Lyon",
    )
    assert parsed.speaker == "Jean Marne"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Interview with President Olga Marn", "Olga Marn"),
        ("Interview de M. Jean Marne, Premier ministre", "Jean Marne"),
        ("Entrevista al presidente Juan Mar", "Juan Mar"),
        ("Sommerpressekonferenz von Bundeskanzlerin Marn", "Marn"),
        ("Интервью Министра иностранных дел С.В.Марнина", "С.В.Марнин"),
        ("Ответ официального представителя МИД России М.В.Марновой на вопрос СМИ", "М.В.Марнова"),
    ],
)  # fmt: skip
def test_answers_without_a_name_are_of_whom_the_headline_names(title: str, name: str) -> None:
    parsed = read(
        "Question: What of the mill?\n\nAnswer: It turns again.\n\nQuestion: And the ferry?\n\nAnswer: It is gone.",
        title,
    )
    assert parsed.speaker == name
    assert {one.speaker for one in parsed.passages if one.role is Role.speech} == {name}
