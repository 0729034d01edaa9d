"""Tokens, quotations and sentences of a document equal those found passage by passage, the slow way."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index.build import vocabulary
from corpus.index.build.tokenise import tokenise
from corpus.index.build.vocabulary import LocalVocabulary
from corpus.text.tokens import Layer, word_spans
from tests import counter, slow_sentences

PIECES = [
    "peace",
    "Peace.",
    "Peace",
    "Mr.",
    "U.S.",
    "People's.",
    "war!",
    "A.",
    "I.",
    "“Yes”",
    "“Yes.”",
    "(So",
    "x.",
]
PIECES += [
    "20×10",
    "3.",
    "don’t",
    "a.b",
    "-",
    "…",
    ".",
    "“",
    "”.",
    "a。b",
    "a。",
    "。",
    "e\u0301.",
    "É",
    "é",
    "'So'",
]
SPACED = [*PIECES, "Of", "of"]
CJK = [*PIECES, "당은", "이다.", "改革。", "改", "！」"]
SEPARATORS = [" ", " ", " ", " ", "", "  ", "\n", " \n ", "\t", "\xa0", "\u3000"]


def passages(pieces: list[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(st.sampled_from(pieces), st.sampled_from(SEPARATORS))
    return st.lists(pair, max_size=9).map(lambda pairs: "".join(piece + apart for piece, apart in pairs))


documents = st.lists(st.one_of(passages(SPACED), passages(SPACED), passages(CJK)), max_size=5)


def laid_out(texts: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Passages one after the other, as a version holds them."""
    spans: list[tuple[int, int]] = []
    whole = ""
    for text in texts:
        spans.append((len(whole), len(whole) + len(text)))
        whole += text + "\n"
    return whole, spans


def surfaces(vocabulary: LocalVocabulary, ids: np.ndarray) -> list[str]:
    names = {number: form for known in vocabulary._ids.values() for form, number in known.items()}
    return [names[number] for number in ids.tolist()]


@settings(max_examples=400, deadline=None)
@given(st.lists(documents, min_size=1, max_size=3), st.data())
def test_words(several: list[list[str]], data: st.DataObject) -> None:
    vocabulary = LocalVocabulary()
    for texts in several:  # chunks that were met in one document come again in another
        whole, spans = laid_out(texts)
        tokens = [word_spans(whole, *span) for span in spans]
        flat = [token for some in tokens for token in some]
        inner = {at for start, end in flat for at in range(start + 1, end)}
        inner |= {start for start, _ in flat if whole[start] in "'’"}  # of one word, though two tokens
        places = [[at for at in range(start, end + 1) if at not in inner] for start, end in spans]
        quoted = sorted(
            data.draw(st.tuples(st.sampled_from(some), st.sampled_from(some)).map(sorted).map(tuple))
            for some in data.draw(st.lists(st.sampled_from(places), max_size=4) if places else st.just([]))
        )
        found = vocabulary.words(whole, "en", spans, quoted)
        assert surfaces(vocabulary, found.ids) == [whole[a:b] for a, b in flat]
        assert found.passage_counts.tolist() == [len(some) for some in tokens]
        held = [(a, b) for a, b in quoted if a < b]
        kept = found.quotations.reshape(-1, 2).tolist()
        expected = [[sum(token[0] < at for token in flat) for at in pair] for pair in held]
        assert [pair for pair in kept if pair[0] < pair[1]] == [
            pair for pair in expected if pair[0] < pair[1]
        ]
        starts: list[int] = []
        for (start, end), some in zip(spans, tokens, strict=True):
            base = sum(token[0] < start for token in flat)
            own = [token[0] - start for token in some]
            starts += [base + at for at in slow_sentences.starts(whole[start:end], own)]
        assert found.sentences is not None
        assert found.sentences.tolist() == starts
        assert found.sentences.dtype == np.uint32


@pytest.mark.parametrize(
    ("texts", "sentences"),
    [
        (["One. Two three. four. Five"], [0, 1, 4]),
        (["One.", "two.", "", "(.)", "Three"], [0, 1, 2]),
        (["So. “ Yes.” No", "“ (", "and"], [0, 1, 2, 3]),
        (["Mr. Kim. ", "- . - 。 so"], [0, 2]),
        (["a。b。", "c"], [0, 1, 2]),
        (["이다. 둘째", "Then. So", "改。革 x"], [0, 1, 2, 3, 4, 5]),
        (["So.\nNo more.  Yes", "No. Yes"], [0, 1, 3, 4]),
        ([], []),
        (["", " "], []),
    ],
)
def test_where_sentences_begin(texts: list[str], sentences: list[int]) -> None:
    found = LocalVocabulary().words(*laid_out(texts)[:1], "en", laid_out(texts)[1], ())
    assert found.sentences is not None
    assert found.sentences.tolist() == sentences


def test_a_quotation_that_lies_in_no_passage_is_left_out() -> None:
    whole, spans = laid_out(["one two", "three four"])
    found = LocalVocabulary().words(whole, "en", spans, [(0, 3), (4, 13), (8, 13), (40, 50)])
    assert found.quotations.tolist() == [0, 1, 2, 3]


def test_a_long_word_is_cut_in_the_quick_way_too() -> None:
    word = "x" * 600 + "."
    vocabulary = LocalVocabulary()
    found = vocabulary.words(f"{word} Then", "en", [(0, 606)], ())
    assert [len(one) for one in surfaces(vocabulary, found.ids)] == [255, 255, 90, 4]
    assert found.sentences is not None
    assert found.sentences.tolist() == [0, 3]


def test_characters_have_no_sentences() -> None:
    vocabulary = LocalVocabulary()
    found = vocabulary.characters("改。革", "zh", [(0, 3)], ())
    assert found is not None
    assert found.sentences is None
    assert "改" in vocabulary._ids[(Layer.char, "zh", "")]
    assert counter.words("改。革") == ["改", "革"]


def test_a_run_of_one_language_without_characters_stands_beside_one_with_them() -> None:
    text = "大坝建成\nThe dam is open"
    layers = tokenise(LocalVocabulary(), text, "zh", [(0, 4), (5, 20)], [], {1: "en"})
    assert layers[Layer.char].passage_counts.tolist() == [4, 0]
    assert layers[Layer.word].passage_counts.tolist()[1] == 4


@pytest.mark.parametrize("most", [2, 1000])
def test_tokens_come_as_they_were_to_another_process(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "PACKED", most)
    text = "我们坚持和平。“发展”道路。"
    sent = tokenise(LocalVocabulary(), text, "zh", [(0, 7), (7, len(text))], [(8, 10)])
    came = pickle.loads(pickle.dumps(sent))
    assert came.keys() == sent.keys()
    for layer, tokens in sent.items():
        for name in tokens.__slots__:
            value, other = getattr(tokens, name), getattr(came[layer], name)
            assert np.array_equal(value, other), (layer, name)
            assert getattr(value, "dtype", None) == getattr(other, "dtype", None)
