"""Which rule decided a field or a passage: file, line, key, and the words that it saw."""

from __future__ import annotations

import re

import pytest

from corpus.ingest.load.explain import Decision, explain
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet, rule_files
from corpus.ingest.readers.html import parse, read_page
from corpus.ingest.readers.page_layouts import layouts
from corpus.text.records import Item

TEXT = """Home > News

Press Statement by First Vice-Foreign Minister of DPRK

Pyongyang, August 31 (KCNA) -- Choe Son Hui, first vice-minister of Foreign Affairs of the DPRK, released \
the following press statement on Saturday:

Dear comrades!

The U.S. provokes us.

Long live the Republic!
-0-
"""


def decisions(text: str, outlet: str, **fields: str) -> dict[str, Decision]:
    item = Item(text.encode(), text, "2019-08-31.txt", "a", fields)
    parsed, found = explain(item, get_outlet(outlet), {})
    assert parsed == normalise_item(item, get_outlet(outlet), {})
    return {one.field: one for one in found}


def rule(decided: str) -> tuple[str, str]:
    """File and key, after a look whether the line is right."""
    match = re.fullmatch(r"(\S+\.toml), line (\d+): (\S+?)(?: \d+)?(?:, in passage \d+)?", decided)
    assert match is not None, decided
    sources = {one.path.name: one.text for one in rule_files("kcna")}
    line = sources[match[1]].split("\n")[int(match[2]) - 1]
    assert match[3].split(".")[-1] in line or line.startswith(("pattern", "match", "opening", "[["))
    return match[1], match[3]


def test_each_passage_says_its_rule_and_the_words() -> None:
    found = decisions(TEXT, "kcna")
    said = {name: one for name, one in found.items() if name.startswith("passage")}
    assert [one.value for one in said.values()] == [
        "editor note",
        "headline",
        "dateline",
        "narration",
        "salutation: Choe Son Hui",
        "speech: Choe Son Hui",
        "slogan: Choe Son Hui",
        "end mark",
    ]
    assert said["passage 0"].decided_by == "furniture of pages"
    assert said["passage 1"].decided_by.startswith("before a dateline")
    for number, file, key, words in (
        (2, "datelines.toml", "datelines", "Pyongyang, August 31 (KCNA) --"),
        (3, "english.toml", "lead_ins", "released the following press statement on Saturday:"),
        (4, "english.toml", "salutations", "Dear comrades!"),
        (5, "english.toml", "lead_ins", "released the following press statement on Saturday:"),
        (6, "english.toml", "slogans", "Long live the Republic!"),
        (7, "kcna.toml", "end_marks", "-0-"),
    ):
        one = said[f"passage {number}"]
        assert (*rule(one.decided_by), one.words) == (file, key, words)
    assert said["passage 5"].decided_by.endswith("in passage 3")
    assert said["passage 5"].text == "The U.S. provokes us."


def test_each_field_says_its_source() -> None:
    found = decisions(TEXT, "kcna")
    assert found["title"].decided_by.startswith("the headline of the text: before a dateline")
    assert (found["published"].decided_by, found["published"].words) == ("the file's name", "2019-08-31.txt")
    assert (found["place"].decided_by, found["place"].words) == ("the dateline", "Pyongyang")
    assert (
        rule(found["genre"].decided_by) == rule(found["authority"].decided_by) == ("kcna.toml", "statements")
    )
    assert found["genre"].words == "Press Statement"
    assert rule(found["country"].decided_by) == ("kcna.toml", "country")
    assert (found["speaker"].decided_by, found["speaker"].words) == (
        "whose words the most passages are",
        "Choe Son Hui",
    )
    given = decisions(
        "A text.", "kcna", title="Given", place="Here", speaker="Kim", language="en", country="PRK"
    )
    for name, value in (("place", "Here"), ("speaker", "Kim"), ("language", "en"), ("country", "PRK")):
        assert (given[name].decided_by, given[name].words) == ("the item's own metadata", value)
    assert given["title"].decided_by == "the title given with the item"
    assert rule(given["genre"].decided_by) == ("kcna.toml", "text.genre")


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("dprk-new-year", "해 제\n설명이다.\n원 문\n길을 닦자\n친애하는 동지들!\n우리는 길을 닦는다."),
        ("un-general-debate", "Mr. President, we agree.\n12\nThat is all.\n(spoke in French)"),
        ("xinhua", "部长会见外宾\n　　新华社北京3月3日电　会议结束。"),
        ("generic", "DECREE\n\nOn Roads\n\nThe roads are to be built. They are."),
        ("generic", ""),
    ],
)
def test_every_passage_of_every_outlet_is_explained(outlet: str, text: str) -> None:
    found = decisions(text, outlet)
    assert all(one.decided_by for one in found.values())


KCNA_PAGE = (
    '<html lang="en"><head><title>KCNA</title><link rel="canonical" href="http://www.kcna.kp/en/article/q/1.kcmsf">'
    '</head><body><div class="article-main-title">Canal finished</div><div class="article-content-body">'
    '<div class="content-wrapper"><p>The canal of the five villages was finished ahead of the plan.</p>'
    '<span class="publish-time">www.kcna.kp (Juche113.8.6.)</span></div></div></body></html>'
)
STRANGE_PAGE = (
    "<html><head><title>The Valley Times</title>"
    '<meta property="article:published_time" content="2024-08-06"></head><body><article>'
    '<h1 class="headline big">Dam opened</h1><p>The dam was opened in the valley with songs and dances of '
    "those who had built it.</p><figure><figcaption>The wall from the south.</figcaption></figure>"
    "<p>It holds water for all fields of the nine villages, and for the mill.</p></article></body></html>"
)


def decided(markup: str, outlet: str) -> dict[str, str]:
    raw = Item(markup.encode(), "", "/pages/1.html", "1.html", page=True)
    item = read_page(raw, outlet, layouts())
    return {one.field: one.decided_by for one in explain(item, get_outlet(outlet), {})[1]}


def test_a_page_says_which_selector_gave_its_parts() -> None:
    why = decided(KCNA_PAGE, "kcna")
    assert why["address"] == "<link canonical>"
    assert re.fullmatch(
        r'kcna\.toml, line \d+: pages 1 title: <div class="article-main-title">', why["title"]
    )
    assert re.fullmatch(r'kcna\.toml, line \d+: pages 1 text: <div class="content-wrapper">', why["article"])
    assert re.fullmatch(r'kcna\.toml, line \d+: pages 1 date: <span class="publish-time">', why["published"])
    assert why["language"] == "the language that the page names: <html lang>"
    assert why["passage 0"] == why["title"]


def test_a_page_without_layout_says_which_elements_gave_its_parts() -> None:
    why = decided(STRANGE_PAGE, "generic")
    assert why["address"] == "the page names none"
    assert why["title"] == 'the heading of the page: <h1 class="headline big">'
    assert why["published"] == "<meta article:published_time>"
    assert why["article"].startswith("what trafilatura takes for it")
    assert why["passage 2"] == "the caption or the credit of a picture"


@pytest.mark.parametrize(
    ("head", "body", "part"),
    [
        ("<title>Dam opened</title>", "", "the title of the page: <title>"),
        ('<meta property="og:title" content="Dam opened">', "", "the title of the page: <meta og:title>"),
        (
            "<title>Dam opened</title>",
            '<div id="t"><b>Dam opened</b></div>',
            'the title of the page: <title>, where the page prints it: <div id="t">',
        ),
        ("", '<p class="title">Dam opened</p>', 'what looks like its headline: <p class="title">'),
    ],
)
def test_a_headline_says_which_part_of_the_page_it_is(head: str, body: str, part: str) -> None:
    page = parse(
        f"<html><head>{head}</head><body>{body}<p>The dam was opened in the valley.</p></body></html>"
    )
    assert (page.title, page.parts.fields["title"] if page.parts else "") == ("Dam opened", part)
