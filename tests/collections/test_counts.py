"""Queries drawn from the real collections, compared with the slow counter over the same normalised texts."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from corpus.store.engine import open_engine
from corpus.store.tables.archive import Document, Outlet, PassageRow, Version
from corpus.text.roles import Role
from tests import counter
from tests.counter import Text

if TYPE_CHECKING:
    from corpus import Corpus

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

PARTS: dict[str, dict[str, str]] = {
    "kcna": {"outlet": "kcna"},
    "new year": {"outlet": "dprk-new-year"},
    "work reports": {"outlet": "prc-government", "since": "1990", "until": "2005"},
    "congresses": {"outlet": "cpc-congress", "since": "1990"},
    "xi": {"outlet": "xinhua", "since": "2025-06"},
    "un of the PRK": {"outlet": "un-general-debate", "country": "PRK"},
    "un of 1995": {"outlet": "un-general-debate", "country": "FRA", "since": "1980"},
    "un of 1946": {"outlet": "un-general-debate", "since": "1946", "until": "1946"},
}


class Parts:
    """Texts of parts of the archive, read from its tables without the program's queries."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._texts: dict[str, list[Text]] = {}
        self._tokens: dict[str, list[tuple[str, list[str]]]] = {}

    def texts(self, part: str) -> list[Text]:
        if part not in self._texts:
            self._texts[part] = self._read(**PARTS[part])
        return self._texts[part]

    def tokens(self, part: str) -> list[tuple[str, list[str]]]:
        """Month or year, and the words as they stand, of each counted passage."""
        if part not in self._tokens:
            self._tokens[part] = [
                (text.year, counter.words(passage))
                for text in self.texts(part)
                for role, _, passage in text.passages
                if role in counter.COUNTED
            ]
        return self._tokens[part]

    def _read(
        self, outlet: str, country: str | None = None, since: str = "", until: str = "9999"
    ) -> list[Text]:
        engine = open_engine(self.corpus.url, "read")
        query = (
            select(Version.c.id, Document.c.published)
            .join(Document, Document.c.current_version_id == Version.c.id)
            .join(Outlet, Outlet.c.id == Document.c.outlet_id)
            .where(Outlet.c.code == outlet)
        )
        if country:
            query = query.where(func.coalesce(Document.c.country, Outlet.c.country) == country)
        texts = []
        with engine.connect() as connection:
            rows = [row for row in connection.execute(query) if row.published[: len(since)] >= since]
            for version, published in rows:
                if published[: len(until)] > until:
                    continue
                passages = connection.execute(
                    select(PassageRow.c.role, PassageRow.c.text).where(PassageRow.c.version_id == version)
                )
                texts.append(
                    Text(
                        published, outlet, country, [(Role(role).name, None, text) for role, text in passages]
                    )
                )
        engine.dispose()
        return texts


@pytest.fixture(scope="module")
def parts(archive: Corpus) -> Parts:
    return Parts(archive)


def test_regional_development_by_month(archive: Corpus, parts: Parts) -> None:
    expected: dict[str, int] = defaultdict(int)
    tokens: dict[str, int] = defaultdict(int)
    for date, pieces in parts.tokens("kcna"):
        folded = [counter.fold(piece) for piece in pieces]
        expected[date[:7]] += counter.occurrences(folded, [{"regional"}, {"development"}])
        tokens[date[:7]] += len(pieces)
    result = archive.freq("regional development", by="month", outlet="kcna")
    assert dict(zip(result.values("period"), result.values("matches"), strict=True)) == expected
    assert dict(zip(result.values("period"), result.values("tokens"), strict=True)) == tokens
    assert sum(expected.values()) > 50


def _cjk(part: str) -> bool:
    return part in ("new year", "work reports", "congresses", "xi")


@settings(max_examples=40, deadline=None)
@given(
    part=st.sampled_from(sorted(PARTS)),
    seed=st.integers(0, 2**32),
    size=st.integers(1, 4),
    form=st.sampled_from(["plain", "exact", "prefix", "alternatives", "expression", "string"]),
)
def test_queries_agree(parts: Parts, part: str, seed: int, size: int, form: str) -> None:
    draw = random.Random(seed)
    if _cjk(part):
        counted = [p for t in parts.texts(part) for p in t.passages if p[0] in counter.COUNTED]
        _, _, passage = draw.choice([p for p in counted if len(p[2]) > 20])
        begin = draw.randrange(len(passage) - size)
        query = passage[begin : begin + size].strip()
        if not query or not counter.CJK.search(query) or set(query) & set('*?/"“”()|,=@~[+') or "  " in query:
            return
        expected = counter.count_string(parts.texts(part), query)
        # Each occurrence, as it stands; words of Hangul and other forms of Han are in test_scripts.
        query = " ".join(f"char:{word}" if counter.CJK.search(word) else word for word in query.split(" "))
    else:
        passages = parts.tokens(part)
        _, pieces = draw.choice([entry for entry in passages if len(entry[1]) >= size])
        begin = draw.randrange(len(pieces) - size + 1)
        chosen = pieces[begin : begin + size]
        if any(set(piece) & set("/") or piece[0] in "'’" for piece in chosen):
            return
        query, expected = _ask(form, chosen, passages, draw)
    result = parts.corpus.freq(query, by="year", **PARTS[part])
    assert sum(filter(None, result.values("matches"))) == expected > 0
    if form == "plain" and not _cjk(part):
        lines = parts.corpus.kwic(query, limit=100_000, **PARTS[part])
        assert len(lines) == expected


def _ask(
    form: str, chosen: list[str], passages: list[tuple[str, list[str]]], draw: random.Random
) -> tuple[str, int]:
    """A query made of words of the text, and what the slow counter says."""
    if form == "exact":
        wanted: list[set[str] | None] = [{piece} for piece in chosen]
        return " ".join("=" + piece for piece in chosen), sum(
            counter.occurrences(p, wanted) for _, p in passages
        )
    folded = [(year, [counter.fold(piece) for piece in pieces]) for year, pieces in passages]
    words = [counter.fold(piece) for piece in chosen]
    every = {word for _, pieces in folded for word in pieces}
    slots: list[set[str] | None] = [{word} for word in words]
    query = " ".join(words)
    if form == "prefix":
        stem = words[0][: max(1, len(words[0]) - 2)]
        slots[0] = {word for word in every if word.startswith(stem)}
        query = " ".join([stem + "*", *words[1:]])
    elif form == "alternatives":
        other = draw.choice(sorted(every))
        slots[-1] = {words[-1], other}
        query = " ".join([*words[:-1], f"({words[-1]}|{other})"])
        if set(other) & set("/*?'"):
            return " ".join(words), sum(counter.occurrences(p, [{w} for w in words]) for _, p in folded)
    elif form == "expression":
        slots[0] = {word for word in every if len(word) == len(words[0]) and word[:1] == words[0][:1]}
        query = " ".join([f"/{words[0][0]}.{{{len(words[0]) - 1}}}/", *words[1:]])
    return query, sum(counter.occurrences(pieces, slots) for _, pieces in folded)
