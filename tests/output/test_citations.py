"""Citations in every style: required fields, hostile texts, names in every script."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest

from corpus.choices import CitationStyle, OutletKind
from corpus.errors import UsageError
from corpus.output.citations.bibtex import bibtex, escaped
from corpus.output.citations.csl import csl
from corpus.output.citations.footnote import footnote
from corpus.output.citations.ris import ris
from corpus.output.citations.source import kinds, source
from corpus.output.citations.styles import STYLES, citations, of_path

ROW: dict[str, Any] = {
    "ref": "kcna-2024-08-06-press-statement", "title": "Press Statement", "speaker": "Kim Yo Jong",
    "outlet": "kcna", "outlet_name": "Korean Central News Agency", "outlet_kind": "agency", "language": "en",
    "country": "PRK", "genre": "statement", "place": "Pyongyang", "date": "2024-08-06",
    "address": "http://kcna.example/a?x=1&y=50%25#top",
    "archived": "https://web.archive.org/web/20240807120000/http://kcna.example/a?x=1&y=50%25#top",
    "version": 2, "retrieved": "2024-08-07T12:00:00Z", "sha256": "0123456789abcdef" * 4,
}  # fmt: skip
HOSTILE = 'A \x1b[2J{50%} of \\input{x} & $x_1^2$ ~ #1\u202e "so"\nTY  - EVIL'


def with_(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def test_bibtex() -> None:
    assert bibtex([source(ROW)]) == (
        "@misc{kcna-2024-08-06-press-statement,\n"
        "  author = {{Kim Yo Jong}},\n"
        "  title = {{Press Statement}},\n"
        "  howpublished = {Korean Central News Agency},\n"
        "  date = {2024-08-06},\n"
        "  year = {2024},\n"
        "  month = aug,\n"
        "  day = {6},\n"
        "  address = {Pyongyang},\n"
        "  url = {http://kcna.example/a?x=1&y=50%25#top},\n"
        "  urldate = {2024-08-07},\n"
        "  note = {kcna-2024-08-06-press-statement, version 2, retrieved 2024-08-07T12:00:00Z,"
        f" SHA-256 {ROW['sha256']}; captures:"
        r" \url{https://web.archive.org/web/20240807120000/http://kcna.example/a?x=1&y=50%25#top}}," + "\n}\n"
    )


def test_ris() -> None:
    lines = ris([source(ROW)]).splitlines()
    assert lines == [
        "TY  - NEWS", "ID  - kcna-2024-08-06-press-statement", "AU  - Kim Yo Jong", "TI  - Press Statement",
        "T2  - Korean Central News Agency", "PY  - 2024", "DA  - 2024/08/06/", "CY  - Pyongyang", "LA  - en",
        "UR  - http://kcna.example/a?x=1&y=50%25#top", f"L2  - {ROW['archived']}", "Y2  - 2024/08/07/",
        "N1  - kcna-2024-08-06-press-statement, version 2, retrieved 2024-08-07T12:00:00Z,"
        f" SHA-256 {ROW['sha256']}",
        "ER  - ",
    ]  # fmt: skip


def test_csl() -> None:
    (item,) = json.loads(csl([source(ROW)]))
    assert (item["id"], item["type"]) == (ROW["ref"], "article-newspaper")
    assert item["author"] == [{"literal": "Kim Yo Jong"}]
    assert item["issued"] == {"date-parts": [[2024, 8, 6]]}
    assert item["accessed"] == {"date-parts": [[2024, 8, 7]]}
    assert (item["URL"], item["version"]) == (ROW["address"], "2")
    assert ROW["sha256"] in item["note"]
    assert ROW["archived"] in item["note"]


def test_footnote() -> None:
    assert footnote(source(ROW), 4) == (
        "Kim Yo Jong, “Press Statement,” Korean Central News Agency, August 6, 2024,"
        " http://kcna.example/a?x=1&y=50%25#top (kcna-2024-08-06-press-statement, version 2, passage 4;"
        f" retrieved August 7, 2024; SHA-256 0123456789abcdef; captures: {ROW['archived']})."
    )
    asked = footnote(
        source(with_(title='Who said "no"?', speaker=None, date="2024-08", address=None, archived=None))
    )
    assert asked.startswith("“Who said ‘no’?” Korean Central News Agency, August 2024 (kcna-")
    assert ", n.d., http" in footnote(source(with_(date=None)))
    assert ", 1949, http" in footnote(source(with_(date="1949")))


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_what_is_not_known_is_left_out(style: str) -> None:
    bare = with_(
        speaker=None, outlet_name=None, place=None, date=None, address="/home/u/a.txt", archived=None
    )
    text = citations([bare], style)
    assert "None" not in text
    assert "/home/u" not in text
    assert ROW["sha256"][:16] in text


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_hostile_texts_stay_texts(style: str) -> None:
    text = citations([with_(title=HOSTILE, speaker=HOSTILE, place=HOSTILE, outlet_name=HOSTILE)], style)
    assert not set(text) & set("\x1b\u202e\x00")
    assert not re.search(r"(?m)^TY  - EVIL", text)
    if style == "csl":
        json.loads(text)
    if style == "chicago":
        assert text.count("\n") == 1


@pytest.mark.parametrize("text", ["{", "}", "\\", "a{b", "}}{", "\\}", HOSTILE])
def test_braces_of_bibtex_are_balanced(text: str) -> None:
    entry = bibtex([source(with_(title=text, speaker=text, address=f"http://x.example/{text}"))])
    depth = 0
    for character in entry:  # BibTeX counts braces behind backslashes, too
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert entry.count("@misc") == 1


def test_what_tex_reads_as_commands_is_escaped() -> None:
    assert escaped(r"50% & $1_000 #2 {x} ~ ^ \a") == (
        r"50\% \& \$1\_000 \#2 \textbraceleft{}x\textbraceright{} \textasciitilde{} \textasciicircum{}"
        r" \textbackslash{}a"
    )


@pytest.mark.parametrize("style", get_args(CitationStyle))
@pytest.mark.parametrize(
    "name", ["김정은", "习近平", "Владимир Путин", "آية الله", "Nguyễn Phú Trọng", "de Saint-Exupéry, A."]
)
def test_names_in_every_script_stay(style: str, name: str) -> None:
    assert name in citations([with_(speaker=name, title=name)], style)


def test_keys_are_ascii_and_stand_once() -> None:
    rows = [
        with_(ref="dprk-1949-01-01-국토의", sha256="ab" * 32),
        with_(ref="dprk-1949-01-01-국토", sha256="ab" * 32),
        with_(), with_(),
    ]  # fmt: skip
    keys = re.findall(r"@misc\{([^,]*),", bibtex(map(source, rows)))
    assert keys == [
        "dprk-1949-01-01-abababab", "dprk-1949-01-01-abababab-2", ROW["ref"], f"{ROW['ref']}-2",
    ]  # fmt: skip


def test_each_kind_of_outlet_has_its_types() -> None:
    assert set(kinds()) == set(get_args(OutletKind))
    csl_types = {"article-newspaper", "broadcast", "document", "speech"}
    assert {kind["csl"] for kind in kinds().values()} == csl_types  # all of CSL 1.0.2
    assert {kind["ris"] for kind in kinds().values()} == {"NEWS", "MULTI", "GOVDOC", "GEN"}


def test_styles_by_name_and_ending() -> None:
    assert set(STYLES) == set(get_args(CitationStyle))
    assert [of_path(f"a{ending}") for ending in (".BIB", ".ris", ".json", ".txt", ".csv", "")] == [
        "bibtex", "ris", "csl", "chicago", None, None,
    ]  # fmt: skip
    with pytest.raises(UsageError, match="There is no style 'apa'; there is: chicago, bibtex, ris, csl"):
        citations([], "apa")
