"""What stands beside an export: what its columns are, what the archive holds of it, a sentence to print."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.output.result_data import ResultData

MOST_NAMED = 4
"""Outlets that a sentence names."""
ID_DIGITS = 8
"""Of the ids of an archive and its state, in print."""


def codebook(result: ResultData) -> dict[str, str]:
    """What each column of a result is, with its unit; columns of which nothing is said are left out."""
    meanings = _meanings()
    of_kind = {**meanings["any"], **meanings.get(result.kind, {})}
    other = of_kind.pop("*", None)
    found = {name: of_kind.get(name, other) for name in result.columns}
    return {name: meaning for name, meaning in found.items() if meaning is not None}


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return packaged("corpus.output", "column_meanings.toml")


def collection(outlet: str) -> dict[str, str]:
    """Title, authors and DOI of the collection that is an outlet's; nothing where none is known."""
    found: dict[str, str] = packaged("corpus.data", "collections.toml").get(outlet, {})
    return found


def statement(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the archive holds of each outlet under the filters (rows as of ``coverage``): how many documents,
    of which days, what is missing between; and the collection behind it."""
    return [
        {**row, **({"collection": known} if (known := collection(row["outlet"])) else {})} for row in rows
    ]


def held(result: ResultData) -> list[dict[str, Any]] | None:
    """What the archive holds under the filters of a result; None where nobody can be asked."""
    return None if result.coverage is None else statement(result.coverage())


def below(result: ResultData) -> str | None:
    """The sentence to print below a result."""
    known = held(result)
    return None if known is None else sentence(result.provenance, known)


def source(result: ResultData) -> str | None:
    """The sentence of a picture, whose title says what was asked."""
    known = held(result)
    if known is None:
        return None
    return f"Source: {sentence({**result.provenance, 'command': None}, known)}"


def sentence(provenance: Mapping[str, Any], coverage: Sequence[Mapping[str, Any]]) -> str:
    """What to print under a figure: the question, what it was asked of, and what answered it."""
    documents = sum(row["documents"] for row in coverage)
    firsts = sorted(row["first"] for row in coverage if row["first"])
    lasts = sorted(row["last"] for row in coverage if row["last"])
    days = f", {firsts[0]} to {lasts[-1]}" if firsts else ""
    outlets = [row["outlet"] for row in coverage]
    named = outlets[:MOST_NAMED] + (
        [f"{len(outlets) - MOST_NAMED} more"] if len(outlets) > MOST_NAMED else []
    )
    held = f"{documents:,} document{'s' * (documents != 1)}" + (f" of {_listed(named)}" if named else "")
    if tokens := sum(row.get("tokens", 0) for row in coverage):
        held += f" ({tokens:,} tokens)"
    known = [_cited(row["collection"]) for row in coverage if "collection" in row]
    parts = [f"{held}{days}", *known, str(provenance["software"])]
    parts.append(
        f"archive {str(provenance['archive'])[:ID_DIGITS]}, state {str(provenance['database'])[:ID_DIGITS]}"
    )
    asked = provenance.get("command")
    return f"{f'{asked}: ' if asked else ''}{'; '.join(parts)}."


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _cited(known: Mapping[str, str]) -> str:
    doi = f", doi:{known['doi']}" if "doi" in known else ""
    return f"{known['title']}{doi}"
