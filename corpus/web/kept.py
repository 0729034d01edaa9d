"""What was made from the archive, kept while the archive does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from corpus.api import Corpus

T = TypeVar("T")

MOST = 16
"""Things kept of one archive; the one not asked for longest goes first."""

_KEPT: WeakKeyDictionary[Corpus, tuple[str, dict[Hashable, object]]] = WeakKeyDictionary()


def kept(corpus: Corpus, key: Hashable, make: Callable[[], T], fits: Callable[[T], bool] = bool) -> T:
    """What ``make`` makes, or what it made for this key before; kept where it ``fits``."""
    state = corpus.state
    known = _KEPT.get(corpus)
    if known is None or known[0] != state:
        known = _KEPT[corpus] = (state, {})
    things = known[1]
    if key in things:
        found = things[key] = things.pop(key)
        return cast("T", found)
    made = make()
    if fits(made):
        things[key] = made
        if len(things) > MOST:
            del things[next(iter(things))]
    return made
