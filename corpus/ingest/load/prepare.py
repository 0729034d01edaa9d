"""Preparing an item for the database: normalised, hashed, its bytes compressed, tokenised. No database here.

This is the part of loading that costs time, so that it can run in several processes.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import CorpusError, PackageError
from corpus.index.build.tokenise import tokenise
from corpus.index.build.vocabulary import LayerTokens, LocalVocabulary
from corpus.ingest import readers
from corpus.ingest.identity.item_keys import address_key, first_bits, keys_of, short_hash
from corpus.ingest.identity.likeness import Words
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.load.text_of_passages import join_passages
from corpus.ingest.outlets.likely_outlets import GENERIC, OutletHints, outlet_of
from corpus.ingest.outlets.registry import outlet_code
from corpus.ingest.outlets.unused_rules import RuleUse
from corpus.ingest.paragraphs.day_pages import split_days
from corpus.ingest.readers.missing_packages import package_missing
from corpus.ingest.readers.page_repeats import repeat_doubts
from corpus.store.column_limits import storable, storable_key
from corpus.store.tables.archive import LONGEST
from corpus.store.tables.base import compress
from corpus.text.body import body as body_of
from corpus.text.counting_rules import READ_BY
from corpus.text.records import Doubt, Item, Mention, Parsed, Rejected
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from corpus.index.build.new_terms import NewTerms
    from corpus.ingest.identity.item_keys import Key
    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.outlets.unused_rules import UnusedRule
    from corpus.ingest.readers.page_layouts import Layouts

TINY_CHARACTERS = 400
"""A text with as many characters is not tiny, without counting its words."""
MOST_NUMBERS = 2_000_000
"""Terms that a process numbers before it begins anew."""
OVERHEAD = 8_000
"""Bytes that a result takes beside its texts, about: millions of rows may have a few words each."""
I32 = npt.NDArray[np.int32]
MANY = 50
"""Items from which on it is worth asking what the archive knows."""


@dataclass(slots=True)
class Prepared:
    """An item ready for the database.

    ``parsed`` has given up its text, passages and quotations to compact arrays: ``passages`` holds
    rows of start, end, role, speaker; ``quotations`` rows of passage, start, end, speaker; a speaker is an
    ordinal of ``speakers`` or -1. ``foreign``: by number of the passage its language, where it is not
    the document's; ``abroad``: so its country, ``glue``: what stands before it in its paragraph, and
    ``states``: the country of each speaker. Term ids in ``layers`` are local to the preparing process.
    ``keys``: by which it may be one document with others; ``characters`` of its text without headline;
    ``raw_hash`` of its bytes, ``digest`` of all that was read of it, ``mark`` of what identity compares.
    ``looks_like``: the outlet that a text without one seems to be of. Where just the same was read before,
    as the archive knows by ``digest``, it is not compressed and cut into words again: ``raw``, ``text`` and
    ``layers`` are empty.
    """

    outlet: str
    address: str
    keys: tuple[Key, ...]
    characters: int
    raw_hash: int
    digest: int
    mark: str
    topic: str | None
    source: str
    encoding: str
    sha256: bytes
    body_sha256: bytes
    has_text: bool
    raw_size: int
    raw: bytes
    text: str
    parsed: Parsed
    passages: I32
    foreign: dict[int, str]
    abroad: dict[int, str]
    glue: dict[int, str]
    quotations: I32
    speakers: list[str]
    states: dict[str, str]
    mentions: list[Mention]
    layers: dict[Layer, LayerTokens]
    looks_like: str | None = None


@dataclass(slots=True)
class Batch:
    """What a preparing process returns: results in the order of the items, and its new terms.

    ``process``: tells preparing processes apart, because each numbers terms in its own way. ``begun``: how
    often it has begun to number them anew. ``unused``: by outlet, patterns of the user's own file that
    matched nothing in what the process has prepared so far.
    """

    process: str
    begun: int
    new_terms: list[NewTerms]
    results: list[Prepared | Rejected] = field(default_factory=list)
    unused: dict[str, frozenset[UnusedRule]] = field(default_factory=dict)

    def tokens(self) -> Counter[Layer]:
        """How many tokens of each layer its texts have."""
        return Counter(
            {
                layer: sum(
                    int(one.layers[layer].passage_counts.sum())
                    for one in self._texts()
                    if layer in one.layers
                )
                for layer in Layer
            }
        )

    def size(self) -> int:
        """Bytes that it keeps in memory, about."""
        rejected = sum(len(one.raw) + OVERHEAD for one in self.results if isinstance(one, Rejected))
        texts = sum(len(one.raw) + len(one.text) + one.passages.nbytes + OVERHEAD for one in self._texts())
        return rejected + texts

    def _texts(self) -> list[Prepared]:
        return [result for result in self.results if isinstance(result, Prepared)]


class Preparer:
    """Prepares items; keeps the local vocabulary from batch to batch."""

    def __init__(
        self,
        outlet: str | None,
        hints: Mapping[str, str],
        known: Callable[[], Collection[int]] = frozenset,
    ) -> None:
        """``known``: digests of the readings that the archive has, asked for when many items come."""
        self._known = known
        self._process = uuid.uuid4().hex  # a number of the system may come again
        self._outlet = outlet
        self._hints = dict(hints)
        self._vocabulary = LocalVocabulary()
        self._begun = 0
        self._outlets: dict[str, tuple[OutletFile, Doubt | None]] = {}
        self._outlet_hints: OutletHints | None = None
        self._layouts: Layouts | None = None
        self._rule_use: dict[str, RuleUse] = {}

    def batch(self, items: Sequence[Item | Rejected]) -> Batch:
        """Prepare the items; one that cannot be normalised becomes a rejection with its reason."""
        results: list[Prepared | Rejected] = []
        if self._vocabulary.numbers > MOST_NUMBERS:
            self._vocabulary = LocalVocabulary()
            self._begun += 1
        self._outlets.clear()  # a file may have changed
        self._outlet_hints = self._layouts = None
        known = self._known() if len(items) >= MANY else frozenset()
        for item in self._articles(items):
            if isinstance(item, Rejected):
                results.append(item)
                continue
            try:
                results.append(self._prepare(item, known))
            except PackageError:
                raise
            except ImportError as error:  # no other text could be prepared either
                raise package_missing(error) from error
            except CorpusError as error:
                reason = str(error).removeprefix(f"{item.source}: ")
                results.append(Rejected(item.source, reason, item.raw, len(item.raw)))
            except OSError:  # a full disk is not the text's fault
                raise
            except Exception as error:  # one text must not cost the others: it is kept, with the reason
                reason = (
                    f"The program failed on this text ({type(error).__name__}: {error}); please report it."
                )
                results.append(Rejected(item.source, reason, item.raw, len(item.raw)))
        unused = {code: use.unused for code, use in self._rule_use.items()}
        return Batch(self._process, self._begun, self._vocabulary.take_new(), results, unused)

    def _articles(self, items: Sequence[Item | Rejected]) -> Iterator[Item | Rejected]:
        """The items, a page of several articles as these."""
        for item in items:
            if isinstance(item, Rejected):
                yield item
                continue
            try:
                page = self._page(item) if item.page else item
                articles = split_days(page, self._outlet_of(page)[0])
            except ImportError as error:
                raise package_missing(error) from error
            except (OSError, PackageError):  # a full disk is not the text's fault
                raise
            except Exception:  # what is wrong with it is said when it is prepared
                articles = (item,)
            yield from articles

    def _outlet_of(self, item: Item) -> tuple[OutletFile, Doubt | None]:
        said = self._outlet or item.fields.get("outlet") or ""
        found = self._outlets.get(said)
        if found is None:
            found = self._outlets[said] = outlet_of(item, self._outlet)
        return found

    def _page(self, item: Item) -> Item:
        """The item of a page, read by the layouts of its outlet."""
        if self._layouts is None:
            self._layouts = readers.page_layouts.layouts()
        said = self._outlet or item.fields.get("outlet")
        return readers.html.read_page(item, outlet_code(said) if said else None, self._layouts)

    def _looks_like(self, item: Item, outlet: OutletFile) -> str | None:
        if outlet.code != GENERIC:
            return None
        if self._outlet_hints is None:
            self._outlet_hints = OutletHints()
        return self._outlet_hints.of(item)

    def _prepare(self, item: Item, known: Collection[int]) -> Prepared:
        if item.page:
            item = self._page(item)
        outlet, doubt = self._outlet_of(item)
        parsed = _storable(normalise_item(item, outlet, self._hints))
        use = self._rule_use.get(outlet.code) or self._rule_use.setdefault(outlet.code, RuleUse(outlet.code))
        use.see(item, parsed)
        if doubt is not None:
            parsed.doubts.append(doubt)
        parsed.doubts += repeat_doubts(item)
        words = join_passages(parsed)
        text = parsed.text
        body = body_of((one, p.role, p.glue) for one, p in zip(words, parsed.passages, strict=True))
        identity = _identity(item, outlet.code, parsed, body)
        del body  # as large as the text
        held = identity["digest"] in known
        names: dict[str, int] = {}

        def ordinal(name: str | None) -> int:
            return -1 if name is None else names.setdefault(storable(name, LONGEST["speaker"]), len(names))

        passages = np.array(
            [(p.start, p.end, p.role, ordinal(p.speaker)) for p in parsed.passages], dtype=np.int32
        ).reshape(-1, 4)
        quotations = np.array(
            [(q.passage, q.start, q.end, ordinal(q.speaker)) for q in parsed.quotations], dtype=np.int32
        ).reshape(-1, 4)
        spans = [(p.start, p.end) for p in parsed.passages]
        quoted = [(q.start, q.end) for q in parsed.quotations]
        foreign = {number: p.language for number, p in enumerate(parsed.passages) if p.language}
        layers = {} if held else tokenise(self._vocabulary, text, parsed.language, spans, quoted, foreign)
        prepared = Prepared(
            outlet=outlet.code,
            address=storable_key(item.address),
            topic=storable(item.fields.get("topic"), 200),
            source=storable(item.source),
            encoding=item.encoding,
            **identity,
            raw_size=len(item.raw),
            raw=b"" if held else compress(item.raw),
            text="" if held else text,
            parsed=parsed,
            passages=passages,
            foreign=foreign,
            abroad={number: p.country for number, p in enumerate(parsed.passages) if p.country},
            glue={number: p.glue for number, p in enumerate(parsed.passages) if p.glue is not None},
            quotations=quotations,
            speakers=list(names),
            states={p.speaker: p.country for p in parsed.passages if p.speaker and p.country},
            mentions=parsed.mentions,
            layers=layers,
            looks_like=self._looks_like(item, outlet),
        )
        parsed.text, parsed.passages, parsed.quotations, parsed.mentions = "", [], [], []
        return prepared


def _identity(item: Item, outlet: str, parsed: Parsed, body: str) -> dict[str, Any]:
    """The values of ``Prepared`` that tell which document the item is."""
    published = str(parsed.published.date) if parsed.published else None
    body_sha256 = hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()
    sha256 = hashlib.sha256(item.raw).digest()
    has_text = bool(body.strip())
    title = parsed.title if parsed.title_given else None
    keys = keys_of(
        outlet,
        item.address,
        file=item.file,
        row=item.row,
        identifier=item.identifier,
        title=title,
        published=published,
        body=body_sha256 if has_text else None,
        words=Words(body).count if len(body) < TINY_CHARACTERS else None,
        cut_from=item.cut_from,
    )
    read = (
        outlet, item.address, item.file, item.identifier, parsed.title, published,
        parsed.published.known if parsed.published else None,
        str(parsed.event.date) if parsed.event else None,
        parsed.place, parsed.speaker, parsed.genre, parsed.authority, parsed.country, parsed.language,
        item.fields.get("topic"), body_sha256, sha256, *map(str, item.cut_from or ()),
        READ_BY,
    )  # fmt: skip
    mark = short_hash(address_key(item.address), title, published, body_sha256)
    return {
        "keys": tuple(keys),
        "sha256": sha256,
        "body_sha256": body_sha256,
        "has_text": has_text,
        "characters": len(body),
        "raw_hash": first_bits(sha256),
        "digest": short_hash(*read),
        "mark": f"{mark:016x}"[-8:],
    }


def _storable(parsed: Parsed) -> Parsed:
    """The same, with every text fit for its column; what had to be cut is doubtful."""
    parsed.title = storable(parsed.title)
    for name in ("place", "speaker", "genre", "authority", "language", "country"):
        value: str | None = getattr(parsed, name)
        longest = LONGEST[name]
        if value is not None and len(value) > longest:
            parsed.doubts.append(
                Doubt(name, f"The value given has {len(value):,} characters and was cut to {longest}.")
            )
        setattr(parsed, name, storable(value, longest))
    parsed.mentions = [
        replace(mention, actor=storable(mention.actor, LONGEST["speaker"]), title=storable(mention.title))
        for mention in parsed.mentions
    ]
    return parsed
