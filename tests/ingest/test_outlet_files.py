"""Texts in the forms of the outlets whose files come with the program: what is read from each.

The texts are invented; their forms are those that such outlets print.
"""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import SHIPPED, get_outlet
from corpus.text.records import Item
from corpus.text.roles import COUNTED, Role

# outlet, text, (title, day, place, speaker, genre), first words of what counts as narration and as speech
TEXTS = {
    "khamenei, lead-in": (
        "khamenei",
        "Leader's Speech to Officials\n\n`\n\nThe following is the full text of the speech delivered on July "
        "21, 2013 by Ayatollah Khamenei in a meeting with officials.\n\nIn the Name of God, the Merciful\n\n"
        "I thank you all.\n\nOur work goes on.",
        ("Leader's Speech to Officials", "2013-07-21", None, "Ali Khamenei", "speech"),
        ["The following"],
        ["In the", "I thank", "Our work"],
    ),
    "khamenei, headline": (
        "khamenei",
        "The Office of the Supreme Leader\n\nThe Leader’s remarks in a ceremony\n\n(Arabic prayer)\n\n"
        "We meet again this year.\n\nI am glad.",
        ("The Leader’s remarks in a ceremony", "None", None, "Ali Khamenei", "speech"),
        [],
        ["We meet", "I am"],
    ),
    "nhan-dan": (
        "nhan-dan",
        "Harvest begins\n\nMay 19, 2020 09:43:49\n\nNDO – Today, farmers went out.\n\nThey sang.",
        ("Harvest begins", "2020-05-19", None, None, "news"),
        ["Today, farmers", "They sang."],
        [],
    ),
    "vna": (
        "vna",
        "Ships leave port\n\nHanoi (VNA) – Ships left the port on May 5, officials said.\n\nThey sail on./.",
        ("Ships leave port", "None", "Hanoi", None, "news"),
        ["Ships left", "They sail"],
        [],
    ),
    "ria": (
        "ria",
        "Корабли вышли в море\n\nКорабль. Архивное фото\nЧитать на сайте Ria.ru\n"
        "СОЧИ, 6 окт 2019 - РИА Новости, Иван Петров. Корабли вышли в море, сообщили в порту.\nОни вернутся.",
        ("Корабли вышли в море", "2019-10-06", "СОЧИ", None, "news"),
        ["Корабли вышли", "Они вернутся."],
        [],
    ),
    "belta": (
        "belta",
        "Harvest is in\n\nMINSK, 17 August (BelTA) – The harvest is in, the ministry said.\n\nIt was good.",
        ("Harvest is in", "None", "MINSK", None, "news"),
        ["The harvest", "It was"],
        [],
    ),
    "sana": (
        "sana",
        "Harvest is in\n\nDamascus, (SANA)- The harvest is in.\n\nIt was good.",
        ("Harvest is in", "None", "Damascus", None, "news"),
        ["The harvest", "It was"],
        [],
    ),
    "irna": (
        "irna",
        "Harvest is in\n\nTehran, Nov 5, 2023, IRNA – The harvest is in.\n\nIt was good.\n\n1424**1396",
        ("Harvest is in", "2023-11-05", "Tehran", None, "news"),
        ["The harvest", "It was"],
        [],
    ),
    "anadolu": (
        "anadolu",
        "Harvest is in\n\nANKARA\n\nThe harvest is in, officials said.\n\nIt was good.",
        ("Harvest is in", "None", "ANKARA", None, "news"),
        ["The harvest", "It was"],
        [],
    ),
    "white-house, briefing": (
        "white-house",
        "Press Briefing by Press Secretary John Marn, 1/17/17\n\nJames S. Brady Press Briefing Room\n\n"
        "12:15 P.M. EST\n\nMR. MARN:  Good afternoon.\n\nQ    Thank you.  (Laughter.)\n\nMR. MARN:  We go on."
        "\n\nEND                1:05 P.M. EST",
        ("Press Briefing by Press Secretary John Marn, 1/17/17", "2017-01-17", None, "John Marn", "briefing"),
        ["Thank you."],
        ["Good afternoon.", "We go"],
    ),
    "prc-mfa, press conference": (
        "prc-mfa",
        "路透社记者：会谈是否推迟？\n毛宁：我不了解情况。\n法新社记者：有何评论？\n毛宁：我们表示哀悼。",
        ("路透社记者：会谈是否推迟？", "None", None, "毛宁", "speech"),
        ["会谈是否推迟？", "有何评论？"],
        ["我不了解情况。", "我们表示哀悼。"],
    ),
    "granma": (
        "granma",
        "Discurso de Miguel Mario Díaz-Canel Bermúdez, Presidente de la República, en el Palacio de "
        "Convenciones, el 22 de diciembre de 2021, “Año 63 de la Revolución”.\n\n(Versiones Taquigráficas – "
        "Presidencia de la República)\n\nQueridos compañeros;\n\nConcluimos hoy una legislatura."
        "\n\nMuchas gracias (Aplausos).",
        (None, "2021-12-22", None, "Miguel Díaz-Canel Bermúdez", "speech"),
        [],
        ["Queridos compañeros;", "Concluimos hoy", "Muchas gracias"],
    ),
    "prensa-latina": (
        "prensa-latina",
        "Termina la cosecha\n\nLa Habana, 13 nov (Prensa Latina) Terminó la cosecha, informó el ministerio.\n"
        "\nFue buena.\n\nmem/kmg",
        ("Termina la cosecha", "None", "La Habana", None, "news"),
        ["Terminó la", "Fue buena."],
        [],
    ),
    "global-times": (
        "global-times",
        "收成很好\n\n【环球时报-环球网报道 记者 张三】收成很好。\n\n农民很高兴。",
        ("收成很好", "None", None, None, "news"),
        ["收成很好。", "农民很高兴。"],
        [],
    ),
    "cctv": (
        "cctv",
        "收成很好\n\n央视网消息：收成很好。\n\n农民很高兴。",
        ("收成很好", "None", None, None, "news"),
        ["收成很好。", "农民很高兴。"],
        [],
    ),
    "pla-daily": (
        "pla-daily",
        "收成很好\n\n解放军报北京2024年11月5日电（记者张三）收成很好。\n\n农民很高兴。",
        ("收成很好", "2024-11-05", "北京", None, "news"),
        ["收成很好。", "农民很高兴。"],
        [],
    ),
    "qiushi": (
        "qiushi",
        "谈谈收成\n\n收成很好。\n\n农民很高兴。\n\n（本文原刊载于《求是》2024年第1期）",
        ("谈谈收成", "None", None, None, "article"),
        ["收成很好。", "农民很高兴。"],
        [],
    ),
    "minju-choson": (
        "minju-choson",
        "수확이 끝났다\n\n(평양 11월 5일발 조선중앙통신)\n\n수확이 끝났다고 한다.\n\n농민들이 기뻐하였다.",
        ("수확이 끝났다", "None", "평양", None, "news"),
        ["수확이 끝났다고", "농민들이 기뻐하였다."],
        [],
    ),
    "prc-mfa in English": (
        "prc-mfa",
        "عربي Español Русский Français 简体中文\n\nSpokesperson Lin Jian’s Regular Press Conference on May 5, 2024\n\n"
        "2024-05-05 22:28\n\nCCTV: What is it like?\n\nLin Jian: It is good.\n\nAs we speak, it grows.\n\n"
        "AFP: Why?\n\nLin Jian: We hope so.\n\nXinhua News Agency: When?\n\nLin Jian: Soon.",
        ("Spokesperson Lin Jian’s Regular Press Conference on May 5, 2024", "2024-05-05", None, "Lin Jian",
         "transcript"),
        ["What is", "Why?", "When?"],
        ["It is", "As we", "We hope", "Soon."],
    ),
    "kcna in Korean, 2026": (
        "kcna",
        "(평양 2월 14일발 조선중앙통신)\n\n수확이 끝났다고 한다.\n\n농민들이 기뻐하였다.(끝)\n\nwww.kcna.kp (2026.02.14.)",
        (None, "2026-02-14", "평양", None, "news"),
        ["수확이 끝났다고", "농민들이 기뻐하였다."],
        [],
    ),
    "rodong, a speech": (
        "rodong",
        "2018년 3월 28일 로동신문\n\n연회가 진행되였다\n\n연회에서 하신 김정은동지의 연설\n\n친애하는 동지들,\n\n"
        "오늘 우리는 모였습니다.\n\n나는 사의를 표합니다.",
        ("연회가 진행되였다", "2018-03-28", None, "Kim Jong Un", "speech"),
        ["연회에서 하신"],
        ["친애하는 동지들,", "오늘 우리는", "나는 사의를"],
    ),
    "rodong, a quotation": (
        "rodong",
        "모내기를 끝냈다 -여러 농장에서-\n\n주체108(2019)년 4월 27일 로동신문\n\n농장들에서 모내기를 끝냈다.\n\n"
        "김정은동지께서는 다음과 같이 말씀하시였다.\n\n《농사를 잘 지어야 합니다.》\n\n농민들이 기뻐하였다.",
        ("모내기를 끝냈다 -여러 농장에서-", "2019-04-27", None, "Kim Jong Un", "speech"),
        ["농장들에서 모내기를", "김정은동지께서는 다음과", "농민들이 기뻐하였다."],
        ["《농사를 잘"],
    ),
    "a monitoring service": (
        "generic",
        "Castro Receives Guests\n\n[Text] Last night, Fidel Castro received guests.\n\n[Begin recording] [Castro] "
        "Where are you from?\n\n[First unidentified speaker, in Spanish] We are from Ohio.\n\n[Castro] I know it.",
        ("Castro Receives Guests", "None", None, "Fidel Castro Ruz", "speech"),
        ["[Text] Last", "We are"],
        ["Where are", "I know"],
    ),
    "the works of a leader": (
        "generic",
        "在大会上的开幕词\n\n（一九八二年九月一日）\n\n邓小平\n\n同志们：\n\n大会现在开幕了。\n\n我们很高兴。",
        ("在大会上的开幕词", "1982-09-01", None, "Deng Xiaoping", "speech"),
        [],
        ["同志们：", "大会现在开幕了。", "我们很高兴。"],
    ),
    "an office and a name above": (
        "generic",
        "Chủ tịch Hồ Chí Minh\n\nTUYÊN NGÔN ĐỘC LẬP\n\nHỡi đồng bào cả nước,\n\nTất cả mọi người có quyền bình đẳng.",
        ("TUYÊN NGÔN ĐỘC LẬP", "None", None, "Ho Chi Minh", "speech"),
        [],
        ["Hỡi đồng", "Tất cả"],
    ),
    "words before the first question": (
        "russia-mfa",
        "Ответы на вопросы СМИ Министра иностранных дел С.В.Лаврова, Москва, 18 января 2024 года\n\n"
        "Добрый день, уважаемые коллеги!\n\nНачинаем пресс-конференцию.\n\nВопрос: Как дела?\n\n"
        "С.В.Лавров: Хорошо.\n\nВопрос: Что дальше?\n\nС.В.Лавров: Будем работать.",
        (None, "2024-01-18", "Москва", "Sergey Lavrov", "transcript"),
        ["Как дела?", "Что дальше?"],
        ["Добрый день,", "Начинаем пресс-конференцию.", "Хорошо.", "Будем работать."],
    ),
    "uriminzokkiri": (
        "uriminzokkiri",
        "조국평화통일위원회 대변인담화\n\n우리는 이것을 단호히 규탄한다.\n\n전쟁은 없어야 한다.",
        ("조국평화통일위원회 대변인담화", "None", None, None, "statement"),
        None,
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_in_the_outlet_s_forms(name: str) -> None:
    outlet, text, (title, day, place, speaker, genre), narration, speech = TEXTS[name]
    parsed = normalise_item(Item(text.encode(), text, "a.txt", "a", {}), get_outlet(outlet), {})
    assert title is None or parsed.title == title
    assert str(parsed.published.date if parsed.published else None) == day
    assert (parsed.place, parsed.speaker, parsed.genre) == (place, speaker, genre)
    counted = [
        (one.role, " ".join(parsed.text[one.start : one.end].split()[:2]))
        for one in parsed.passages
        if one.role in COUNTED and one.role is not Role.headline
    ]
    if narration is not None:
        assert [words for role, words in counted if role is Role.narration] == narration
        assert [words for role, words in counted if role is not Role.narration] == speech


def test_each_outlet_of_an_agency_or_government_shares_the_datelines() -> None:
    for path in SHIPPED.glob("*.toml"):
        outlet = get_outlet(path.stem)
        if outlet.hosts:
            assert len(outlet.datelines) > 15, path.stem
