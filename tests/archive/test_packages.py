"""A package that is missing or broken ends a load with one sentence; no text is rejected for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus
from corpus.errors import PackageError
from corpus.ingest.load import prepare
from corpus.ingest.readers.missing_packages import package_missing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("kiwipiepy_model.sub", "[ko]"),
        ("unidic_lite", "[ja]"),
        ("pypdf", "[documents]"),
        ("lxml", ""),
        ("no_such_package", ""),
    ],
)
def test_the_sentence_names_the_package_and_the_extra(name: str, extra: str) -> None:
    said = str(package_missing(ImportError("DLL load failed.", name=name)))
    assert said == (
        f"The package {name.partition('.')[0]}, which reading these texts needs, cannot be imported"
        " (DLL load failed): pip install --force-reinstall"
        f" 'state-media-corpus{extra}', and load again."
    )


def broken(*_: Any, **__: Any) -> None:
    raise ModuleNotFoundError("No module named 'kiwipiepy_model'", name="kiwipiepy_model")


@pytest.mark.parametrize("part", ["tokenise", "split_days"])
def test_a_load_ends_and_rejects_nothing(
    part: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("A text of peace.")
    with Corpus(database_url) as corpus:
        monkeypatch.setattr(prepare, part, broken)
        with pytest.raises(PackageError, match=r"kiwipiepy_model.*\[ko\]"):
            corpus.add(tmp_path / "a.txt")
        monkeypatch.undo()
        assert len(corpus.list(rejected=True)) == 0
        assert corpus.add(tmp_path / "a.txt").outcomes == {"document": 1}


def test_a_reader_without_its_package_ends_the_load(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# Peace\n\nA text of peace.")
    monkeypatch.delitem(sys.modules, "corpus.ingest.readers.markdown", raising=False)  # an earlier test's
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    with Corpus(database_url) as corpus, pytest.raises(PackageError, match="The package markdown_it"):
        corpus.add(tmp_path / "a.md")
