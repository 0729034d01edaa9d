"""Languages in every spelling."""

from __future__ import annotations

import pytest

from corpus.text.languages import language_tag, language_tags


@pytest.mark.parametrize(
    ("tag", "spellings"),
    [
        ("fr", "fr FR fra fre French français Französisch 法语"),
        ("fr-CA", "fr_ca FR-CA fr_CA.UTF-8"),
        ("ko", "ko KOR Korean 조선어 한국어 корейский"),
        ("ko-KP", "ko_KP|Korean (North Korea)|Korean, DPRK"),
        ("zh-Hans", "zh-hans|Chinese (Simplified)|Simplified Chinese|简体中文|zh-CHS"),
        ("sr-Latn", "sr-latn|Serbian (Latin)|sh"),
        ("sr-Cyrl", "sr@cyrillic|Serbian, Cyrillic"),
        ("kk", "kk|kaz|Kazakh|қазақ тілі"),
        ("uz", "uz|o'zbek|Oʻzbek|Uzbek"),
        ("he", "iw|heb|Hebrew"),
        ("en-GB", "en-UK|British English|English (UK)"),
        ("fa", "Farsi|فارسی|per"),
    ],
)
def test_one_language_is_one_tag(tag: str, spellings: str) -> None:
    found = {
        spelling: language_tag(spelling) for spelling in spellings.split("|" if "|" in spellings else " ")
    }
    assert set(found.values()) == {tag}, found


@pytest.mark.parametrize(
    "value", ["", "xx", "foo", "und", "mul", "C", "POSIX", "en, ko", "Elvish", "-", "y" * 999]
)
def test_what_names_no_language_or_several_is_none(value: str) -> None:
    assert language_tag(value) is None


def test_several_languages_are_told_apart() -> None:
    assert language_tags("Spanish; English") == ("es", "en")
    assert language_tags("ru/ky") == ("ru", "ky")
    assert language_tags("en, Elvish") == ()
