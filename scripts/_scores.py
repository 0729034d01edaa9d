"""Scores by outlet and field, from labels in the tests, and the page that shows them."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import _start  # noqa: F401 (finds the program)

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.scores.floors import FLOORS, Score, ScoreKey, raise_floors, read_floors, scores  # noqa: E402
from tests.scores.measure import PRECISION, RECALL, Judgement, measure, read_labels  # noqa: E402

PAGE = ROOT / "corpus" / "docs" / "scores.md"
COLLECTIONS = ROOT.parent / "shared" / "data"
HALVES = ("mend", "measure")
TOKENS = (RECALL, PRECISION)
OUTLETS = {
    "kcna-en": ("kcna", "KCNA in English, August to October 2024"),
    "dprk-new-year": ("dprk-new-year", "New Year addresses and joint editorials of the DPRK, 1946 to 2013"),
    "un-general-debate": ("un-general-debate", "UN General Debate, 1959 to 2022"),
    "prc-government": ("prc-government", "Government work reports of the PRC and resolutions, 1964 to 2024"),
    "cpc-congress": ("cpc-congress", "Reports to congresses of the CPC, 1921 to 2017"),
    "xi-speeches": ("xinhua", "Speeches of Xi Jinping as Xinhua printed them, 2022 to 2025"),
}
FIELDS = {
    "title": "title",
    "date": "day (or year, where the text has no more)",
    "language": "language",
    "outlet": "outlet, by the address alone",
    "place": "place",
    "genre": "genre",
    "country": "country",
    "speaker": "speaker of the document, or that it has none",
    "voice": "voice of most of the body",
    "begin": "where the counted text begins",
    "end": "where it ends",
    "furniture": "lines that are no text do not count",
    RECALL: "speech, recall by tokens",
    PRECISION: "speech, precision by tokens",
    "voice_of": "speaker of the speech in it",
    "country_of_speech": "country of the speech in it",
    "said_from": "first words of the speech",
    "said_to": "last words of the speech",
    "told": "what the reporter tells is no speech",
    "person": "persons named (known, or proposed)",
    "title of a person": "their titles there, in full",
}


def table(collection: str, found: dict[ScoreKey, Score]) -> list[str]:
    """The rows of one collection: field, right of all, right of the measuring half."""
    rows = ["| field | right | of the measuring half |", "|---|---|---|"]
    for field, shown in FIELDS.items():
        halves = {half: found.get(ScoreKey(collection, field, half), Score(0, 0)) for half in HALVES}
        whole = Score(sum(one.right for one in halves.values()), sum(one.of for one in halves.values()))
        if whole.of:
            rows.append(f"| {shown} | {_cell(field, whole)} | {_cell(field, halves['measure'])} |")
    return rows


def _cell(field: str, score: Score) -> str:
    if not score.of:
        return "–"
    return f"{score.share:.3f} of {score.of:,}" if field in TOKENS else f"{score.right} of {score.of}"


def page(found: dict[ScoreKey, Score]) -> str:
    """The page of scores."""
    from corpus.ingest.outlets.registry import outlet_summaries

    counted = {
        half: Score(
            sum(one.right for key, one in found.items() if key.half == half and key.field not in TOKENS),
            sum(one.of for key, one in found.items() if key.half == half and key.field not in TOKENS),
        )
        for half in HALVES
    }
    items = Counter(key[0] for key in {(label.collection, label.item) for label in read_labels()})
    measured = {code for code, _ in OUTLETS.values()}
    codes = sorted(one.code for one in outlet_summaries())
    others = [code for code in codes if code not in measured and not code.startswith(("sample-", "generic"))]
    lines = [
        "<!-- Made by ./scripts/scores. -->",
        "# Scores",
        "",
        "What the program reads of real texts, beside what a reader says: right values by outlet and field.",
        f"{sum(items.values())} items and {sum(one.of for one in counted.values()):,} values:"
        f" {_share(counted['mend'])} of the half that was looked at when rules were mended, and"
        f" {_share(counted['measure'])} of the other, which was measured.",
    ]
    lines += ["", *PROSE.strip().split("\n"), ""]
    for collection, (code, name) in OUTLETS.items():
        lines += [
            f"## {name}",
            "",
            f"`{code}`, {items[collection]} items.",
            "",
            *table(collection, found),
            "",
        ]
    lines += ["## What is not measured", ""]
    lines += [*UNTESTED.format(outlets=", ".join(f"`{code}`" for code in others)).strip().split("\n")]
    return "\n".join(lines) + "\n"


def _share(score: Score) -> str:
    return f"{100 * score.share:.1f} %"


PROSE = """
## How it was measured

Items were drawn at random with fixed seeds (`tests/scores/draw.py` draws them again) from each collection:
of KCNA 24 of all texts since August 2024 and 30 of those that may hold speech (131, 132), 12 New Year
addresses (141), 16 speeches of the UN (142), 9 government reports and resolutions (143), 5 reports to
congresses (144), 16 texts of Xinhua (145). No text of KCNA had a line among the older labels
(`tests/labels`).

The maintainers of the project labelled them on 30 November 2026, by reading each item as it was collected,
before the program read it and before a rule was touched; long texts were read at their beginning and end.
Every second item belongs to the measuring half: its misses were counted, and not looked at, with
one exception: that no line below the reports to congresses was read as such (0 of 4) was seen in the
totals, and a rule was written for it. The labels (`tests/scores/labels.csv`) name an item by its address,
its file or a digest, and hold short values, no texts.

Rules of the labels: a sentence with the reporter's "he said" in it is the reporter's, whatever it quotes. A
report that a speech was made is news. A message that is only retold has no label of a speaker. Notes of
compilers, licences and page numbers are no text. A person counts as found where `corpus people` has him, or
`corpus people --new` proposes him.

What the figures are worth: one reader labelled everything, on collections whose other texts the rules were
made on. Where 8 of 8 are right, one in three of such texts may still be wrong. Floors in the tests
(`tests/scores/floors.csv`) only go up: `./scripts/scores` measures anew and writes this page.
"""
UNTESTED = """
No drawn and labelled texts, of which this page could say how well they are read: {outlets}. Of some of them
single texts were read one by one: [voices and authority](voices-and-authority.md) and [outlets](outlets.md)
say of which.

Of the outlets above other years and languages are not measured: KCNA in Korean, Chinese, Spanish, Russian
or Japanese, and before August 2024; Xinhua in English, and what is no speech of Xi Jinping's. Quotations
inside a passage and their speakers, slogans and salutations have no labels here.
"""


def misses(judged: list[Judgement]) -> list[str]:
    """The misses of the half that is looked at, a line each."""
    return [
        f"{one.label.collection} {one.label.item[-40:]} {one.field}: {one.label.value[:70]!r},"
        f" read {one.said[:70]!r}"
        for one in judged
        if one.right < one.of and one.label.half == HALVES[0]
    ]


def main() -> None:
    if not COLLECTIONS.is_dir():
        sys.exit(f"The real collections are not here: {COLLECTIONS}")
    with tempfile.TemporaryDirectory() as folder:
        judged = measure(COLLECTIONS, Path(folder))
    print(*misses(judged), sep="\n")
    if "--anew" in sys.argv:
        FLOORS.unlink(missing_ok=True)
    below = raise_floors(scores(judged))
    if below:
        sys.exit("Below the floors, so nothing is written:\n" + "\n".join(below))
    PAGE.write_text(page(read_floors()), encoding="utf-8")


if __name__ == "__main__":
    main()
