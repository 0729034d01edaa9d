"""Databases of earlier versions, kept as they were: the program opens, upgrades and counts them as ever.

Each holds the invented sample collection; a new revision of the tables adds one more, made by
``corpus add corpus/sample/agency --outlet sample-agency`` and the same for the lantern.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from corpus import Corpus
from corpus.store.schema import REVISIONS

FROZEN = Path(__file__).parent / "frozen"


def test_every_revision_is_kept() -> None:
    assert [path.name.split(".")[0] for path in sorted(FROZEN.glob("*.db.zst"))] == list(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_old_database_counts_as_ever(revision: str, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(zstandard.ZstdDecompressor().decompress((FROZEN / f"{revision}.db.zst").read_bytes()))
    with Corpus(path) as corpus:
        corpus.upgrade()
        found = corpus.freq("a library in every village", "마을마다 서고를")
        matches = dict(
            zip(
                zip(found.values("query"), found.values("period"), strict=True),
                found.values("matches"),
                strict=True,
            )
        )
        assert {key: count for key, count in matches.items() if count} == {
            ("a library in every village", "2018"): 3,
            ("a library in every village", "2019"): 4,
            ("a library in every village", "2021"): 16,
            ("a library in every village", "2022"): 5,
            ("a library in every village", "2024"): 1,
            ("마을마다 서고를", "2018"): 1,
            ("마을마다 서고를", "2019"): 1,
            ("마을마다 서고를", "2021"): 7,
            ("마을마다 서고를", "2022"): 1,
        }
        # Since 0003 the words of Korean are morphemes.
        assert sum(found.values("tokens")) == 2 * (9322 if revision >= "0003" else 8387)
        assert len(corpus.kwic("마을마다 서고를", voice="quotation")) > 0
        report = corpus.add("corpus/sample/lantern", outlet="sample-lantern")
        assert set(report.outcomes) <= {"address", "same"}
