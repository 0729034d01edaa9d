"""Lines that a browser copies with a text and that lead elsewhere: no words of it."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item
from corpus.text.roles import COUNTED

FIRST = "The mill turns again. It was restored in the spring."
LAST = "The ferry is gone, said the mayor."


def counted(text: str, **fields: str) -> list[str]:
    parsed = normalise_item(Item(b"", text, "a.txt", "a.txt", fields), get_outlet("generic"), {})
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role in COUNTED]


@pytest.mark.parametrize(
    "name",
    [
        "Read also",
        "You May Also Like",
        "Bir cevap yazın",
        "الأكثر قراءة",
        "Related news",
        "More from Politics",
        "Other materials of the section",
        "Tags",
        "Leave a comment",
        "Download the app for news",
        "Your email address will not be published.",
        "Читайте также:",
        "Материалы по теме",
        "Читайте також",
        "Najnovije vijesti na Viberu",
        "Холбоотой мэдээ",
        "Lea también",
        "Noticias relacionadas",
        "Leia também:",
        "Lire aussi",
        "Weitere Artikel",
        "Leggi anche",
        "Zobacz także",
        "İlgili haberler",
        "Berita Terkait",
        "Tin liên quan",
        "相关新闻",
        "関連記事",
        "관련 기사",
        "اقرأ أيضا",
        "همچنین بخوانید",
        "यह भी पढ़ें",
        "ข่าวที่เกี่ยวข้อง",
    ],
)
def test_a_list_of_other_texts_at_the_end_is_none_of_it(name: str) -> None:
    assert counted(f"{FIRST}\n\n{LAST}\n\n{name}\n\nShips in the Bay\n\nFair Opens") == [FIRST, LAST]
    assert counted(f"{FIRST}\n\n{LAST}\n\n{name}\n\nShips in the Bay", title="Mill")[-2:] == [FIRST, LAST]


def test_such_a_line_before_sentences_is_of_the_text() -> None:
    assert "Topics" in counted(f"{FIRST}\n\nTopics\n\n{LAST}\n\n{FIRST}\n\n{LAST}")


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Ships in the bay",
        "RELATED: Ships in the bay",
        "Читайте также: Корабли в бухте",
        "Читайте також: Кораблі в бухті",
        "Lea también: Barcos en la bahía",
        "Leia também: Navios na baía",
        "Lire aussi : Bateaux dans la baie",
        "Baca juga: Kapal di teluk",
        "Xem thêm: Tàu trong vịnh",
        "相关阅读：海湾里的船",
        "関連記事：湾の船",
        "اقرأ أيضا: سفن في الخليج",
        "همچنین بخوانید: کشتی‌ها در خلیج",
        "यह भी पढ़ें: जहाज",
        "ADVERTISEMENT",
        "Реклама",
        "MENAFN10022024000071011013",
        "(tor/tor)",
        "#mill #ferry",
        "Tags: mill, ferry",
        "1,204 views",
        "Télécharger le .pdf",
        "Seul le prononcé fait foi",
        "Обновлено: 5 мая 2024, 10:20",
        "Версія для друку",
        "حجم الخط",
    ],
)
def test_lines_inside_a_text_that_lead_elsewhere(line: str) -> None:
    assert counted(f"{FIRST}\n\n{line}\n\n{LAST}", title="Mill")[-2:] == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Read the law, he said: it is short.",
        "The related story was told.",
        "Views of the bay",
        "Tags were sold.",
    ],
)
def test_lines_of_the_text_stay(line: str) -> None:
    assert line in counted(f"{FIRST}\n\n{line}\n\n{LAST}", title="Mill")


@pytest.mark.parametrize(
    "section",
    [
        "All news",
        "World",
        "Press release",
        "Unofficial translation",
        "Политика",
        "Політика",
        "Vijesti",
        "País",
    ],
)
def test_the_name_of_a_section_above_the_headline_is_none(section: str) -> None:
    parsed = normalise_item(
        Item(b"", f"{section}\n\nShips in the Bay\n\n{FIRST}\n\n{LAST}", "a.txt", "a.txt", {}),
        get_outlet("generic"),
        {},
    )
    assert parsed.title == "Ships in the Bay"
    assert section not in [parsed.text[p.start : p.end] for p in parsed.passages if p.role in COUNTED]


@pytest.mark.parametrize(
    "line",
    [
        "Note: The President spoke at noon at the mill.",
        "The paper is not responsible for what guests write.",
        "The article does not necessarily reflect the views of the town.",
        "Source: The Town Herald",
        "Author : A. Writer",
        "By A. Writer",
        "APP/aal/szm",
        "nno/ par/",
        "5/11/2024 | 19:27:33",
        "//Petra// SS",
        "RIPRODUZIONE RISERVATA",
    ],
)
def test_what_archives_and_agencies_put_below_a_text(line: str) -> None:
    assert counted(f"{FIRST}\n\n{LAST}\n\n{line}", title="Mill")[-2:] == [FIRST, LAST]


@pytest.mark.parametrize("line", ["By doing so we win.", "The source of the river is far.", "Note the date!"])
def test_last_sentences_stay(line: str) -> None:
    assert counted(f"{FIRST}\n\n{LAST}\n\n{line}", title="Mill")[-1] == line


LONG = "The mill of the town turns again, for it was restored in the spring by all who live beside the river."


def test_what_stands_below_a_form_for_comments_is_of_the_page() -> None:
    form = "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nName *"
    assert counted(f"{LONG}\n\n{LAST}\n\nShare\n\n{form}") == [LONG, LAST]
    assert counted(f"{LONG}\n\n{LAST}\n\nShare\n\nAn archive\n\nof our town") == [LONG, LAST]
    assert counted(f"{LONG}\n\nCalendar\n\n{LONG}\n\n{LONG}") == [LONG, "Calendar", LONG, LONG]


@pytest.mark.parametrize(
    "line",
    [
        "Source: The Ministry of Mills", "Media enquiries: Ann Lee, 555 123", "Issued by: The Presidency",
        "(Tanjug)", "Ulat ni Vic Marn", "По материалам: Вестник мельников", "文章来源：磨坊日报", "Mill news",
        "DCN/Agencias",
    ],
)  # fmt: skip
def test_credits_below_a_text_do_not_count(line: str) -> None:
    assert counted(f"{LONG}\n\n{LAST}\n\n{line}") == [LONG, LAST]
    assert counted(f"{LONG}\n\n{line}\n\n{LAST}\n\n{LONG}\n\n{LAST}\n\n{LONG}\n\n{LAST}")[1] == line


@pytest.mark.parametrize(
    "line",
    [
        "Copyright © 2020 The Mill. All rights reserved. To contact us, click here.",
        "More From: The Valley",
        "Read the original article on the Mill",
        "磨坊日报 版权所有 备案号:14022883号",
        "Weitere Storys: Mühle",
        "Previous Story",
    ],
)
def test_below_whose_the_page_is_nothing_is_of_the_text(line: str) -> None:
    assert counted(f"{LONG}\n\n{LONG}\n\n{line}\n\nShips in the Bay\n\nFair Opens") == [LONG, LONG]
