"""Paragraphs that a file marks itself: their roles win, headings before all else are the headline."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Block, Item, Parsed
from corpus.text.roles import Role
from tests.ingest.test_normalise import PARTS, check


def parse(*blocks: Block, outlet: str = "kcna", **fields: str) -> Parsed:
    text = "\n".join(block.text for block in blocks)
    return normalise_item(Item(text.encode(), text, "a", "a", fields, blocks=blocks), get_outlet(outlet), {})


def read(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    return [(one.role.name, one.speaker, parsed.text[one.start : one.end]) for one in parsed.passages]


def test_blocks_are_not_cut_again_and_their_roles_win() -> None:
    parsed = parse(
        Block(" \n"),
        Block("Bridge\nopened", heading=True),
        Block("In the valley", heading=True),
        Block("Pyongyang, August 6, 2024 (KCNA) -- The bridge\nof peace"),
        Block("opened. It was made by hand."),
        Block("Works", heading=True),
        Block("I thank you.", Role.speech, "Kim Jong Un"),
        Block("A note of the editor", Role.editor_note),
        outlet="kcna",
    )
    assert (parsed.title, parsed.title_given, parsed.speaker) == ("Bridge opened", True, "Kim Jong Un")
    assert str(parsed.published and parsed.published.date) == "2024-08-06"
    assert read(parsed) == [
        ("headline", None, "Bridge opened"),
        ("headline", None, "In the valley"),
        ("dateline", None, "Pyongyang, August 6, 2024 (KCNA) --"),
        ("narration", None, "The bridge of peace"),
        ("narration", None, "opened. It was made by hand."),
        ("narration", None, "Works"),
        ("speech", "Kim Jong Un", "I thank you."),
        ("editor_note", None, "A note of the editor"),
    ]


def test_a_title_of_metadata_wins_over_a_heading_and_is_not_printed_twice() -> None:
    heading, words = Block("Bridge opened", heading=True), Block("It stands.")
    given = parse(heading, words, title="The bridge has opened")
    assert (given.title, read(given)[0]) == ("The bridge has opened", ("headline", None, "Bridge opened"))
    assert len(given.passages) == 2
    bare = parse(words, title="The bridge has opened")
    assert read(bare) == [("headline", None, "The bridge has opened"), ("narration", None, "It stands.")]
    assert read(parse(Block("The same"), words, title="The same"))[0] == ("headline", None, "The same")
    assert parse(words, heading).title == "It stands."


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.builds(
            Block,
            st.lists(st.sampled_from(PARTS), max_size=4).map("".join),
            st.sampled_from([None, Role.speech, Role.editor_note]),
            st.sampled_from([None, "Kim Jong Un"]),
            st.booleans(),
        ),
        max_size=6,
    ),
    st.sampled_from(["kcna", "generic"]),
)
def test_passages_of_blocks_cover_the_text(blocks: list[Block], outlet: str) -> None:
    check(parse(*blocks, outlet=outlet))
