"""Pages and files with several articles: where each begins, and what is one article after all."""

from __future__ import annotations

import itertools

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.paragraphs.day_pages import split_days
from corpus.text.records import Block, Item

LINE = "Pyongyang, March 3 (KCNA) -- "
TEXTS = (
    "The farm opened in the valley. Officials were present.",
    "The school opened on the hill. Pupils sang.",
    "The bridge opened in the town. Cars crossed it.",
)
TITLES = ["Farm Opened", "School Opened", "Bridge Opened"]
KOREAN = "농장이 준공되였다. 일군들이 참가하였다."


def page(text: str, **more: object) -> Item:
    return Item(text.encode(), text, "1997-03-03.txt", "day", file="1997-03-03.txt", **more)  # type: ignore[arg-type]


def titles(item: Item, outlet: str = "kcna") -> list[str]:
    file = get_outlet(outlet)
    return [normalise_item(one, file, {}).title for one in split_days(item, file)]


def day(between: str = "\n\n", head: str = "", end: str = "") -> str:
    return head + "\n\n".join(
        f"{title}{between}{LINE}{text}{end}" for title, text in zip(TITLES, TEXTS, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        day(),
        day("\n"),
        day("\nBy a Staff Writer\n\n"),
        day(end=" -0-"),
        day(head="News From KOREAN CENTRAL NEWS AGENCY of DPRK\nMarch 3, 1997\n\n"),
        day().replace("\n\n", "\n"),
        day().replace("\n", "\r\n"),
        day().replace(". ", ".\n"),
    ],
)
def test_each_headline_before_a_dateline_opens_an_article(text: str) -> None:
    assert titles(page(text)) == TITLES


def test_other_outlets_and_scripts() -> None:
    korean = "\n\n".join(
        f"{title}\n\n(평양 3월 3일발 조선중앙통신)\n{KOREAN}\n(끝)" for title in ("농장 준공", "학교 개교")
    )
    assert titles(page(korean), "rodong") == ["농장 준공", "학교 개교"]
    chinese = "\n\n".join(
        f"{title}\n　　新华社北京3月3日电　有关人员出席。会议结束。" for title in ("农场落成", "学校开学")
    )
    assert titles(page(chinese), "xinhua") == ["农场落成", "学校开学"]


def test_an_end_mark_parts_articles_without_headlines() -> None:
    text = "\n\n".join(f"{LINE}{text} -0-" for text in TEXTS)
    assert len(split_days(page(text), get_outlet("kcna"))) == 3


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("kcna", f"On Exercises\n\n{LINE}TASS said:\nMOSCOW, March 2 (TASS) -- They go on.\n{TEXTS[0]}"),
        ("kcna", f"Correction\n\n{LINE}The report began:\n\nPyongyang, March 2 (KCNA) -- It opened.\n\nNo."),
        ("kcna", f"Farm Opened\n\n{LINE}A farm opened.\n\nFarm Opened\n\n{LINE}{TEXTS[0]}"),
        ("kcna", f"Farm Opened\n\n{LINE}\n{LINE}{TEXTS[0]}"),
        ("kcna", "News\n\n" + "\n\n".join(f"{LINE}{text}" for text in TEXTS)),
        (
            "xinhua",
            "World news in brief\n\n"
            + "\n\n".join(
                f"{title}\n\n{place}, March 3 (Xinhua) -- {text}"
                for title, place, text in zip(TITLES, ("PARIS", "ROME", "CAIRO"), TEXTS, strict=True)
            ),
        ),
        ("kcna", day(head="A Day of Openings\n\n") + " -0-"),
        ("kcna", f"{LINE}{TEXTS[0]}"),
    ],
)
def test_datelines_inside_one_article(outlet: str, text: str) -> None:
    assert len(split_days(page(text), get_outlet(outlet))) == 1


def test_a_row_with_a_title_is_one_document_and_a_page_of_a_day_is_not() -> None:
    assert len(titles(page(day(), fields={"title": "Openings"}))) == 1
    assert titles(page(day(), fields={"title": "KCNA, March 3"}, below="")) == TITLES
    assert len(titles(page(day(), fields={"title": TITLES[0]}, below=""))) == 1


def test_blocks_of_a_structured_file_are_parted_as_lines_are() -> None:
    blocks = tuple(
        block
        for title, text in zip(TITLES, TEXTS, strict=True)
        for block in (Block(title, heading=True), Block(LINE + text), Block("And that was all."))
    )
    item = page("\n".join(block.text for block in blocks), blocks=blocks)
    assert titles(item) == TITLES
    assert [len(one.blocks) for one in split_days(item, get_outlet("kcna"))] == [3, 3, 3]


def test_the_address_of_an_article_does_not_depend_on_its_place() -> None:
    articles = day().split("\n\n")
    pairs = [articles[at : at + 2] for at in (0, 2, 4)]
    file = get_outlet("kcna")
    found = {
        frozenset(
            (one.address, one.raw) for one in split_days(page("\n\n".join(itertools.chain(*order))), file)
        )
        for order in itertools.permutations(pairs)
    }
    addresses = {address for every in found for address, _ in every}
    assert addresses == {f"1997-03-03.txt#{key}" for key in ("farm-opened", "school-opened", "bridge-opened")}
    one = split_days(page("\n\n".join(itertools.chain(*pairs[:2]))), file)
    assert {item.address for item in one} < addresses
    assert all(item.row and item.file is None for item in one)


def test_articles_of_one_headline_have_addresses_of_their_own() -> None:
    text = "\n\n".join(f"KCNA Commentary\n\n{LINE}{text} -0-" for text in TEXTS)
    items = split_days(page(text), get_outlet("kcna"))
    assert len({item.address for item in items}) == 3
    assert all(item.address.startswith("1997-03-03.txt#kcna-commentary-") for item in items)


def test_no_byte_of_a_page_is_lost() -> None:
    text = day(head="News From KOREAN CENTRAL NEWS AGENCY of DPRK\nMarch 3, 1997\n\n")
    items = split_days(page(text), get_outlet("kcna"))
    assert b"\n".join(item.raw for item in items) == text.encode()
    assert {str(normalise_item(item, get_outlet("kcna"), {}).published) for item in items} != {"None"}


def test_an_article_without_a_dateline_above_the_others_is_one_of_its_own() -> None:
    text = f"Mill Opened\n\nThe mill of the old town turned again on Monday morning.\n\n\n{day()}"
    assert titles(page(text)) == ["Mill Opened", *TITLES]
    assert b"\n".join(item.raw for item in split_days(page(text), get_outlet("kcna"))) == text.encode()
