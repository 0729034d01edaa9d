"""Queries by code: documents, or matches on coded lines, compared with a slow counter; texts that change."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import FilterError, UsageError
from corpus.index.read import sections as section
from corpus.text.line_ids import parsed
from tests.builder import build, tiny_blocks
from tests.counter import Text, count_tokens, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def spans_of(passage: str, query: list[str]) -> list[tuple[int, int]]:
    """Where the folded words of a query stand in a passage, in characters."""
    places, at = [], 0
    for word in words(passage):
        start = passage.index(word, at)
        at = start + len(word)
        places.append((start, at))
    pieces = [fold(word) for word in words(passage)]
    size = len(query)
    return [
        (places[n][0], places[n + size - 1][1])
        for n in range(len(pieces) - size + 1)
        if all(want in ("*", piece) for want, piece in zip(query, pieces[n : n + size], strict=True))
    ]


WORDS = st.lists(st.sampled_from(["war", "Peace", "no", "U.S", "war's"]), min_size=1, max_size=7).map(
    " ".join
)
ROLES = st.sampled_from(["narration", "speech", "editor_note"])
TEXTS = st.lists(st.lists(st.tuples(ROLES, WORDS), min_size=1, max_size=3), min_size=1, max_size=5)
QUERIES = st.sampled_from(["war", "peace", "no peace", "* war", "/'s/", "u.s *"])


@settings(deadline=None, max_examples=10)
@given(TEXTS, st.sets(st.integers(0, 30), min_size=1), QUERIES, QUERIES)
def test_matches_on_coded_lines(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    given_texts: list[list[tuple[str, str]]],
    chosen: set[int],
    coded_query: str,
    asked: str,
) -> None:
    texts = [
        Text(
            f"{2010 + n}",
            passages=[(role, "Kim" if role == "speech" else None, passage) for role, passage in some],
        )
        for n, some in enumerate(given_texts)
    ]
    path = tmp_path_factory.mktemp("coded") / "corpus.db"
    shutil.copy(sqlite_template, path)
    with (
        Corpus(path) as corpus,
        mock.patch.object(section, "SECTION_TOKENS", 12),
        tiny_blocks(),
    ):
        build(corpus, texts)
        corpus.add_code("x")
        sheet = corpus.sheet(coded_query)
        coded: list[tuple[int, int, int]] = []
        versions = {
            ref: n
            for n, ref in enumerate(
                corpus.list(sort="date", voice=["narration", "speech", "editor_note"]).values("ref")
            )
        }
        for at, line in enumerate(sheet.values("line")):
            if at in chosen:
                corpus.annotate(line, "x", coder="Anna")
                found = parsed(line)
                assert found is not None
                coded.append((versions[found.ref], found.start, found.end))
        if not coded:
            return
        expected = {"narration": 0, "speech": 0}
        for n, text in enumerate(texts):
            begin = 0
            for role, _, passage in text.passages:
                for start, end in spans_of(passage, asked.replace("/", "").split()):
                    touched = any(
                        n == other and begin + start < last and first < begin + end
                        for other, first, last in coded
                    )
                    if role in expected:
                        expected[role] += touched
                begin += len(passage) + 1
        result = corpus.freq(asked, code="x")
        assert sum(filter(None, result.values("matches"))) == sum(expected.values())
        assert sum(result.values("tokens")) == count_tokens(texts)
        voices = corpus.freq(asked, code="x", by="voice")
        held = dict(zip(voices.values("voice"), voices.values("matches"), strict=True))
        assert {role: count or 0 for role, count in held.items()} == {
            role: count for role, count in expected.items() if role in held
        }
        if any(role == "speech" for text in texts for role, _, _ in text.passages):
            spoken = corpus.freq(asked, code="x", speaker="Kim").values("matches")
            assert sum(filter(None, spoken)) == expected["speech"]
        assert len(corpus.kwic(asked, code="x", limit=1000)) == sum(expected.values())


KOREAN = "당은 강성대국을 건설한다. 당의 핵무력은 강하다. 핵심은 당이다."


@pytest.fixture
def coded(database_url: str) -> Iterator[Corpus]:
    texts = [
        Text(
            "2019-05-02",
            passages=[("narration", None, "war and peace, war"), ("speech", "Kim Song", "no war")],
        ),
        Text("2020-01-01", outlet="kcna", passages=[("narration", None, "war again")]),
        Text("2021-01-01", passages=[("narration", None, KOREAN)], language="ko"),
    ]
    with Corpus(database_url) as corpus:
        build(corpus, texts)
        for name in ("threat", "Hard line", "mixed", "unused"):
            corpus.add_code(name)
        first, second, third, _ = corpus.sheet("war").values("line")
        corpus.annotate(first, ["threat"], coder="Anna")
        corpus.annotate(third, ["threat", "mixed"], coder="Ben", note="loud")
        corpus.annotate(second, ["Hard line"], coder="Ben")
        refs = corpus.list(sort="date").values("ref")
        corpus.annotate(refs[1], ["mixed"], coder="Anna")
        corpus.annotate(corpus.sheet("당").values("line")[1], "Hard line", coder="Anna")
        yield corpus


def counted(corpus: Corpus, query: str, **filters: Any) -> tuple[int, int]:
    result = corpus.freq(query, **filters)
    return sum(filter(None, result.values("matches"))), sum(result.values("tokens"))


def test_a_code_of_lines_chooses_matches_and_keeps_the_words(coded: Corpus) -> None:
    every = counted(coded, "war")
    assert every[0] == 4
    assert counted(coded, "war", code="threat") == (2, every[1])
    assert counted(coded, "war", code="THREAT", voice="speech") == (1, 2)
    assert counted(coded, "war", code=["threat", "hard line"]) == (3, every[1])
    assert counted(coded, "war", code="threat", until="2018") == (0, 0)
    notes = coded.freq("war", code="threat").notes
    assert "Coded threat: 2 lines." in notes
    assert any(note.startswith("Only matches on coded lines count") for note in notes)
    assert coded.freq("war", code="threat").provenance["filters"] == {"code": "threat"}


def test_a_query_that_shares_a_character_with_a_coded_match_counts(coded: Corpus) -> None:
    assert counted(coded, "war and peace", code="threat")[0] == 1
    assert counted(coded, "and", code="threat")[0] == 0
    assert counted(coded, "no *", code="threat")[0] == 1


def test_a_coded_match_inside_another_takes_nothing_away(coded: Corpus) -> None:
    for query in ("war and peace", "and"):
        coded.annotate(coded.sheet(query).values("line")[0], "unused", coder="Anna")
    assert [counted(coded, word, code="unused")[0] for word in ("war", "and", "peace")] == [1, 1, 1]


def test_a_coded_line_reaches_into_no_other_passage(database_url: str) -> None:
    passages = [("narration", None, "war"), ("narration", None, "당과 당"), ("narration", None, "war 당")]
    with Corpus(database_url) as corpus:
        build(corpus, [Text("2021", passages=passages)])
        corpus.add_code("x")
        for line in corpus.sheet("war").values("line"):
            corpus.annotate(line, "x", coder="Anna")
        assert counted(corpus, "war", code="x")[0] == 2
        assert counted(corpus, "char:당")[0] == 3
        assert counted(corpus, "char:당", code="x")[0] == 0


def test_strings_of_hangul_are_chosen_by_their_characters(coded: Corpus) -> None:
    assert counted(coded, "당")[0] == 3
    found = coded.kwic("당", code="hard line")
    assert [(row["left"], row["match"]) for row in found.rows()] == [("당은 강성대국을 건설한다. ", "당")]
    assert counted(coded, "char:당의", code="hard line")[0] == 1
    assert counted(coded, "강성대국", code="hard line")[0] == 0


def test_kwic_first_and_collocates_take_codes_of_lines(coded: Corpus) -> None:
    found = coded.kwic("war", code="threat")
    assert [(row["left"], row["right"]) for row in found.rows()] == [("", " and peace, war"), ("no ", "")]
    assert coded.kwic("war", code="threat", sort="left").rows() == found.rows()
    assert len(coded.kwic("war", code="threat", sample=1)) == 1
    assert coded.first("war", code="hard line").values("left") == ["war and peace, "] * 2
    near = coded.collocates("war", code="threat", min=1)
    assert dict(zip(near.values("collocate"), near.values("matches"), strict=True)) == {
        "and": 1, "peace": 1, "war": 1, "no": 1,
    }  # fmt: skip


def test_what_lists_words_refuses_codes_of_lines_and_takes_those_of_documents(coded: Corpus) -> None:
    for ask in (coded.list, coded.coverage, coded.ngrams, coded.trends, coded.review):
        with pytest.raises(FilterError, match="A code of lines chooses matches of a query"):
            ask(code="threat")
    with pytest.raises(FilterError, match="A code of lines"):
        coded.keywords(target={"code": "threat"})
    assert coded.list(code="document:mixed").values("date") == ["2020-01-01"]
    assert coded.ngrams(size=2, min=1, code="document:mixed").values("ngram") == ["war again"]
    assert coded.keywords(target={"code": "document:mixed"}, min=1).values("word") == ["again", "war"]


def test_a_code_of_documents_chooses_documents(coded: Corpus) -> None:
    assert counted(coded, "war", code="document:mixed") == (1, 2)
    assert counted(coded, "war", code="line:mixed")[0] == 1
    assert counted(coded, "war", code=["document:mixed", "line:threat"]) == (0, 2)


WRONG = [
    ("thret", "There is no code 'thret' in the codebook; there is: threat ..."),
    ("unused", "Nobody has given the code 'unused' yet"),
    (
        "mixed",
        'was given to documents and to lines: write code="document:mixed" or code="line:mixed"',
    ),
    ("verse:x", "There is no code 'verse:x' in the codebook"),
    ("document:", "There is no code ''"),
]


def test_codes_that_cannot_be_asked_for(coded: Corpus) -> None:
    for code, says in WRONG:
        with pytest.raises(FilterError) as caught:
            coded.freq("war", code=code)
        assert says in str(caught.value)


def test_a_level_at_which_nobody_gave_the_code_counts_nothing(coded: Corpus) -> None:
    assert counted(coded, "war", code="document:threat") == (0, 0)
    assert "Coded threat: 0 documents." in coded.freq("war", code="document:threat").notes


def test_an_empty_code_is_refused(coded: Corpus) -> None:
    with pytest.raises(UsageError, match="code= is empty"):
        coded.freq("war", code=" ")


def test_answers_change_with_the_codes(coded: Corpus) -> None:
    assert counted(coded, "war", code="hard line")[0] == 1
    line = coded.sheet("war").values("line")[3]
    coded.annotate(line, "hard line", coder="Anna")
    assert counted(coded, "war", code="hard line")[0] == 2
    coded.take_back(line, "hard line", coder="anna")
    assert counted(coded, "war", code="hard line")[0] == 1


# Texts that change


def load(corpus: Corpus, folder: Path, text: str, retrieved: str) -> None:
    path = folder / "pages.jsonl"
    row = {"url": "https://news.example/1", "title": "On war", "date": "2024-08-06", "text": text}
    path.write_text(json.dumps(row), encoding="utf-8")
    corpus.add(path, retrieved=retrieved)


OLD = "The first war was long.\n\nThe second war was short."
NEW = "A word before.\n\nThe first war was long.\n\nThe second war, they say, was short."


def test_codes_stay_with_the_version_that_was_coded(database_url: str, tmp_path: Path) -> None:
    with Corpus(database_url) as corpus:
        load(corpus, tmp_path, OLD, "2024-08-07")
        for name in ("threat", "report"):
            corpus.add_code(name)
        lines = corpus.sheet("war").values("line")[1:]  # the first is of the headline
        for coder in ("Anna", "Ben"):
            for line in lines:
                corpus.annotate(line, "threat", coder=coder)
        (ref,) = corpus.list(sort="date").values("ref")
        corpus.annotate(ref, "report", coder="Anna")
        before = corpus.annotations().rows()
        assert counted(corpus, "war", code="threat")[0] == 2
        load(corpus, tmp_path, NEW, "2024-08-09")
        assert counted(corpus, "war")[0] == 3

        result = corpus.freq("war", code="threat")
        assert sum(filter(None, result.values("matches"))) == 0
        assert any(note.startswith("Coded threat: 0 lines; 2 more on versions") for note in result.notes)
        result = corpus.freq("war", code="report")
        assert sum(result.values("tokens")) == 0
        assert any(note.startswith("Coded report: 0 documents; 1 more on versions") for note in result.notes)
        # What the archive knew on the day before is counted as it was.
        assert counted(corpus, "war", code="threat", as_of="2024-08-08")[0] == 2

        after = corpus.annotations()
        assert [{**row, "version": "current"} for row in after.rows()] == before
        assert set(after.values("version")) == {"superseded"}
        assert any(note.startswith("3 of these lie on texts that have changed since") for note in after.notes)
        assert set(corpus.agreement().values("units")) == {2}

        # The line of the old version can still be coded, and one of the new.
        corpus.annotate(lines[0], "report", coder="Ben")
        corpus.annotate(corpus.sheet("war").values("line")[1], "threat", coder="Anna")
        result = corpus.freq("war", code="line:threat")
        assert sum(filter(None, result.values("matches"))) == 1
        assert any("Coded threat: 1 line; 2 more on versions" in note for note in result.notes)


def test_lines_are_found_after_the_words_are_cut_anew(database_url: str) -> None:
    with Corpus(database_url) as corpus:
        build(corpus, [Text("2021", passages=[("narration", None, KOREAN)], language="ko")])
        corpus.add_code("x")
        line = corpus.sheet("핵무력").values("line")[0]
        corpus.annotate(line, "x", coder="Anna")
        before = counted(corpus, "핵무력", code="x")
        corpus.optimize(reanalyse=["ko"])
        assert before[0] == counted(corpus, "핵무력", code="x")[0] == 1
        assert corpus.sheet("핵무력").values("line") == [line]
