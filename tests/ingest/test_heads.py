"""Headlines of texts that come without a title, and what stands around them."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import COUNTED, Role

BODY = "The meeting was attended by officials. It lasted two hours."
MORE = "They discussed trade. They will meet again."
RUSSIAN = "Во встрече участвовали представители министерства. Она длилась час."
CHINESE = "会议由部长主持。与会者讨论了贸易问题。"
KOREAN = "회의에는 성의 일군들이 참가하였다. 회의는 두시간동안 진행되였다."


def read(text: str, outlet: str = "generic", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a", fields), get_outlet(outlet), {})


def having(parsed: Parsed, role: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role is role]


@pytest.mark.parametrize(
    ("outlet", "text", "title"),
    [
        ("kcna", f"Ship Launched\n\nPyongyang, May 5 (KCNA) -- {BODY}", "Ship Launched"),
        ("kcna", f"Ship Launched\nPyongyang, May 5 (KCNA) -- {BODY}\n{MORE}", "Ship Launched"),
        ("kcna", f"DPRK Warns U.S.\n\nPyongyang, May 5 (KCNA) -- {BODY}", "DPRK Warns U.S."),
        ("generic", f"Who Pays for It?\n\nLONDON, May 5 (Reuters) -- {BODY}", "Who Pays for It?"),
        ("generic", f"Respected Minister Opens Fair\n\n{BODY}\n\n{MORE}", "Respected Minister Opens Fair"),
        ("generic", f"ADDRESS TO THE NATION\n \nMarch 3, 1950\n\n{BODY}\n{MORE}", "ADDRESS TO THE NATION"),
        ("generic", f"Заседание Совета\n5 мая 2019 года\n{RUSSIAN}\n{RUSSIAN}", "Заседание Совета"),
        ("generic", f"5 мая 2019 года\n\nЗаседание Совета\n\n{RUSSIAN}\n\n{RUSSIAN}", "Заседание Совета"),
        ("rodong", f"정치국 회의 진행\n\n(평양 5월 5일발 조선중앙통신)\n{KOREAN}", "정치국 회의 진행"),
        ("xinhua", f"部长会见外宾\n　　新华社北京5月5日电　{CHINESE}\n　　{CHINESE}", "部长会见外宾"),
        (
            "tass",
            f"Steel grows\n\nFigures are out\n\n5 May, 09:12\n\nMOSCOW, May 5. /TASS/. {BODY}",
            "Steel grows",
        ),
        ("generic", f"Trade Fair Opens\n{BODY}\n{MORE}\n{BODY}", "Trade Fair Opens"),
        (
            "kremlin",
            "Speech by the President at the Harvest Club\n\nOctober 5, 2023, Sochi\n\nVladimir Putin: Colleagues, friends,"
            f"\n\n{BODY}\n\nVladimir Putin: {MORE}",
            "Speech by the President at the Harvest Club",
        ),
    ],
)
def test_the_first_line_before_dateline_date_or_gap_is_the_headline(
    outlet: str, text: str, title: str
) -> None:
    parsed = read(text, outlet)
    assert parsed.title == title
    assert parsed.title_given
    assert having(parsed, Role.headline) == [title]


@pytest.mark.parametrize(
    "text",
    [
        f"Dear comrades and friends!\n\n{BODY}\n\n{MORE}",
        f"Дорогие товарищи!\n\n{RUSSIAN}\n\n{RUSSIAN}",
        f"同志们：\n\n{CHINESE}\n\n{CHINESE}",
        f"Fellow citizens\n\n{BODY}\n\n{MORE}",
        f"{BODY}\n\n{MORE}",
        "A short message without a stop",
        "The sun comes up behind the mill\n\nAnd lights the flags along the road\n\nThe children stand there",
        "Host: Good evening and welcome\n\nGuest: Thank you for having me.\n\nHost: Let us begin.",
        f"To whom it may concern,\n\n{BODY}\n\n{MORE}",
        f"A sentence that ends. And a fragment of another\n\n{BODY}\n\n{MORE}",
    ],
)
def test_what_is_no_headline(text: str) -> None:
    parsed = read(text)
    assert having(parsed, Role.headline) == []
    assert not parsed.title_given


def test_a_given_title_stays_the_title() -> None:
    parsed = read(f"Another Line\n\nPyongyang, May 5 (KCNA) -- {BODY}", "kcna", title="Given")
    assert parsed.title == "Given"
    assert having(parsed, Role.headline) == ["Given"]


def test_a_stamp_is_no_part_of_the_title_and_dates_the_text() -> None:
    parsed = read(f"Ship Launched [2019.05.05.]\n\nPyongyang, May 5 (KCNA) -- {BODY}", "kcna")
    assert parsed.title == "Ship Launched"
    assert parsed.published is not None
    assert str(parsed.published.date) == "2019-05-05"


@pytest.mark.parametrize(
    ("outlet", "headline", "genre", "authority"),
    [
        ("peoples-daily", "社论：坚定信心", "editorial", "agency-commentary"),
        ("peoples-daily", "人民日报社论：奋进新征程", "editorial", "agency-commentary"),
        ("peoples-daily", "人民日报评论员：把实事办好", "commentary", "signed-commentary"),
        ("peoples-daily", "国际论坛：合作才能共赢", "commentary", "signed-commentary"),
        ("xinhua", "外交部发言人就某事答记者问", "answer", "spokesperson-answer"),
        ("peoples-daily", "代表在会上的讲话", "speech", None),
    ],
)
def test_kind_and_authority_are_read_from_a_printed_headline(
    outlet: str, headline: str, genre: str, authority: str | None
) -> None:
    for parsed in (read(f"{headline}\n\n{CHINESE}", outlet), read(CHINESE, outlet, title=headline)):
        assert (parsed.title, parsed.genre, parsed.authority) == (headline, genre, authority)


@pytest.mark.parametrize(
    ("text", "title", "genre"),
    [
        (
            f"     У К А З\n\n    ПРЕЗИДЕНТА\n\n    О мерах по развитию\n      сети дорог\n\n{RUSSIAN}",
            "О мерах по развитию сети дорог",
            "decree",
        ),
        (
            f"УКАЗ\nПрезидента Республики\nот 3 марта 2003 г. N 145\nО дорогах\n\n{RUSSIAN}\n\n{RUSSIAN}",
            "О дорогах",
            "decree",
        ),
        (
            f"DECREE No. 12\nOF THE PRESIDIUM\n\nOn Awarding an Order\n\n{BODY}",
            "On Awarding an Order",
            "decree",
        ),
        (f"公　告\n\n关于调整关税的公告\n\n{CHINESE}\n\n{CHINESE}", "关于调整关税的公告", "announcement"),
        (
            f"사설\n\n새로운 승리를 향하여 나아가자\n\n{KOREAN}\n\n{KOREAN}",
            "새로운 승리를 향하여 나아가자",
            "editorial",
        ),
    ],
)
def test_below_the_kind_of_a_document_stands_its_title(text: str, title: str, genre: str) -> None:
    parsed = read(text)
    assert (parsed.title, parsed.genre) == (title, genre)
    assert title in having(parsed, Role.headline)
    assert len(having(parsed, Role.headline)) > 1


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        (
            f"Home\nChina\nWorld\n\nFair Opens\n\nShare\n\n{BODY}\n\n{MORE}",
            ["Home", "China", "World", "Share"],
        ),
        (
            f"Home > News > Asia\n\nFair Opens\n\nBy A. Writer\n\n{BODY}\n\nPrint",
            ["Home > News > Asia", "By A. Writer", "Print"],
        ),
        (f"首页 > 时政\n\nFair Opens\n\n字号：大 中 小\n\n{BODY}", ["首页 > 时政", "字号：大 中 小"]),
        (f"Главная / Новости\n\nFair Opens\n\nПоделиться\n\n{BODY}", ["Главная / Новости", "Поделиться"]),
        (f"Fair Opens\n\nShare: A+A-\n\n{BODY}", ["Share: A+A-"]),
        (
            f"Fair Opens\n\nAgency | Updated: 2024-04-09 07:10\n\n{BODY}",
            ["Agency | Updated: 2024-04-09 07:10"],
        ),
        (f"[As delivered in person to all]\n\nFair Opens\n\n{BODY}", ["[As delivered in person to all]"]),
    ],
)
def test_furniture_of_pages_is_kept_and_counts_nowhere(text: str, aside: list[str]) -> None:
    parsed = read(text)
    assert parsed.title == "Fair Opens"
    counted = [parsed.text[one.start : one.end] for one in parsed.passages if one.role in COUNTED]
    assert counted[0] == "Fair Opens"
    assert having(parsed, Role.editor_note) == aside
    assert not set(aside) & set(counted)


SPANISH = "La delegación visitó el nuevo puerto y elogió a los constructores."


@pytest.mark.parametrize(
    ("line", "body", "day", "place"),
    [
        ("15 August 2024", BODY, "2024-08-15", None),
        ("Thu Aug 15 10:20:33 2024", BODY, "2024-08-15", None),
        ("Thursday, 15 August 2024.", BODY, "2024-08-15", None),
        ("Geneva, 15 August 2024", BODY, "2024-08-15", "Geneva"),
        ("Geneva, 15 August 2024.", BODY, "2024-08-15", "Geneva"),
        ("La Habana, 15 de agosto de 2024.", SPANISH, "2024-08-15", "La Habana"),
        ("Palacio de la Revolución, 15 de agosto de 2024. “Año 66 de la Revolución”.", SPANISH, "2024-08-15",
         "Palacio de la Revolución"),
        ("г. Москва, 15 августа 2024 года", RUSSIAN, "2024-08-15", "Москва"),
        ("Минск, 15 августа 2024 г.", RUSSIAN, "2024-08-15", "Минск"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headline", ["", "SHIP LAUNCHED 7\n\n"])
def test_a_line_with_place_and_day_is_no_words_of_the_text(
    line: str, body: str, day: str, place: str | None, headline: str
) -> None:
    parsed = read(f"{headline}{line}\n\n{body}")
    assert str(parsed.published.date if parsed.published else None) == day
    assert parsed.place == place
    assert having(parsed, Role.dateline) == [line]
    assert parsed.title == (headline.strip() or body)


@pytest.mark.parametrize("line", ["They died, 15 August 2024.", "He was born on 15 August 2024.", "In, 15."])
def test_a_sentence_with_a_day_is_no_such_line(line: str) -> None:
    assert not having(read(f"{line}\n\n{BODY}"), Role.dateline)


def test_the_title_made_from_the_first_words_has_no_dateline() -> None:
    parsed = read(f"Pyongyang, May 5 (KCNA) -- {BODY}", "kcna")
    assert (parsed.title, parsed.title_given) == (BODY, False)


@pytest.mark.parametrize(
    ("above", "aside"),
    [
        ("Пресс-секретарь Иван Петров © Михаил Орлов/ ТАСС", True),
        ("Иван Петров. Архивное фото", True),
        ("Читать на сайте Ria.ru", True),
        ("فارسی | العربية | English", True),
        ("news id: 116127 -", True),
        ("* * *", True),
        ("【编辑：张三】", True),
        ("Photo: Ivan Petrov", True),
        ("Figures are out", False),
        ("English lessons for all", False),
        ("Photographs from the archive shown", False),
    ],
)
def test_captions_and_lines_of_the_page_are_no_words(above: str, aside: bool) -> None:
    parsed = read(f"Steel grows\n\n{above}\n\nMOSCOW, May 5. /TASS/. {BODY}", "tass")
    assert parsed.title == "Steel grows"
    assert (having(parsed, Role.editor_note) == [above]) is aside


def test_a_chinese_headline_may_ask_and_go_on() -> None:
    parsed = read(f"会议为何延期？部长：时间关系\n\n新华社北京5月5日电　{CHINESE}", "xinhua")
    assert having(parsed, Role.headline) == ["会议为何延期？部长：时间关系"]
    assert not having(read(f"会议开始。部长讲话。\n\n{CHINESE}", "xinhua"), Role.headline)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Press Briefing by John Marn, 1/17/17", "2017-01-17"),
        ("Remarks 25/6/2021", "2021-06-25"),
        ("Remarks 5/6/2021", "None"),
        ("Vote 51-49-00 of the house", "None"),
    ],
)
def test_a_day_in_numbers_in_a_headline_counts_where_it_can_be_read_one_way(title: str, day: str) -> None:
    parsed = read(f"{title}\n\n{BODY}\n\n{MORE}")
    assert str(parsed.published.date if parsed.published else None) == day


@pytest.mark.parametrize(
    ("head", "title", "author"),
    [
        ("Kim Il Sung\n\nON THE MILLS OF THE TOWN\n\nSpeech to Millers\n\nMay 6, 1957", "ON THE MILLS OF THE TOWN", "Kim Il Sung"),
        ("V. I. Marnin\n\nSpeech At The Mill\n\nMay 6, 1918", "Speech At The Mill", "V. I. Marnin"),
        ("Olga T. Marn\n8th President of the Town: 1974 - 1977\n\nRemarks at the Mill\n\nMay 6, 1976", "Remarks at the Mill", "Olga T. Marn"),
    ],
)  # fmt: skip
def test_a_name_alone_above_the_title_of_a_speech_is_its_speaker(head: str, title: str, author: str) -> None:
    parsed = read(
        f"{head}\n\nI thank you all for coming. The mill turns again.\n\nWe shall restore the ferry, too."
    )
    assert parsed.title == title
    assert parsed.speaker == author
    assert having(parsed, Role.speech)[-1].startswith("We shall")


MENU = "\n".join(["Home page", "Our town", "Search here", "Most wanted", "Rivers", "Boats"])


def test_the_headline_below_a_menu_is_found() -> None:
    parsed = read(f"{MENU}\nThe Mill Turns Again in the Old Town\nMay 5, 2019\n{BODY} {MORE}\n\n{MORE}")
    assert parsed.title == "The Mill Turns Again in the Old Town"
    assert having(parsed, Role.narration) == [f"{BODY} {MORE}", MORE]


def test_lines_of_a_poem_are_no_menu() -> None:
    parsed = read(f"{MENU}\n\nThe sun comes up behind the mill\n\nAnd lights the flags")
    assert having(parsed, Role.headline) == []


def test_what_stands_below_a_given_title_is_no_text() -> None:
    parsed = read(
        f"World\n\nBy A. Writer\n\nOslo\n\n(Transcript of the record)\n\n{BODY}\n\n{MORE}", title="Fair Opens"
    )
    assert having(parsed, Role.narration)[-2:] == [BODY, MORE]
    assert "By A. Writer" in having(parsed, Role.editor_note)
    assert parsed.place == "Oslo"


LEAD = (
    "The mill of the old town turns again after ten years, and the river carries its flour to all villages."
)


def test_a_headline_that_stands_twice_is_the_lower_one() -> None:
    menu = "· Ships in the bay\n· The old mill turns again\n· Fairs\nPDF\nMay 6, 2019  Print Share"
    parsed = read(f"{menu}\nThe old mill turns again\n\n{LEAD}\n\n{MORE}")
    assert parsed.title == "The old mill turns again"
    assert str(parsed.published.date) == "2019-05-06"
    assert having(parsed, Role.narration) == [LEAD, MORE]


def test_the_headline_is_the_line_whose_words_the_text_says() -> None:
    above = "AA BB\n--- Letters from the valley ---\n\n31.10.2007\n\n"
    title = "River carries the flour of the old mill"
    parsed = read(f"{above}{title}\n\nAnn Lee\nFollow us on Rivers\n\n{LEAD}")
    assert parsed.title == title
    assert str(parsed.published.date) == "2007-10-31"
    assert having(parsed, Role.narration)[-1] == LEAD


@pytest.mark.parametrize(
    "head",
    [
        "It is with pleasure that I extend to you, Mr.\nPresident, and those of all who live in the old town\n"
        "The mill and the river of",
        "Good day!\n\nThe river carries flour of the mill!",
        "Mr. President,\n\nMadam Chair,\n\nMr. President,",
        "Ann Lee\n\nBen Moe\n\nAnn Lee",
        "<The Miller>, <The River>, <The Ferry> together",
    ],
)  # fmt: skip
def test_lines_that_are_broken_cried_or_names_are_no_headline(head: str) -> None:
    assert having(read(f"{head}\n\n{LEAD}\n\n{MORE}"), Role.editor_note) == []


def test_a_section_alone_above_a_text_is_no_headline() -> None:
    parsed = read(f"Politics\n\n{LEAD}\n\n{MORE}")
    assert having(parsed, Role.headline) == []
    assert having(parsed, Role.editor_note) == ["Politics"]


def test_a_section_that_the_way_through_the_site_names_is_no_headline() -> None:
    parsed = read(
        f"The Valley\nYou are here: Home > The Valley >\n\nMill turns again\n\n– 6 May 2019 –\n\n{LEAD}"
    )
    assert parsed.title == "Mill turns again"
    assert str(parsed.published.date) == "2019-05-06"
    assert having(parsed, Role.narration) == [LEAD]


def test_a_headline_behind_the_glued_way_through_a_site_is_no_headline() -> None:
    title = "The mill of the old town turns again"
    parsed = read(f"HomeNews{title}\n\n{title}\n\n{LEAD}\n\n{MORE}")
    assert parsed.title == title
    assert having(parsed, Role.editor_note) == [f"HomeNews{title}"]


def test_a_sentence_that_cries_below_a_headline_is_not_it() -> None:
    lead = "The mill of the old town turns again after ten years and the river carries flour!"
    parsed = read(f"NO FLOUR LEFT: the ferry waits\n{lead}\n\n{LEAD}\n\n{MORE}")
    assert parsed.title == "NO FLOUR LEFT: the ferry waits"


def test_a_day_with_the_hour_alone_above_a_text_is_no_headline() -> None:
    parsed = read(f"Valley.Az » Politics » Mill turns\n24 February 2006 [10:06] - Valley.Az\n{LEAD}\n{MORE}")
    assert having(parsed, Role.headline) == []
    assert str(parsed.published.date) == "2006-02-24"
