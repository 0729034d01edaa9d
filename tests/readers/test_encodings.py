"""Encodings: marked, guessed, broken, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.decode.encodings import NotTextError, decode

KOREAN = (
    "경애하는 김정은동지께서 지방발전정책대상건설 착공식에서 뜻깊은 연설을 하시였다.\n"
    "우리 당과 정부는 인민의 생활을 높이는것을 가장 중요한 과제로 내세우고있다."
)
HANJA = "朝鮮民主主義人民共和國의 全體 人民들은 偉大한 首領의 領導밑에 社會主義를 建設하고 있다."
CHINESE = "各位代表：去年我们修了三条水渠，建了两座图书馆，请大家审议今年的计划，并提出宝贵意见。"
TRADITIONAL = "朝鮮中央通訊社報導，我們必須團結一致，為國家的繁榮而奮鬥，發展地方經濟，改善人民生活。"
JAPANESE = "総書記は地方発展政策の着工式で演説を行った。人民の生活を向上させることが最も重要である。"
RUSSIAN = "Президент направил телеграмму. МОСКВА, 6 августа. /ТАСС/. Народ и армия едины вокруг партии."
THAI = "รัฐบาลแถลงว่าประชาชนทุกคนต้องร่วมมือกันเพื่อสันติภาพและความมั่นคงของชาติ การพัฒนาเศรษฐกิจเป็นเรื่องสำคัญ"
FRENCH = "Le Président a déclaré à l’Assemblée : « Nous ne cèderons pas. » ÉGALITÉ. Où était-il ? Ça va."
SPANISH = "El Primer Secretario, Miguel Díaz-Canel, dijo que la Revolución continuará. ¿Qué más? El año."
ENGLISH = (
    "The “Regional Development 20×10 Policy” — the Party’s policy — was set forth at the plenary meeting.\n"
    * 40
)

LEGACY = [
    (KOREAN, "euc-kr", "cp949"),
    ("뷁 펲 똠방각하 " + KOREAN, "cp949", "cp949"),
    (HANJA, "cp949", "cp949"),
    (CHINESE, "gb2312", "gb18030"),
    (CHINESE + "㐀𠀀", "gb18030", "gb18030"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (JAPANESE, "shift_jis", "cp932"),
    (RUSSIAN, "cp1251", "cp1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (RUSSIAN.upper(), "cp1251", "cp1251"),
    (RUSSIAN.upper(), "koi8-r", "koi8-r"),
    (JAPANESE, "euc_jp", "euc_jp"),
    ("ロシア・ウクライナ情勢について、外務大臣が発表した。", "euc_jp", "euc_jp"),
    (RUSSIAN, "iso8859-5", "iso8859-5"),
    (RUSSIAN.upper(), "iso8859-5", "iso8859-5"),
    (THAI, "tis-620", "cp874"),
    ("وكالة الأنباء المركزية الكورية", "cp1256", "cp1256"),
    ("وكالة الأنباء المركزية الكورية", "iso8859-6", "iso8859-6"),
    ("Η Βουλή των Ελλήνων συζήτησε σήμερα την ειρήνη", "cp1253", "cp1253"),
    ("הנשיא אמר כי הממשלה תפעל למען השלום", "cp1255", "cp1255"),
    (FRENCH, "cp1252", "cp1252"),
    (SPANISH, "latin-1", "cp1252"),
    (ENGLISH, "cp1252", "cp1252"),
]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)
NO_TEXTS = {
    "nul": b"a text with\x00 a zero byte",
    "nul, even": b"this text has a\x00 zero byte",
    "nul, short": b"text\x00texts",
    "png": PNG,
    "pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\nendobj\n",
    "program": bytes(range(256)) * 20,
    "utf-16 of nothing known": codecs.BOM_UTF16_LE + bytes(200),
    "controls": b"\x01\x02\x03\x04 text " * 20,
    "desktop store": b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00\x00\x00\x08\x00" + bytes(2000),
}


@pytest.mark.parametrize(("text", "written", "found"), LEGACY)
def test_legacy_encodings_are_told_apart_and_said_to_be_guessed(text: str, written: str, found: str) -> None:
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding) == (text, found)
    assert decoded.notes[0].startswith("encoding guessed: ")


@pytest.mark.parametrize("text", [KOREAN, CHINESE, ENGLISH, "plain"])
@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32"),
    ],
)
def test_marked_encodings_and_utf8_need_no_guess(text: str, encoding: str, mark: bytes, found: str) -> None:
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.notes) == (text, found, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [KOREAN, CHINESE + "\n", ENGLISH, RUSSIAN])
def test_utf16_without_a_mark_is_known_by_its_zeros(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.notes == (f"encoding guessed: {encoding.upper()}",)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), max_size=200))
def test_utf8_is_read_as_it_is(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding, decoded.notes) == (text, "utf-8", ())


@given(
    st.binary(max_size=400),
    st.none() | st.sampled_from(["utf-8", "euc-kr", "iso-8859-1", "big5", "idna", "x-no"]),
)
def test_any_bytes_are_a_text_or_no_text(raw: bytes, declared: str | None) -> None:
    try:
        decoded = decode(raw, declared)
    except NotTextError:
        return
    assert raw.decode(decoded.encoding, "replace").removeprefix("\ufeff") == decoded.text.removeprefix(
        "\ufeff"
    )


@pytest.mark.parametrize("raw", NO_TEXTS.values(), ids=NO_TEXTS)
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(NotTextError, match="It is not a text"):
        decode(raw)


def test_a_text_cut_within_a_letter_stays_utf8() -> None:
    decoded = decode(KOREAN.encode()[:-2])  # the last letters are 다 and a full stop
    assert decoded.text == KOREAN[:-2] + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert decoded.notes == ("1 broken characters replaced by U+FFFD",)


def test_a_broken_byte_in_a_korean_text_is_replaced_and_said() -> None:
    raw = KOREAN.encode("cp949")
    decoded = decode(raw[:40] + b"\xff" + raw[40:])
    assert decoded.encoding == "cp949"
    assert decoded.text.count("\ufffd") == 1
    assert decoded.notes[1] == "1 broken characters replaced by U+FFFD"


def test_a_text_with_many_broken_bytes_is_refused() -> None:
    raw = bytearray(KOREAN.encode("cp949"))
    raw[::20] = b"\xff" * len(raw[::20])
    with pytest.raises(NotTextError, match="unknown encoding"):
        decode(bytes(raw))


def test_an_unknown_encoding_is_refused_rather_than_guessed() -> None:
    with pytest.raises(NotTextError, match="unknown encoding: convert it to UTF-8"):
        decode("Președintele a făcut o declarație".encode("iso8859-16") + b"\xdb\xfd\xa1\xfe" * 9)


@pytest.mark.parametrize(
    ("written", "declared", "found"),
    [
        ("cp949", "EUC-KR", "cp949"),
        ("cp949", "ks_c_5601-1987", "cp949"),
        ("cp949", "iso-8859-1", "cp949"),  # a lie that Latin-1 cannot contradict
        ("cp949", "utf-8", "cp949"),  # a lie that the bytes contradict
        ("utf-8", "euc-kr", "utf-8"),  # saved anew by a browser
        ("cp949", "unicode_escape", "cp949"),  # no encoding of texts
    ],
)
def test_what_a_text_declares_is_believed_unless_its_bytes_say_otherwise(
    written: str, declared: str, found: str
) -> None:
    decoded = decode(KOREAN.encode(written), declared)
    assert (decoded.text, decoded.encoding) == (KOREAN, found)


def test_a_declared_encoding_that_cannot_be_guessed_is_used() -> None:
    arabic = "وكالة الأنباء المركزية الكورية"
    decoded = decode(arabic.encode("cp1256"), "windows-1256")
    assert (decoded.text, decoded.encoding, decoded.notes) == (arabic, "cp1256", ())
