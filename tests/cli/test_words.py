"""collocates and keywords from the command line: every option arrives, and people can read what comes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Done, Run


def rows(done: Done) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


COLLOCATES: list[tuple[list[object], dict[str, Any]]] = [
    ([], {}),
    (["--left", 2, "--right", 0, "--min", 2], {"left": 2, "right": 0, "min": 2}),
    (["--right", 1, "--min", 2], {"right": 1, "min": 2}),
    (["--window", 3, "--limit", 4, "--measure", "mi"], {"window": 3, "limit": 4, "measure": "mi"}),
    (["--by", "outlet", "--limit", 2], {"by": "outlet", "limit": 2}),
    (["--by", "voice", "--limit", 2, "--min", 2], {"by": "voice", "limit": 2, "min": 2}),
    (["--lemma", "--outlet", "sample-lantern"], {"lemma": True, "outlet": "sample-lantern"}),
    (
        ["--outlet", "sample-agency", "--against", "outlet=sample-lantern", "--min", 2],
        {"outlet": "sample-agency", "against": {"outlet": "sample-lantern"}, "min": 2},
    ),
]


@pytest.mark.parametrize(("arguments", "given"), COLLOCATES)
def test_options_of_collocates(
    arguments: list[object], given: dict[str, Any], sample: Run, sample_archive: Path
) -> None:
    found = rows(sample("collocates", "canals", *arguments, "--format", "json"))
    with Corpus(sample_archive) as corpus:
        assert found == corpus.collocates("canals", **given).rows()
        assert found
        if given:
            assert found != corpus.collocates("canals").rows()


AGENCY, LANTERN = "outlet=sample-agency", "outlet=sample-lantern"
KEYWORDS: list[tuple[list[object], dict[str, Any]]] = [
    ([], {}),
    (["--reference", f"{LANTERN} until=2018"], {"reference": {"outlet": "sample-lantern", "until": "2018"}}),
    (["--negative", "--limit", 3], {"negative": True, "limit": 3}),
    (["--min", 1, "--measure", "log_ratio"], {"min": 1, "measure": "log_ratio"}),
    (["--min-documents", 20], {"min_documents": 20}),
    (["--correction", "none"], {"correction": "none"}),
    (["--correction", "bh"], {"correction": "bh"}),
    (["--since", "2019", "--unit", "lemma"], {"since": "2019", "unit": "lemma"}),
    (["--size", 2, "--min", 2], {"size": 2, "min": 2}),
]


@pytest.mark.parametrize(("arguments", "given"), KEYWORDS)
def test_options_of_keywords(
    arguments: list[object], given: dict[str, Any], sample: Run, sample_archive: Path
) -> None:
    found = rows(sample("keywords", "--target", AGENCY, *arguments, "--format", "json"))
    with Corpus(sample_archive) as corpus:
        assert found == corpus.keywords(AGENCY, **given).rows()
        assert found
        if given:
            assert found != corpus.keywords(AGENCY).rows()


def test_people_see_what_matters_first(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = sample("collocates", "canals", "--limit", 3)
    assert max(map(len, done.out.splitlines())) <= 80
    title, _, heading, *_ = done.out.splitlines()
    assert title == "canals"
    second = done.out.splitlines()[3].split()
    assert heading.split()[0] == "log"
    assert second[:3] == ["collocate", "matches", "dice"]
    assert "Not shown at this width: " in done.out
    assert "canals: " in done.out
    shown = sample("keywords", "--target", AGENCY, "--limit", 3).out
    assert "sample-agency against the rest" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "e+0" not in shown
    assert "Target: " in shown
    sequences = sample("keywords", "--target", AGENCY, "--limit", 3, "--size", 3).out
    assert max(map(len, sequences.splitlines())) <= 80
    assert "…" not in sequences
    assert "all sequences of 3 words" in sequences
    compared = sample("collocates", "canals", "--outlet", "sample-agency", "--against", LANTERN).out
    assert "(outlet sample-agency) against outlet sample-lantern" in compared


def test_a_query_without_a_match_ends_with_1(sample: Run) -> None:
    done = sample("collocates", "zeppelin")
    assert (done.code, done.out, done.err) == (1, "", "zeppelin: no match.\n")
    done = sample("collocates", "zeppelin", "--format", "json")
    assert (done.code, done.out, done.err) == (1, "[]\n", "zeppelin: no match.\n")
    rare = sample("collocates", "canals", "--min", 5000)
    assert (rare.code, rare.err) == (0, "")
    title, empty, _, note, *_ = rare.out.splitlines()
    assert (title, empty, note) == ("canals", "", "canals: no word stands beside it 5,000 times or more.")


def test_files(sample: Run, tmp_path: Path) -> None:
    done = sample("keywords", "--target", AGENCY, "--out", "key.csv")
    assert done.code == 0
    assert (tmp_path / "key.csv").read_text("utf-8-sig").startswith("word,target,target_per_million,")
    record = json.loads((tmp_path / "key.csv.provenance.json").read_text("utf-8"))
    assert record["target"] == {"outlet": "sample-agency"}
    assert record["reference"] == "the rest"
    assert record["correction"] == "bonferroni"
    assert sample("collocates", "canals", "--lemma", "--out", "near.csv").code == 0
    record = json.loads((tmp_path / "near.csv.provenance.json").read_text("utf-8"))
    assert (record["unit"], record["left"], record["measure"]) == ("lemma", 5, "log_dice")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["collocates", "canals", "--window", 2, "--left", 3], "--window sets both sides"),
        (["collocates", "canals", "--left", 0, "--right", 0], "cannot both be 0"),
        (["collocates", "canals", "--measure", "chance"], "'chance' is not one of"),
        (["collocates", "canals", "--by", "title"], "no facet 'title'"),
        (["collocates", "canals", "--against", "lantern"], "--against lantern: 'lantern' is no name=value"),
        (["collocates"], "Missing argument"),
        (["keywords"], "Missing option '--target'"),
        (["keywords", "--target", "outlets=x"], "There is no filter 'outlets'"),
        (["keywords", "--target", AGENCY, "--outlet", "sample-agency"], "give it in one place"),
        (["keywords", "--target", AGENCY, "--correction", "sidak"], "'sidak' is not one of"),
        (["keywords", "--target", AGENCY, "--size", 9], "--size goes from 1 (words) to 8"),
    ],
)
def test_wrong_usage(arguments: list[object], said: str, sample: Run) -> None:
    done = sample(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
