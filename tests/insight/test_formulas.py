"""Formulas found without a list: counts equal the slow counter's, evidence is what was planted."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import FilterError, QueryError, UsageError
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FILL = [
    "rain fell",
    "trains ran slowly",
    "harvest came early",
    "miners rested",
    "children sang",
    "snow melted",
]


def planted() -> tuple[list[Text], dict[int, list[tuple[int, int, int]]]]:
    """Twelve months of three documents: a slogan from April to August in two orders, in quotation marks every
    second time; a title in all of them."""
    texts: list[Text] = []
    quotations: dict[int, list[tuple[int, int, int]]] = {}
    for month in range(1, 13):
        for day in (3, 12, 25):
            number = len(texts)
            body = f"On the whole {FILL[number % 6]} where {FILL[(number + 2) % 6]} near number{number}."
            if 4 <= month <= 8:
                begin = len(body) + 4
                if day == 12:
                    body += " In the policy for Golden Harbour they trust."
                else:
                    body += " A “Golden Harbour Policy” is here."
                    quotations[number] = [(0, begin, begin + 21)]
                body += " All praise the Golden Harbour Policy."
            body += " Then secretary general Brannoc Tellwin spoke."
            passages: list[tuple[str, str | None, str]] = [("narration", None, body)]
            if month == 6:
                passages.append(
                    ("speech", "Edvar Olmen", "We need the Golden Harbour Policy. Light is golden.")
                )
            texts.append(Text(f"2020-{month:02d}-{day:02d}", passages=passages))
    for text in texts:  # the words live outside of it, too, and mostly without capitals
        text.passages.append(("narration", None, "There the harbour is golden; golden are its boats."))
        text.passages.append(("narration", None, "No policy, no harbour fee; a policy of rest."))
    return texts, quotations


Archive = tuple[Corpus, list[Text]]


def made(url: str) -> Archive:
    texts, quotations = planted()
    corpus = Corpus(url)
    with tiny_blocks(tokens=400, chunk=30, part=50):
        build(corpus, texts, quotations)
    return corpus, texts


@pytest.fixture(scope="module")
def archive(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("formulas") / "corpus.db"
    shutil.copy(sqlite_template, path)
    corpus, texts = made(str(path))
    with corpus:
        yield corpus, texts


def by_name(corpus: Corpus, **asked: Any) -> dict[str, dict[str, Any]]:
    return {row["formula"]: row for row in corpus.formulas(**asked).rows()}


def test_a_slogan_is_found_with_its_variants_and_evidence(archive: Archive) -> None:
    about_the_slogan(*archive)


@pytest.mark.postgres
def test_a_slogan_is_found_on_postgresql_as_well(postgres_url: str) -> None:
    corpus, texts = made(postgres_url)
    with corpus:
        about_the_slogan(corpus, texts)


def about_the_slogan(corpus: Corpus, texts: list[Text]) -> None:
    row = by_name(corpus)["Golden Harbour Policy"]
    forms = [["golden", "harbour", "policy"], ["policy", "for", "golden", "harbour"]]
    assert (
        row["matches"] == sum(counter.count_words(texts, [{word} for word in form]) for form in forms) == 33
    )
    assert row["documents"] == 15
    assert row["variants"] == 2
    assert row["forms"] == "Golden Harbour Policy | policy for Golden Harbour"
    assert row["quoted"] == round(100 * 10 / 33, 1)
    assert row["capitals"] == 100
    assert row["birth"] == "2020-04-03"
    assert row["last"] == "2020-08-25"
    assert row["death"] == "2020-08-25"  # 12 documents of three later months lack it
    assert row["peak"] == "2020-06"
    assert row["half_life"] is None  # after August too little text to tell a hot formula from none
    assert row["temperatures"] == "---HHHHH----"
    assert row["temperature"] == "cold"  # as it is dead
    assert row["grade"] is None  # three documents a month
    assert row["voices"] == "narration, speech"
    assert row["outlets"] == 1
    assert row["per_million"] == pytest.approx(33e6 / counter.count_tokens(texts))
    assert row["kind"] == "formula"


def test_titles_are_a_kind_of_their_own(archive: Archive) -> None:
    corpus, _ = archive
    assert not any("Tellwin" in name for name in by_name(corpus))
    titles = by_name(corpus, kind="title")
    assert any("Brannoc Tellwin" in name for name in titles)
    assert set(by_name(corpus, kind="all")) >= {*titles, "Golden Harbour Policy"}


def test_every_row_opens_its_passages(archive: Archive) -> None:
    corpus, _ = archive
    for row in corpus.formulas(kind="all").rows():
        assert len(corpus.kwic(row["query"], limit=1000)) == row["matches"]


def test_matches_are_of_the_dates_asked_for_and_the_life_of_all(archive: Archive) -> None:
    corpus, _ = archive
    row = by_name(corpus, since="2020-06", until="2020-12")["Golden Harbour Policy"]
    assert (row["matches"], row["documents"], row["birth"]) == (21, 9, "2020-04-03")
    lived = corpus.formulas("golden harbour policy", since="2020-08", until="2020-09", by="month")
    assert lived.values("period") == ["2020-08", "2020-09"]
    assert lived.values("matches") == [5, 0]
    assert lived.values("temperature") == ["hot", None]
    half = corpus.formulas("golden harbour policy", since="2020-08-20", by="month").rows()[0]
    assert (half["period"], half["matches"], half["documents_held"]) == ("2020-08", 2, 1)


def test_the_life_of_one_formula(archive: Archive) -> None:
    corpus, texts = archive
    result = corpus.formulas("golden harbour policy", by="month")
    for row in result.rows():
        of_month = [text for text in texts if text.year.startswith(row["period"])]
        phrase = [{"golden"}, {"harbour"}, {"policy"}]
        assert row["matches"] == counter.count_words(of_month, phrase)
        assert row["tokens"] == counter.count_tokens(of_month)
    assert any("policy for Golden Harbour (5)" in note for note in result.notes)
    assert any(note.startswith("golden harbour policy: born 2020-04-03") for note in result.notes)


def test_sorting_and_limits(archive: Archive) -> None:
    corpus, _ = archive
    for sort in ("score", "documents", "matches", "quoted", "capitals", "birth", "last"):
        values = [row[sort] or 0 for row in corpus.formulas(sort=sort, kind="formula").rows()]
        assert values == sorted(values, reverse=True) or sort in (
            "documents",
            "matches",
            "quoted",
            "capitals",
        )
    assert len(corpus.formulas(limit=1)) == 1


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"by": "day"}, FilterError),
        ({"kind": "song"}, FilterError),
        ({"sort": "colour"}, FilterError),
        ({"min_documents": 1}, FilterError),
        ({"limit": 0}, UsageError),
        ({"outlet": "nowhere"}, FilterError),
    ],
)
def test_what_cannot_be_asked(archive: Archive, asked: dict[str, Any], error: type) -> None:
    with pytest.raises(error):
        archive[0].formulas(**asked)
    with pytest.raises(QueryError, match="quotient"):
        archive[0].formulas("golden / harbour")


def test_nothing_to_find(archive: Archive) -> None:
    corpus, _ = archive
    nothing = corpus.formulas(since="1999", until="1999")
    assert len(nothing) == 0
    assert "The filters leave no words to count." in nothing.notes
    assert "zebra: not found." in corpus.formulas("zebra").notes


def test_one_formula_follows_another(sqlite_url: str) -> None:
    def text(year: int) -> Text:
        slogan = "iron path policy" if year < 1975 else "iron bridge policy"
        return Text(
            str(year), passages=[("narration", None, f"We take the {slogan} in year{year}, the {slogan}.")]
        )

    with Corpus(sqlite_url) as corpus:
        build(corpus, [text(year) for year in range(1960, 1990) if year not in (1966, 1967, 1976)])
        result = corpus.formulas("iron path policy", "iron bridge policy", by="year")
        # Before 1960 the archive holds nothing, so that only the younger one is born for certain.
        assert any("iron bridge policy (from 1975) follows iron path policy" in note for note in result.notes)
        rows = {(row["query"], row["period"]): row for row in result.rows()}
        gap = rows["iron path policy", "1966"]
        assert (gap["tokens"], gap["per_million"], gap["temperature"], gap["grade"]) == (0, None, None, None)
        assert by_name(corpus)["iron path policy"]["succeeded_by"] == "iron bridge policy"
        assert by_name(corpus)["iron bridge policy"]["succeeded_by"] is None
        letters = by_name(corpus)["iron path policy"]["temperatures"]
        assert letters[6:8] == "--"


def test_a_quotation_of_chinese_is_short_by_its_characters(sqlite_url: str) -> None:
    """Twelve words are 24 characters of it: what stands among 30 is not put in quotation marks itself."""
    bodies = [
        ("他们说：“", "建设强大国家" + "大" * 14, "”。"),
        ("他们说：“", "建设强大国家" + "大" * 24, "”。"),
    ]
    texts = [
        Text(str(2000 + n), passages=[("speech", None, "".join(one))], language="zh")
        for n, one in enumerate(bodies)
    ]
    spans = {n: [(0, len(one[0]), len(one[0]) + len(one[1]))] for n, one in enumerate(bodies)}
    with Corpus(sqlite_url) as corpus:
        build(corpus, texts, spans)
        notes = " ".join(corpus.formulas("强大国家", by="year").notes)
        assert "50% of the matches in quotation marks" in notes


HOSTILE = [
    "rock",
    "Rock",
    "don't",
    "A.B",
    "20×10",
    "<b>",
    "“",
    "”",
    '"',
    "|",
    "(",
    "강성",
    "대국",
    "改革",
    "\u202e",
    ".",
    "the",
]
passages = st.lists(st.sampled_from(HOSTILE), max_size=12).map(" ".join)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(passages, min_size=1, max_size=3), min_size=2, max_size=7))
def test_any_text_gives_queries_that_count_the_same(sqlite_template: Path, bodies: list[list[str]]) -> None:
    texts = [
        Text(
            f"{2000 + number}",
            passages=[*(("narration", None, body) for body in some), ("editor_note", None, f"n{number}")],
        )
        for number, some in enumerate(bodies)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.db"
        shutil.copy(sqlite_template, path)
        with Corpus(path) as corpus:
            build(corpus, texts)
            for row in corpus.formulas(min_documents=2, kind="all", limit=100).rows():
                assert len(corpus.kwic(row["query"], limit=1000)) == row["matches"] > 0
                assert row["documents"] >= 1
