"""A name in another spelling than the archive's finds nothing, and that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("Kim Chong-un", "Kim Jong Un"),
        ("Gim Jeong-eun", "Kim Jong Un"),
        ("Hsi Chin-p'ing", "Xi Jinping"),
        ("Kim Jong Un", None),  # found
        ("Kim Jong Il", None),
        ("purple elephants", None),
        ("nothing", None),
    ],
)
def test_names_in_another_spelling(sqlite_template: Path, query: str, named: str | None) -> None:
    passages = [
        ("speech", "Kim Jong Un", "Kim Jong Un spoke."),
        ("speech", "Xi Jinping", "Xi Jinping spoke."),
    ]
    with Archive(sqlite_template, [Text("2020", passages=passages)]) as corpus:
        notes = corpus.freq(query).notes
        said = [note for note in notes if "spelling" in note]
        assert len(said) == (named is not None)
        # Aliases of the outlet's file may stand behind it.
        begin = f"{query}: no match. The archive has the spelling {named}"
        assert all(note.startswith(begin) for note in said)
        for elsewhere in (corpus.kwic(query), corpus.collocates(query)):
            assert [note for note in elsewhere.notes if "spelling" in note] == said
        first = [note for note in corpus.first(query).notes if "spelling" in note]
        assert first == [note.replace(": no match.", ": not found.") for note in said]
