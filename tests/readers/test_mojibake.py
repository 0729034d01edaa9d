"""Mojibake is mended, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.decode.mojibake import mend

KOREAN = "조선민주주의인민공화국 정부는 평화와 안전을 위한 정책을 일관하게 견지할것이다."


def misread(text: str, codec: str) -> str:
    """UTF-8 as another encoding shows it; bytes that it has no letter for become control characters."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "the 20×10 policy",
        "the Party’s “new” line — and more…",
        "Mr. Schüssel spoke of El Niño.",
        KOREAN,
        "各位代表：去年我们修了三条水渠，建了两座图书馆。",
        "Президент направил телеграмму.",
    ],
)
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_misread_utf8_is_mended(text: str, codec: str) -> None:
    assert mend(misread(text, codec)) == text


def test_russian_misread_as_windows_1251_is_mended() -> None:
    assert (
        mend("Президент направил телеграмму.".encode().decode("cp1251")) == "Президент направил телеграмму."
    )


@pytest.mark.parametrize(
    "text",
    [
        "LIBERTÉ» est un mot, «ESPAÑA» aussi.",
        "communiqué’s “É” and Ça, c’est… «São» À «",
        "Đặng Xuân “Việt”: Hà Nội",
        "ＡＢＣ １２３ “quotes” ‘curled’ \u3000 ﬁ ½ &amp; \u00a0",
        "Рёв и Рим, СССР",
        "the Ã of the alphabet",
        "Lê-se “AMANHÃ” no cartaz; «ALEMÃ», “HÂLÂ” e “NAÇÃ”",
        "ĐÃ” và “Ê” là chữ “Ô”. “Ừ, ĐÃ”.",
        "“ROMÂNIA” ȘI „CÂMARA” ÎN «IRMû",
        "Uma só vez: A MAÇÃ— e não mais",
        KOREAN,
    ],
)
def test_sound_text_is_returned_as_it_is(text: str) -> None:
    assert mend(text) is text


def test_one_sign_needs_another_in_the_document() -> None:
    one, other = "VIVA JOSÃ‰ MARTÃ\u008d".replace("\u008d", ""), "O MÊS DE MARÃ‡O"
    assert mend(one) is one
    assert mend(f"{one}\n{other}") == f"{one}\n{other}".replace("Ã‰", "É").replace("Ã‡", "Ç")
    assert mend(other, beside=1) == "O MÊS DE MARÇO"


def test_only_the_lines_with_mojibake_change() -> None:
    assert mend("“A” ﬁ\nEl NiÃ±o\nＢ") == "“A” ﬁ\nEl Niño\nＢ"


@given(st.text(st.characters(codec="ascii")))
def test_ascii_is_never_touched(text: str) -> None:
    assert mend(text) is text
