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

import httpx

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
        asyncio.run(measure(f"http://localhost:{port}", int(clients), server.pid))
    finally:
        server.terminate()
        server.wait(20)
    return 0


async def measure(address: str, clients: int, server: int) -> None:
    pairs = [f"{first},{second}" for first, second in itertools.combinations(WORDS, 2)]
    random.Random(1).shuffle(pairs)
    new = iter(pairs)
    known = pairs[:20]
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await until_it_answers(client)
        print(f"{'questions':24}{'number':>8}{'median ms':>11}{'p99 ms':>8}{'failed':>8}{'MiB':>7}")
        for name, path in (("new, pages", "/freq"), ("new, JSON", "/api/freq")):
            await show(client, name, path, list(itertools.islice(new, clients * EACH)), clients, server)
        again = random.Random(2).choices(known, k=clients * EACH)
        await show(client, "asked before, pages", "/freq", again, clients, server)


async def until_it_answers(client: httpx.AsyncClient) -> None:
    for _ in range(600):
        try:
            await client.get("/freq", params={"query": "warm"})
        except httpx.TransportError:
            await asyncio.sleep(0.1)
        else:
            return


async def show(
    client: httpx.AsyncClient, name: str, path: str, questions: list[str], clients: int, server: int
) -> None:
    waiting = iter(questions)
    taken: list[float] = []
    failed = 0

    async def ask() -> None:
        nonlocal failed
        for question in waiting:
            began = time.perf_counter()
            answer = await client.get(path, params={"query": question, "by": "year"})
            taken.append(1000 * (time.perf_counter() - began))
            failed += answer.status_code != httpx.codes.OK

    await asyncio.gather(*(ask() for _ in range(clients)))
    ninety_nine = statistics.quantiles(taken, n=100)[98]
    print(
        f"{name:24}{len(taken):>8,}{statistics.median(taken):>11,.0f}{ninety_nine:>8,.0f}{failed:>8}"
        f"{sum(memory(server)) / 1024:>7,.0f}",
        flush=True,
    )


def memory(process: int) -> Iterator[int]:
    """Kilobytes that a process and those that it started have, without what they share."""
    for status in Path("/proc").glob("[0-9]*/status"):
        said = status.read_text().split("\n")
        fields = dict(line.split(":", 1) for line in said if ":" in line)
        if process in (int(fields["Pid"]), int(fields["PPid"])):
            yield int(fields.get("RssAnon", "0 kB").split()[0])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
