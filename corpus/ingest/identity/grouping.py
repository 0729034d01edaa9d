"""Which readings of items are one document, and which of its texts are versions.

Pure: a function of all sightings together, whatever the order in which they came.
``corpus.ingest.identity.known_documents`` fetches what may belong together,
``corpus.ingest.identity.settle`` stores the answer.

Readings are one document where they share a place (an address, a file, an id of their outlet) and their texts
are alike; where they say the same under several addresses within a few days; and, without address and id,
where title, day and most of the text are the same. Texts that are unlike under one address are several
documents, unless title and day say that one was rewritten. See ``corpus.ingest.identity.likeness`` for the
thresholds.
"""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from corpus.ingest.identity import likeness
from corpus.ingest.identity.captures import Group, Version, contradict
from corpus.ingest.identity.item_keys import Kind
from corpus.ingest.identity.replaced import find_replaced
from corpus.ingest.identity.versions import find_versions
from corpus.text.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from corpus.ingest.identity.captures import Capture
    from corpus.ingest.identity.likeness import Words

SAME_TEXT_DAYS = 3
"""The same text from the same outlet within so many days is one document under two addresses."""
MAX_COMPARED = 64
"""Under an address with more different texts, which is then a listing, only those of one title or day are
compared."""
LONG_CHARACTERS = 2000
"""A text with more is not short, without counting its words."""


def group_captures(captures: Sequence[Capture], words_of: Callable[[Capture], Words]) -> list[Group]:
    """The documents of all live captures that may belong together, in order of time.

    ``words_of`` is asked only of captures that must be compared.
    """
    alive = sorted((capture for capture in captures if capture.live), key=lambda one: one.order)
    if len(alive) == 1:
        (only,) = alive
        return [Group(only.outlet_set or only.outlet, alive, [Version(alive)])]
    return _Grouping(alive, words_of).groups()


class _Grouping:
    def __init__(self, captures: list[Capture], words_of: Callable[[Capture], Words]) -> None:
        self.words_of = words_of
        self._above: dict[Capture, Capture] = {}
        self._shared: dict[tuple[bytes, bytes], float] = {}
        self.misplaced: set[Capture] = set()
        self.captures = captures
        self._cut = any(one.is_cut for one in captures)
        self.outlets = self._outlets()
        self.replaced = find_replaced(captures, self._share)
        self.captures = [one for one in captures if one not in self.replaced]
        self.places = _blocks(self.captures, Kind.address, Kind.file)

    def groups(self) -> list[Group]:
        ids = _blocks(self._present(self.captures), Kind.id)
        for block in itertools.chain(self.places, ids):
            self._find_misplaced(block)
        for block in itertools.chain(self.places, ids):
            self._join_place(block)
        standing = [one for one in self._present(self.captures) if one not in self.misplaced]
        self._join_texts(standing)
        self._join_titles(standing)
        members: dict[Capture, list[Capture]] = defaultdict(list)
        for capture in self.captures:
            members[self._root(capture)].append(capture)
        groups = {root: self._group(some) for root, some in members.items()}
        for one, (heir, *_) in self.replaced.items():
            groups[self._root(heir)].captures.append(one)
        for one, others in self.replaced.items():
            for root in dict.fromkeys(map(self._root, others)):
                groups[root].replaced.append(one)
        return list(groups.values())

    def _group(self, captures: list[Capture]) -> Group:
        outlet = self.outlets[
            max(captures, key=lambda one: (one.last, self._sayers[one].named, one.run, one.order))
        ]
        standing = [one for one in captures if one not in self.misplaced] or captures
        shown = [one for one in standing if one.has_text] or standing
        group = Group(outlet, captures)
        group.misplaced = [one for one in captures if one not in standing]
        group.textless = [one for one in standing if one not in shown]
        group.versions = find_versions(
            shown,
            lambda one: (one.outlet_set or one.outlet) == outlet,
        )
        return group

    # -- whose they are

    def _outlets(self) -> dict[Capture, int]:
        """The outlet of each: the last that a person, else a load, named at its place for this item."""
        said: dict[Capture, Capture] = {}
        by_item: dict[Hashable, list[Capture]] = defaultdict(list)
        for one in self.captures:
            for key in self._items(one):
                by_item[key].append(one)
        best = {key: max(some, key=_naming) for key, some in by_item.items()}
        for one in self.captures:
            said[one] = max((best[key] for key in self._items(one)), key=_naming)
        self._sayers = said
        return {one: other.outlet_set or other.outlet for one, other in said.items()}

    def _items(self, one: Capture) -> Iterator[Hashable]:
        yield one
        if self._cut:
            yield from one.readings
        for key in one.keys:
            if key.kind is Kind.file:
                yield key.hash
            elif key.kind is Kind.address:
                yield (key.hash, one.body)
                if one.headline:
                    yield (key.hash, one.headline)

    def _present(self, captures: Iterable[Capture]) -> list[Capture]:
        """Those that were read as texts of the outlet that is theirs."""
        return [one for one in captures if (one.outlet_set or one.outlet) == self.outlets[one]]

    # -- one place

    def _find_misplaced(self, block: list[Capture]) -> None:
        """Texts that say nothing of their own title, where another text at the place does, and later
        sightings, other addresses or what little they share say that they are another item's."""
        by_item: dict[Hashable, list[Capture]] = defaultdict(list)
        for one in block:
            if one.has_text and one.headline:
                by_item[one.headline].append(one)
        for some in by_item.values():
            for wrong, right in itertools.permutations(some, 2):
                if (
                    wrong.body != right.body
                    and not _contradict(wrong, right)
                    and self._share(wrong, right) < likeness.UNLIKE
                    and not self._fits(wrong)
                    and self._fits(right)
                    and (
                        right.last >= wrong.last
                        or self._stands_elsewhere(right)
                        or self._is_of_another(wrong)
                        or self._is_wholly_other(wrong, right)
                    )
                ):
                    self.misplaced.add(wrong)

    def _stands_elsewhere(self, right: Capture) -> bool:
        return any(
            one.body == right.body and one.headline == right.headline and one.place != right.place
            for one in self.captures
        )

    def _is_of_another(self, wrong: Capture) -> bool:
        """Whether the text, if it is long, stands under another title, which says something of it."""
        return not self._is_short(wrong) and any(
            one.body == wrong.body and one.headline not in (None, wrong.headline) and self._fits(one)
            for one in self.captures
        )

    def _is_wholly_other(self, wrong: Capture, right: Capture) -> bool:
        if self._share(wrong, right) >= likeness.WHOLLY_OTHER:
            return False
        return likeness.is_strange(wrong.title, self.words_of(wrong))

    def _join_place(self, block: list[Capture]) -> None:
        with_text = [one for one in block if one.has_text]
        listing = self._is_listing(with_text)
        for one, other in _pairs(with_text):
            if self._one_item(one, other, listing):
                self._join(one, other)
        by_headline: dict[str | None, Capture] = {}
        for one in with_text:
            by_headline.setdefault(one.headline, one)
        roots = {self._root(one) for one in with_text}
        for one in block:
            if not one.has_text:
                found = by_headline.setdefault(one.headline, one)
                if found is one and len(roots) == 1:
                    found = next(iter(roots))
                self._join(one, found)

    def _is_listing(self, block: list[Capture]) -> bool:
        """Whether different items stand at a place: texts that are unlike, with other titles or days."""
        if len({one.body for one in block}) > MAX_COMPARED:
            return True
        return any(
            one.raw_hash != other.raw_hash
            and _differing(one, other)
            and self._share(one, other) < likeness.UNLIKE
            for one, other in itertools.combinations(block, 2)
            if one.body != other.body and not {one, other} & self.misplaced
        )

    def _one_item(self, one: Capture, other: Capture, listing: bool) -> bool:
        if one.raw_hash is not None and one.raw_hash == other.raw_hash:
            return True
        differing = _differing(one, other)
        if one.body == other.body:
            return not (listing and differing == 2 and self._is_short(one))
        same_title = one.headline is not None and one.headline == other.headline
        if not same_title and listing and not _same_day(one, other):
            return False
        if same_title and not _contradict(one, other) and {one, other} & self.misplaced:
            return True
        words, others = self.words_of(one), self.words_of(other)
        if likeness.alike(words, others, differing):
            return True
        if same_title and not _contradict(one, other):  # rewritten, if the title is one of these texts
            return self._fits(one) or self._fits(other)
        return (
            not differing and not listing and bool(set(one.hashes(Kind.file)) | set(other.hashes(Kind.file)))
        )

    # -- the same text, the same title

    def _join_texts(self, captures: list[Capture]) -> None:
        """The same text at several places within a few days; a short one only under one headline."""
        blocks: dict[Hashable, list[Capture]] = defaultdict(list)
        for one in captures:
            if one.has_text:
                blocks[(self.outlets[one], one.body, one.read["country"])].append(one)
        for block in blocks.values():
            if len(block) < 2:
                continue
            if not self._is_short(block[0]):
                self._join_near(self._rightly_titled(block))
                continue
            by_headline: dict[str | None, list[Capture]] = defaultdict(list)
            for one in block:
                by_headline[one.headline].append(one)
            nameless = by_headline.pop(None, [])
            if len(by_headline) == 1:
                next(iter(by_headline.values())).extend(nameless)
            else:
                self._join_near(nameless)
            for some in by_headline.values():
                self._join_near(some)

    def _rightly_titled(self, block: list[Capture]) -> list[Capture]:
        """Captures of one text, without those whose title has nothing of it, where another one's has."""
        if len({one.headline for one in block}) < 2 or not any(self._fits(one) for one in block):
            return block
        wrong = [one for one in block if one.headline and likeness.is_strange(one.title, self.words_of(one))]
        self.misplaced.update(wrong)
        by_headline: dict[str | None, list[Capture]] = defaultdict(list)
        for one in wrong:
            by_headline[one.headline].append(one)
        for some in by_headline.values():
            self._join_near(some)
        return [one for one in block if one not in self.misplaced]

    def _join_near(self, captures: list[Capture]) -> None:
        """Join those within a few days from the first; a month or a year goes with the first day inside
        it."""
        first: dict[str | None, Capture] = {}
        for one in captures:
            self._join(one, first.setdefault(one.published, one))
        start: PartialDate | None = None
        leader: Capture | None = None
        days = sorted(date for date in first if date is not None and len(date) == 10)
        for date in days:
            day = PartialDate.parse(date)
            if (
                start is None
                or leader is None
                or day.first - start.first > datetime.timedelta(SAME_TEXT_DAYS)
            ):
                start, leader = day, first[date]
            self._join(first[date], leader)
        for date in sorted(
            (date for date in first if date is not None and len(date) < 10), key=len, reverse=True
        ):
            inside = next(
                (other for other in sorted(filter(None, first)) if other != date and other.startswith(date)),
                None,
            )
            if inside is not None:
                self._join(first[date], first[inside])

    def _join_titles(self, captures: list[Capture]) -> None:
        for block in _blocks(captures, Kind.title):
            for one, other in _pairs([one for one in block if one.has_text]):
                if self.outlets[one] == self.outlets[other] and likeness.alike_unaddressed(
                    self.words_of(one), self.words_of(other)
                ):
                    self._join(one, other)

    # -- helpers

    def _is_short(self, one: Capture) -> bool:
        if one.characters is not None and one.characters > LONG_CHARACTERS:
            return False
        return self.words_of(one).count < likeness.SHORT_WORDS

    def _share(self, one: Capture, other: Capture) -> float:
        key = (min(one.body, other.body), max(one.body, other.body))
        if key not in self._shared:
            self._shared[key] = likeness.shared(self.words_of(one), self.words_of(other))
        return self._shared[key]

    def _fits(self, one: Capture) -> bool:
        return one.title_given and likeness.fits(one.title, self.words_of(one))

    def _root(self, one: Capture) -> Capture:
        while (above := self._above.get(one, one)) is not one:
            self._above[one] = self._above.get(above, above)
            one = above
        return one

    def _join(self, one: Capture, other: Capture) -> None:
        first, second = sorted((self._root(one), self._root(other)), key=lambda root: root.order)
        if first is not second:
            self._above[second] = first


def _naming(one: Capture) -> tuple[Any, ...]:
    """Sorts those who say whose an item is: a person last, ``generic`` first, else by time."""
    return (one.outlet_set is not None, one.named, one.last, one.run, one.order)


def _blocks(captures: Iterable[Capture], *kinds: Kind) -> list[list[Capture]]:
    """Captures that have a key in common, in order of time."""
    found: dict[int, list[Capture]] = defaultdict(list)
    for one in captures:
        for key in one.hashes(*kinds):
            found[key].append(one)
    return [block for _, block in sorted(found.items()) if len(block) > 1]


def _pairs(block: list[Capture]) -> Iterator[tuple[Capture, Capture]]:
    """Pairs to compare; of many those of one text, title or day."""
    if len({one.body for one in block}) <= MAX_COMPARED:
        yield from itertools.combinations(block, 2)
        return
    near: dict[Hashable, list[Capture]] = defaultdict(list)
    for one in block:
        near[one.body].append(one)
        near[("title", one.headline)].append(one)
        near[("day", one.published)].append(one)
    for key, some in near.items():
        if key not in (("title", None), ("day", None)):
            yield from itertools.combinations(some, 2)


def _contradict(one: Capture, other: Capture) -> bool:
    return contradict(one.published, other.published)


def _same_day(one: Capture, other: Capture) -> bool:
    return one.published is not None and one.published == other.published


def _differing(one: Capture, other: Capture) -> int:
    """How many of title and day are known of both and differ."""
    titles = one.headline is not None and other.headline is not None and one.headline != other.headline
    return int(titles) + int(_contradict(one, other))
