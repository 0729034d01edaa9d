"""Russian lemmas: by pymorphy3, else simplemma; ё and е alike."""

from __future__ import annotations

from unittest import mock

import pytest

from corpus.index.build import lemmas

needs_pymorphy = pytest.mark.skipif(lemmas._russian() is None, reason="pymorphy3 is not installed")
needs_simplemma = pytest.mark.skipif(not lemmas.available(), reason="simplemma is not installed")


@needs_pymorphy
@pytest.mark.parametrize(
    ("surface", "lemma"),
    [
        ("Строили", "строить"),
        ("людей", "человек"),
        ("шла", "идти"),
        ("Кореи", "корея"),
        ("КНДР", "кндр"),
        ("денуклеаризации", "денуклеаризация"),
        ("стали", "стать"),  # the most probable parse: not steel
        ("1990", "1990"),
        ("GDP", "gdp"),
        ("", None),
        ("\ud800", "\ud800"),
    ],
)
def test_russian(surface: str, lemma: str | None) -> None:
    assert lemmas.lemma_of("ru", surface) == lemma
    assert lemmas.lemma_of("ru-RU", surface) == lemma


@needs_pymorphy
@pytest.mark.parametrize(
    ("one", "other"), [("ещё", "еще"), ("Её", "ее"), ("шёл", "шел"), ("вперёд", "вперед")]
)
def test_yo_and_ye_are_alike(one: str, other: str) -> None:
    assert lemmas.lemma_of("ru", one) == lemmas.lemma_of("ru", other)
    assert "ё" not in (lemmas.lemma_of("ru", one) or "")


def test_the_key_of_a_lemma() -> None:
    assert lemmas.lemma_key("Ещё", "ru-RU") == "еще"
    assert lemmas.lemma_key("Ё", "uk") == "ё"
    assert lemmas.lemma_key("Häuser", "de") == "häuser"


@needs_simplemma
def test_without_pymorphy_simplemma_is_asked() -> None:
    with mock.patch.object(lemmas, "_russian", return_value=None):
        assert lemmas.lemma_of("ru", "Строили") == "строить"


@needs_pymorphy
def test_other_languages_do_not_ask_pymorphy() -> None:
    with mock.patch.object(lemmas, "_lemmatizer", return_value=None):
        assert lemmas.lemma_of("uk", "людей") is None
        assert lemmas.lemma_of("ru", "людей") == "человек"


@pytest.mark.parametrize("language", ["ko", "zh", "ja", "und"])
def test_languages_with_an_analyser_have_theirs_from_it(language: str) -> None:
    assert lemmas.lemma_of(language, "당은") is None
    assert lemmas.simplemma_name(language) is None
