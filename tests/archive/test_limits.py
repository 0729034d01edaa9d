"""What loading keeps within bounds: memory, time, processes."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.errors import CorpusError
from corpus.index.build import chunks, vocabulary, writer
from corpus.index.build.vocabulary import LocalVocabulary, _places
from corpus.ingest.load import batches, kept_rejections, loader, prepare, text_size
from corpus.text.tokens import word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_a_rejected_binary_keeps_its_beginning_its_size_and_the_digest_of_the_whole(
    database_url: str, tmp_path: Path
) -> None:
    content = b"%PDF-1.4\n" + random.Random(7).randbytes(300_000)
    (tmp_path / "paper.pdf").write_bytes(content)
    with Corpus(database_url) as corpus:
        [rejected] = corpus.add(tmp_path / "paper.pdf").rejections
        assert (rejected.size, rejected.sha256) == (len(content), hashlib.sha256(content).digest())
        assert corpus.rejected_bytes(1) == content[: 64 * 1024]
        (tmp_path / "paper.pdf").write_bytes(content[:-1] + b"!")
        corpus.add(tmp_path / "paper.pdf")
        corpus.add(tmp_path / "paper.pdf")
        assert len(corpus.list(rejected=True)) == 2  # the end is another, and is known by its digest


def test_of_very_many_rejected_rows_the_first_are_kept(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_rejections, "MOST_KEPT", 40)
    monkeypatch.setattr(loader, "MOST_KEPT", 40)
    (tmp_path / "lines.jsonl").write_text("{broken\n" * 100)
    with Corpus(database_url) as corpus:
        for _ in range(2):  # the same rows are not kept again
            report = corpus.add(tmp_path / "lines.jsonl")
            assert report.outcomes == {"rejection": 100}
            [said] = report.left_out
            assert said.startswith("Of 100 rejected inputs the first 40 are kept")
        assert len(corpus.list(rejected=True, limit=10_000)) == 40


def test_equal_rejected_inputs_are_kept_each_under_its_name_and_once(
    database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "lines.jsonl").write_text('{"text": broken}\n' * 3000)
    with Corpus(database_url) as corpus:
        for _ in range(2):
            assert corpus.add(tmp_path / "lines.jsonl").outcomes == {"rejection": 3000}
        assert len(corpus.list(rejected=True, limit=10_000)) == 3000


def test_blocks_close_by_bytes(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(batches, "BATCH_BYTES", 1000)
    sizes: list[int] = []
    stored = loader._store
    monkeypatch.setattr(
        loader, "_store", lambda batch, *rest: (sizes.append(batch.size()), stored(batch, *rest))
    )
    for number in range(10):
        (tmp_path / f"{number}.bin").write_bytes(bytes(700) + bytes([1 + number]) * 100)
    with Corpus(database_url) as corpus:
        assert corpus.add(tmp_path).outcomes == {"rejection": 10}
    assert max(sizes) <= 1600 + 2 * prepare.OVERHEAD


def test_places_of_quotations_are_those_counted_from_the_beginning() -> None:
    random_ = random.Random(3)
    for _ in range(300):
        passage = "".join(random_.choices(["a", " ", "“", "”", "’s", "-b", "1,0", ". "], k=40))
        bounds = [random_.randrange(len(passage) + 1) for _ in range(6)]
        bounds = [
            at for at in bounds if at in (0, len(passage)) or passage[at - 1] in "“” " or passage[at] in "“” "
        ]
        for (chunk, within), bound in zip(_places(passage, bounds, 5, "en"), bounds, strict=True):
            begin = passage.rfind(" ", 0, bound) + 1
            assert chunk == 5 + passage.count(" ", 0, bound)
            assert within == len(word_spans(passage, begin, bound))


def test_quotations_in_one_paragraph_take_linear_time() -> None:
    def seconds(number: int) -> float:
        text = "a “b” c " * number
        quoted = [(8 * at + 3, 8 * at + 4) for at in range(number)]
        gc.collect()
        gc.disable()  # what earlier tests left would be searched in between
        try:
            began = time.process_time()
            LocalVocabulary().words(text, "en", [(0, len(text))], quoted)
            return time.process_time() - began
        finally:
            gc.enable()

    seconds(100)
    assert seconds(80_000) < 8 * max(seconds(20_000), 0.02)


def test_what_is_remembered_of_terms_is_bounded_and_changes_no_count(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks, terms and their numbers are forgotten all the time here, within a text and between texts."""
    monkeypatch.setattr(chunks, "MOST_CHUNKS", 7)
    monkeypatch.setattr(chunks, "PIECE", 50)
    monkeypatch.setattr(vocabulary, "PIECE", 50)
    monkeypatch.setattr(vocabulary, "MOST_TERMS", 5)
    monkeypatch.setattr(vocabulary, "TOGETHER", 3)
    monkeypatch.setattr(writer, "TOGETHER", 2)
    monkeypatch.setattr(writer, "MOST_REMEMBERED", 4)
    monkeypatch.setattr(prepare, "MOST_NUMBERS", 20)
    monkeypatch.setattr(batches, "BATCH_BYTES", 3000)
    random_ = random.Random(5)
    words = ["rice", "Rice", "peace", "self-reliance", "Kim's", "“coal”", "이밥", "改革", "1,000", "(iron)."]
    texts = [" ".join(random_.choices(words, k=150)) for _ in range(8)]
    rows = [json.dumps({"title": f"Text {n}", "text": text}) for n, text in enumerate(texts)]
    (tmp_path / "texts.jsonl").write_text("\n".join(rows))
    whole = "\n".join(texts)
    with Corpus(database_url) as corpus:
        corpus.add(tmp_path / "texts.jsonl", workers=1, language="en")
        for word in ("rice", "peace", "coal", "iron", "1,000"):
            found = corpus.freq(word, by="language").values("matches")
            assert found == [len(re.findall(rf"\b{word}\b", whole, re.IGNORECASE))]
        assert corpus.check("full").sound


def test_a_text_of_too_many_lines_is_refused(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_size, "MAX_LINES", 20)
    (tmp_path / "long.txt").write_text("We.\r" * 21)
    (tmp_path / "short.txt").write_text("We.\n" * 20)
    with Corpus(database_url) as corpus:
        report = corpus.add(tmp_path)
    reason = "the text has 21 lines; at most 20 are taken as one document: split it."
    assert [one.reason for one in report.rejections] == [reason]
    assert report.outcomes == {"document": 1, "rejection": 1}


def test_a_load_that_goes_on_after_a_purge_stops(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of its words may be those of words that were deleted."""
    monkeypatch.setattr(batches, "BATCH_BYTES", 1)
    monkeypatch.setattr(loader, "BLOCK_BYTES", 1)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Peace and rice, number{number}.")
    with Corpus(database_url) as corpus, Corpus(database_url) as other:
        corpus.add(tmp_path / "0.txt")
        corpus.remove(outlet="generic")
        done: list[int] = []

        def purge_once(size: int) -> None:
            done.append(size)
            if len(done) == 2:
                other.optimize(purge=True)

        with pytest.raises(CorpusError, match="was purged while run 2 was loading"):
            corpus.add(tmp_path / "1.txt", tmp_path / "2.txt", workers=1, progress=purge_once)
        assert corpus.freq("peace", by="outlet").values("matches") == [1]
        assert corpus.check("full").sound


def test_a_text_without_words_may_be_the_first(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('"""""')
    (tmp_path / "b.txt").write_text("Peace.")
    with Corpus(database_url) as corpus:
        assert corpus.add(tmp_path).outcomes == {"document": 2}
        assert corpus.freq("peace", by="outlet").values("matches") == [1]


SCRIPT = Path(__file__).parents[2] / "scripts" / "ingest_kcna.py"
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX are tested")


def start(folder: Path, program: Sequence[str]) -> subprocess.Popen[str]:
    words = " ".join(f"w{number}" for number in range(2000))
    with (folder / "many.jsonl").open("w") as stream:
        for number in range(4000):
            stream.write(json.dumps({"title": f"T {number}", "text": f"{number} {words}"}) + "\n")
    command = [sys.executable, *program, "--db", str(folder / "x.db"), str(folder / "many.jsonl")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(parent: int, at_least: int) -> list[int]:
    """Processes started by a process, once there are enough of them."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
        pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
        found = [child for child, above in pairs if above == parent]
        if len(found) >= at_least:
            return found
        time.sleep(0.1)
    raise AssertionError("no process was started")


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip()[:1] in ("", "Z")


@posix
@pytest.mark.parametrize(
    ("name", "by_script"), [("SIGTERM", False), ("SIGHUP", True), ("SIGINT", False), ("SIGKILL", True)]
)
def test_no_process_outlives_a_load_that_is_ended(tmp_path: Path, name: str, by_script: bool) -> None:
    number = getattr(signal, name)
    program = start(tmp_path, [str(SCRIPT)] if by_script else ["-m", "corpus", "add"])
    workers = children(program.pid, 2)
    time.sleep(1)
    program.send_signal(number)
    deadline = time.monotonic() + 15
    while not all(map(gone, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert all(map(gone, workers))
    out, err = program.communicate(timeout=30)
    if name == "SIGKILL":
        assert program.returncode == -number
        return
    by = "" if name == "SIGINT" else f" by {name}"
    assert (program.returncode, out, err) == (
        128 + number,
        "",
        f"Interrupted{by}; what was committed stays.\n",
    )
