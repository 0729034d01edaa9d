"""cite, and footnotes below a concordance."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SPEECH = "sample-agency-2023-02-14"


def test_which_text_was_used(sample: Run, tmp_path: Path) -> None:
    assert sample("show", SPEECH, "--raw", "--out", tmp_path / "raw").code == 0
    digest = hashlib.sha256((tmp_path / "raw").read_bytes()).hexdigest()
    (item,) = json.loads(sample("cite", SPEECH, "--style", "csl").out)
    address = "https://quortel.example/en/speeches/brannoc-groundbreaking"
    assert item["author"] == [{"literal": "Edvar Olmen"}]
    assert item["container-title"] == "Quorvenian Telegraph Agency (invented)"
    assert item["issued"] == {"date-parts": [[2023, 2, 14]]}
    assert item["URL"] == address
    note = re.fullmatch(
        r"sample-agency-2023-02-14-chairman-edvar-olmen-makes, version 1, retrieved ([-0-9T:]+)Z,"
        r" SHA-256 ([0-9a-f]+); captures: https://web\.archive\.org/web/([0-9]{14})/(\S+)",
        item["note"],
    )
    assert note is not None
    assert note.groups() == (note[1], digest, re.sub("[-T:]", "", note[1]), address)


def test_documents_of_a_query_or_of_filters_by_date(sample: Run) -> None:
    listed = json.loads(sample("list", "--query", "library", "--sort", "date", "--format", "json").out)
    done = sample("cite", "--query", "library", "--style", "csl")
    assert [item["id"] for item in json.loads(done.out)] == [row["ref"] for row in listed]
    some = sample("cite", "--query", "library", "--style", "csl", "--limit", "2")
    assert len(json.loads(some.out)) == 2
    assert f"2 of {len(listed)} documents." in some.err
    of_2018 = json.loads(sample("cite", "--year", "2018", "--style", "csl").out)
    assert len(of_2018) == len(json.loads(sample("list", "--year", "2018", "--format", "json").out))
    both = json.loads(sample("cite", listed[0]["ref"], "--query", "library", "--style", "csl").out)
    assert len(both) == len(listed)


def test_files_by_their_endings(sample: Run, tmp_path: Path) -> None:
    for name, begin in (("a.bib", "@misc{sample"), ("a.ris", "TY  - NEWS"), ("a.json", "["), ("a.txt", "“")):
        done = sample("cite", "--year", "2018", "--outlet", "sample-agency", "--out", tmp_path / name)
        assert done.code == 0, done.err
        assert (tmp_path / name).read_text("utf-8").startswith(begin) or name == "a.txt"
        assert f"written to {tmp_path / name}" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "There is nothing to cite: name a document, a query or a filter."),
        (("nothing",), 1, "There is no document nothing"),
        (("--query", "absent"), 1, "absent: no match"),
        (("--query", "a ("), 2, "An alternative is empty"),
        ((SPEECH, "--out", "a.doc"), 2, "The ending of 'a.doc' names no style: --out takes .txt (chicago)"),
        ((SPEECH, "--style", "ris", "--out", "a.bib"), 2, "a.bib is bibtex by its ending, --style says ris."),
        ((SPEECH, "--style", "apa"), 2, "apa"),
        ((SPEECH, "--out", "none/a.bib"), 2, "there is no folder none"),
    ],
)
def test_bad_input_is_one_sentence(sample: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = sample("cite", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_footnotes_below_a_concordance(sample: Run) -> None:
    rows = json.loads(sample("kwic", "library", "--limit", "2", "--cite", "--format", "json").out)
    assert rows[1]["citation"].count(f"passage {rows[1]['passage']};") == 1
    shown = sample("kwic", "library", "--limit", "2", "--cite").out
    assert f"\n2. {rows[1]['citation']}\n" in shown
    assert "citation" not in json.loads(sample("kwic", "library", "--format", "json").out)[0]
    sentences = sample("kwic", "library", "--limit", "2", "--cite", "--context", "sentence").out
    assert f"\n1. {rows[0]['citation']}\n" in sentences
