"""Korean and Chinese in the real collections, against plain counts of strings over the same passages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from corpus.text.analysers.registry import analyser_for
from tests import counter
from tests.collections.test_counts import Parts

if TYPE_CHECKING:
    from corpus import Corpus
    from tests.counter import Text

pytestmark = [pytest.mark.collections, pytest.mark.xdist_group("collections")]

OF_KOREA = {"outlet": "dprk-new-year"}
OF_CHINA = {"outlet": "prc-government"}


@pytest.fixture(scope="module")
def addresses(archive: Corpus) -> list[Text]:
    return Parts(archive)._read("dprk-new-year")


@pytest.fixture(scope="module")
def reports(archive: Corpus) -> list[Text]:
    return Parts(archive)._read("prc-government")


def by_year(texts: list[Text], *strings: str) -> dict[str, int]:
    """How often any of some strings stands in the counted passages of each year, overlaps included."""
    found: dict[str, int] = defaultdict(int)
    for text in texts:
        for role, _, passage in text.passages:
            if role in counter.COUNTED:
                found[text.year[:4]] += sum(
                    passage.startswith(string, at) for string in strings for at in range(len(passage))
                )
    return {year: count for year, count in found.items() if count}


def asked(archive: Corpus, query: str, outlet: dict[str, str]) -> dict[str, int]:
    result = archive.freq(query, by="year", **outlet)
    pairs = zip(result.values("period"), result.values("matches"), strict=True)
    return {year: count for year, count in pairs if count}


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [("선군", "1999", "2016"), ("강성대국", "1999", "2012"), ("강성국가", "2012", "2016")],
)
def test_words_that_no_other_hides(
    archive: Corpus, addresses: list[Text], word: str, first: str, last: str
) -> None:
    counted = by_year(addresses, word)
    assert asked(archive, word, OF_KOREA) == counted
    assert asked(archive, f"char:{word}", OF_KOREA) == counted
    assert (min(counted), max(counted)) == (first, last)
    rows = archive.first(word, **OF_KOREA).rows()
    assert [(row["attestation"], row["date"][:4]) for row in rows] == [("first", first), ("last", last)]


def test_a_word_is_not_found_in_another(archive: Corpus, addresses: list[Text]) -> None:
    every, inside = by_year(addresses, "핵"), by_year(addresses, "핵심")
    found = asked(archive, "핵", OF_KOREA)
    assert sum(passage.count("핵심") for text in addresses for _, _, passage in text.passages) == 20
    assert sum(inside.values()) == 19  # one stands in a note of the compilers
    assert asked(archive, "핵심", OF_KOREA) == inside
    assert asked(archive, "char:핵", OF_KOREA) == every
    assert all(found.get(year, 0) <= every[year] - inside.get(year, 0) for year in every)
    assert sum(found.values()) > 120
    lines = archive.kwic("핵", limit=1000, context=0, **OF_KOREA)
    assert len(lines) == sum(found.values())
    together = archive.kwic("핵", limit=1000, **OF_KOREA)
    assert not any(row["right"].startswith("심") for row in together.rows())
    party = archive.kwic("당", limit=5000, **OF_KOREA).rows()
    assert len(party) > 1500
    assert not any(row["right"].startswith("신") for row in party)


def test_every_end_is_that_of_a_morpheme(archive: Corpus, addresses: list[Text]) -> None:
    analyser = analyser_for("ko")
    assert analyser is not None
    some = [text for text in addresses if text.year[:4] in ("1958", "1986", "2012")]
    for query in ("당", "핵", "인민", "혁명", "의"):
        expected = 0
        for text in some:
            for role, _, passage in text.passages:
                if role in counter.COUNTED and query in passage:
                    (cut,) = analyser.analyse([passage])
                    edges = {0, len(passage), *cut.starts, *cut.ends}
                    expected += sum(
                        passage.startswith(query, at) and {at, at + len(query)} <= edges
                        for at in range(len(passage))
                    )
        found = asked(archive, query, OF_KOREA)
        assert sum(found.get(text.year[:4], 0) for text in some) == expected > 0, query


@pytest.mark.parametrize(
    ("simplified", "traditional"), [("改革", "改革"), ("斗争", "鬥爭"), ("发展", "發展")]
)
def test_chinese_words_by_year(
    archive: Corpus, reports: list[Text], simplified: str, traditional: str
) -> None:
    literal = by_year(reports, simplified)
    assert asked(archive, f"char:{simplified}", OF_CHINA) == literal
    assert asked(archive, f"={simplified}", OF_CHINA) == literal
    found = asked(archive, simplified, OF_CHINA)
    assert found == asked(archive, traditional, OF_CHINA)
    # Older reports mix the forms of one word: 鬥争, 斗爭.
    forms = {
        a + b for a in (simplified[0], traditional[0], "鬬", "鬪") for b in (simplified[1], traditional[1])
    }
    assert found == by_year(reports, *forms)
    assert (min(found), max(found)) == ("1954", "2025")


def test_lists_have_whole_words(archive: Corpus) -> None:
    words = archive.ngrams(size=1, limit=200, **OF_CHINA).values("ngram")
    assert {"发展", "改革", "社会主义"} <= set(words)
    words = archive.ngrams(size=1, limit=300, **OF_KOREA).values("ngram")
    assert {"인민", "혁명", "로동당"} & set(words) >= {"인민", "혁명"}
