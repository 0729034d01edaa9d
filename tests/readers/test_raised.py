"""Raised characters: signs of notes are no text, exponents are, and do not join their number."""

from __future__ import annotations

import pytest

from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.html import parse
from corpus.ingest.readers.raised import raised
from corpus.text.tokens import words

SENTENCES = [
    ("10<sup>6</sup> men", "10⁶ men"),
    ("10<sup>-6</sup> of it", "10⁻⁶ of it"),
    ("3.5<sup>2</sup> of it", "3.5² of it"),
    ("12 km<sup>2</sup> of land", "12 km² of land"),
    ("5 м<sup>3</sup> воды", "5 м³ воды"),
    ("x<sup>2</sup> holds", "x² holds"),
    ("CO<sup>2</sup> falls", "CO2 falls"),
    ("the treaty<sup>1</sup> holds", "the treaty holds"),
    ("in 1953<sup>3</sup> it ended", "in 1953 it ended"),
    ("for 45,000<sup>12</sup> men", "for 45,000 men"),
    ("it ended.<sup>[2]</sup> Then", "it ended. Then"),
    ("условие<sup>2</sup> мира", "условие мира"),
    ("treaty<sup>a</sup> and", "treaty and"),
    ('10<sup><a href="#cite-3">3</a></sup> men', "10 men"),
    ("the 21<sup>st</sup> day", "the 21st day"),
    ("au 2<sup>e</sup> tour", "au 2e tour"),
    ("M<sup>me</sup> Dupont", "Mme Dupont"),
]


@pytest.mark.parametrize(("markup", "said"), SENTENCES)
def test_pages_and_pieces_of_markup_say_raised_characters_alike(markup: str, said: str) -> None:
    page = parse(f"<html><body><h1>Head</h1><p>{markup} and so on, as the report of the day has it.</p>")
    assert page.text == f"{said} and so on, as the report of the day has it."
    assert [block.text for block in blocks_of(f"<p>{markup}</p>")] == [said]


def test_an_exponent_is_counted_as_in_plain_text() -> None:
    assert words(f"10{raised('10', '6')} men") == words("10⁶ men") == ["10", "men"]
