"""Which analyser a language has, and what is said where its packages are missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from corpus.text.analysers import registry as analysers

ROOT = Path(__file__).parents[3]
NEEDED = [("ko", "kiwipiepy"), ("zh", "jieba"), ("ja", "fugashi"), ("ja", "unidic_lite")]


@pytest.mark.parametrize("language", ["en", "ru", "es", "", "und", "kor", "-ko"])
def test_languages_with_spaces_need_none(language: str) -> None:
    assert analysers.analyser_for(language) is None
    assert analysers.missing_extra(language) is None


@pytest.mark.parametrize(("language", "module"), NEEDED)
def test_without_its_packages_the_extra_is_named(language: str, module: str) -> None:
    with mock.patch.object(analysers, "_importable", lambda name: name != module):
        assert analysers.missing_extra(language) == language
        assert analysers.missing_extra(f"{language.upper()}-XX") == language
        assert analysers.analyser_for(language) is None


@pytest.mark.parametrize(
    ("language", "name"), [("ko-KP", "kiwipiepy"), ("zh-Hant", "jieba"), ("JA", "fugashi")]
)
def test_one_analyser_a_process(language: str, name: str) -> None:
    if extra := analysers.missing_extra(language):
        pytest.skip(f"pip install 'state-media-corpus[{extra}]'")
    found = analysers.analyser_for(language)
    assert found is not None
    assert found.name.startswith(f"{name}/")
    assert analysers.analyser_for(language[:2]) is found
    assert [len(one.starts) for one in found.analyse(["", "a b"])] == [0, 2]


def test_the_extras_are_those_of_the_distribution() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for language, extra in analysers.EXTRAS.items():
        listed = " ".join(project["project"]["optional-dependencies"][extra])
        assert all(module.replace("_", "-") in listed for module in analysers._NEEDED[language])


def test_importing_is_cheap() -> None:
    code = (
        "import sys, corpus.text.analysers.registry as a; a.missing_extra('ko'); a.analyser_for('en')\n"
        "heavy = ('kiwipiepy', 'jieba', 'fugashi', 'opencc', 'numpy', 'regex')\n"
        "print([module for module in heavy if module in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
