"""Asks the explorer many questions at once: see ``clients``."""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = [
    "peace", "war", "nation", "people", "country", "world", "state", "right", "law", "trade", "food",
    "water", "land", "sea", "border", "army", "weapon", "bomb", "test", "treaty", "union", "council",
    "assembly", "member", "vote", "charter", "talk", "crisis", "conflict", "victim", "refugee", "aid",
    "debt", "loan", "bank", "price", "oil", "coal", "climate", "storm", "flood", "drought", "forest",
    "island", "city", "village", "school", "teacher", "child", "woman", "youth", "health", "disease",
    "doctor", "science", "space", "industry", "market", "farm", "worker", "family", "freedom", "justice",
    "court", "terror", "drug",
]  # fmt: skip
EACH = 12
"""Questions of a client."""


def main(database: str, clients: str) -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "corpus", "serve", "--db", database, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(measure(port, int(clients), server.pid))
    finally:
        server.terminate()
        server.wait(20)
    return 0


async def measure(port: int, clients: int, server: int) -> None:
    pairs = [f"{first},{second}" for first, second in itertools.combinations(WORDS, 2)]
    random.Random(1).shuffle(pairs)
    new = iter(pairs)
    again = random.Random(2).choices(pairs[:20], k=clients * EACH)
    await until_it_answers(port)
    print(f"{'questions':24}{'number':>8}{'median ms':>11}{'p99 ms':>8}{'failed':>8}{'MiB':>7}")
    for name, path, questions in (
        ("new, pages", "/freq", list(itertools.islice(new, clients * EACH))),
        ("new, JSON", "/api/freq", list(itertools.islice(new, clients * EACH))),
        ("asked before, pages", "/freq", again),
    ):
        taken, failed = await asked(port, path, questions, clients)
        ninety_nine = statistics.quantiles(taken, n=100)[98]
        print(
            f"{name:24}{len(taken):>8,}{statistics.median(taken):>11,.0f}{ninety_nine:>8,.0f}{failed:>8}"
            f"{sum(memory(server)) / 1024:>7,.0f}",
            flush=True,
        )


async def until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            await asked(port, "/freq", ["warm"], 1)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return


async def asked(port: int, path: str, questions: list[str], clients: int) -> tuple[list[float], int]:
    """How long each answer took, in milliseconds, and how many were none. Each client keeps its connection;
    a library for HTTP would take a tenth of the processors from those who answer."""
    waiting = iter(questions)
    taken: list[float] = []
    failed = 0

    async def client() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for question in waiting:
            began = time.perf_counter()
            asks = (
                f"GET {path}?by=year&query={quote_plus(question)} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
            )
            writer.write(asks.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
            taken.append(1000 * (time.perf_counter() - began))
            failed += " 200 " not in head.partition("\r\n")[0]
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return taken, failed


def memory(process: int) -> Iterator[int]:
    """Kilobytes that a process and those that it started have, without what they share."""
    for status in Path("/proc").glob("[0-9]*/status"):
        said = status.read_text().split("\n")
        fields = dict(line.split(":", 1) for line in said if ":" in line)
        if process in (int(fields["Pid"]), int(fields["PPid"])):
            yield int(fields.get("RssAnon", "0 kB").split()[0])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
