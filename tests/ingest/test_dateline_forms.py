"""Datelines as the shipped outlets print them: each form with its place, month and day."""

from __future__ import annotations

import pytest

from corpus.ingest.dates.dateline import parse_dateline
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item
from corpus.text.roles import COUNTED, Role

FORMS = [
    ("kcna", "Pyongyang, March 3 (KCNA) -- ", "Pyongyang", 3, 3),
    ("kcna", "Pyongyang, March 3, Juche 106 (2017) (KCNA) -- ", "Pyongyang", 3, 3),
    ("kcna", "Пхеньян, 3 марта /ЦТАК/-- ", "Пхеньян", 3, 3),
    ("kcna", "Pyongyang, 3 de marzo (ACNC) -- ", "Pyongyang", 3, 3),
    ("kcna", "【平壌1月3日発朝鮮中央通信】", "平壌", 1, 3),
    ("kcna", "朝中社平壤1月3日电 ", "平壤", 1, 3),
    ("kcna", "(평양 3월 3일발 조선중앙통신)", "평양", 3, 3),
    ("rodong", "Pyongyang, March 3 (KCNA) -- ", "Pyongyang", 3, 3),
    ("tass", "MOSCOW, November 5. /TASS/. ", "MOSCOW", 11, 5),
    ("tass", "MOSCOW/NEW DELHI, November 5 /TASS/. ", "MOSCOW/NEW DELHI", 11, 5),
    ("tass", "МОСКВА, 5 ноября. /ТАСС/. ", "МОСКВА", 11, 5),
    ("tass", "МОСКВА, 5 ноября. /Корр. ТАСС/. ", "МОСКВА", 11, 5),
    ("tass", "МОСКВА, 5 ноября /ИТАР-ТАСС/. ", "МОСКВА", 11, 5),
    ("xinhua", "新华社北京11月5日电　", "北京", 11, 5),
    ("xinhua", "据新华社北京11月5日电 ", "北京", 11, 5),
    ("xinhua", "新华社延安三日电 ", "延安", None, 3),
    ("xinhua", "【新华社北京二十三日电】", "北京", None, 23),
    ("xinhua", "新华社华盛顿11月5日电（记者张三 李四）", "华盛顿", 11, 5),
    ("xinhua", "BEIJING, Oct. 23 (Xinhua) -- ", "BEIJING", 10, 23),
    ("xinhua", "BEIJING,Oct.23 (Xinhua) -- ", "BEIJING", 10, 23),
    ("xinhua", "LISBOA, 18 jun (Xinhua) -- ", "LISBOA", 6, 18),
    ("peoples-daily", "本报兰州11月25日讯 ", "兰州", 11, 25),
    ("peoples-daily", "本报北京11月25日电（记者张三）", "北京", 11, 25),
    ("peoples-daily", "人民网北京11月25日电 ", "北京", 11, 25),
    ("granma", "La Habana, 13 nov (Prensa Latina) ", "La Habana", 11, 13),
    *(
        ("generic", *form)
        for form in [
            ("МОСКВА, 5 ноября. /ТАСС/. ", "МОСКВА", 11, 5),
            ("МОСКВА, 5. (ТАСС). ", "МОСКВА", None, 5),
            ("МОСКВА, 5 ноя — РИА Новости. ", "МОСКВА", 11, 5),
            ("МОСКВА, 5 ноя - РИА Новости, Иван Иванов. ", "МОСКВА", 11, 5),
            ("Москва. 5 ноября. INTERFAX.RU - ", "Москва", 11, 5),
            ("5 ноября, Минск /Корр. БЕЛТА/. ", "Минск", 11, 5),
            ("Гавана, 5 ноября. /Корр. ТАСС Иван Петров/. ", "Гавана", 11, 5),
            ("La Habana, 13 nov (Prensa Latina) ", "La Habana", 11, 13),
            ("LA HABANA, 13 nov (ACN) ", "LA HABANA", 11, 13),
            ("Havana, Nov 13 (Prensa Latina) ", "Havana", 11, 13),
            ("CARACAS, 1ro. de mayo (AVN).- ", "CARACAS", 5, 1),
            ("Brasília, 13 de novembro de 2024 (Agencia Brasil) - ", "Brasília", 11, 13),
            ("Berlin, 13. November (ADN). ", "Berlin", 11, 13),
            ("Paris, le 13 novembre 2024 (AFP) - ", "Paris", 11, 13),
            ("【平壌1月3日発朝鮮中央通信】", "平壌", 1, 3),
            ("【北京5日共同】", "北京", None, 5),
            ("MOSCOW (Sputnik) — ", "MOSCOW", None, None),
            ("SEOUL, South Korea (AP) — ", "SEOUL, South Korea", None, None),
            ("ANKARA (AA) - ", "ANKARA", None, None),
            ("İSTANBUL (AA) - ", "İSTANBUL", None, None),
            ("Hà Nội (TTXVN) - ", "Hà Nội", None, None),
            ("Hanoi, November 5 (VNA) – ", "Hanoi", 11, 5),
            ("Tehran, Nov 5, IRNA – ", "Tehran", 11, 5),
            ("TEHRAN, Nov. 05 (MNA) – ", "TEHRAN", 11, 5),
            ("Tehran, IRNA – ", "Tehran", None, None),
            ("Damascus, SANA- ", "Damascus", None, None),
            ("(Damascus - SANA) ", "Damascus", None, None),
            ("Riyadh, November 05, 2024, SPA -- ", "Riyadh", 11, 5),
            ("ABU DHABI, 5th November, 2024 (WAM) -- ", "ABU DHABI", 11, 5),
            ("MINSK, 5 November (BelTA) – ", "MINSK", 11, 5),
            ("Sofia, November 5 (BTA) - ", "Sofia", 11, 5),
            ("WASHINGTON, Nov 5 (Reuters) - ", "WASHINGTON", 11, 5),
            ("UNITED NATIONS, Nov. 5 (Xinhua) -- ", "UNITED NATIONS", 11, 5),
            ("中新社北京11月5日电 (记者 张三)", "北京", 11, 5),
            ("中新网11月5日电 ", None, 11, 5),
            ("解放军报北京2024年11月5日电（记者张三）", "北京", 11, 5),
            ("央广网北京11月5日消息（记者张三）", "北京", 11, 5),
            ("本报讯（记者张三）", None, None, None),
            ("央视网消息：", None, None, None),
            ("（中央社記者張三台北5日電）", "台北", None, 5),
            ("【평양 1월 3일발 조선중앙통신】", "평양", 1, 3),
            ("(서울=연합뉴스) 홍길동 기자 = ", "서울", None, None),
            ("دمشق-سانا ", "دمشق", None, None),
            ("جدة – واس ", "جدة", None, None),
            ("أبوظبي في 5 نوفمبر / وام / ", "أبوظبي", 11, 5),
            ("الرياض 03 جمادى الأولى 1446 هـ الموافق 05 نوفمبر 2024 م واس ", "الرياض", 11, 5),
            ("تهران - ایرنا - ", "تهران", None, None),
            ("NDO – ", None, None, None),
            ("VOV.VN - ", None, None, None),
        ]
    ),
]


@pytest.mark.parametrize(("outlet", "words", "place", "month", "day"), FORMS)
def test_each_form_is_read_whole(
    outlet: str, words: str, place: str | None, month: int | None, day: int | None
) -> None:
    text = f"{words}Works 开始 건설 строительство."
    found = parse_dateline(text, get_outlet(outlet).datelines)
    assert found is not None
    assert (found.place, found.month, found.day) == (place, month, day)
    assert text[found.end :].startswith("Works")


@pytest.mark.parametrize(
    ("outlet", "words"),
    [
        ("xinhua", "会议于11月5日在北京举行。"),
        ("xinhua", "新华社记者十一月五日报道了会议。"),
        ("tass", "Москва, 5 ноября отметила день города."),
        ("granma", "La Habana, 13 de noviembre es una fecha."),
        ("kcna", "Pyongyang, March 3 is a holiday."),
        ("generic", "（见下文）会议开始。"),
        ("generic", "The statement was carried by the Associated Press (AP). It said so."),
        ("generic", "Kim (AP reporter) – a friend – said so."),
        ("generic", "The Treaty (TAP) was signed."),
        ("generic", "Monday, March 3 (Tuesday) was long."),
        ("generic", "Geneva, March 3 (two days later) was cold."),
        ("generic", "Москва, 5 ноября 2024 года (понедельник) встретила гостей."),
        ("generic", "新华社北京分社的记者11月5日说，会议结束。"),
        ("generic", "人民日报11月5日发表社论。"),
        ("generic", "本报记者张三报道：会议结束。"),
        ("generic", "دمشق - عاصمة سورية."),
        ("generic", "ТАСС сообщает – встреча прошла."),
    ],
)
def test_sentences_are_no_datelines(outlet: str, words: str) -> None:
    assert parse_dateline(words, get_outlet(outlet).datelines) is None


def read(text: str, outlet: str) -> tuple[list[str], list[str], str | None]:
    parsed = normalise_item(Item(text.encode(), text, "2023-10-04.txt", "a", {}), get_outlet(outlet), {})
    words = [(one.role, parsed.text[one.start : one.end]) for one in parsed.passages]
    found = [part for role, part in words if role is Role.dateline]
    return found, [part for role, part in words if role in COUNTED], parsed.place


def test_a_dateline_stands_below_any_lines_that_end_no_sentence() -> None:
    lead = "\n\n".join(["A headline", "A lead of one line", "4 Oct, 12:30", "Another line", "And one more"])
    found, counted, place = read(
        f"{lead}\n\nMOSCOW, October 4. /TASS/. The ministry said it.\n\nMore.", "tass"
    )
    assert found[-1] == "MOSCOW, October 4. /TASS/."
    assert counted[-2:] == ["The ministry said it.", "More."]
    assert place == "MOSCOW"


def test_a_dateline_in_brackets_is_the_last_line_of_a_document() -> None:
    found, counted, place = read(
        "关于工作的通知\n\n各部门要认真做好工作。\n\n（新华社北京11月5日电）\n", "xinhua"
    )
    assert found == ["（新华社北京11月5日电）"]
    assert counted == ["关于工作的通知", "各部门要认真做好工作。"]
    assert place == "北京"
    found, counted, _ = read(
        "关于工作的通知\n\n各部门要认真做好工作。\n\n（新华社北京11月5日电说）\n", "xinhua"
    )
    assert found == []
    assert len(counted) == 3
