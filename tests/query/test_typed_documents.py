"""A document is named by its reference, or by an address, a date or a title that only it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.errors import FilterError, NotFoundError
from tests.query.test_document_list import corpus as corpus

if TYPE_CHECKING:
    from corpus import Corpus


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("kcna-2024-01-05", "a visit"),
        ("https://kcna.example/c", "War"),
        ("http://www.KCNA.example/c/#top", "War"),
        ("https://kcna.example/c?utm_source=x", "War"),
        ("2024-03-02", "Second of March"),
        ("2 March 2024", "Second of March"),
        ("Feb 2024", "War"),
        ("SECOND OF MARCH", "Second of March"),
        ("of march", "Second of March"),
        (" visit ", "a visit"),
        ("no day", "No day"),
    ],
)
def test_what_names_one(corpus: Corpus, typed: str, title: str) -> None:
    about = corpus.show(typed).about
    assert dict(zip(about.values("field"), about.values("value"), strict=True))["title"] == title


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "2024",
            r"3 documents are of 2024: kcna-2024-01-05-\S+, kcna-2024-02-01-war, kcna-2024-03-02-\S+;"
            r' Corpus.list\(since="2024", until="2024"\) shows them.',
        ),
        ("kcna-2024", "is the beginning of several references"),
    ],
)
def test_what_names_several_is_told(corpus: Corpus, typed: str, message: str) -> None:
    with pytest.raises(FilterError, match=message):
        corpus.show(typed)


@pytest.mark.parametrize("typed", ["https://kcna.example/z", "2023", "peace", "*", "\x1b[2J", "99"])
def test_what_names_none_is_told(corpus: Corpus, typed: str) -> None:
    with pytest.raises(NotFoundError, match=r"the references\. An address, a date or a title"):
        corpus.show(typed)


def test_corrections_take_what_show_takes(corpus: Corpus) -> None:
    assert corpus.set("Second of March", place="Songchon").values("new") == ["Songchon"]
    refs = corpus.remove("second of march")
    assert refs == tuple(corpus.list(removed=True).values("ref"))
    with pytest.raises(NotFoundError):
        corpus.remove("Second of March")
    assert corpus.restore("Second of March") == refs
    with pytest.raises(FilterError, match=r"3 documents are of 2024: kcna-2024-01-05"):
        corpus.remove("2024")
