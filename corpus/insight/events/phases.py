"""The days around events: baseline, before and after, each a mask over the days of a calendar.

The window is so many days before the event and, from its own day on, so many after it; the baseline is the
days before the window. A day in the window of any event is in no baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.event_input import Event

Bools = npt.NDArray[np.bool_]
Phase = Literal["baseline", "before", "after"]
PHASES: tuple[Phase, ...] = ("baseline", "before", "after")
ALL = "(all events)"
"""What the rows of all events together are called; each day counts once in them."""


@dataclass(frozen=True, slots=True)
class Span:
    """One event, or all of them, and its days. ``masks``: of the days from ``low`` on."""

    name: str
    date: str | None
    events: tuple[Event, ...]
    masks: dict[Phase, Bools]

    @property
    def pooled(self) -> bool:
        return self.date is None


def bounds(event: Event, baseline: int) -> dict[Phase, tuple[int, int]]:
    """The days of each phase, half-open, days since 1970."""
    begin, end = event.day - event.window, event.day + event.window
    return {"baseline": (begin - baseline, begin), "before": (begin, event.day), "after": (event.day, end)}


def spans(events: Sequence[Event], baseline: int, low: int, size: int) -> list[Span]:
    """The days of each event and, last, of all of them where they are several.

    Of all together a day counts once: as one after an event where it is one before another.
    """
    single = []
    for event in events:
        masks = {phase: _mask(low, size, *days) for phase, days in bounds(event, baseline).items()}
        single.append((event, masks))
    after = _any([masks["after"] for _, masks in single], size)
    window = after | _any([masks["before"] for _, masks in single], size)
    for _, masks in single:
        masks["baseline"] &= ~window
    found = [Span(event.name, event.date, (event,), masks) for event, masks in single]
    if len(events) > 1:
        calm = _any([masks["baseline"] for _, masks in single], size)
        together: dict[Phase, Bools] = {"baseline": calm, "before": window & ~after, "after": after}
        found.append(Span(ALL, None, tuple(events), together))
    return found


def _mask(low: int, size: int, first: int, end: int) -> Bools:
    mask = np.zeros(size, dtype=bool)
    mask[max(first - low, 0) : max(end - low, 0)] = True
    return mask


def _any(masks: list[Bools], size: int) -> Bools:
    return np.logical_or.reduce(masks) if masks else np.zeros(size, dtype=bool)
