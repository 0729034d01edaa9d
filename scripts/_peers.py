"""The same questions asked of DuckDB and of SQLite's FTS5, for the comparison in ``scripts/bench``.

Both get the tokens of the archive as they stand in its index, folded: words are compared, not tokenisers.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from corpus import Corpus
from corpus.query.count.token_runs import runs, spread
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.text.tokens import Layer

U32 = npt.NDArray[np.uint32]
Counts = dict[Any, Any]
"""Counts by year, word or sequence; of keywords, pairs of counts."""


@dataclass
class Tokens:
    """The tokens that count of one block: group of spellings, document, position (gaps between passages)."""

    words: U32
    documents: U32
    positions: U32


@dataclass
class Facts:
    """What the archive says of its documents and words."""

    names: list[str]
    years: list[str]
    countries: list[str]


def facts(corpus: Corpus) -> Facts:
    with corpus._opened().open() as moment:
        catalogue = moment.catalogue()
        country = catalogue.facet(moment.connection, "country")
        years = catalogue.dates().first.astype("datetime64[Y]").astype(str).tolist()
        return Facts(
            moment.groups(Layer.word).names, years, [country.labels[code] for code in country.codes.tolist()]
        )


def tokens(corpus: Corpus) -> Iterator[Tokens]:
    """The tokens of the archive, block by block."""
    with corpus._opened().open() as moment:
        selection = select_documents(moment, Filters())
        groups = moment.groups(Layer.word)
        for section_id in moment.sections(Layer.word):
            found = runs(moment, selection, section_id)
            lengths = found.ends - found.starts
            places = spread(found.starts, lengths)
            # A step between passages, so that no phrase crosses one.
            steps = np.repeat(np.arange(len(lengths)) * 20, lengths)
            yield Tokens(
                groups.of_term[moment.stream(section_id)[places]],
                np.repeat(found.documents, lengths).astype(np.uint32),
                (places + steps).astype(np.uint32),
            )


class Duck:
    """A table of tokens sorted by word, and one sorted by place, as one would do it in SQL."""

    name = "DuckDB"

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.con = duckdb.connect(str(folder / "peer.duckdb"))
        known = facts(corpus)
        words = {"word": np.arange(len(known.names)), "name": np.array(known.names, dtype=object)}
        documents = {
            "document": np.arange(len(known.years)),
            "year": np.array(known.years, dtype=object),
            "country": np.array(known.countries, dtype=object),
        }
        assert words, documents  # DuckDB reads them by their names
        self.con.execute("CREATE TABLE words AS SELECT * FROM words")
        self.con.execute("CREATE TABLE documents AS SELECT * FROM documents")
        self.con.execute("CREATE TABLE places (word UINTEGER, document UINTEGER, position UINTEGER)")
        for block in tokens(corpus):
            part = {"word": block.words, "document": block.documents, "position": block.positions}
            assert part  # as above
            self.con.execute("INSERT INTO places SELECT * FROM part ORDER BY document, position")
        self.con.execute("CREATE TABLE tokens AS SELECT * FROM places ORDER BY word, document, position")

    def ask(self, query: str, *values: object) -> Counts:
        rows = self.con.execute(query, list(values)).fetchall()
        return {row[0] if len(row) == 2 else row[:-1]: row[-1] for row in rows}

    def word(self, name: str) -> int:
        (found,) = self.con.execute("SELECT word FROM words WHERE name = ?", [name]).fetchall()
        return int(found[0])

    def by_year(self, name: str) -> Counts:
        return self.ask(
            "SELECT year, count(*) FROM tokens JOIN documents USING (document) WHERE word = ? GROUP BY year",
            self.word(name),
        )

    def prefix_by_year(self, prefix: str) -> Counts:
        return self.ask(
            "SELECT year, count(*) FROM tokens JOIN documents USING (document)"
            " WHERE word IN (SELECT word FROM words WHERE starts_with(name, ?)) GROUP BY year",
            prefix,
        )

    def phrase_by_year(self, one: str, two: str, three: str) -> Counts:
        return self.ask(
            "SELECT year, count(*) FROM tokens a"
            " JOIN tokens b ON b.document = a.document AND b.position = a.position + 1 AND b.word = ?"
            " JOIN tokens c ON c.document = a.document AND c.position = a.position + 2 AND c.word = ?"
            " JOIN documents d ON d.document = a.document WHERE a.word = ? GROUP BY year",
            self.word(two), self.word(three), self.word(one),
        )  # fmt: skip

    def collocates(self, name: str, window: int) -> Counts:
        return self.ask(
            "SELECT name, count(*) AS joint FROM tokens a JOIN places b ON b.document = a.document"
            " AND b.position BETWEEN a.position - ? AND a.position + ? AND b.position <> a.position"
            " JOIN words w ON w.word = b.word WHERE a.word = ? GROUP BY name HAVING joint >= 5",
            window, window, self.word(name),
        )  # fmt: skip

    def vocabulary(self, country: str) -> Counts:
        return self.ask(
            "SELECT name, count(*) FROM places JOIN words USING (word) WHERE document IN"
            " (SELECT document FROM documents WHERE country = ?) GROUP BY name",
            country,
        )

    def fourgrams(self, country: str) -> Counts:
        return self.ask(
            "WITH four AS (SELECT word AS a, lead(word, 1) OVER w AS b, lead(word, 2) OVER w AS c,"
            " lead(word, 3) OVER w AS d, lead(position, 3) OVER w - position AS apart FROM places"
            " WHERE document IN (SELECT document FROM documents WHERE country = ?)"
            " WINDOW w AS (PARTITION BY document ORDER BY position))"
            " SELECT p.name, q.name, r.name, s.name, count(*) AS n FROM four JOIN words p ON p.word = a"
            " JOIN words q ON q.word = b JOIN words r ON r.word = c JOIN words s ON s.word = d"
            " WHERE apart = 3 GROUP BY 1, 2, 3, 4 ORDER BY n DESC LIMIT 100",
            country,
        )


class Fts5:
    """A full-text index of SQLite, with its table of places (fts5vocab)."""

    name = "FTS5"

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.con = sqlite3.connect(folder / "peer.fts5")
        self.con.execute("PRAGMA journal_mode = OFF")
        known = facts(corpus)
        # A word is written as a letter and its number: no tokeniser can cut it.
        self.numbers = {name: f"w{number}" for number, name in enumerate(known.names)}
        self.con.execute("CREATE TABLE documents (document INTEGER PRIMARY KEY, year TEXT, country TEXT)")
        rows = [(n, *row) for n, row in enumerate(zip(known.years, known.countries, strict=True))]
        self.con.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows)
        self.con.execute("CREATE TABLE words (name TEXT PRIMARY KEY, word TEXT) WITHOUT ROWID")
        self.con.executemany("INSERT INTO words VALUES (?, ?)", list(self.numbers.items()))
        self.con.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='ascii')")
        for block in tokens(corpus):
            starts = np.concatenate(([0], np.flatnonzero(np.diff(block.documents)) + 1))
            gaps = np.diff(block.positions.astype(np.int64), prepend=-1)
            gaps[starts] = 1
            shown = [
                f"w{word}" if gap == 1 else f"{'x ' * 20}w{word}"
                for word, gap in zip(block.words.tolist(), gaps.tolist(), strict=True)
            ]
            ends = [*starts[1:].tolist(), len(shown)]
            self.con.executemany(
                "INSERT INTO texts (rowid, text) VALUES (?, ?)",
                (
                    (int(block.documents[start]), " ".join(shown[start:end]))
                    for start, end in zip(starts.tolist(), ends, strict=True)
                ),
            )
        self.con.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self.con.execute("CREATE VIRTUAL TABLE places USING fts5vocab(texts, 'instance')")
        self.con.commit()

    def by_year(self, name: str) -> Counts:
        return dict(
            self.con.execute(
                "SELECT year, count(*) FROM places JOIN documents ON document = doc"
                " WHERE term = ? GROUP BY year",
                (self.numbers[name],),
            ).fetchall()
        )

    def prefix_by_year(self, prefix: str) -> Counts:
        return dict(
            self.con.execute(
                "SELECT year, count(*) FROM places JOIN documents ON document = doc WHERE term IN"
                " (SELECT word FROM words WHERE name >= ? AND name < ?) GROUP BY year",
                (prefix, prefix + "\U0010ffff"),
            ).fetchall()
        )

    def phrase_by_year(self, one: str, two: str, three: str) -> Counts:
        """Places of the three words, compared by the program: FTS5 itself gives documents, no counts."""
        held = [
            np.array(
                self.con.execute(
                    "SELECT doc * 1000000000 + offset FROM places WHERE term = ?", (self.numbers[name],)
                ).fetchall(),
                dtype=np.int64,
            )[:, 0]
            - at
            for at, name in enumerate((one, two, three))
        ]
        found = np.intersect1d(np.intersect1d(held[0], held[1], True), held[2], True) // 1_000_000_000
        years = dict(self.con.execute("SELECT document, year FROM documents").fetchall())
        counts: Counts = {}
        for document in found.tolist():
            counts[years[document]] = counts.get(years[document], 0) + 1
        return counts
