"""Archives made of given passages, with index blocks as small as a test wants them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest import mock

from corpus.index.encoding import block
from corpus.ingest.load import batches, prepare
from corpus.text.dates import KnownDate, PartialDate
from corpus.text.records import Item, Parsed, Passage, Quotation
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.api import Corpus
    from tests.counter import Text


def parsed(text: Text, number: int, quotations: Sequence[tuple[int, int, int]] = ()) -> Parsed:
    """A text as the normaliser would give it, with the passages just as they are given."""
    whole, passages = "", []
    for role, speaker, passage in text.passages:
        passages.append(Passage(len(whole), len(whole) + len(passage), Role[role], speaker))
        whole += passage + "\n"
    return Parsed(
        title=f"Text {number}",
        text=whole.removesuffix("\n"),
        passages=passages,
        quotations=[
            Quotation(at, passages[at].start + start, passages[at].start + end)
            for at, start, end in quotations
        ],
        mentions=[],
        language=text.language,
        language_known="metadata",
        published=KnownDate(PartialDate.parse(text.year), "metadata"),
        country=text.country,
    )


@contextmanager
def tiny_blocks(tokens: int = 5, chunk: int = 3, part: int = 4) -> Iterator[None]:
    """Blocks, chunks of postings and parts of streams so small that matches sit at every edge."""
    with (
        mock.patch.object(block, "BLOCK_TOKENS", tokens),
        mock.patch.object(block, "POSTING_CHUNK", chunk),
        mock.patch.object(block, "STREAM_PART", part),
        mock.patch.object(batches, "BATCH_BYTES", 1),
    ):
        yield


def build(
    corpus: Corpus, texts: list[Text], quotations: dict[int, list[tuple[int, int, int]]] | None = None
) -> None:
    """Load texts as they are, past the normaliser."""
    made = {str(n): parsed(text, n, (quotations or {}).get(n, ())) for n, text in enumerate(texts)}
    items = [
        Item(
            raw=str(n).encode(),
            text="x",
            address=f"text-{n}",
            source=f"text {n}",
            fields={"outlet": text.outlet},
        )
        for n, text in enumerate(texts)
    ]
    with mock.patch.object(prepare, "normalise_item", lambda item, outlet, hints: made[item.raw.decode()]):
        report = corpus.add_items(items, inputs="texts", workers=1)
    assert report.outcomes["document"] + report.outcomes["address"] == len(texts)
