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
    ("generic", "МОСКВА, 5 ноября. /ТАСС/. ", "МОСКВА", 11, 5),
    ("generic", "La Habana, 13 nov (Prensa Latina) ", "La Habana", 11, 13),
    ("generic", "【平壌1月3日発朝鮮中央通信】", "平壌", 1, 3),
]


@pytest.mark.parametrize(("outlet", "words", "place", "month", "day"), FORMS)
def test_each_form_is_read_whole(outlet: str, words: str, place: str, month: int | None, day: int) -> None:
    text = f"{words}Строительство 开始 began."
    found = parse_dateline(text, get_outlet(outlet).datelines)
    assert found is not None
    assert (found.place, found.month, found.day) == (place, month, day)
    assert text[found.end :].startswith("Строительство")


@pytest.mark.parametrize(
    ("outlet", "words"),
    [
        ("xinhua", "会议于11月5日在北京举行。"),
        ("xinhua", "新华社记者十一月五日报道了会议。"),
        ("tass", "Москва, 5 ноября отметила день города."),
        ("granma", "La Habana, 13 de noviembre es una fecha."),
        ("kcna", "Pyongyang, March 3 is a holiday."),
        ("generic", "（见下文）会议开始。"),
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
