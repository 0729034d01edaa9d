"""What ``corpus`` alone says: what the archive holds, and what may be asked next."""

from typing import TYPE_CHECKING

from corpus.errors import SchemaError
from corpus.output.text.terminal_text import harmless, pad, width

if TYPE_CHECKING:
    from typing import Any

    from corpus.api import Corpus

MOST_OUTLETS = 12
NO_DATABASE = """There is no database at {name} yet. To begin:
  corpus add FOLDER --outlet CODE   load texts (corpus outlets lists the codes)
  corpus help first-session         a first session, from the beginning
  corpus --help                     all commands
"""


def overview(corpus: "Corpus") -> str:
    """The lines; of an archive that this version cannot read, what to do."""
    if not corpus.exists():
        return NO_DATABASE.format(name=corpus.name)
    try:
        rows = corpus.coverage().rows()
        doubts = len(corpus.review(limit=1)) > 0
    except SchemaError as error:
        return f"{error}\n"
    name = harmless(corpus.name)
    if not rows:
        return f"{name} holds no documents yet: corpus add FOLDER --outlet CODE loads texts.\n"
    documents, words = (sum(row[key] for row in rows) for key in ("documents", "tokens"))
    outlets = f"{len(rows):,} outlet{'s' * (len(rows) > 1)}"
    head = f"{name}: {documents:,} document{'s' * (documents > 1)} of {outlets}, {words:,} words."
    largest = sorted(rows, key=lambda row: -row["documents"])
    held = [_outlet(row) for row in largest[:MOST_OUTLETS]]
    if len(rows) > MOST_OUTLETS:
        held.append((f"{len(rows) - MOST_OUTLETS} more", "corpus coverage"))
    return "\n".join([head, *_aligned(held), "", "To ask next:", *_aligned(_next(largest[0], doubts)), ""])


def _outlet(row: "dict[str, Any]") -> tuple[str, str]:
    days = f", {row['first']} to {row['last']}" if row["first"] else ""
    gaps = f", nothing in {row['gaps']:,} of {row['periods']:,} {row['unit']}s" if row["gaps"] else ""
    return harmless(row["outlet"]), f"{row['documents']:,} document{'s' * (row['documents'] > 1)}{days}{gaps}"


def _next(largest: "dict[str, Any]", doubts: bool) -> list[tuple[str, str]]:
    code = harmless(largest["outlet"])
    return [
        ("corpus freq WORD", "how often, over the years; --by month, outlet, speaker, ..."),
        ("corpus kwic WORD", "in what words"),
        ("corpus first WORD", "since when, and how far back the archive reaches"),
        (f"corpus list --outlet {code}", "the latest documents; corpus show 1 opens the first"),
        ("corpus list --new", "what the last load added"),
        *([("corpus review", "what was inferred, and should be confirmed")] if doubts else []),
        ("corpus --help", "all commands; corpus help lists the pages of the manual"),
    ]


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    longest = max(width(name) for name, _ in rows)
    return [f"  {pad(name, longest)}  {about}" for name, about in rows]
