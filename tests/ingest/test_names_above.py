"""Names of a site, a ministry or a section above a headline, captions above it, and what stands around it."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import COUNTED, Role

TITLE = "Norland and Sudland Deepen Bridge Building"
BODY = "Norland and Sudland have agreed on a second bridge, the minister said. Building begins in spring.\n\nThe mayor said that the old bridge stays open."


def read(text: str) -> Parsed:
    return normalise_item(Item(b"", text, "a.txt", "a", {}), get_outlet("generic"), {})


def having(parsed: Parsed, *roles: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role in roles]


@pytest.mark.parametrize(
    "above",
    [
        "NNA - NNA English\nThis hour",
        "Norland Inside\n",
        "Great Seal of the Republic\n\nOffice of the Chair\n",
        "norland",
        "Notice Room\n\n2022 Dec. 16\n",
        "The minister looks at the plan. Photo taken from the page of the ministry",
        "en ru",
        "Close Menu",
    ],
)
def test_what_a_text_says_nothing_of_is_no_headline(above: str) -> None:
    parsed = read(f"{above}\n{TITLE}\n\n{BODY}")
    assert parsed.title == TITLE
    assert having(parsed, Role.headline) == [TITLE]
    assert having(parsed, Role.narration) == BODY.split("\n\n")


def test_a_headline_whose_words_come_again_stays_one() -> None:
    deck = "Sudland and its minister follow Norland after many years of talks about bridges"
    parsed = read(f"Norland Builds Bridges\n\n{deck}\n\n{BODY}")
    assert parsed.title == "Norland Builds Bridges"


def test_a_question_or_a_quotation_is_no_name_of_a_page() -> None:
    deck = "The minister of Norland speaks about the bridge of Sudland and building"
    assert read(f"“It costs much!”\n\n{deck}\n\n{BODY}").title == "“It costs much!”"


def test_the_title_of_a_speech_stands_below_names_of_a_site() -> None:
    parsed = read(
        "Great Seal of Norland\n\nOfficial pages\n\nRemarks by President Ada Moor at the third meeting of the Council\n\n"
        "15 march 2024 year\n\nDear friends!\n\nI thank you all for coming here."
    )
    assert parsed.title == "Remarks by President Ada Moor at the third meeting of the Council"
    assert str(parsed.published.date if parsed.published else None) == "2024-03-15"
    assert (parsed.speaker, parsed.genre) == ("Ada Moor", "speech")


def test_the_title_of_a_speech_may_end_as_a_sentence() -> None:
    title = "Discurso de Ana Ruiz Lago, Presidenta de la República, en el Palacio del Mar, el 22 de mayo de 2021, “Año 3 del Faro”."
    parsed = read(f"{title}\n\nDiputadas y diputados que nos escuchan;\n\nConcluimos hoy nuestra sesión.")
    assert having(parsed, Role.headline) == [title]
    assert parsed.speaker == "Ana Ruiz Lago"


@pytest.mark.parametrize(
    "line",
    [
        "The minister speaks during a meeting of her council at the harbour on Monday. (Yonhap)",
        "La ministra en el puerto. Foto tomada de la cuenta de la ministra",
        "Ministra Ana Ruiz - Reprodução/Canal Norte",
        "Thủ tướng tiếp Đại sứ ảnh 1",
        "Ministrica Ana Ruiz. Foto: Ivan Marić",
        "Bộ trưởng tại cảng. - Ảnh: Văn Nam/VNA |",
        "// انتهى // 22:01 ت م",
        "NNNN",
        "تغريد",
        "117.1117",
        "21°C",
        "Piše: Ana Marić",
        "Submitted by NNA on",
        "/// NNA // NORPORT ///",
        "News feed",
        "VNA",
    ],
)
def test_captions_buttons_and_signatures_of_agencies_do_not_count(line: str) -> None:
    parsed = read(f"{TITLE}\n\n{BODY}\n\n{line}")
    assert having(parsed, *COUNTED) == [TITLE, *BODY.split("\n\n")]


@pytest.mark.parametrize(
    "sign", [" — Malay Mail", "-VNA", " (Yonhap)", " /TTXVN", " — BERNAMA", " (NNA/Vietnam+)"]
)
def test_an_agency_signs_behind_the_last_sentence(sign: str) -> None:
    parsed = read(f"{TITLE}\n\n{BODY}{sign}")
    assert having(parsed, *COUNTED) == [TITLE, *BODY.split("\n\n")]
    assert having(parsed, Role.end_mark) == [sign.strip()]


@pytest.mark.parametrize(
    "words", ["It ended. - Thanks.", "He joined the union (NNA) of masons", "“No. Yes.”"]
)
def test_other_last_words_are_no_signature(words: str) -> None:
    assert having(read(f"{TITLE}\n\n{BODY}\n\n{words}"), Role.end_mark) == []


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published : May 11, 2022 - 11:40       Updated : May 12, 2022 - 11:43", "2022-05-11"),
        ("21.01.2026 12:30:38 322", "2026-01-21"),
        ("Nov 8, 2025 783", "2025-11-08"),
    ],
)
def test_the_day_stands_in_a_line_of_the_head_below_many_others(line: str, day: str) -> None:
    parsed = read(f"Back To Top\nNational\nNational\n\n{TITLE}\n\nBy Ada Moor\n{line}\n\n{BODY}")
    assert parsed.title == TITLE
    assert str(parsed.published.date if parsed.published else None) == day


def test_the_day_below_a_text_may_be_followed_by_that_of_a_change() -> None:
    parsed = read(f"{TITLE}\n\n{BODY}\n\nCreated at : 2.09.2019, 17:50, Updated at : 3.09.2019, 17:50")
    assert str(parsed.published.date if parsed.published else None) == "2019-09-02"


def test_day_and_month_stand_as_the_language_of_the_text_has_them() -> None:
    portuguese = "A ponte fica aberta, disse o presidente da câmara, que não sabe quando a obra começa. Os barcos também são do município."
    parsed = read(f"Ponte fica aberta\n\nPublicado 06/09/2024 21:08\n\n{portuguese}\n\n{portuguese}")
    assert str(parsed.published.date if parsed.published else None) == "2024-09-06"
    assert any("day-first is taken" in doubt.message for doubt in parsed.doubts)
    english = read(f"{TITLE}\n\nPublished 06/09/2024 21:08\n\n{BODY}")
    assert str(english.published.date if english.published else None) == "2024"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Predsednik Srbije rekao je posle sednice da će most biti gotov na vreme i da neće biti čekanja.",
            "sr",
        ),
        (
            "Predsjednik Hrvatske rekao je poslije sjednice da će most biti gotov na vrijeme i bez čekanja.",
            "hr",
        ),
    ],
)
def test_serbian_in_latin_letters_is_told_from_croatian_by_its_spelling(text: str, language: str) -> None:
    assert read(text).language == language


def test_an_agency_alone_before_the_first_words_is_a_dateline() -> None:
    parsed = read(f"(VOV5) - {BODY}")
    assert having(parsed, Role.dateline) == ["(VOV5) -"]
    assert having(parsed, Role.narration) == BODY.split("\n\n")


def test_the_title_of_a_speech_below_a_page_s_names_needs_other_words_than_they_have() -> None:
    first = "The Banquet at the Harbour"
    text = f"{first}\nSpeech by Ada Moor at the Banquet of the Harbour\n\nFriends!\n\nI thank you all."
    assert read(text).title == first


@pytest.mark.parametrize(
    "line",
    [
        "終了を受け、取材に応じる港の長官=4日午後、港庁舎",
        "Moor Ada miniszter tájékoztatót tart a kikötőben. NNA/Kovács Ilona",
        "مؤتمر الوزير في الميناء. تصوير : علي",
        "Te puede interesar: La ministra abre el puerto",
        "/sites/default/files/harbour/0L4A0999.JPG?itok=paI7",
        "80361",
        "Flickr | 24 June 2024",
        "12",
        "С 21 по 26 апреля проходит неделя порта | С 24 марта проходит месячник |",
        "Utoljára frissítve: 2022. december 21. 17:35",
        "• LINEで送る",
    ],
)
def test_more_of_a_page_around_a_text_does_not_count(line: str) -> None:
    parsed = read(f"{TITLE}\n\n{BODY}\n\n{line}")
    assert having(parsed, *COUNTED) == [TITLE, *BODY.split("\n\n")]


@pytest.mark.parametrize("line", ["Amman ,", "27 MARCH 2015 WASHINGTON, D.C.", "2026. január 5. Budapest"])
def test_a_place_beside_the_day_or_alone_in_a_head(line: str) -> None:
    parsed = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert parsed.title == TITLE
    assert parsed.place is not None
    assert having(parsed, Role.dateline) == [line]


def test_words_on_the_occasion_stand_above_the_first_words_of_a_speech() -> None:
    parsed = read(
        "A híd kérdése\n\n2012. szeptember 10.\n\nMoor Ada válasza a napirend előtti felszólalást követően.\n\nKöszönöm szépen!\n\n"
        "Mélyen tisztelt Elnök Úr! Tisztelt Képviselőtársaim!\n\nSzeretnék a hídról szólni, mert nekünk ez fontos.\n\n"
        "Tisztelt Hölgyeim és Uraim!\n\nA híd a mi hidunk, és én hiszek benne."
    )
    assert (parsed.speaker, parsed.genre) == ("Moor Ada", "speech")
    assert having(parsed, Role.narration) == ["Moor Ada válasza a napirend előtti felszólalást követően."]
    assert "Tisztelt Hölgyeim és Uraim!" in having(parsed, Role.salutation)


ARABIC = "ألقى الملك حمد بن عيسى آل خليفة كلمة في القمة."
SPOKEN = "يطيب لي في مستهل كلمتي أن أهنئكم بشهر رمضان."


@pytest.mark.parametrize(
    "opening",
    ["وجاءت كلمة الملك كالآتي:", "وتفضل بإلقاء كلمة سامية هذا نصها:", "بسم الله الرحمن الرحيم"],
)
def test_arabic_speeches_begin_below_a_line_that_says_so(opening: str) -> None:
    parsed = read(f"القمة تنعقد\n\n{ARABIC}\n\n{opening}\n\n{SPOKEN}")
    assert having(parsed, Role.speech) == [SPOKEN]
    assert (parsed.speaker, parsed.genre) == ("حمد بن عيسى آل خليفة", "speech")


def test_the_minister_of_a_japanese_press_conference() -> None:
    parsed = read(
        "西村内閣府特命担当大臣記者会見要旨\n\n2020年5月29日\n\n私から3点申し上げます。\n\n我々は橋を造ります。"
    )
    assert parsed.speaker == "西村"


def test_a_speech_below_a_report_begins_with_words_to_the_hearers() -> None:
    parsed = read(
        "The harbour opens\n\nOn May 6, Ada Moor, prime minister of Norland, held a speech at the harbour. The paper prints it in full.\n\n"
        "Dear friends,\n\nI thank you all for coming. We shall restore the ferry.\n\nOur mill turns again."
    )
    assert having(parsed, Role.narration) == [
        "On May 6, Ada Moor, prime minister of Norland, held a speech at the harbour. The paper prints it in full."
    ]
    assert having(parsed, Role.salutation) == ["Dear friends,"]
    assert [one.speaker for one in parsed.passages if one.role is Role.speech] == ["Ada Moor", "Ada Moor"]
    assert parsed.genre == "speech"


def test_a_report_in_which_nobody_speaks_of_himself_stays_one() -> None:
    parsed = read(f"{TITLE}\n\n{BODY}\n\nGood friends,\n\nThe ferry is restored. The mill turns.")
    assert having(parsed, Role.speech) == []


@pytest.mark.parametrize(
    "line",
    [
        "https://www.norland.example/",
        "TAKİP ET",
        "Abone Ol",
        "HABERE YORUM KAT",
        "UYARI: Küfür, hakaret ve büyük harflerle yazılmış yorumlar onaylanmamaktadır.",
        "(foto) (video)",
        "1 minuto",
        "Danh mục tin tức",
        "المشاهدات: 688",
        "تعديل حجم الخط:",
        "كتبت ـ سارة علي",
        "Fill in your details below or click an icon to log in: Logo",
        "%d bloggers like this:",
        "(翻訳:任春生)",
        "字號:默認 超大 | 打印 |",
    ],
)
def test_forms_for_comments_and_buttons_in_more_languages_do_not_count(line: str) -> None:
    parsed = read(f"{TITLE}\n\n{BODY}\n\n{line}")
    assert having(parsed, *COUNTED) == [TITLE, *BODY.split("\n\n")]


def test_place_and_agency_stand_on_a_line_of_their_own() -> None:
    parsed = read(f"دمشق – نورث برس\n{ARABIC}\n{SPOKEN}")
    assert parsed.place == "دمشق"


def test_a_site_of_an_agency_in_brackets_is_a_dateline() -> None:
    parsed = read("(Chinhphu.vn) – Ngày 26/12, Hội nghị đã chính thức khai mạc tại Hà Nội.")
    assert having(parsed, Role.dateline) == ["(Chinhphu.vn) –"]


def test_what_a_turkish_speaker_went_on_to_say() -> None:
    parsed = read(
        'Köprü açıldı\n\nKöprü bugün açıldı.\n\nErdoğan, şöyle devam etti:\n\n"Köprü hepimizindir."\n\nTören bir saat sürdü.'
    )
    assert having(parsed, Role.speech) == ['"Köprü hepimizindir."']
    assert parsed.genre == "news"
