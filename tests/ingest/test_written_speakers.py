"""Speakers as people write them into one cell of a table."""

from __future__ import annotations

import pytest

from corpus.ingest.load.item_values import says_nothing
from corpus.ingest.passages.written_speakers import written_speaker
from corpus.text.records import Doubt
from tests.ingest.test_values import parsed

NAMES = """
Lavrov, Sergey | Sergey Lavrov |
Mr. Sergey Lavrov (Minister of Foreign Affairs) | Sergey Lavrov | Minister of Foreign Affairs
Minister of Foreign Affairs Sergei Lavrov | Sergei Lavrov | Minister of Foreign Affairs
H.E. Mr. Nguyen Xuan Phuc, President | Nguyen Xuan Phuc | President
S.E.M. Macky Sall, Président de la République | Macky Sall | Président de la République
Foreign Minister of Russia, Sergey Lavrov | Sergey Lavrov | Foreign Minister of Russia
Kim Song - Permanent Representative | Kim Song | Permanent Representative
Jean-Pierre, Karine (Press Secretary) | Karine Jean-Pierre | Press Secretary
Castro Ruz, Fidel | Fidel Castro Ruz |
Obama, Barack H. | Barack H. Obama |
Al-Assad, Bashar | Bashar Al-Assad |
Bin Salman, Mohammed | Mohammed Bin Salman |
Kim, Jong Un | Kim Jong Un |
Ban, Ki-moon | Ban Ki-moon |
Xi, Jinping | Xi Jinping |
Президент России В.В. Путин | В.В. Путин | Президент России
Лавров, С.В. | С.В. Лавров |
Лавров С.В., министр иностранных дел | Лавров С.В. | министр иностранных дел
外交部发言人毛宁 | 毛宁 | 外交部发言人
Bundeskanzlerin Angela Merkel | Angela Merkel | Bundeskanzlerin
Dr. Fidel Castro Ruz | Fidel Castro Ruz |
Comrade Kim Jong Un | Kim Jong Un |
"""
WHOLE = """
Kim Jong Un
Ri Su Yong
习近平
King Abdullah II
Pope Francis
Sheikh Mujibur Rahman
Martin Luther King, Jr.
President of the Republic
Ministry of Foreign Affairs
Chair, Committee on Peace
Director-General, IAEA
Fidel Castro, Raúl Castro
Mao Ning; Wang Wenbin
Vladimir Putin and Xi Jinping
Castro (CUB)
(Minister)
, Minister
,
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_name_and_office_are_told_apart(line: str) -> None:
    value, name, titles = (part.strip() for part in line.split("|"))
    assert written_speaker(value) == (name, titles or None)


@pytest.mark.parametrize("value", WHOLE.strip().splitlines())
def test_what_is_no_name_with_an_office_stays(value: str) -> None:
    assert written_speaker(value) == (value, None)


def test_what_stood_in_the_cell_is_kept() -> None:
    found = parsed(speaker="Lavrov, Sergey")
    assert found.speaker == "Sergey Lavrov"
    assert Doubt("printed", "The speaker is given as 'Lavrov, Sergey'.") in found.doubts
    assert not [one for one in parsed(speaker="Sergey Lavrov").doubts if one.field == "printed"]


def test_the_office_in_the_cell_is_the_post_unless_a_column_has_it() -> None:
    cell = "Sergey Lavrov, Minister"
    assert [(one.actor, one.title) for one in parsed(speaker=cell).mentions] == [
        ("Sergey Lavrov", "Minister")
    ]
    both = parsed(speaker=cell, speaker_title="Foreign Minister").mentions
    assert [one.title for one in both] == ["Foreign Minister"]


@pytest.mark.parametrize("value", ["N/A", "n.d.", "-", "None", "NULL", "unknown", "неизвестно", "不详"])
def test_what_stands_for_nothing_is_nothing(value: str) -> None:
    assert says_nothing(value)
    found = parsed(speaker=value, place=value)
    assert (found.speaker, found.place) == (None, None)
