"""This program beside DuckDB and SQLite's FTS5: the same questions, equal answers first, then the times."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from _peers import Counts, Duck, Fts5
from _timing import MILLION, median, one_question, row, watch_self

from corpus import Corpus
from corpus.ingest.outlets.registry import SHIPPED

OUTLET = "un-general-debate"
Peer = Callable[[], Counts]


@dataclass
class Question:
    """What is asked, of whom, and at most how many milliseconds it may take: for one copy, and for ten.

    ``equal``: this program's answer in the form of the peers'. ``timed``: what DuckDB is timed on, where its
    answer was brought into this program's form for the comparison.
    """

    what: str
    limits: tuple[float, float]
    ours: Callable[[], object]
    equal: Callable[[], Counts] | None = None
    duck: Peer | None = None
    fts: Peer | None = None
    timed: Peer | None = None


def questions(corpus: Corpus, duck: Duck, fts: Fts5) -> list[Question]:
    """The rows of the table."""

    def by_year(query: str) -> Callable[[], Counts]:
        def ask() -> Counts:
            result = corpus.freq(query, by="year")
            pairs = zip(result.values("period"), result.values("matches"), strict=True)
            return {period: matches for period, matches in pairs if matches}

        return ask

    def counted(query: str) -> Callable[[], object]:
        return lambda: corpus.freq(query, by="year")

    def collocates() -> Counts:
        result = corpus.collocates("sovereignty", left=5, right=5, min=5, limit=MILLION)
        return dict(zip(result.values("collocate"), result.values("matches"), strict=True))

    def keywords() -> Counts:
        found = corpus.keywords(target={"country": "PRK"}, reference={"country": "USA"}, min=1, limit=MILLION)
        columns = (found.values(name) for name in ("word", "target", "reference"))
        return {word: (target, reference) for word, target, reference in zip(*columns, strict=True)}

    def sides(target: Counts, reference: Counts) -> Counts:
        return {word: (target[word], reference.get(word, 0)) for word in keywords()}

    def fourgrams() -> Counts:
        result = corpus.ngrams(size=4, limit=100, country="PRK")
        return dict(zip(result.values("ngram"), result.values("matches"), strict=True))

    return [
        Question(
            "a common word by year: peace", (3, 24), counted("peace"), by_year("peace"),
            lambda: duck.by_year("peace"), lambda: fts.by_year("peace"),
        ),
        Question(
            "a phrase by year: peace and security", (8, 70), counted("peace and security"),
            by_year("peace and security"),
            lambda: duck.phrase_by_year("peace", "and", "security"),
            lambda: fts.phrase_by_year("peace", "and", "security"),
        ),
        Question(
            "a prefix by year: nuclear*", (2, 14), counted("nuclear*"), by_year("nuclear*"),
            lambda: duck.prefix_by_year("nuclear"), lambda: fts.prefix_by_year("nuclear"),
        ),
        Question("100 concordance lines: sovereignty", (3, 6), lambda: corpus.kwic("sovereignty", limit=100)),
        Question(
            "collocates of sovereignty, window 5", (8, 70),
            lambda: corpus.collocates("sovereignty", left=5, right=5), collocates,
            lambda: duck.collocates("sovereignty", 5),
        ),
        Question(
            "keywords, PRK against USA", (12, 50),
            lambda: corpus.keywords(target={"country": "PRK"}, reference={"country": "USA"}),
            keywords, lambda: sides(duck.vocabulary("PRK"), duck.vocabulary("USA")), None,
            lambda: {**duck.vocabulary("PRK"), **duck.vocabulary("USA")},
        ),
        Question(
            "the 100 most frequent 4-grams of PRK", (12, 50),
            lambda: corpus.ngrams(size=4, limit=100, country="PRK"),
            fourgrams,
            lambda: {" ".join(words).replace(" 's", "'s"): n for words, n in duck.fourgrams("PRK").items()},
        ),
    ]  # fmt: skip


def compare(corpus: Corpus, folder: Path, copies: int) -> None:
    """Print the table; SystemExit where an answer differs from a peer's."""
    began = time.perf_counter()
    duck, fts = Duck(corpus, folder), Fts5(corpus, folder)
    print(f"\npeers filled in {time.perf_counter() - began:.0f} s; milliseconds, warm, inside one process")
    print(f"{'question':42}{'here':>9}{'at most':>9}{'DuckDB':>9}{'FTS5':>9}")
    for question in questions(corpus, duck, fts):
        for peer in (question.duck, question.fts):
            if peer is not None and question.equal is not None:
                check(question.what, question.equal(), peer())
        asked = (question.ours, question.timed or question.duck, question.fts)
        times = iter([median(ask) for ask in asked if ask])
        shown = [f"{1000 * next(times):.1f}" if ask else "–" for ask in asked]
        limit = question.limits[copies > 1]
        print(f"{question.what:42}{shown[0]:>9}{limit:>9}{shown[1]:>9}{shown[2]:>9}", flush=True)


def check(what: str, ours: Counts, theirs: Counts) -> None:
    """Equal, but for which of equally frequent ones come last in a list that is cut."""
    least = min(theirs.values()) if theirs else 0
    one = {name: n for name, n in ours.items() if n > least}
    other = {name: n for name, n in theirs.items() if n > least}
    if one != other:
        odd = sorted(set(one.items()) ^ set(other.items()), key=str)[:6]
        raise SystemExit(f"{what}: the answers differ, as in {odd}.")


def load_copies(archive: Path, database: Path, copies: int, folder: Path) -> None:
    """Load the collection several times, each time as another outlet's."""
    rules = (SHIPPED / f"{OUTLET}.toml").read_text(encoding="utf-8")
    outlets = folder / "outlets"
    outlets.mkdir()
    os.environ["CORPUS_OUTLETS"] = str(outlets)
    began = time.perf_counter()
    with Corpus(database) as corpus, watch_self() as memory:
        for number in range(copies):
            code = f"{OUTLET}-{number}"
            text = rules.replace(f'code = "{OUTLET}"', f'code = "{code}"')
            (outlets / f"{code}.toml").write_text(text, encoding="utf-8")
            corpus.add(archive, outlet=code)
        seconds = time.perf_counter() - began
        tokens = {r["item"]: r["count"] for r in corpus.stats().rows()}["tokens in the index"]
    row(f"load {tokens / MILLION:.0f} million words, {copies} copies", f"{seconds:.0f} s")
    row("  words a second", f"{tokens / seconds:,.0f}")
    row("  memory of all processes", f"{memory.peak / 2**20:,.0f} MiB", "6,144 MiB")


def main(archive: Path, copies: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "copies.db"
        os.environ["CORPUS_DB"] = str(database)
        load_copies(archive, database, copies, folder)
        one_question(more=0.06)
        with Corpus(database) as corpus:
            compare(corpus, folder, copies)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
