"""Near-duplicates, reuse, similar and collapse on small archives, compared with slow counts."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from corpus.api import Corpus
from corpus.errors import FilterError, NotFoundError, UsageError
from corpus.index.read import sections as section
from corpus.query.count import token_slices as slices
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.similarity import near_duplicates as duplicates
from tests.builder import build, tiny_blocks
from tests.counter import COUNTED, Text, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOCABULARY = [f"w{number}" for number in range(400)]
PASSAGE = 8


def sentence(seed: int, size: int) -> str:
    """Words that no other seed gives, in all likelihood."""
    return " ".join(random.Random(seed).choices(VOCABULARY, k=size))


def text(day: str, *passages: str, outlet: str = "generic", role: str = "narration", **more: Any) -> Text:
    return Text(day, outlet=outlet, passages=[(role, None, passage) for passage in passages], **more)


def loaded(url: str | Path, texts: list[Text]) -> Corpus:
    corpus = Corpus(url)
    corpus.init()
    build(corpus, texts)
    return corpus


def refs(corpus: Corpus) -> list[str]:
    """References in the order of loading."""
    with corpus._opened().open() as moment:
        from corpus.store.tables.archive import Document

        found = moment.catalogue().column(moment.connection, Document.c.ref)
    return [str(ref) for ref in found]


def counted(of: Text, roles: set[str] = COUNTED) -> list[str]:
    return [fold(word) for role, _, passage in of.passages if role in roles for word in words(passage)]


def sequences(of: list[str], size: int) -> set[tuple[str, ...]]:
    if len(of) < size:
        return {tuple(of)} if of else set()
    return {tuple(of[at : at + size]) for at in range(len(of) - size + 1)}


def slow_resemblance(one: list[str], other: list[str], size: int = 5) -> float:
    a, b = sequences(one, size), sequences(other, size)
    return len(a & b) / len(a | b) if a | b else 0.0


def slow_words(one: list[str], other: list[str], size: int = PASSAGE) -> int:
    """Words of one in passages that the other has."""
    held = sequences(other, size)
    inside: set[int] = set()
    for at in range(max(len(one) - size + 1, 1)):
        if tuple(one[at : at + size]) in held:
            inside |= set(range(at, min(at + size, len(one))))
    return len(inside)


REPORT = [sentence(1, 60), sentence(2, 40), sentence(3, 50)]
LETTER = "the president of the state sends warm greetings to the president of"
TEXTS = [
    text("2024-01-01", *REPORT, outlet="kcna", language="en"),  # 0 the report
    text("2024-01-02", " ".join(REPORT), outlet="rodong", language="en"),  # 1 its reprint, in one paragraph
    text("2024-01-03", REPORT[0], sentence(4, 10), outlet="rodong"),  # 2 an excerpt
    text("2024-02-20", sentence(5, 40), *REPORT, sentence(6, 30), outlet="kcna"),  # 3 the report expanded
    text(
        "2024-03-01", sentence(7, 90), " ".join(REPORT[1].split()[5:31]), sentence(8, 90), outlet="kcna"
    ),  # 4
    text("2023", *REPORT[:2], sentence(9, 200), outlet="kcna"),  # 5 of an unknown day
    text("2024-04-01", sentence(10, 120), outlet="kcna"),  # 6 alone
    text("2024-04-02", "", outlet="kcna"),  # 7 without words
    text("2024-04-03", "three words only", outlet="kcna"),  # 8 shorter than a shingle
    text("2024-04-04", "Three words only.", outlet="rodong"),  # 9 the same
    *(text(f"2024-05-{day:02d}", LETTER, sentence(100 + day, 14), outlet="kcna") for day in range(10, 18)),
    text("2024-06-01", sentence(200, 60), outlet="kcna"),  # 18 printed
    text("2024-06-02", sentence(200, 60), "added", outlet="kcna"),  # 19 and printed again
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with (
        mock.patch.object(section, "SECTION_TOKENS", 300),
        mock.patch.object(slices, "MOST", 100),
        tiny_blocks(150, 8, 16),
        loaded(tmp_path_factory.mktemp("reuse") / "corpus.db", TEXTS) as corpus,
    ):
        yield corpus


def test_documents_are_where_the_texts_are(archive: Corpus) -> None:
    assert len(refs(archive)) == len(TEXTS)


def pairs(corpus: Corpus, **asked: Any) -> dict[tuple[int, int], dict[str, Any]]:
    """The rows of reuse by the ordinals of the texts."""
    order = refs(corpus)
    rows = corpus.reuse(**{"limit": 1000, **asked}).rows()
    return {(order.index(row["ref"]), order.index(row["other"])): row for row in rows}


def test_every_near_duplicate_is_found_and_none_that_is_not(archive: Corpus) -> None:
    with archive._opened().open() as moment:
        selection = select_documents(moment, Filters())
        for least in (0.6, 0.8):
            found = {
                frozenset((one, other)): value
                for one, other, value in duplicates.near_duplicates(moment, selection, least)
            }
            slow = {
                frozenset((one, other)): slow_resemblance(counted(TEXTS[one]), counted(TEXTS[other]))
                for one, other in combinations(range(len(TEXTS)), 2)
            }
            assert found == {pair: pytest.approx(value) for pair, value in slow.items() if value >= least}
            assert frozenset((8, 9)) in found


def test_the_numbers_of_a_pair_are_those_of_a_slow_count(archive: Corpus) -> None:
    found = pairs(archive)
    assert found
    for (one, other), row in found.items():
        a, b = counted(TEXTS[one]), counted(TEXTS[other])
        assert row["resemblance"] == pytest.approx(slow_resemblance(a, b))
        assert row["words"] == slow_words(a, b)
        assert row["share"] == pytest.approx(slow_words(a, b) / len(a))
        assert row["other_share"] == pytest.approx(slow_words(b, a) / len(b))
        if row["run"]:
            run = " ".join(fold(word) for word in words(row["run"]))
            assert run in " ".join(a)
            assert run in " ".join(b)
            assert len(run.split()) == row["longest"]


def slow_runs(one: list[str], other: list[str], least: int) -> Iterator[list[str]]:
    """Maximal shared runs of at least so many words."""
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] != other[j] or (i and j and one[i - 1] == other[j - 1]):
                continue
            length = 1
            while i + length < len(one) and j + length < len(other) and one[i + length] == other[j + length]:
                length += 1
            if length >= least:
                yield one[i : i + length]


def slow_formulaic(run: list[str], holders: dict[tuple[str, ...], int], most: int) -> int:
    inside: set[int] = set()
    for at in range(len(run) - PASSAGE + 1):
        if holders[tuple(run[at : at + PASSAGE])] > most:
            inside |= set(range(at, at + PASSAGE))
    return len(inside)


@pytest.mark.parametrize(("least", "most"), [(20, 5), (10, 2), (13, 3)])
def test_every_pair_is_listed_that_a_slow_search_finds(archive: Corpus, least: int, most: int) -> None:
    own = [counted(text) for text in TEXTS]
    held: dict[tuple[str, ...], int] = {}
    windows: dict[tuple[str, ...], int] = {}
    for text_words in own:
        for size, table in ((PASSAGE, held), (least, windows)):
            for each in sequences(text_words, size):
                table[each] = table.get(each, 0) + 1
    expected = set()
    for one, other in combinations(range(len(TEXTS)), 2):
        quoted = any(
            len(run) - slow_formulaic(run, held, most) >= least
            and min(windows[tuple(run[at : at + least])] for at in range(len(run) - least + 1)) <= most
            for run in slow_runs(own[one], own[other], least)
        )
        alike = slow_resemblance(own[one], own[other])
        shares = [slow_words(own[a], own[b]) / max(len(own[a]), 1) for a, b in ((one, other), (other, one))]
        if quoted or alike >= 0.8 or (alike >= 0.5 and max(shares) >= 0.6):
            expected.add(frozenset((one, other)))
    found = pairs(archive, min_words=least, most_documents=most)
    assert {frozenset(pair) for pair in found} == expected


def test_relations(archive: Corpus) -> None:
    found = {pair: row["relation"] for pair, row in pairs(archive).items()}
    assert found[1, 0] == "reprint"
    assert found[19, 18] == "reprint"
    assert found[3, 0] == "expanded"  # nearly a third of it is new
    assert found[2, 0] == "excerpt"
    assert found[2, 1] == "excerpt"
    assert found[3, 2] == "expanded"
    assert found[4, 0] == "quotation"
    assert found[9, 8] == "reprint"
    assert not any({6, 7} & {*pair} for pair in found)


def test_formulas_are_no_quotation(archive: Corpus) -> None:
    letters = range(10, 18)
    assert not [pair for pair in pairs(archive, min_words=6) if pair[0] in letters]
    many = pairs(archive, min_words=6, most_documents=20)
    assert (11, 10) in many
    assert many[11, 10]["documents"] == 8
    # Two runs of a text whose words stand in few documents count again where formulas are wider.
    assert (4, 0) not in pairs(archive, most_documents=2)


def test_days_and_order(archive: Corpus) -> None:
    found = pairs(archive)
    assert found[1, 0]["days"] == 1
    assert found[3, 0]["days"] == 50
    assert found[0, 5]["days"] is None  # the older is known to the year only
    assert found[0, 5]["other_date"] == "2023"


def test_across_and_within(archive: Corpus) -> None:
    outlet = [text.outlet for text in TEXTS]
    every = pairs(archive)
    across, within = pairs(archive, across="outlets"), pairs(archive, within="outlet")
    assert {pair for pair in every if outlet[pair[0]] != outlet[pair[1]]} == across.keys()
    assert {pair for pair in every if outlet[pair[0]] == outlet[pair[1]]} == within.keys()
    assert not pairs(archive, within="speaker")  # nobody speaks
    assert pairs(archive, relation="excerpt").keys() == {
        pair for pair, row in every.items() if row["relation"] == "excerpt"
    }


def test_pages_go_on_where_the_one_before_ended(archive: Corpus) -> None:
    whole = archive.reuse(limit=1000).rows()
    assert archive.reuse(limit=2, offset=1).rows() == whole[1:3]
    assert "2 to 3 of" in archive.reuse(limit=2, offset=1).notes[0]


def test_similar_lists_who_shares_a_passage(archive: Corpus) -> None:
    order = refs(archive)
    for given in (0, 2, 4):
        rows = archive.similar(order[given], limit=100).rows()
        found = {order.index(row["ref"]): row for row in rows}
        own = counted(TEXTS[given])
        for number, other in enumerate(TEXTS):
            theirs = counted(other)
            shares = number != given and slow_words(own, theirs)
            assert (number in found) == bool(shares)
            if shares:
                row = found[number]
                assert (row["words"], row["other_words"]) == (
                    slow_words(own, theirs),
                    slow_words(theirs, own),
                )
                assert row["resemblance"] == pytest.approx(slow_resemblance(own, theirs))
                assert row["share"] == pytest.approx(row["words"] / len(own))
    rows = archive.similar(order[0], limit=100).rows()
    shares = [max(row["share"], row["other_share"]) for row in rows]
    largest = [share for share in shares if share >= 0.6]
    assert shares[: len(largest)] == sorted(largest, reverse=True)


def test_formulas_do_not_make_a_document_near(archive: Corpus) -> None:
    order = refs(archive)
    rows = archive.similar(order[10], limit=100).rows()
    assert {order.index(row["ref"]) for row in rows} == {*range(11, 18)}
    assert all((row["words"], row["rare_words"]) == (12, 0) for row in rows)
    assert {row["relation"] for row in rows} == {None}  # formulas are no quotation here either
    assert archive.similar(order[4]).rows()[0]["rare_words"] == 26


def test_similar_says_which_came_first(archive: Corpus) -> None:
    order = refs(archive)
    rows = {order.index(row["ref"]): row for row in archive.similar(order[0], limit=100).rows()}
    assert (rows[1]["order"], rows[1]["days"]) == ("later", 1)
    assert (rows[5]["order"], rows[5]["days"]) == ("earlier", None)
    rows = {order.index(row["ref"]): row for row in archive.similar(order[2], limit=100).rows()}
    assert (rows[0]["order"], rows[0]["relation"]) == ("earlier", "excerpt")
    assert (rows[3]["order"], rows[3]["relation"]) == ("later", "expanded")


def test_a_document_is_looked_for_where_the_filters_say(archive: Corpus) -> None:
    order = refs(archive)
    rows = archive.similar(order[0], outlet="rodong").rows()
    assert {order.index(row["ref"]) for row in rows} == {1, 2}


def test_an_alignment_is_a_partition_of_both_texts(archive: Corpus) -> None:
    order = refs(archive)
    for one, other in ((1, 0), (3, 0), (2, 0), (4, 0), (3, 5)):
        result = archive.similar(order[one], order[other])
        rows = result.rows()
        later = [row for row in rows if row["kind"] != "left out"]
        assert [fold(word) for row in later for word in words(row["text"])] == counted(TEXTS[one])
        earlier = sorted(
            (row for row in rows if row["kind"] != "new"),
            key=lambda row: (row["other_passage"], row["other_start"]),
        )
        assert [fold(word) for row in earlier for word in words(row["other_text"])] == counted(TEXTS[other])
        for row in rows:
            if row["kind"] in ("same", "moved"):
                assert [*map(fold, words(row["text"]))] == [*map(fold, words(row["other_text"]))]
            for side, of in (("", one), ("other_", other)):
                if row[f"{side}passage"] is not None and row[f"{side}passage"] == row[f"{side}last_passage"]:
                    passage = TEXTS[of].passages[row[f"{side}passage"]][2]
                    assert passage[row[f"{side}start"] : row[f"{side}end"]] == row[f"{side}text"]


def test_what_was_cut_and_what_was_added(archive: Corpus) -> None:
    order = refs(archive)
    rows = archive.similar(
        order[0], order[2]
    ).rows()  # named in the order of their dates, shown from the later
    assert [(row["kind"], row["words"]) for row in rows] == [("same", 60), ("left out", 90), ("new", 10)]
    rows = archive.similar(order[0], order[3]).rows()
    assert [(row["kind"], row["words"]) for row in rows] == [("new", 40), ("same", 150), ("new", 30)]


def test_what_two_texts_are_called_that_are_compared(archive: Corpus) -> None:
    order = refs(archive)
    called = {
        pair: archive.similar(*(order[number] for number in pair)).provenance["about"]["relation"]
        for pair in ((1, 0), (2, 0), (4, 0), (6, 0), (11, 10))
    }
    # Nothing in common, and twelve words: neither is a quotation.
    assert called == {(1, 0): "reprint", (2, 0): "excerpt", (4, 0): "quotation", (6, 0): None, (11, 10): None}


def test_moved_passages(tmp_path: Path) -> None:
    moved = [text("2024-01-01", *REPORT), text("2024-01-02", REPORT[1], REPORT[0], REPORT[2])]
    with loaded(tmp_path / "moved.db", moved) as corpus:
        order = refs(corpus)
        result = corpus.similar(order[1], order[0])
    assert [(row["kind"], row["passage"], row["other_passage"]) for row in result.rows()] == [
        ("moved", 0, 1), ("same", 1, 0), ("same", 2, 2),
    ]  # fmt: skip


def test_bad_references(archive: Corpus) -> None:
    order = refs(archive)
    with pytest.raises(NotFoundError, match="no document nowhere"):
        archive.similar("nowhere")
    with pytest.raises(FilterError, match=r"beginning of several references: .*kcna-2024-05-10"):
        archive.similar("kcna-2024-05")
    with pytest.raises(UsageError, match="compared with itself"):
        archive.similar(order[0], order[0])
    for given in ((order[7],), (order[7], order[0]), (order[0], order[7])):
        with pytest.raises(NotFoundError, match="no words"):
            archive.similar(*given)
    with pytest.raises(NotFoundError, match="no document nowhere"):
        archive.similar(order[0], "nowhere")


def test_bad_options(archive: Corpus) -> None:
    for wrong, said in (
        ({"min_words": 4}, "min_words= goes from 5"),
        ({"most_documents": 1}, "most_documents= goes from 2"),
        ({"across": "moon"}, "across= takes outlet"),
        ({"within": ""}, "within= takes outlet"),
        ({"relation": "copy"}, "no relation 'copy'"),
        ({"collapse": "copies"}, "collapse= takes reprints"),
        ({"across": "outlets", "within": "outlet"}, "No pair both differs and agrees in outlets"),
        (
            {"across": "genre", "within": "genre", "clusters": True},
            "No pair both differs and agrees in genre",
        ),
    ):
        with pytest.raises(FilterError, match=said):
            archive.reuse(**wrong)
    with pytest.raises(UsageError, match="clusters=True joins reprints"):
        archive.reuse(clusters=True, min_words=30)


def test_nothing_is_told(tmp_path: Path) -> None:
    with Corpus(tmp_path / "empty.db") as corpus:
        corpus.init()
        assert not corpus.reuse().rows()
        assert "The filters take no document with words" in corpus.reuse().notes[0]
        assert not corpus.reuse(clusters=True).rows()
        assert not corpus.freq("peace", collapse="reprints").rows()


def test_why_nothing_is_found(archive: Corpus) -> None:
    order = refs(archive)
    (note,) = archive.reuse(document=order[0]).notes
    assert note.startswith("The filters take only one document with words")
    (note,) = archive.reuse(document=[order[4], order[6]]).notes
    assert note.startswith("No two documents share 20 words")
    (note,) = archive.reuse(document=order[:2], relation="excerpt").notes
    assert note.startswith("Among 1 pair of documents that share words none is as across=")
    (note,) = archive.reuse(document=order[:2], clusters=True, within="outlet").notes
    assert note.startswith("No two documents that are as across= or within= ask")


def test_clusters(archive: Corpus) -> None:
    order = refs(archive)
    rows = archive.reuse(clusters=True).rows()
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["cluster"], []).append(order.index(row["ref"]))
    assert [0, 1] in found.values()
    assert [18, 19] in found.values()
    assert [8, 9] in found.values()
    first = {cluster: numbers[0] for cluster, numbers in found.items()}
    for row in rows:
        start, own = counted(TEXTS[first[row["cluster"]]]), counted(TEXTS[order.index(row["ref"])])
        assert row["resemblance"] == pytest.approx(slow_resemblance(start, own))
        assert row["tokens"] == len(own)

    def of(**asked: Any) -> set[frozenset[int]]:
        groups: dict[int, set[int]] = {}
        for row in archive.reuse(clusters=True, **asked).rows():
            groups.setdefault(row["cluster"], set()).add(order.index(row["ref"]))
        return {frozenset(group) for group in groups.values()}

    # Of these only 1 and 9 are of another outlet.
    assert {frozenset({0, 1}), frozenset({8, 9})} <= of(across="outlet")
    within = of(within="outlet")
    assert frozenset({18, 19}) in within
    assert not any({1, 9} & group for group in within)


COLLAPSED = [
    text("2024-01-05", *REPORT, outlet="kcna"),
    text("2024-01-06", *REPORT, outlet="rodong"),
    text("2024-01-04", " ".join(REPORT), outlet="tass"),  # the earliest, though loaded last of these
    text("2024-06-01", *REPORT, outlet="kcna"),  # half a year later: no reprint
    text("2024-01-06", sentence(20, 50), outlet="kcna"),
]


@pytest.mark.parametrize("turned", [False, True])
def test_reprints_are_counted_once(database_url: str, turned: bool) -> None:
    word = REPORT[0].split()[0]
    each = counted(COLLAPSED[0]).count(word)
    texts = COLLAPSED[::-1] if turned else COLLAPSED
    with loaded(database_url, texts) as corpus:
        every = corpus.freq(word, by="outlet").rows()
        once = corpus.freq(word, by="outlet", collapse="reprints")
        at = {row["outlet"]: row["matches"] for row in once.rows()}
        other = counted(COLLAPSED[4]).count(word)
        assert sum(row["matches"] for row in every) == 4 * each + other
        assert at["tass"] == each
        assert at["kcna"] == each + other  # that of June
        assert at.get("rodong", 0) == 0
        assert "2 reprints left out" in once.notes[0]
        # What an outlet took from another is not its own where it is looked at alone, either.
        for outlet in ("kcna", "rodong", "tass"):
            only = corpus.freq(word, by="outlet", outlet=outlet, collapse="reprints")
            assert {row["outlet"]: row["matches"] for row in only.rows()} == (
                {outlet: at[outlet]} if outlet in at else {}
            )
            assert any("1 reprint left out" in note for note in only.notes) == (outlet != "tass")
        early = corpus.freq(
            word, by="outlet", outlet=["rodong", "kcna"], collapse="reprints", until="2024-05"
        )
        assert {row["outlet"]: row["matches"] for row in early.rows()} == {"kcna": other}
        assert len(corpus.list(collapse="reprints").rows()) == 3
        assert len(corpus.kwic(word, collapse="reprints").rows()) == 2 * each + other


def test_collapse_looks_at_the_words_that_are_asked_for(tmp_path: Path) -> None:
    said = [
        text("2024-01-01", *REPORT, outlet="kcna"),
        text("2024-01-02", *REPORT, outlet="tass", role="speech"),
    ]
    word = REPORT[0].split()[0]
    with loaded(tmp_path / "voices.db", said) as corpus:
        rows = corpus.freq(word, by="outlet", voice="speech", collapse="reprints").rows()
    assert {row["outlet"]: row["matches"] for row in rows if row["matches"]} == {
        "tass": counted(said[1]).count(word)
    }


def test_reuse_on_both_stores(database_url: str) -> None:
    with loaded(database_url, TEXTS[:6]) as corpus:
        found = {pair: row["relation"] for pair, row in pairs(corpus).items()}
        order = refs(corpus)
        assert found[1, 0] == "reprint"
        assert found[4, 0] == "quotation"
        assert corpus.similar(order[0]).rows()[0]["ref"] in order
        kinds = [row["kind"] for row in corpus.similar(order[1], order[0]).rows()]
        assert kinds == ["same"]


def test_traditional_and_simplified_texts_are_one(tmp_path: Path) -> None:
    pytest.importorskip("opencc")
    simple = "我们要坚持社会主义道路发展经济建设国家为人民服务团结奋斗实现民族复兴"
    traditional = "我們要堅持社會主義道路發展經濟建設國家為人民服務團結奮鬥實現民族復興"
    texts = [text("2024-01-01", simple, language="zh"), text("2024-01-02", traditional, language="zh-Hant")]
    with loaded(tmp_path / "zh.db", texts) as corpus:
        (row,) = corpus.reuse(min_words=8).rows()
    assert row["relation"] == "reprint"
