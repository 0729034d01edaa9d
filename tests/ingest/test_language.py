"""The language of a text without one."""

from __future__ import annotations

import pytest

from corpus.ingest.language import detect_language

ENGLISH = "The people of the country have been told that the road is open, and that it was built for all."
SPANISH = "El pueblo del país ha sabido que el camino está abierto y que fue construido para todos."


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        (ENGLISH, (), "en"),
        (ENGLISH, ("es", "en"), "en"),
        (SPANISH, ("es", "en"), "es"),
        (SPANISH, (), "und"),
        (SPANISH, ("ru",), "und"),
        ("새해를 맞이하면서 全國 인민들에게 인사를 보냅니다.", (), "ko"),
        ("各位代表：去年我们修了三条水渠。", (), "zh"),
        ("各位代表：去年我们修了三条水渠。", ("zh-Hant",), "zh-Hant"),
        ("これは新しい道についての文章です。", (), "ja"),
        ("Это сообщение о новой дороге.", (), "ru"),
        (
            "The word 평화 stands in an English text of the usual length, and in it only once.",
            ("en", "ko"),
            "en",
        ),
        ("12345 67 --", (), "und"),
        ("", ("en",), "und"),
    ],
)
def test_script_then_words(text: str, languages: tuple[str, ...], language: str) -> None:
    assert detect_language(text, languages) == language
