"""One document: its passages with voices, its matches and titles marked, and all that is known of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from difflib import SequenceMatcher
from email.utils import format_datetime
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from corpus.errors import CorpusError, UsageError
from corpus.output.citations.styles import citations
from corpus.web.answers import result_of
from corpus.web.links import address
from corpus.web.pages.environment import web_address
from corpus.web.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.api import Corpus
    from corpus.choices import CitationStyle

MOST_MARKED = 1_000
"""Matches that are marked."""
MOST_CHARACTERS = 20_000_000
"""Characters of the lines that say where they are: each line holds its whole passage."""
MOST_DIGITS = 9
_VERSION = re.compile(r"version (\d+)")
_RETRIEVED = re.compile(r"retrieved (\S+) from (.*?)(, shown)?", re.DOTALL)
_TITLE = re.compile(r"(.+) \(\w+\)", re.DOTALL)
STYLES: dict[CitationStyle, str] = {
    "chicago": "Footnote",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl": "CSL JSON",
}


class Piece(NamedTuple):
    """A part of a passage's text. ``mark``: "" for plain text, "match" or "title"."""

    text: str
    mark: str


def document(corpus: Corpus, state: State) -> dict[str, Any]:
    """What the page of a document shows."""
    shown = result_of(corpus, state)
    about = [(row["field"], row["value"]) for row in shown.about.rows()]
    known = dict(about)
    ref = known["ref"]
    versions = _versions(about, state, ref)
    (source,) = corpus.sources(ref).rows()
    current = next((one for one in versions if one["number"] == source["version"]), None)
    shows_current = current is None or current["shown"]
    longest = max((len(text) for text in shown.passages.values("text")), default=0)
    most = max(1, min(MOST_MARKED, MOST_CHARACTERS // max(longest, 1)))
    matches = _matches(corpus, state, ref, most) if shows_current else {}
    titles = [
        found[1]
        for name, value in about
        if name.startswith("title of ") and (found := _TITLE.fullmatch(value))
    ]
    passages = []
    before: tuple[Any, ...] | None = None
    for row in shown.passages.rows():
        voice = (row["voice"], row["speaker"], row.get("language"))
        passages.append(
            {
                **row,
                "pieces": pieces(row["text"], matches.get(row["passage"], ()), titles),
                "heading": voice if voice != before else None,
                "link": f"{address(_kept(state, ref))}#p{row['passage']}",
            }
        )
        before = voice
    title = known.get("title") or ref
    marked = sum(len(spans) for spans in matches.values())
    return {
        "title": title,
        "ref": ref,
        "about": [
            one
            for one in about
            if not _VERSION.fullmatch(one[0]) and not one[0].startswith(("title of ", "doubt", "address"))
        ],
        "titles": [
            (name.removeprefix("title of "), value) for name, value in about if name.startswith("title of ")
        ],
        "doubts": [
            (name.removeprefix("doubt: "), value) for name, value in about if name.startswith("doubt")
        ],
        "addresses": [
            (value, web_address(value.split(" ")[0])) for name, value in about if name == "address"
        ],
        "versions": versions,
        "passages": passages,
        "marked": marked,
        "some": marked == most,
        "citations": [(said, citations([source], name)) for name, said in STYLES.items()],
        "permalink": address(_kept(state, ref)),
        "reuse": address(State.of("reuse", {"document": ref})),
        "similar": address(State.of("similar", {"document": ref})),
        "source": source,
        "highwire": highwire(source),
        "headers": memento(source, versions, ref),
        "archived": web_address(source["archived"]),
        **_beside(corpus, state, ref),
    }


def _beside(corpus: Corpus, state: State, ref: str) -> dict[str, Any]:
    """Another version beside the one that is shown, where it is asked for."""
    asked = "".join(state.several("beside")[:1])
    if not asked:
        return {"beside": None}
    if not asked.isdecimal() or len(asked) > MOST_DIGITS:
        raise UsageError(f"Beside a version stands one of a number, not {asked[:100]!r}.")
    return {"beside": side_by_side(corpus, ref, int(asked), state.get("version")), "beside_number": asked}


def _kept(state: State, ref: str) -> State:
    """The state with the whole reference, so that its address lasts."""
    return state.but(document=ref)


def _versions(about: Iterable[tuple[str, str]], state: State, ref: str) -> list[dict[str, Any]]:
    found = []
    asked = {"document": ref, "query": state.several("query")}
    for name, value in about:
        number, told = _VERSION.fullmatch(name), _RETRIEVED.fullmatch(value)
        if number and told:
            version = int(number[1])
            beside = {**asked, "version": state.get("version"), "beside": str(version)}
            found.append({
                "number": version, "retrieved": told[1], "from": told[2], "shown": bool(told[3]),
                "link": address(State.of("show", {**asked, "version": version})),
                "compare": address(State.of("show", beside)),
            })  # fmt: skip
    return found


def _matches(corpus: Corpus, state: State, ref: str, most: int) -> dict[int, list[tuple[int, int]]]:
    """Spans of the first ``most`` matches in each passage, as the concordance has them; none where a query
    does not parse."""
    queries = state.several("query")
    found: dict[int, list[tuple[int, int]]] = {}
    if not queries:
        return found
    try:
        lines = corpus.kwic(*queries, document=ref, context="passage", limit=most).rows()
    except CorpusError:
        return found
    for line in lines:
        start = len(line["left"])
        found.setdefault(line["passage"], []).append((start, start + len(line["match"])))
    return found


def pieces(text: str, matches: Sequence[tuple[int, int]], titles: Iterable[str]) -> list[Piece]:
    """A passage's text in parts; where matches and titles overlap, the match is marked."""
    marks = [""] * len(text) if matches or titles else []
    for title in titles:
        at = text.find(title)
        while at >= 0:
            marks[at : at + len(title)] = ["title"] * len(title)
            at = text.find(title, at + len(title))
    for start, end in matches:
        marks[start:end] = ["match"] * (end - start)
    if not marks:
        return [Piece(text, "")]
    edges = [0, *(at for at in range(1, len(text)) if marks[at] != marks[at - 1]), len(text)]
    return [Piece(text[start:end], marks[start]) for start, end in pairwise(edges)]


def highwire(source: dict[str, Any]) -> list[tuple[str, str]]:
    """Meta tags that reference managers read (https://scholar.google.com/intl/en/scholar/inclusion.html)."""
    made = [
        ("citation_title", source["title"] or source["ref"]),
        ("citation_author", source["speaker"]),
        ("citation_publication_date", (source["date"] or "").replace("-", "/")),
        ("citation_journal_title" if source["outlet_kind"] == "newspaper" else "citation_publisher",
         source["outlet_name"] or source["outlet"]),
        ("citation_language", source["language"]),
        ("citation_public_url", web_address(source["address"])),
    ]  # fmt: skip
    return [(name, value) for name, value in made if value]


def memento(source: dict[str, Any], versions: Sequence[dict[str, Any]], ref: str) -> dict[str, str]:
    """Headers by which archives tell what a page was and when (RFC 7089), of a document of the web."""
    original = web_address(source["address"])
    shown = next((one for one in versions if one["shown"]), None)
    if original is None or shown is None:
        return {}
    links = [
        f'<{_ascii(original)}>; rel="original"',
        f'<{_time_map(ref)}>; rel="timemap"; type="application/link-format"',
    ]
    return {"link": ", ".join(links), "memento-datetime": _http_date(shown["retrieved"])}


def time_map(corpus: Corpus, query: str) -> str:
    """The versions of a document as RFC 7089 lists them."""
    state = State.parse("show", query)
    about = [(row["field"], row["value"]) for row in result_of(corpus, state).about.rows()]
    ref = dict(about)["ref"]
    (source,) = corpus.sources(ref).rows()
    original = web_address(source["address"])
    lines = [f'<{_time_map(ref)}>; rel="self"; type="application/link-format"']
    if original is not None:
        lines.insert(0, f'<{_ascii(original)}>; rel="original"')
    for one in _versions(about, State.of("show", {"document": ref}), ref):
        lines.append(f'<{_ascii(one["link"])}>; rel="memento"; datetime="{_http_date(one["retrieved"])}"')
    return ",\n".join(lines) + "\n"


def _time_map(ref: str) -> str:
    return f"/timemap?document={quote(ref)}"


def _ascii(url: str) -> str:
    """An address that can stand in a header."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")


def _http_date(moment: str) -> str:
    found = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return format_datetime(found.astimezone(UTC), usegmt=True)


def side_by_side(corpus: Corpus, ref: str, other: int, version: int | None) -> list[dict[str, Any]]:
    """Two versions, passage beside passage; ``same`` where nothing differs."""
    left, right = (
        [row["text"] for row in corpus.show(ref, number).passages.rows()] for number in (other, version)
    )
    rows: list[dict[str, Any]] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for before, after in zip_longest(left[a:b], right[c:d], fillvalue=""):
            rows.append({"same": kind == "equal", "left": before, "right": after})
    return rows
