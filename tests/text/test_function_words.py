"""Function words: one file, and what each use takes of it."""

from __future__ import annotations

from corpus.text.function_words import edge_words, function_words, telling_words
from corpus.text.languages import language_range


def test_every_column_has_words_of_languages_that_exist() -> None:
    for words in (function_words(), edge_words(), telling_words()):
        assert all(language_range(tag) == tag and len(own) >= 10 for tag, own in words.items())


def test_what_differs_in_use_is_a_column() -> None:
    assert "the" in function_words()["en"]
    assert "least" not in function_words()["en"]  # the least developed countries are a formula ...
    assert "least" in edge_words()["en"]  # ... and a phrase does not end with it
    assert {"zh", "ja"} <= set(edge_words()) - set(function_words())  # formulas go by parts of speech there
    assert {"은", "그"} <= edge_words()["ko"]
    assert "은" not in function_words()["ko"]


def test_words_that_tell_a_language_are_function_words_where_these_are_known() -> None:
    for tag in set(telling_words()) & set(function_words()):
        assert telling_words()[tag] - function_words()[tag] <= {"года"}
