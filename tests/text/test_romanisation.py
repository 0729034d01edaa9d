"""Names in several spellings: each is found by all of its own, and by no other person's."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.names.chinese import chinese_readings
from corpus.text.names.korean import korean_readings
from corpus.text.names.romanisation import romanised_key, same_name

# In the spelling of the DPRK | McCune-Reischauer | Revised | Hangul
KOREAN = [
    [form.strip() for form in line.split("|")]
    for line in """
Kim Il Sung | Kim Il-sŏng | Gim Il-seong | 김일성
Kim Jong Il | Kim Chŏng-il | Gim Jeong-il | 김정일
Kim Jong Un | Kim Chŏng-ŭn | Gim Jeong-eun | 김정은
Kim Jong Suk | Kim Chŏng-suk | Gim Jeong-suk | 김정숙
Kim Yo Jong | Kim Yŏ-jŏng | Gim Yeo-jeong | 김여정
Kim Yong Nam | Kim Yŏng-nam | Gim Yeong-nam | 김영남
Kim Yong Chol | Kim Yŏng-ch'ŏl | Gim Yeong-cheol | 김영철
Choe Son Hui | Ch'oe Sŏn-hŭi | Choe Seon-hui | 최선희
Choe Ryong Hae | Ch'oe Ryong-hae | Choe Ryong-hae | 최룡해
Pak Pong Ju | Pak Pong-ju | Bak Bong-ju | 박봉주
Jo Yong Won | Cho Yong-wŏn | Jo Yong-won | 조용원
Kim Tok Hun | Kim Tŏk-hun | Gim Deok-hun | 김덕훈
Ri Yong Ho | Ri Yong-ho | I Yong-ho | 리용호
Ri Son Gwon | Ri Sŏn-gwŏn | Ri Seon-gwon | 리선권
Pak Jong Chon | Pak Chŏng-ch'ŏn | Bak Jeong-cheon | 박정천
Ri Pyong Chol | Ri Pyŏng-ch'ŏl | Ri Byeong-cheol | 리병철
No Kwang Chol | No Kwang-ch'ŏl | No Gwang-cheol | 노광철
Kim Su Gil | Kim Su-gil | Gim Su-gil | 김수길
Hwang Pyong So | Hwang Pyŏng-sŏ | Hwang Byeong-seo | 황병서
Jang Song Thaek | Chang Sŏng-t'aek | Jang Seong-taek | 장성택
Kim Kyong Hui | Kim Kyŏng-hŭi | Gim Gyeong-hui | 김경희
Ri Sol Ju | Ri Sŏl-ju | Ri Seol-ju | 리설주
Hyon Song Wol | Hyŏn Song-wŏl | Hyeon Song-wol | 현송월
Kim Jae Ryong | Kim Chae-ryong | Gim Jae-ryong | 김재룡
Ri Man Gon | Ri Man-gŏn | Ri Man-geon | 리만건
Thae Hyong Chol | T'ae Hyŏng-ch'ŏl | Tae Hyeong-cheol | 태형철
O Su Yong | O Su-yong | O Su-yong | 오수용
O Jin U | O Chin-u | O Jin-u | 오진우
O Kuk Ryol | O Kŭk-ryŏl | O Geuk-ryeol | 오극렬
Jo Myong Rok | Cho Myŏng-rok | Jo Myeong-rok | 조명록
Kim Ki Nam | Kim Ki-nam | Gim Gi-nam | 김기남
Yang Hyong Sop | Yang Hyŏng-sŏp | Yang Hyeong-seop | 양형섭
Choe Thae Bok | Ch'oe T'ae-bok | Choe Tae-bok | 최태복
Choe Yong Rim | Ch'oe Yŏng-rim | Choe Yeong-rim | 최영림
Ri Yong Gil | Ri Yŏng-gil | Ri Yeong-gil | 리영길
Kim Kyok Sik | Kim Kyŏk-sik | Gim Gyeok-sik | 김격식
Kim Won Hong | Kim Wŏn-hong | Gim Won-hong | 김원홍
Kim Phyong Hae | Kim P'yŏng-hae | Gim Pyeong-hae | 김평해
Kwak Pom Gi | Kwak Pŏm-gi | Gwak Beom-gi | 곽범기
Kang Sok Ju | Kang Sŏk-ju | Gang Seok-ju | 강석주
Pak Ui Chun | Pak Ŭi-ch'un | Bak Ui-chun | 박의춘
Ri Su Yong | Ri Su-yong | Ri Su-yong | 리수용
Kim Kye Gwan | Kim Kye-gwan | Gim Gye-gwan | 김계관
Jo Chun Ryong | Cho Ch'un-ryong | Jo Chun-ryong | 조춘룡
Ri Il Hwan | Ri Il-hwan | Ri Il-hwan | 리일환
Jon Hyon Chol | Chŏn Hyŏn-ch'ŏl | Jeon Hyeon-cheol | 전현철
Pak Thae Song | Pak T'ae-sŏng | Bak Tae-seong | 박태성
Pak Thae Dok | Pak T'ae-dŏk | Bak Tae-deok | 박태덕
Ri Hi Yong | Ri Hi-yong | Ri Hi-yong | 리히용
Kim Song Nam | Kim Sŏng-nam | Gim Seong-nam | 김성남
Jong Kyong Thaek | Chŏng Kyŏng-t'aek | Jeong Gyeong-taek | 정경택
U Tong Chuk | U Tong-ch'ŭk | U Dong-cheuk | 우동측
Kim Hyok Chol | Kim Hyŏk-ch'ŏl | Gim Hyeok-cheol | 김혁철
Kim Song Hye | Kim Sŏng-hye | Gim Seong-hye | 김성혜
Choe Kang Il | Ch'oe Kang-il | Choe Gang-il | 최강일
Kwon Jong Gun | Kwŏn Chŏng-gŭn | Gwon Jeong-geun | 권정근
Han Song Ryol | Han Sŏng-ryŏl | Han Seong-ryeol | 한성렬
Ja Song Nam | Cha Sŏng-nam | Ja Seong-nam | 자성남
Sin Son Ho | Sin Sŏn-ho | Sin Seon-ho | 신선호
Pak Kil Yon | Pak Kil-yŏn | Bak Gil-yeon | 박길연
Kim Song | Kim Sŏng | Gim Seong | 김성
Paek Nam Sun | Paek Nam-sun | Baek Nam-sun | 백남순
Ho Tam | Hŏ Tam | Heo Dam | 허담
Ro Tu Chol | Ro Tu-ch'ŏl | No Du-cheol | 로두철
Nam Il | Nam Il | Nam Il | 남일
Rim Chun Chu | Rim Ch'un-ch'u | Rim Chun-chu | 림춘추
""".strip().splitlines()
]

CHINESE = [
    ("Xi Jinping", "Xí Jìnpíng", "Hsi Chin-p'ing"),
    ("Mao Zedong", "Máo Zédōng", "Mao Tse-tung"),
    ("Zhou Enlai", "Zhōu Ēnlái", "Chou En-lai"),
    ("Deng Xiaoping", "Dèng Xiǎopíng", "Teng Hsiao-p'ing"),
    ("Liu Shaoqi", "Liú Shàoqí", "Liu Shao-ch'i"),
    ("Lin Biao", "Lín Biāo", "Lin Piao"),
    ("Hua Guofeng", "Huà Guófēng", "Hua Kuo-feng"),
    ("Zhao Ziyang", "Zhào Zǐyáng", "Chao Tzu-yang"),
    ("Jiang Zemin", "Jiāng Zémín", "Chiang Tse-min"),
    ("Zhu Rongji", "Zhū Róngjī", "Chu Jung-chi"),
    ("Wen Jiabao", "Wēn Jiābǎo", "Wen Chia-pao"),
    ("Li Keqiang", "Lǐ Kèqiáng", "Li K'o-ch'iang"),
    ("Hu Yaobang", "Hú Yàobāng", "Hu Yao-pang"),
    ("Yao Yilin", "Yáo Yīlín", "Yao I-lin"),
    ("Lü Zhengcao", "Lǚ Zhèngcāo", "Lü Cheng-ts'ao"),
    ("Li Peng", "Lǐ Péng", "Li P'eng"),
    ("Xie Fuzhi", "Xiè Fùzhì", "Hsieh Fu-chih"),
    ("Luo Ruiqing", "Luó Ruìqīng", "Lo Jui-ch'ing"),
    ("Yue Yongchang", "Yuè Yǒngchāng", "Yüeh Yung-ch'ang"),
    ("Li Qiang", "Lǐ Qiáng", "Li Ch'iang"),
    ("Hu Jintao", "Hú Jǐntāo", "Hu Chin-t'ao"),
]


def without_marks(name: str) -> str:
    return name.translate(str.maketrans("ŏŭŎŬ", "ouOU")).replace("'", "")


@pytest.mark.parametrize("forms", KOREAN, ids=[forms[0] for forms in KOREAN])
def test_a_korean_name_is_found_by_each_of_its_spellings(forms: list[str]) -> None:
    dprk, mccune, revised, hangul = forms
    # The reading is the one that the Hangul says, up to how the south spells a surname.
    reading = {hangul} | {
        hangul.replace(*pair, 1) for pair in ("리이", "림임", "로노") if hangul[0] == pair[0]
    }
    assert reading & korean_readings(dprk)
    for spelling in (
        mccune, without_marks(mccune), mccune.replace("'", "’"), mccune.replace("-", ""), mccune.upper(),
        revised, revised.replace("-", " "), revised.replace("-", ""), hangul, " ".join(hangul),
        dprk.lower(), dprk.replace(" ", "-"),
    ):  # fmt: skip
        assert same_name(spelling, dprk), spelling
        assert same_name(spelling, hangul), spelling


@pytest.mark.parametrize("column", range(4))
def test_no_two_persons_match(column: int) -> None:
    keys = {forms[0]: romanised_key(forms[column]) for forms in KOREAN}
    northern = {forms[0]: romanised_key(forms[0]) for forms in KOREAN}
    pairs = [
        (one, other)
        for one, other in combinations(keys, 2)
        if keys[one] & keys[other] or keys[one] & northern[other] or northern[one] & keys[other]
    ]
    assert pairs == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Park Bong-ju", "Pak Pong Ju"),
        ("Choi Son-hui", "Choe Son Hui"),
        ("Choi Sŏn-hŭi", "최선희"),
        ("Lee Yong-ho", "Ri Yong Ho"),
        ("Yi Yong-ho", "Ri Yong Ho"),
        ("Rhee Syngman", "Rhee Syngman"),
        ("이용호", "Ri Yong Ho"),
        ("Choi Yong-hae", "Choe Ryong Hae"),
        ("최용해", "Choe Ryong Hae"),
        ("Kim Young-nam", "Kim Yong Nam"),
        ("KIM JONG-UN", "Kim Jong Un"),
        ("KimJongUn", "Kim Jong Un"),
        ("Jung Kyung-taek", "Jong Kyong Thaek"),
        ("Noh Kwang-chol", "No Kwang Chol"),
        ("Ch’oe Ryong-hae", "최룡해"),
        ("Kim Jǒng-ǔn", "김정은"),
    ],
)
def test_spellings_in_common_use(typed: str, name: str) -> None:
    assert same_name(typed, name) or typed == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ri Ryong Nam", "Ri Yong Nam"),
        ("리룡남", "리용남"),
        ("Kim Jong Un", "Kim Ch'ŏng-ŭn"),
        ("Kim Chŏng-ŭn", "Kim Chŏng-ŏn"),
        ("김정은", "김정운"),
        ("Jong Un Kim", "Kim Jong Un"),
        ("Kim", "Kim Jong Un"),
        ("Xi Jinping", "Xi Zhongxun"),
        ("Li Peng", "Li P'in"),
        ("Lin Biao", "Lin P'iao"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("unmarked", "marked"),
    [("Kim Chŏl", "Kim Ch'ŏl"), ("Kim Chong-ŭn", "Kim Chŏng-ŭn"), ("Lin Piao", "Lin P'iao")],
)
def test_a_letter_without_its_mark_may_mean_both(unmarked: str, marked: str) -> None:
    assert same_name(unmarked, marked)


@pytest.mark.parametrize(("pinyin", "tones", "wade"), CHINESE)
def test_a_chinese_name_is_found_by_each_of_its_spellings(pinyin: str, tones: str, wade: str) -> None:
    plain = pinyin.lower().replace(" ", "").replace("ü", "u")
    assert chinese_readings(pinyin) >= {plain}
    for spelling in (
        tones,
        wade,
        wade.replace("'", ""),
        pinyin.upper(),
        wade.replace("ü", "u"),
        tones.replace(" ", ""),
    ):
        assert plain in chinese_readings(spelling), spelling
        others = [name for name, *_ in CHINESE if name != pinyin and same_name(name, spelling)]
        assert others == []


@pytest.mark.parametrize(
    "name", ["", " ", "-", "Kim", "김", "John Smith", "Vladimir Putin", "Владимир Путин", "'", "_"]
)
def test_what_is_neither_has_no_key(name: str) -> None:
    assert romanised_key(name) == frozenset()


@given(st.text(max_size=40) | st.text("kimjonguehap'-ŏ ", max_size=40))
def test_any_text_has_keys_or_none(text: str) -> None:
    keys = romanised_key(text)
    assert len(keys) <= 4_000
    assert all(key.startswith(("ko:", "zh:")) for key in keys)
