"""Damages copies of a small archive that holds rows of every table: each kind of damage in some places. Which
level of the check finds it, and does any query give another answer in silence?

With names of kinds behind the number of places, only those.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _damage_kinds import BEFORE_A_LOAD, KINDS, damage

from corpus.api import Corpus
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.check.check_archive import Level

SAMPLE = Path(__file__).parents[1] / "corpus" / "data" / "sample"
LEVELS: tuple[Level, ...] = ("quick", "default")
WORKERS = 2
LETTER = """Message of Greeting

Pyongyang, May 6 (KCNA) -- The Chairman received a message of greeting from the President of Laos on Monday.

The message said:

“The library in every village is a home of peace,” and the people of Laos wish the people well.
"""


def build(folder: Path) -> Path:
    """An archive with two blocks of each layer and rows of every table."""
    path = folder / "whole.db"
    letter, junk = folder / "letter.txt", folder / "junk.txt"
    letter.write_text(LETTER, encoding="utf-8")
    junk.write_bytes(bytes(range(256)) * 4)
    with Corpus(path) as corpus:
        corpus.add(SAMPLE / "lantern", outlet="sample-lantern", workers=1)
        corpus.add(
            *sorted((SAMPLE / "agency" / "korean").glob("*.txt"))[:4], outlet="sample-agency", workers=1
        )
        corpus.add(SAMPLE / "agency" / "crawl-2023.jsonl", outlet="sample-agency", workers=1)
        corpus.add(SAMPLE / "agency" / "crawl-2024.jsonl", outlet="sample-agency", workers=1)
        corpus.add(letter, junk, outlet="kcna", date="2021-05-06", language="en", workers=1)
        letter.write_text(LETTER.replace("every village", "each village"), encoding="utf-8")
        corpus.add(letter, outlet="kcna", date="2021-05-06", language="en", workers=1)
        corpus.add_concept("books", {"en": ["library", "librar*"]}, note="reading")
        corpus.add_person("Ana Test", "Ana T.", country="LAO")
        refs = corpus.list(limit=100).values("ref")
        corpus.set(str(refs[0]), title="By hand", speaker="Ana Test")
        corpus.remove(str(refs[1]))
        corpus.add_code("reading", "about books")
        for coder in ("ana", "ben"):
            corpus.annotate(str(refs[2]), ["reading"], coder=coder, note="sure")
            line = corpus.sheet("library").values("line")[0]
            corpus.annotate(str(line), ["reading"], coder=coder)
    return path


def queries(refs: list[str]) -> dict[str, Callable[[Corpus], Any]]:
    """What is asked of each damaged copy; ``refs``: of all documents."""
    asked: dict[str, Callable[[Corpus], Any]] = {
        "freq": lambda c: c.freq("library", "the", by="year"),
        "freq by country": lambda c: c.freq("the", by="country"),
        "freq by language": lambda c: c.freq("the", by="language"),
        "freq by speaker": lambda c: c.freq("the", by="speaker"),
        "freq by outlet, genre": lambda c: c.freq("work*", by=["outlet", "genre"]),
        "freq by voice": lambda c: c.freq("and", by="voice"),
        "freq in quotations": lambda c: c.freq("the", voice="quotation"),
        "freq of a lemma": lambda c: c.freq("lemma:village"),
        "freq of a form": lambda c: c.freq("=Library"),
        "freq of a part of speech": lambda c: c.freq("tag:NNG"),
        "freq of characters": lambda c: c.freq("char:당"),
        "freq of Korean": lambda c: c.freq("도서관", by="year"),
        "freq of a concept": lambda c: c.freq("@books", by="year"),
        "freq by a speaker": lambda c: c.freq("the", speaker="Ana T."),
        "freq under a title": lambda c: c.freq("the", title="letters"),
        "freq of coded lines": lambda c: c.freq("library", code="line:reading"),
        "freq of coded documents": lambda c: c.freq("the", code="document:reading"),
        "freq abroad": lambda c: c.freq("peace", country="LAO"),
        "freq as of": lambda c: c.freq("village", as_of="2100-01-01"),
        "kwic": lambda c: c.kwic("library", limit=1000),
        "kwic sorted": lambda c: c.kwic("village", sort="right", context="sentence"),
        "kwic of Korean": lambda c: c.kwic("도서관"),
        "collocates": lambda c: c.collocates("library"),
        "keywords": lambda c: c.keywords("outlet=sample-agency", "outlet=sample-lantern"),
        "ngrams": lambda c: c.ngrams(3),
        "first": lambda c: c.first("library"),
        "list": lambda c: c.list(limit=1000),
        "rejected": lambda c: c.list(rejected=True),
        "rejected bytes": lambda c: c.rejected_bytes(1),
        "review": lambda c: c.review(),
        "people": lambda c: c.people(),
        "coverage": lambda c: c.coverage(),
        "stats": lambda c: c.stats(),
        "similar": lambda c: c.similar(refs[2]),
        "concepts": lambda c: c.concepts(),
        "codebook": lambda c: c.codebook(),
        "coders": lambda c: c.coders(),
        "annotations": lambda c: c.annotations(),
        "agreement": lambda c: c.agreement(),
        "sheet": lambda c: c.sheet("library"),
        "people log": lambda c: c.people_log(),
        "log": lambda c: c.log(),
    }
    for ref in refs:
        asked[f"show {ref}"] = lambda c, ref=ref: c.show(ref)  # type: ignore[misc]
    return asked


def answers(path: Path, refs: list[str]) -> dict[str, object]:
    """What each query answers; the error where it fails."""
    found: dict[str, object] = {}
    try:
        corpus = Corpus(path)
    except CorpusError as error:
        return dict.fromkeys(queries(refs), error)
    with corpus:
        for name, ask in queries(refs).items():
            try:
                found[name] = plain(ask(corpus))
            except Exception as error:  # without a sentence, but no number either
                found[name] = error
    return found


def plain(result: Any) -> object:
    """A result as it compares."""
    if hasattr(result, "columns"):
        return {column: list(result.values(column)) for column in result.columns}
    if hasattr(result, "passages"):
        return plain(result.about), plain(result.passages), result.raw
    return result


def found_by(path: Path) -> str:
    """The first level that finds it."""
    for level in LEVELS:
        try:
            with Corpus(path) as corpus:
                if not corpus.check(level).sound:
                    return level
        except CorpusError:
            return level
        except Exception as error:
            return f"missed, {type(error).__name__}"
    return "missed"


Told = tuple[str, str, list[str], list[str]]
"""Kind, level, queries that answered otherwise, queries that failed without a sentence."""


def place(task: tuple[Path, str, int, dict[str, object], list[str]]) -> Told:
    """One damage, checked and asked."""
    whole, kind, number, right, refs = task
    with tempfile.TemporaryDirectory() as folder:
        hurt = Path(folder) / "hurt.db"
        shutil.copyfile(whole, hurt)
        damage(hurt, kind, number)
        if kind == BEFORE_A_LOAD:
            text = Path(folder) / "later.txt"
            text.write_text("A later text of the lantern.", encoding="utf-8")
            try:
                with Corpus(hurt) as corpus:
                    corpus.add(text, outlet="sample-lantern", date="2024-05-06", language="en", workers=1)
            except CorpusError:
                return kind, "the load", [], []
            except Exception as error:
                return kind, f"missed by the load, {type(error).__name__}", [], []
            return kind, found_by(hurt), [], []
        asked = Path(folder) / "asked.db"
        shutil.copyfile(hurt, asked)
        level = found_by(hurt)
        told = answers(asked, refs)
    wrong = [name for name, one in told.items() if not isinstance(one, Exception) and one != right[name]]
    mute = [
        f"{name}: {type(one).__name__}"
        for name, one in told.items()
        if isinstance(one, Exception) and not isinstance(one, CorpusError)
    ]
    return kind, level, wrong, mute


def main(places: int, kinds: list[str]) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        whole = build(Path(folder))
        with Corpus(whole) as corpus:
            refs = [str(ref) for ref in corpus.list(limit=1000).values("ref")]
        right = answers(whole, refs)
        failed = {name: one for name, one in right.items() if isinstance(one, Exception)}
        if failed:
            raise SystemExit(f"The whole archive does not answer: {failed}")
        levels: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        wrong: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        mute: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        tasks = [(whole, kind, number, right, refs) for kind in kinds for number in range(places)]
        with ProcessPoolExecutor(WORKERS) as pool:
            for kind, level, differing, failing in pool.map(place, tasks):
                levels[kind][level] += 1
                wrong[kind].update(differing)
                mute[kind].update(failing)
                if levels[kind].total() == places:
                    show(kind, places, levels[kind], wrong[kind], mute[kind])
    missed = sum(map(missing, levels.values()))
    silent = sum(one.total() for one in wrong.values())
    every, without = places * len(kinds), sum(one.total() for one in mute.values())
    print(
        f"{len(kinds)} kinds in {places} places: {every - missed} of {every} found, {silent} answers that"
        f" differ in silence ({len(right)} queries each), {without} failures without"
        f" a sentence; {time.monotonic() - begun:.0f} s"
    )
    return 1 if missed or silent else 0


def missing(levels: Counter[str]) -> int:
    return sum(number for level, number in levels.items() if level.startswith("missed"))


def show(kind: str, places: int, levels: Counter[str], wrong: Counter[str], mute: Counter[str]) -> None:
    seen = ", ".join(f"{level} {number}" for level, number in levels.items())
    told = f"; in silence: {dict(wrong)}" if wrong else ""
    told += f"; without a sentence: {dict(mute)}" if mute else ""
    print(f"{kind:38} {places - missing(levels):3} of {places} found ({seen}){told}", flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:] or list(KINDS)))
