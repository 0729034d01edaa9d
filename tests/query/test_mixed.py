"""Documents in several languages: counted as if each language were a document of its own."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from corpus import Corpus
from corpus.ingest.load import prepare
from corpus.text.analysers import registry as analysers
from corpus.text.analysers.registry import missing_extra
from corpus.text.dates import KnownDate, PartialDate
from corpus.text.records import Item, Parsed, Passage, Quotation
from corpus.text.roles import Role
from tests.builder import tiny_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus import Result

POOL = {
    "en": ["Peace and war, said Party X.", "The Party is for peace 20×10.", "KCNA", "Peace. War! Peace?"],
    "ko": [
        "당은 핵무기를 강화했습니다.",
        "당신은 平和를 선군정치로 핵심.",
        "강성대국을 건설하자!",
        "peace 당",
    ],
    "zh": ["改革开放与斗争。", "党的平和 peace 发展。", "改革！改革？"],
    "ru": ["Партия за мир.", "Мир и peace, война."],
}
QUERIES = [
    "peace",
    "당",
    "핵",
    "改革",
    "平和",
    "мир",
    "char:당",
    "p*",
    "the party",
    "20x10",
    '[word="p.*"] []',
]
DOCUMENTS = 12

Line = tuple[str, str, str | None, str]
"""Language, role, speaker, text of a passage."""


def drawn(seed: int) -> list[tuple[str, str, list[Line]]]:
    """Documents: year, language, passages."""
    rng = random.Random(seed)
    made = []
    for _ in range(DOCUMENTS):
        own = rng.choice(list(POOL))
        languages = [own] if rng.random() < 0.3 else [own, *rng.sample(list(POOL), 2)]
        passages: list[Line] = []
        for _ in range(rng.randint(0, 5)):
            language = rng.choice(languages)
            role = rng.choice(["narration", "speech", "editor_note", "headline"])
            speaker = rng.choice(["A", "B"]) if role == "speech" else None
            # A text that stands twice would be one document with two addresses.
            text = f"{rng.choice(POOL[language])} n{rng.randrange(10**9)}"
            passages.append((language, role, speaker, text))
        made.append((rng.choice(["2019", "2020"]), own, passages))
    return made


def parsed(year: str, language: str, passages: list[Line]) -> Parsed:
    whole, found, quotations = "", [], []
    for number, (tag, role, speaker, text) in enumerate(passages):
        start = len(whole)
        found.append(Passage(start, start + len(text), Role[role], speaker, tag if tag != language else None))
        first, _, rest = text.partition(" ")
        if rest:  # the words but the first are quoted
            quotations.append(Quotation(number, start + len(first) + 1, start + len(text)))
        whole += text + "\n"
    return Parsed(
        title="",
        text=whole.removesuffix("\n"),
        passages=found,
        quotations=quotations,
        mentions=[],
        language=language,
        language_known="metadata",
        published=KnownDate(PartialDate.parse(year), "metadata"),
    )


def archive(path: Path, documents: list[tuple[str, str, list[Line]]]) -> Corpus:
    made = {str(n): parsed(*document) for n, document in enumerate(documents)}
    items = [Item(raw=str(n).encode(), text="x", address=f"t-{n}", source=f"t {n}") for n in range(len(made))]
    corpus = Corpus(path)
    corpus.init()
    with mock.patch.object(prepare, "normalise_item", lambda item, outlet, hints: made[item.raw.decode()]):
        corpus.add_items(items, inputs="texts", workers=1)
    return corpus


def split(documents: list[tuple[str, str, list[Line]]]) -> list[tuple[str, str, list[Line]]]:
    """A document for each language of each document."""
    return [
        (year, language, [line for line in lines if line[0] == language])
        for year, _, lines in documents
        for language in dict.fromkeys(line[0] for line in lines)
    ]


pytestmark = pytest.mark.skipif(
    any(missing_extra(language) for language in POOL), reason="pip install '.[ko,zh]'"
)


@pytest.fixture(scope="module", params=[(1, False), (2, True), (3, True)])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Corpus, Corpus]]:
    seed, tiny = request.param
    folder = tmp_path_factory.mktemp("mixed")
    documents = drawn(seed)
    if tiny:
        with tiny_blocks():
            found = archive(folder / "mixed.db", documents), archive(folder / "split.db", split(documents))
    else:
        found = archive(folder / "mixed.db", documents), archive(folder / "split.db", split(documents))
    yield found
    for corpus in found:
        corpus.close()


def counts(result: Result, *names: str) -> list[dict[str, Any]]:
    """Rows without the intervals of the bootstrap, which follow the order of documents."""
    rows = [{name: row.get(name) for name in names} for row in result.rows()]
    return sorted((row for row in rows if row.get("tokens") != 0), key=repr)


COUNTS = ("query", "language", "period", "matches", "documents", "tokens", "per_million", "low", "high")


def test_frequencies_of_each_language(both: tuple[Corpus, Corpus]) -> None:
    mixed, apart = both
    one, other = (corpus.freq(*QUERIES, by=("language", "year")) for corpus in both)
    assert counts(one, *COUNTS) == counts(other, *COUNTS)
    for language in POOL:
        for voice in ([], ["speech"], ["quotation"], ["editor_note", "narration"]):
            for per in ("words", "characters", "sentences"):
                if per == "sentences" and "quotation" in voice:
                    continue
                one, other = (
                    corpus.freq(*QUERIES, by="year", language=language, voice=voice, per=per)
                    for corpus in both
                )
                names = (*COUNTS, "characters", "sentences", "per_million_characters")
                assert counts(one, *names) == counts(other, *names), (language, voice, per)
    assert mixed.freq("peace", by="speaker", language="ko").rows() != []
    assert sum(filter(None, mixed.freq("peace").values("matches"))) == sum(
        filter(None, apart.freq("peace").values("matches"))
    )


@pytest.mark.parametrize("language", POOL)
def test_lines_lists_and_sequences_of_one_language(both: tuple[Corpus, Corpus], language: str) -> None:
    def lines(corpus: Corpus, query: str) -> list[Any]:
        found = corpus.kwic(query, language=language, limit=1000).rows()
        names = ("left", "match", "right", "voice", "speaker")
        return sorted(repr([row[name] for name in names]) for row in found)

    for query in QUERIES:
        one, other = (lines(corpus, query) for corpus in both)
        assert one == other
    for size in ("1-3", "2"):
        one_, other_ = (corpus.ngrams(size, min=1, language=language).rows() for corpus in both)
        assert one_ == other_
    near = [corpus.collocates("(peace|당|改革|мир)", min=1, language=language).rows() for corpus in both]
    assert near[0] == near[1]
    keys = [
        counts(
            corpus.keywords(target={"language": language}, min=1, limit=100), "keyword", "target", "reference"
        )
        for corpus in both
    ]
    assert keys[0] == keys[1]


def test_collocates_by_language(both: tuple[Corpus, Corpus]) -> None:
    one, other = (corpus.collocates("(peace|당|改革|мир)", min=1, by="language").rows() for corpus in both)
    assert one == other


def test_a_language_of_passages_only_is_known(tmp_path: Path) -> None:
    with archive(tmp_path / "a.db", [("2020", "ko", [("ru", "narration", None, "Мир.")])]) as corpus:
        assert corpus.freq("мир", language="ru").values("tokens") == [1]
        assert corpus.freq("мир", by="language").rows()[0]["language"] == "ru"
        assert sum(corpus.freq("мир", language="ko").values("tokens")) == 0
        shown = corpus.show(corpus.list().values("ref")[0])
        assert shown.passages.values("language") == ["ru"]


def test_a_document_that_is_said_to_be_in_the_language_of_its_passages(tmp_path: Path) -> None:
    lines: list[Line] = [("ru", "narration", None, "Мир."), ("ko", "narration", None, "당은")]
    with archive(tmp_path / "a.db", [("2020", "ko", lines)]) as corpus:
        corpus.set(corpus.list().values("ref")[0], language="ru")
        assert [row["language"] for row in corpus.freq("мир", by="language").rows()] == ["ru"]


def test_reanalysed_passages_count_as_those_loaded_so(tmp_path: Path) -> None:
    """Loaded without any analyser, then with each: the same as with all at once."""
    documents = drawn(4)

    def tables(corpus: Corpus) -> list[Any]:
        found = corpus.freq(*QUERIES, by=("language", "year")).rows()
        return [{name: row[name] for name in COUNTS} for row in found] + corpus.ngrams("1", min=1).rows()

    with archive(tmp_path / "all.db", documents) as corpus:
        wanted = tables(corpus)
    with mock.patch.object(analysers, "_importable", return_value=False):
        without = archive(tmp_path / "later.db", documents)
    with without as corpus:
        assert tables(corpus) != wanted
        corpus.optimize(["ko"])
        corpus.optimize(["zh"])
        assert tables(corpus) == wanted
