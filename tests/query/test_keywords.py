"""Keywords against a counter that reads passages word by word, and by hand; expressions of filters."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, false_discovery_control

from corpus import Corpus
from corpus.errors import CorpusError, FilterError, UsageError
from corpus.measures.keyness import log_ratio_interval
from corpus.measures.significance import mann_whitney
from corpus.query.count import ngram_counts as grams
from corpus.query.count import token_slices as slices
from corpus.query.count import word_counts as vocabularies
from corpus.query.count import word_sequences as wordtext
from corpus.query.count.word_ranks import joined
from corpus.query.questions import keywords
from corpus.query.select.filter_expressions import expressed, narrowed
from corpus.query.sides import side_counts
from tests import counter
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import Archive, archives, quick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Holds = Callable[[Text, str, str | None], bool]
    Sides = tuple[list[Counter[str]], list[Counter[str]]]

RED, BLUE = ("PRK", "USA")
# Expression of the target, of the reference, and which words of a text each holds.
QUESTIONS: dict[str, tuple[str, str | None, Holds, Holds]] = {
    "countries": (
        "country=PRK",
        "country=USA",
        lambda text, role, who: text.country == RED,
        lambda text, role, who: text.country == BLUE,
    ),
    "rest": (
        "country=PRK",
        None,
        lambda text, role, who: text.country == RED,
        lambda text, role, who: text.country != RED,
    ),
    "years": (
        "until=2020",
        "since=2020",
        lambda text, role, who: text.year <= "2020",
        lambda text, role, who: text.year >= "2020",
    ),
    "voices": (
        "voice=speech",
        "voice=narration,headline",
        lambda text, role, who: role == "speech",
        lambda text, role, who: role in ("narration", "headline"),
    ),
    "rest of voices": (
        "voice=speech country=PRK",
        None,
        lambda text, role, who: role == "speech" and text.country == RED,
        lambda text, role, who: role != "speech" or text.country != RED,
    ),
    "rest of speakers": (
        'speaker="Kim Song"',
        None,
        lambda text, role, who: who == "Kim Song",
        lambda text, role, who: who != "Kim Song",
    ),
    "uncounted": (
        "voice=dateline,speech",
        None,
        lambda text, role, who: role in ("dateline", "speech"),
        lambda text, role, who: role != "speech",
    ),
}


def counted(texts: list[Text], holds: Holds, asked: str, size: int = 1) -> list[Counter[str]]:
    """The words of each text that are on a side, or its sequences of words."""
    found = []
    for text in texts:
        found.append(Counter[str]())
        for role, who, passage in text.passages:
            if holds(text, role, who) and (role in counter.COUNTED or role in asked):
                words = [counter.fold(word) for word in counter.words(passage)]
                found[-1].update(joined(words[at : at + size]) for at in range(len(words) - size + 1))
    return found


def g2(a: int, b: int, c: int, d: int) -> float:
    share = (a + b) / (c + d)
    return 2 * sum(n * math.log(n / (size * share)) for n, size in ((a, c), (b, d)) if n)


def g2_of_four(*sides: tuple[int, int]) -> float:
    """Dunning's, from the table of four cells."""
    n, held = sum(size for _, size in sides), sum(count for count, _ in sides)
    cells = [(count, size * held / n) for count, size in sides]
    cells += [(size - count, size * (n - held) / n) for count, size in sides]
    return 2 * sum(o * math.log(o / e) for o, e in cells if o)


def corrected(p: dict[str, float], correction: str) -> dict[str, float]:
    if correction == "bonferroni":
        return {word: min(1, value * len(p)) for word, value in p.items()}
    if correction == "bh" and p:
        return dict(zip(p, false_discovery_control([*p.values()]), strict=True))
    return p


def documents_p(word: str, sides: Sides, whole: Sides) -> float:
    """Of the test over documents, from the rates in each document with words."""
    rates = [
        np.array([one[word] / words.total() for one, words in zip(*both, strict=True) if words.total()])
        for both in zip(sides, whole, strict=True)
    ]
    at = [np.flatnonzero(each) for each in rates]
    entries = [[np.zeros(len(some), int), each[some]] for some, each in zip(at, rates, strict=True)]
    return float(mann_whitney(*entries[0], *entries[1], len(rates[0]), len(rates[1]), 1).p[0])


@quick
@given(
    texts=archives,
    question=st.sampled_from(sorted(QUESTIONS)),
    negative=st.booleans(),
    least=st.integers(1, 2),
    documents=st.integers(1, 2),
    correction=st.sampled_from(["bonferroni", "bh", "none"]),
    few=st.sampled_from([1, 1 << 20]),
    size=st.sampled_from([1, 1, 2, 3, 5]),
    bits=st.sampled_from([7, 12, 64]),
)
def test_every_number_is_the_slow_counters(
    sqlite_template: Path,
    texts: list[Text],
    question: str,
    negative: bool,
    least: int,
    documents: int,
    correction: str,
    few: int,
    size: int,
    bits: int,
) -> None:
    """With blocks, pieces, keys and parts so small that sequences lie in several of each."""
    target, reference, in_target, in_reference = QUESTIONS[question]
    whole = counted(texts, in_target, target), counted(texts, in_reference, reference or "")
    sides = counted(texts, in_target, target, size), counted(texts, in_reference, reference or "", size)
    a, b = (sum(side, Counter[str]()) for side in sides)
    unit = "word" if size == 1 else "ngram"
    with (
        Archive(sqlite_template, texts) as corpus,
        mock.patch.object(vocabularies, "TOGETHER", few),
        mock.patch.object(vocabularies, "DENSE", few - 1),
        mock.patch.object(side_counts, "BATCH", few),
        mock.patch.object(side_counts, "FEW", few),
        mock.patch.object(wordtext, "TOGETHER", few),
        mock.patch.object(slices, "MOST", few),
        mock.patch.object(grams, "KEY_BITS", bits),
        mock.patch.object(grams, "PART", few + 1),
        mock.patch.object(grams, "FEW", 2),
    ):
        asked: dict[str, Any] = {"negative": negative, "min": least, "min_documents": documents}
        try:
            result = corpus.keywords(target, reference, correction=correction, limit=1000, size=size, **asked)
        except FilterError as error:
            result, said = None, str(error)
    if result is None:
        unknown = "There is no" in said
        assert unknown or not (a and b)
        assert unknown or ("size=" in said) == all(map(any, whole))
        return
    c, d = a.total(), b.total()
    assert c
    assert d
    tested = sorted(word for word in a | b if max(a[word], b[word]) >= least)
    by_tokens = corrected(
        dict(zip(tested, chi2.sf([max(g2(a[w], b[w], c, d), 0) for w in tested], 1), strict=True)), correction
    )
    by_documents = corrected({word: documents_p(word, sides, whole) for word in tested}, correction)
    more, held = (b, sides[1]) if negative else (a, sides[0])
    wanted = {
        word
        for word in tested
        if (a[word] * d > b[word] * c) != negative
        and a[word] * d != b[word] * c
        and more[word] >= least
        and sum(word in one for one in held) >= documents
    }
    rows = result.rows()
    assert {row[unit] for row in rows} == wanted
    assert sum(f"corrected for {len(tested):,} {unit}s" in note for note in result.notes) == (
        len(rows) > 0 and correction != "none"
    )
    ends = [(-row["log_ratio_high"] if negative else row["log_ratio_low"]) for row in rows]
    assert ends == sorted(ends, reverse=True)
    tokens = [[one.total() for one in side] for side in whole]
    for row in rows:
        word = row[unit]
        assert (row["target"], row["reference"]) == (a[word], b[word])
        assert row["target_per_million"] == pytest.approx(a[word] / sum(tokens[0]) * 1e6)
        assert row["reference_per_million"] == pytest.approx(b[word] / sum(tokens[1]) * 1e6)
        assert row["log_likelihood"] == pytest.approx(g2(a[word], b[word], c, d), abs=1e-9)
        assert row["log_likelihood_p"] == pytest.approx(by_tokens[word], abs=1e-9)
        assert row["p"] == pytest.approx(by_documents[word], abs=1e-9)
        cells = ((a[word], c), (b[word], d))
        assert row["log_likelihood_four"] == pytest.approx(g2_of_four(*cells), abs=1e-9)
        (low,), (high,) = log_ratio_interval([a[word]], [b[word]], c, d)
        assert (row["log_ratio_low"] or -math.inf) == pytest.approx(-math.inf if math.isnan(low) else low)
        assert (row["log_ratio_high"] or math.inf) == pytest.approx(math.inf if math.isnan(high) else high)
        ratio = ((a[word] or 0.5) / c) / ((b[word] or 0.5) / d)
        assert row["log_ratio"] == pytest.approx(math.log2(ratio), abs=1e-9)
        percent = 100 * (a[word] / c - b[word] / d) / (b[word] / d) if b[word] else None
        assert row["percent_difference"] == (percent if percent is None else pytest.approx(percent))
        smooth = (a[word] / c * 1e6 + 1) / (b[word] / d * 1e6 + 1)
        assert row["simple_maths"] == pytest.approx(smooth)
        assert row["bic"] == pytest.approx(row["log_likelihood"] - math.log(c + d), abs=1e-9)
        alpha = (a[word] + b[word]) * min(c, d) / (c + d)
        odds = [(n[word] + alpha) / (n.total() + min(c, d) - n[word] - alpha) for n in (a, b)]
        if all(odds) and np.isfinite(odds).all():
            difference = math.log(odds[0]) - math.log(odds[1])
            assert row["log_odds"] == pytest.approx(difference, abs=1e-9)
            error = math.sqrt(sum(1 / (n[word] + alpha) for n in (a, b)))
            assert row["z"] == pytest.approx(difference / error, abs=1e-9)
        for name, side in zip(("target", "reference"), sides, strict=True):
            assert row[f"{name}_documents"] == sum(word in one for one in side)


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    texts = [
        Text("2019", country="PRK", passages=[("speech", "Kim Song", "juche juche juche peace and peace")]),
        Text("2020", country="PRK", passages=[("narration", None, "juche and peace")]),
        Text("2021", country="USA", passages=[("speech", None, "freedom and peace and freedom and Peace")]),
        Text(
            "2022", country="CUB", passages=[("dateline", None, "Havana"), ("headline", None, "solidarity")]
        ),
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts)
        yield opened


def test_by_hand(corpus: Corpus) -> None:
    found = corpus.keywords("country=PRK", {"country": "USA"}, min=1, min_documents=1)
    (row,) = [row for row in found.rows() if row["word"] == "juche"]
    # 4 of 9 words in two documents against none of 7: E = 9 * 4 / 16 = 2.25.
    assert (row["target"], row["reference"], row["target_documents"]) == (4, 0, 2)
    assert row["log_likelihood"] == pytest.approx(2 * 4 * math.log(4 / 2.25))
    assert row["log_ratio"] == pytest.approx(math.log2((4 / 9) / (0.5 / 7)))
    assert row["percent_difference"] is None
    # peace: 3 of 9 against 2 of 7.
    assert found.values("word") == ["juche", "peace"]
    less = corpus.keywords("country=PRK", "country=USA", min=1, min_documents=1, negative=True)
    assert less.values("word") == ["freedom", "and"]
    assert "limit=" not in str(found.notes)
    cut = corpus.keywords("country=PRK", {"country": "USA"}, min=1, min_documents=1, limit=1)
    assert "1 of 2 words (limit=1)." in cut.notes
    assert found.title == "country PRK against country USA"
    assert "Target: 9 words in 2 documents; reference: 7 words in 1 document." in found.notes
    assert "corrected for 4 words (Bonferroni)" in found.notes[-1]
    assert "log likelihood, its p and the interval of the log ratio take each occurrence" in found.notes[-1]


def test_three_documents_by_default_or_all_of_a_side_that_has_fewer(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.keywords("country=PRK", min=1).values("word") == ["juche", "peace"]  # of two
    texts = [
        Text("2023", country="VNM", passages=[("speech", None, "rice rice rice" + " tea" * (n < 2))])
        for n in range(3)
    ]
    texts += [Text("2023", country="PRK", passages=[("speech", None, "juche peace")])]
    with Corpus(tmp_path / "three.db") as three:
        build(three, texts)
        assert three.keywords("country=VNM", min=1).values("word") == ["rice"]
        assert set(three.keywords("country=VNM", min=1, min_documents=2).values("word")) == {"rice", "tea"}


def test_halves_of_one_collection_have_hardly_a_word_that_differs(sqlite_url: str) -> None:
    """Documents with subjects of their own, whose words come in clusters: of halves drawn at random no word
    is said more by one. The log-likelihood, with the same correction, finds dozens."""
    random = np.random.default_rng(12)
    texts = []
    for _ in range(200):
        subject = random.integers(0, 25)
        # A tenth of the words belong to the subject and are most frequent in it.
        chosen = np.where(
            random.random(250) < 0.3,
            300 + 12 * subject + random.integers(0, 12, 250),
            random.zipf(1.5, 250) % 300,
        )
        said = " ".join(f"w{word}x" for word in chosen.tolist())
        texts.append(Text(str(2000 + random.integers(0, 20)), passages=[("speech", None, said)]))
    with Corpus(sqlite_url) as opened:
        build(opened, texts)
        references = opened.list(limit=500).values("ref")
        by_documents, by_tokens = [], []
        for seed in range(4):
            half = [references[at] for at in np.random.default_rng(seed).permutation(200)[:100]]
            for negative in (False, True):
                found = opened.keywords({"document": half}, limit=2000, negative=negative)
                assert len(found) > 100
                by_documents.append(sum(p < 0.05 for p in found.values("p")))
                by_tokens.append(sum(p < 0.05 for p in found.values("log_likelihood_p")))
    assert sum(by_documents) <= 1
    assert sum(by_tokens) > 100


def test_the_rest_and_common_filters(corpus: Corpus) -> None:
    rest = corpus.keywords("country=PRK", min=1, min_documents=1, negative=True)
    assert set(rest.values("word")) == {"freedom", "and", "solidarity"}
    assert rest.title == "country PRK against the rest"
    with_dateline = corpus.keywords(
        "country=PRK", min=1, min_documents=1, negative=True, voice=["dateline", "narration"]
    )
    assert with_dateline.values("word") == ["havana"]
    narrow = corpus.keywords("country=PRK", min=1, min_documents=1, negative=True, until="2021")
    assert set(narrow.values("word")) == {"freedom", "and"}


def test_documents_are_asked_of_the_side_that_says_it_more(corpus: Corpus) -> None:
    less = corpus.keywords("country=USA", min=1, negative=True, min_documents=2)
    assert less.values("word") == ["juche", "peace"]
    assert len(corpus.keywords("country=USA", min=1, min_documents=2)) == 0


def test_the_rest_of_quotations(sqlite_url: str) -> None:
    passage = "They said “peace now” and war"
    span = (0, passage.index("peace"), passage.index("”"))
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [Text("2020", passages=[("narration", None, passage)])], {0: [span]})
        found = opened.keywords("voice=quotation", min=1, min_documents=1, negative=True)
        assert sorted(found.values("word")) == ["and", "said", "they", "war"]
        assert "Target: 2 words in 1 document; reference: 4 words in 1 document." in found.notes


def test_sequences_by_hand(corpus: Corpus) -> None:
    found = corpus.keywords(
        "country=PRK", "country=USA", min=1, min_documents=1, size=2, measure="log_likelihood"
    )
    rows = {row["ngram"]: row for row in found.rows()}
    assert list(rows) == ["juche juche", "juche and", "juche peace"]
    # Two of the 5 + 2 sequences in two passages against none of 6: E = 7 * 2 / 13. The rate is of 9 words.
    first = rows["juche juche"]
    assert (first["target"], first["target_documents"], first["reference"]) == (2, 1, 0)
    assert first["log_likelihood"] == pytest.approx(2 * 2 * math.log(2 / (7 * 2 / 13)))
    assert first["log_ratio"] == pytest.approx(math.log2((2 / 7) / (0.5 / 6)))
    assert first["target_per_million"] == pytest.approx(2 / 9 * 1e6)
    assert (
        "The measures compare with all sequences of 2 words, 7 against 6, none across a passage;"
        " per million: of words."
    ) in found.notes
    assert found.provenance["size"] == 2
    assert (
        corpus.keywords(
            "country=PRK", "country=USA", min=1, min_documents=1, size=2, limit=2, measure="log_likelihood"
        ).rows()
        == found.rows()[:2]
    )
    none = corpus.keywords("country=PRK", "country=USA", size=2, min=3, min_documents=2)
    assert none.notes[-1] == (
        "No sequence of 2 words that occurs 3 times or more and in 2 documents or more is said more by the"
        " target."
    )


def test_documents_belong_to_their_sequences(sqlite_url: str) -> None:
    """Where the surest is the last by alphabet, and neither stands in as many documents as the other."""
    lines = ["y z y z y z, a b", "y z", "y z", "a b", "c d c d c d c d"]
    texts = [Text(str(2000 + n), country="PRK", passages=[("speech", None, x)]) for n, x in enumerate(lines)]
    other = [("speech", None, "peace and no war, peace and peace")]
    texts.append(Text("2010", country="USA", passages=other))
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, texts)
        found = opened.keywords(
            "country=PRK", "country=USA", min=2, min_documents=1, size=2, measure="log_likelihood"
        )
        documents = dict(zip(found.values("ngram"), found.values("target_documents"), strict=True))
        assert documents == {"y z": 3, "c d": 1, "z y": 1, "d c": 1, "a b": 2}
        assert list(documents)[:2] == ["y z", "c d"]
        few = opened.keywords(
            "country=PRK", "country=USA", min=2, size=2, min_documents=2, measure="log_likelihood"
        )
        assert few.values("ngram") == ["y z", "a b"]


def test_sequences_of_the_rest_of_quotations(sqlite_url: str) -> None:
    passage = "They said “peace now” and war; peace now"
    span = (0, passage.index("peace"), passage.index("”"))
    with Corpus(sqlite_url) as opened, tiny_blocks():
        build(opened, [Text("2020", passages=[("narration", None, passage)])], {0: [span]})
        found = opened.keywords("voice=quotation", min=1, min_documents=1, negative=True, size=2)
        # "peace now" is once in the quotation, and once elsewhere; of others one word may be.
        counts = dict(zip(found.values("ngram"), found.values("reference"), strict=True))
        assert counts == dict.fromkeys(["they said", "said peace", "now and", "and war", "war peace"], 1)
        assert any("1 against 6," in note for note in found.notes)
        (row,) = opened.keywords("voice=quotation", min=1, min_documents=1, size=2).rows()
        assert (row["ngram"], row["target"], row["reference"]) == ("peace now", 1, 1)


def test_lemmas_in_sequences(corpus: Corpus) -> None:
    lemmas = corpus.keywords("country=PRK", min=1, min_documents=1, size=2, unit="lemma")
    assert lemmas.rows() == corpus.keywords("country=PRK", min=1, min_documents=1, size=2).rows()
    assert any("no lemmas" in note for note in lemmas.notes)


def test_too_many_sequences_are_refused(corpus: Corpus) -> None:
    with mock.patch.object(grams, "MOST_SEQUENCES", 5):
        with pytest.raises(FilterError, match=r"More than 5 different sequences of words occur, too many"):
            corpus.keywords("country=PRK", min=1, min_documents=1, size=2)
        assert len(corpus.ngrams(2, min=1)) > 5
        with pytest.raises(FilterError, match="No passage of the reference has 2 words"):
            corpus.keywords("country=PRK", "country=CUB", size=2, min=2, min_documents=1)


@pytest.mark.parametrize("measure", keywords.MEASURES)
@pytest.mark.parametrize("negative", [False, True])
@pytest.mark.parametrize("size", [1, 2])
def test_each_measure_sorts(corpus: Corpus, measure: str, negative: bool, size: int) -> None:
    asked: dict[str, Any] = {
        "min": 1,
        "min_documents": 1,
        "measure": measure,
        "negative": negative,
        "size": size,
    }
    found = corpus.keywords("country=PRK", **asked)
    shown = "log_ratio" if measure == "conservative" else measure
    values = [math.inf if value is None else value for value in found.values(shown)]
    if measure == "conservative":
        ends = [row["log_ratio_high" if negative else "log_ratio_low"] for row in found.rows()]
        values = ends
    rising = negative and measure not in ("log_likelihood", "log_likelihood_four", "bic")
    assert values == sorted(values, reverse=not rising)
    assert len(found) > 1
    assert set(found.values(shown)) != {None} or (size, measure) == (2, "percent_difference")
    short = corpus.keywords("country=PRK", **asked, limit=1)
    assert short.rows()[0] == found.rows()[0]
    assert f"1 of {len(found)} {'words' if size == 1 else 'ngrams'} (limit=1)." in short.notes


def test_the_same_words_on_both_sides_have_no_keywords(corpus: Corpus) -> None:
    for same in ("country=PRK", "until=2020", "country=PRK since=2019"):
        found = corpus.keywords("country=PRK", same, min=1, min_documents=1)
        assert len(found) == 0
        assert "Target and reference are the same words: neither says anything more." in found.notes
        assert found.notes[-1] == "No word that occurs once or more is said more by the target."
    overlap = corpus.keywords("country=PRK", "since=2020", min=1, min_documents=1)
    assert "Target and reference overlap: 3 words of 1 document count on both sides." in overlap.notes
    apart = corpus.keywords("voice=speech", "voice=narration", min=1, min_documents=1)
    assert not any("overlap" in note for note in apart.notes)


def test_compared_takes_counts_of_anything() -> None:
    """What n-grams use: counts in, measures out."""
    found = keywords.compared(
        np.array([0, 6, 2, 0]), np.array([0, 1, 4, 7]), keywords.KeywordOptions(least=2)
    )
    assert found.units.tolist() == [1]
    assert found.tested == 3
    assert found.columns["log_likelihood"][0] == pytest.approx(g2(6, 1, 8, 12))


@pytest.mark.parametrize(
    ("target", "reference", "more", "message"),
    [
        ("country=PRK", "country=USA", {"country": "PRK"}, "target= names country, and so does country="),
        ("country=PRK", "since=2020", {"since": "2019"}, "reference= names since, and so does since="),
        ("country=PRK", None, {"country": "CUB"}, "target= names country"),
        ("since=2023", None, {}, "no words of the target"),
        ("country=PRK", "since=2023", {}, "no words of the reference"),
        ("until=2022", None, {}, "no words of the reference outside the target"),
        ("country=XXX", None, {}, "no country 'XXX'"),
        ("country=PRK", None, {"measure": "surprise"}, "no measure 'surprise'"),
        ("country=PRK", None, {"correction": "holm"}, "no correction 'holm'"),
        ("country=PRK", None, {"unit": "letter"}, "no unit 'letter'"),
        ("country=PRK", None, {"min": 0}, "from 1 on"),
        ("country=PRK", None, {"min_documents": 0}, "from 1 on"),
        ("country=PRK", None, {"limit": 0}, "from 1 on"),
        ("country=PRK", None, {"size": 0}, r"size= goes from 1 \(words\) to 8"),
        ("country=PRK", None, {"size": 9}, r"size= goes from 1 \(words\) to 8"),
        ("country=PRK", None, {"size": "2-3"}, "size= is a whole number"),
        ("country=CUB", None, {"size": 2}, "No passage of the target has 2 words"),
        ("as-of=2020", None, {}, "holds for both sides"),
    ],
)
def test_wrong_questions(
    corpus: Corpus, target: str, reference: str | None, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(CorpusError, match=message):
        corpus.keywords(target, reference, **more)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("country=USA since=2000", {"country": ["USA"], "since": "2000"}),
        ("country=USA, since=2000", {"country": ["USA"], "since": "2000"}),
        (
            "  country = USA,GBR outlet=kcna country=PRK ",
            {"country": ["USA", "GBR", "PRK"], "outlet": ["kcna"]},
        ),
        ("speaker='Kim Song',\"Ri Son Gwon\"", {"speaker": ["Kim Song", "Ri Son Gwon"]}),
        ("title=“a=b, c”", {"title": "a=b, c"}),
        ("Country=PRK", {"country": ["PRK"]}),
        ("speaker=O'Brien", {"speaker": ["O'Brien"]}),
    ],
)
def test_expressions(text: str, filters: dict[str, Any]) -> None:
    assert expressed("target", text) == filters


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", ",", "PRK", "country", "country=", "=PRK", "country=PRK USA", "title=clean canals"),
        *("country='PRK", "country=PRK=USA", "country=PRK,,USA", "since=2000 since=2001", "since=2000,2001"),
        *("a\0=b", "as_of=1"),
    ],
)
def test_what_is_no_expression_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"^target="):
        expressed("target", text)


def test_a_name_in_both_places() -> None:
    assert narrowed("target", {"country": None, "since": "2000"}, "country=PRK") == {
        "country": ["PRK"],
        "since": "2000",
    }
    with pytest.raises(UsageError, match="as_of= holds"):
        narrowed("target", {}, {"as_of": "2020"})
