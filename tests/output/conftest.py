"""Results to render: made here, so that what is tested depends on no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from corpus.measures.intervals import poisson_interval
from corpus.output.result import Result

MakeFreq = Callable[..., Result]


@pytest.fixture
def make_freq() -> MakeFreq:
    """Makes frequency results; periods in ``gaps`` hold no document."""

    def make(
        queries: Sequence[str] = ("peace",),
        periods: Sequence[str] = tuple(str(year) for year in range(1946, 1964)),
        gaps: Sequence[str] = ("1957",),
        facet: str = "period",
        second: tuple[str, Sequence[str]] | None = None,
        boot: bool = False,
        title: str = "peace · by year",
    ) -> Result:
        random = np.random.default_rng(7)
        inner = second[1] if second else ("",)
        rows = [(query, period, part) for query in queries for period in periods for part in inner]
        present = np.array([period not in gaps for _, period, _ in rows])
        tokens = np.where(present, random.integers(2_000, 90_000, len(rows)), 0)
        matches = np.where(present, random.poisson(tokens * 5e-4), 0)
        low, high = poisson_interval(matches, tokens)
        with np.errstate(invalid="ignore"):
            rates = matches / tokens * 1e6
        columns: dict[str, object] = {
            "query": [query for query, _, _ in rows],
            facet: [p for _, p, _ in rows],
        }
        if second:
            columns[second[0]] = [part for *_, part in rows]
        columns |= {
            "matches": matches,
            "documents": np.where(present, 3, 0),
            "tokens": tokens,
            "per_million": rates,
            "low": low * 1e6,
            "high": high * 1e6,
        }
        if boot:
            columns |= {"boot_low": low * 0.9e6, "boot_high": high * 1.1e6}
        return Result(
            columns,  # type: ignore[arg-type]
            "freq",
            {"query": list(queries), "filters": {"outlet": "kcna"}, "level": 0.95, "software": "0.1.0"},
            ("tokens: words counted under the same filter.",),
            title,
        )

    return make


@pytest.fixture
def kwic() -> Result:
    """Three lines in English, Chinese and Korean; the first text tries to command the terminal."""
    return Result(
        {
            "ref": [
                "kcna-2024-08-06-press-statement-of-spokesman",
                "xinhua-2023-01-01-report",
                "ny-1999",
            ],
            "date": ["2024-08-06", "2023-01", "1999"],
            "outlet": ["kcna", "xinhua", "rodong"],
            "voice": ["speech", "narration", "narration"],
            "speaker": ["Kim Jong Un", None, None],
            "left": [
                "\x1b[2J\x1b]0;owned\x07the Party and the people will always hold high the banner of ",
                "我国政府坚定不移地推进社会主义现代化建设，维护世界",
                "우리 당과 인민은 위대한 령도자 김정일동지의 ",
            ],
            "match": ["peace", "和平", "선군"],
            "right": [
                ", and of security in the region and beyond, as the respected Comrade said",
                "与发展，反对霸权主义",
                "정치를 높이 받들고 사회주의 강성대국건설에서 새로운 전환을 일으켜나가야 할것이다",
            ],
        },
        "kwic",
        {"query": "peace"},
        ("3 of 120 matches.",),
        "peace",
    )
