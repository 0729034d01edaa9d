"""Words, as people who read the language would part them; and the slow counter, which has its own code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.normalisation import fold, normalise, without_diacritics
from corpus.text.tokens import words
from tests import counter

WORDS = """
en | Victory.Our army advanced | Victory Our army advanced
en | rodong.rep.kp and www.mfa.gov.kp now | rodong.rep.kp and www.mfa.gov.kp now
en | the D.P.R.K.The people | the D.P.R.K The people
en | A/79/L.1/Rev.2 of Oct.7 | A 79 L 1 Rev 2 of Oct 7
en | v2.5 costs 1,250.75 won | v2.5 costs 1,250.75 won
en | 120 km² and 5m³ | 120 km² and 5m³
en | the armistice³ of 1953¹ | the armistice of 1953
en | y=x² holds for 10⁶ | y x holds for 10
en | CO₂ fell at 9 a.m. i.e. early | CO₂ fell at 9 a.m i.e early
en | ✌️Peace 1️⃣First 👩‍🚀astronaut | Peace First astronaut
en | com‌rades re­unite ⁦Putin⁩ | comrades reunite Putin
en | Ｓｅｌｆ－ｒｅｌｉａｎｃｅ ｄｏｎ＇ｔ | Ｓｅｌｆ－ｒｅｌｉａｎｃｅ ｄｏｎ＇ｔ
en | AT&T's No.1 file report.pdf | AT&T 's No 1 file report.pdf
en | 3ㅤwords peace.and war | 3 words peace and war
ru | В.И.Ленин, М.Захарова: ООН.Россия | В.И Ленин М Захарова ООН Россия
ru | президент.рф, тыс.человек, т.е. | президент.рф тыс человек т.е
fr | L’État jusqu'à l'U.R.S.S. | L’ État jusqu' à l' U.R.S.S
fr | aujourd’hui quelqu’un n’y a-t-il | aujourd’hui quelqu’un n’ y a-t-il
fr | c'est-à-dire prud'hommes presqu'île | c'est-à-dire prud'hommes presqu'île
it | L'Italia dell'Europa, un po' d'acqua | L' Italia dell' Europa un po d' acqua
ca | l'Estat col·legi dona'm posa’ls | l' Estat col·legi dona 'm posa ’ls
es | EE.UU. y la O.N.U. | EE UU y la O.N.U
de | Dr.Müller sagte, d'Artagnan | Dr Müller sagte d'Artagnan
ar | الســلام السَّلَامُ | الســلام السَّلَامُ
fa | می‌خواهیم برویم | می‌خواهیم برویم
tr | Türkiye'nin A.B.D.ve | Türkiye'nin A.B.D ve
ja | ｶﾞﾝﾊﾞﾚ | ガ ン バ レ
th | เพื่อสันติ 2567 | เ พื่ อ สั น ติ 2567
"""


@pytest.mark.parametrize("line", WORDS.strip().splitlines())
def test_words(line: str) -> None:
    language, text, wanted = (part.strip() for part in line.split(" | "))
    assert words(normalise(text), language=language) == wanted.split(" ")


SAME = """
أحمد احمد | إيران ايران | مُقَاوَمَة مقاومة | عـــراق عراق | ایران ايران | کشور كشور | على علی | می‌رود میرود
יִשְׂרָאֵל ישראל | KIZIL kızıl | İZMİR izmir | ミサイル ﾐｻｲﾙ | ドイツ ﾄﾞｲﾂ | self－reliance self-reliance
don＇t don't | Ёлка елка | Nación nacion | 葛󠄀城 葛城
"""
OTHER = "край краи | مدرسة مدرسه | résumé presume"


def test_marks_that_readers_ignore() -> None:
    def plain(text: str) -> str:
        return without_diacritics(fold(normalise(text)))

    for pair in SAME.replace("\n", "|").strip("|").split("|"):
        one, other = pair.split()
        assert plain(one) == plain(other), pair
    for pair in OTHER.split("|"):
        one, other = pair.split()
        assert plain(one) != plain(other), pair


PIECES = st.sampled_from([
    "l'", "d’", "kcna", "kp", "com", ".", "The", "u", "s", "1", "км", "²", " ", "-", "'s", "рф", "Peace",
    "3", ",",
    "\u200d", "www", "C", "中", "한", "ก", "ิ", "\u0301", "\ufe0f", "\u20e3", "\u3164", "．", "＇", "２", "ℹ",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["", "fr", "ca"]))
def test_the_slow_counter_finds_the_same_words(text: str, language: str) -> None:
    assert words(text, language=language) == counter.words(text, language)


def test_long_runs_of_joins_take_no_time() -> None:
    for unit in ("a.", "l'", "ab.kp-", "1,"):
        assert words(unit * 100_000 + "x", language="fr")
