"""Patterns of an outlet file that matched nothing are told, those that matched are not."""

from pathlib import Path

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.outlets.unused_rules import RuleUse, sentences
from corpus.text.records import Item

OUTLET = r"""
code = "radio"
name = "Radio"
kind = "broadcaster"
languages = ["en"]
datelines = ['^(?P<place>[A-Z]+), (?P<month>March) (?P<day>\d+) -- ']
splits = ['^Next:', 'never in (?:this|that)']
end_marks = ["(over)", "(out)"]
salutations = ['Dear listeners,?']
closes = ['morning']

[[lead_ins]]
pattern = 'said:$'

[[statements]]
match = 'Bulletin'
genre = "news"

[[statements]]
opening = 'nobody opens so'
genre = "speech"

[[paths]]
pattern = 'evening-(?P<year>\d{4})'

[transcript]
labels = ['^>> (?P<name>[A-Z]+) ']
questions = ['GUEST']
"""
TEXT = (
    "Dear listeners,\n\nOSLO, March 3 -- Good morning. He said:\n\n>> GUEST is it late?\n\nNext: news (over)"
)


@pytest.fixture
def _radio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "radio.toml").write_text(OUTLET, encoding="utf-8")
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path))


def seen(text: str, title: str, address: str, code: str = "radio") -> RuleUse:
    use = RuleUse(code)
    item = Item(b"", text, address, address, {"title": title})
    use.see(item, normalise_item(item, get_outlet(code), {}))
    return use


@pytest.mark.usefixtures("_radio")
def test_what_no_text_shows_is_told_with_its_key_and_line() -> None:
    unused = seen(TEXT, "Bulletin", "evening-2024.txt").unused
    assert sorted((rule.key, rule.line) for rule in unused) == [
        ("closes 1", 10),  # a text has the word, but no paragraph begins with it
        ("end_marks 2", 8),
        ("splits 2", 7),
        ("statements 2 opening", 20),
    ]
    assert sentences(unused) == [
        "4 patterns of radio.toml matched nothing in this load: splits 2 (line 7) 'never in (?:this|that)', "
        "end_marks 2 (line 8) '(out)', closes 1 (line 10) 'morning', ..."
    ]


@pytest.mark.usefixtures("_radio")
def test_a_later_text_strikes_out_what_it_shows() -> None:
    use = seen(TEXT, "Bulletin", "evening-2024.txt")
    item = Item(b"", "morning all\n\nnobody opens so, never in that (out)", "b.txt", "b.txt")
    use.see(item, normalise_item(item, get_outlet("radio"), {}))
    assert not use.unused
    assert sentences(use.unused) == []


def test_shipped_files_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORPUS_OUTLETS", raising=False)  # files that it names are the user's own
    assert not seen("A text.", "A title", "a.txt", "kcna").unused
