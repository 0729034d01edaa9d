"""Texts whose words an analyser cuts: what a person is told where it is missing, and what he can do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from corpus.text.analysers import registry as analysers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TEXT = "당은 핵심적인 력량이다. 당신은 핵무기를 가졌다."


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "2024-08-06.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_the_analyser_a_person_is_told_what_to_install(
    run: Run, speech: Path, tmp_path: Path
) -> None:
    db = str(tmp_path / "corpus.db")
    with mock.patch.object(analysers, "_importable", return_value=False):
        done = run("add", str(speech), "--db", db)
        assert done.code == 0
        assert (
            "1 text in ko indexed by characters, not by words: pip install 'state-media-corpus[ko]'"
            in done.err
        )
        found = run("freq", "핵", "--db", db)
        assert "Some of these Korean texts are not cut into words" in found.out + found.err
        refused = run("optimize", "--reanalyse", "ko", "--db", db)
        assert (refused.code, "pip install 'state-media-corpus[ko]'" in refused.err) == (2, True)
    if analysers.missing_extra("ko"):
        return
    assert "1 document cut anew (ko)" in run("optimize", "--reanalyse", "ko", "--db", db).out
    found = run("freq", "핵", "--db", db)
    assert "not cut into words" not in found.out + found.err


@pytest.mark.parametrize("language", ["xx", "en", "", "ko-KP"])
def test_a_language_without_an_analyser(run: Run, speech: Path, tmp_path: Path, language: str) -> None:
    db = str(tmp_path / "corpus.db")
    run("add", str(speech), "--db", db)
    done = run("optimize", "--reanalyse", language, "--db", db)
    assert done.code == 2
    assert f"There is no analyser of {language!r}; there is one of: ko, zh, ja" in done.err


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("peace~south", "stands behind a Korean word"),
        ("~south", "A gap is ~"),
        ("char:peace", "char: searches Han"),
    ],
)
def test_forms_that_belong_to_other_scripts(
    run: Run, speech: Path, tmp_path: Path, query: str, sentence: str
) -> None:
    db = str(tmp_path / "corpus.db")
    run("add", str(speech), "--db", db)
    done = run("freq", query, "--db", db)
    assert done.code == 2
    assert sentence in done.err


def test_another_language_leaves_the_words_as_they_are(run: Run, speech: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "corpus.db")
    run("add", str(speech), "--language", "en", "--db", db)
    done = run("set", "generic-2024-08-06", "language=ko", "--db", db)
    assert "Its words stay as they were cut until: corpus optimize --reanalyse ko" in done.err
    done = run("set", "generic-2024-08-06", "language=fr", "place=Paris", "--db", db)
    assert "corpus optimize --reanalyse ko" in done.err
    assert run("set", "generic-2024-08-06", "place=Lyon", "--db", db).err == ""


@pytest.mark.parametrize("language", ["klingonisch", "e", "*", ""])
def test_a_language_is_a_tag(run: Run, speech: Path, tmp_path: Path, language: str) -> None:
    db = str(tmp_path / "corpus.db")
    done = run("add", str(speech), "--language", language, "--db", db)
    assert done.code == 2
    assert "is no language: write en, ko, zh-Hant or a name, as Korean." in done.err
    run("add", str(speech), "--db", db)
    assert run("set", "generic-2024-08-06", f"language={language}", "--db", db).code == 2
