"""Concepts: each query is asked of texts in its language only, and what changes a concept changes answers."""

from __future__ import annotations

import fnmatch
import tomllib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.curation.concept_files import STARTER, read_concepts, to_toml
from corpus.curation.concepts import concept_name
from corpus.errors import NotFoundError, QueryError, UsageError
from corpus.query.match import term_lookup as lookup
from corpus.text.languages import language_range, may_overlap, within
from corpus.text.tokens import has_cjk
from tests import builder, counter
from tests.builder import build, tiny_blocks
from tests.counter import Text
from tests.query.test_counts import Archive, total

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = {"CHN": "zh", "TWN": "zh-Hant", "JPN": "ja"}
"""The language of a text, by its country."""
MADE = builder.parsed


@contextmanager
def spoken(languages: dict[str, str]) -> Iterator[None]:
    """Texts of the builder in the languages of their countries."""

    def parsed(text: Text, *given: Any) -> Any:
        return replace(MADE(text, *given), language=languages[text.country or ""])

    with mock.patch.object(builder, "parsed", parsed):
        yield


texts = st.lists(
    st.builds(
        Text,
        year=st.sampled_from(["2019", "2020"]),
        country=st.sampled_from(sorted(LANGUAGES)),
        passages=st.lists(
            st.tuples(
                st.just("speech"),
                st.none(),
                st.lists(st.sampled_from(["改", "革", "改革", "NATO"]), max_size=5).map(" ".join),
            ),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=5,
).filter(lambda found: all(p[2].count("NATO") < 3 for one in found for p in one.passages))
terms = st.lists(
    st.tuples(
        st.sampled_from(["zh", "zh-Hant", "ja", "ZH-hant", "*", "und", "z"[:1] + "h-TW", "ko"]),
        st.sampled_from(["改", "改革", "NATO", "nat*", '"革 改"']),
    ),
    min_size=1,
    max_size=6,
)


def expected(text: Text, asked: list[tuple[str, str]]) -> int:
    """Matches in one text: of each query that some language lets ask it, the occurrences."""
    tag = LANGUAGES[text.country or ""].lower()
    heard = {
        query
        for language, query in asked
        if language in ("*", "und") or tag == language.lower() or tag.startswith(f"{language.lower()}-")
    }
    found = sum(counter.count_string([text], query.strip('"')) for query in heard if has_cjk(query))
    return found + counter.count_words([text], [{"nato"}]) * bool(heard & {"NATO", "nat*"})


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archive=texts, asked=terms, merged=st.booleans(), together=st.sampled_from([1, 8]))
def test_each_query_is_asked_of_its_language(
    sqlite_template: Path, archive: list[Text], asked: list[tuple[str, str]], merged: bool, together: int
) -> None:
    with (
        spoken(LANGUAGES),
        Archive(sqlite_template, archive, merged) as corpus,
        tiny_blocks(),
        mock.patch.object(lookup, "_TOGETHER", together),
        mock.patch.object(lookup, "_LOOKUP", 1),
    ):
        queries: dict[str, list[str]] = {}
        for language, query in asked:
            queries.setdefault(language, []).append(query)
        corpus.add_concept("x", queries)
        for row in corpus.freq("@x", by=["language", "country"]).rows():
            own = [one for one in archive if one.country == row["country"]]
            matches = sum(expected(one, asked) for one in own)
            assert row["matches"] == (matches if row["tokens"] else None)
        assert len(corpus.kwic("@x", limit=1000)) == sum(expected(one, asked) for one in archive)


@pytest.fixture
def corpus(sqlite_url: str) -> Iterator[Corpus]:
    languages = {"USA": "en", "FRA": "fr", "JPN": "ja"}
    held = [
        Text("2019", country="USA", passages=[("speech", None, "peace and war, no peace")]),
        Text("2020", country="FRA", passages=[("speech", None, "peace et paix")]),
        Text("2021", country="JPN", passages=[("speech", None, "平和 peace")]),
    ]
    with Corpus(sqlite_url) as opened, tiny_blocks(), spoken(languages):
        build(opened, held)
        yield opened


def by_language(corpus: Corpus, query: str) -> dict[str, int]:
    found = corpus.freq(query, by="language")
    return dict(zip(found.values("language"), found.values("matches"), strict=True))


def test_inside_a_phrase_and_an_expression_only_the_concept_has_a_language(corpus: Corpus) -> None:
    corpus.add_concept("peace", {"en": "peace"})
    assert by_language(corpus, "peace") == {"en": 2, "fr": 1, "ja": 1}
    assert by_language(corpus, "@peace") == {"en": 2, "fr": 0, "ja": 0}
    assert by_language(corpus, "(@peace|paix)") == {"en": 2, "fr": 1, "ja": 0}
    assert by_language(corpus, "@peace ~1 war") == {"en": 1, "fr": 0, "ja": 0}
    assert by_language(corpus, "@peace + peace") == {"en": 4, "fr": 1, "ja": 1}
    assert corpus.freq("@peace / peace", by="language").values("ratio") == [1.0, 0.0, 0.0]


def test_a_change_changes_answers_also_elsewhere(corpus: Corpus) -> None:
    with Corpus(corpus.url) as other:
        corpus.add_concept("peace", {"en": "peace"})
        for asking in (corpus, other):
            assert total(asking, "@peace")[0] == 2
        corpus.add_concept("peace", {"fr": ["paix", "peace"]})
        for asking in (corpus, other):
            assert total(asking, "@peace")[0] == 4
        corpus.remove_concept("peace", {"fr": "paix"})
        for asking in (corpus, other):
            assert total(asking, "@peace")[0] == 3
        before = corpus.freq("war").provenance["database"]
        assert not corpus.add_concept("peace", {"fr": "peace"}).changed
        assert corpus.freq("war").provenance["database"] == before
        corpus.remove_concept("peace")
        for asking in (corpus, other):
            with pytest.raises(QueryError, match="There is no concept @peace; the archive holds none"):
                asking.freq("@peace")


def test_what_became_of_a_concept(database_url: str) -> None:
    with Corpus(database_url) as corpus:
        corpus.init()
        made = corpus.add_concept(
            "disarmament", {"en": ["peace", " peace "], "ZH-hans": "无核化"}, note=" A\nnote "
        )
        assert (made.new, made.added, made.held) == (True, (("en", "peace"), ("zh-Hans", "无核化")), ())
        more = corpus.add_concept("disarmament", {"en": ["peace", "no war"]}, note="Another.")
        assert (more.new, more.added, more.held, more.note) == (
            False, (("en", "no war"),), (("en", "peace"),), True,
        )  # fmt: skip
        corpus.add_concept("arms", {"*": "NATO"})
        assert corpus.concepts().rows() == [
            {"concept": "arms", "language": "*", "query": "NATO", "note": None},
            *(
                {"concept": "disarmament", "language": language, "query": query, "note": "Another."}
                for language, query in (("en", "peace"), ("zh-Hans", "无核化"), ("en", "no war"))
            ),
        ]
        assert corpus.concepts("@arms").values("query") == ["NATO"]
        with pytest.raises(NotFoundError, match="no concept @disarm; there is: @disarmament"):
            corpus.concepts("disarm")
        with pytest.raises(NotFoundError, match="no concept @disarm; there is: @disarmament"):
            corpus.remove_concept("disarm")
        with pytest.raises(NotFoundError, match="@disarmament holds no query fr:peace"):
            corpus.remove_concept("disarmament", {"en": "peace", "fr": "peace"})
        assert len(corpus.concepts("disarmament")) == 3
        gone = corpus.remove_concept("disarmament", {"en": "peace"})
        assert (gone.removed, gone.gone) == ((("en", "peace"),), False)
        assert corpus.remove_concept("disarmament", {"en": "no war", "zh-Hans": "无核化"}).gone
        assert corpus.remove_concept("@arms").removed == (("*", "NATO"),)
        assert len(corpus.concepts()) == 0


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("two words", {"en": "a"}, "cannot hold a space"),
    ("@x", {"en": "a"}, "cannot hold '@'"),
    ("a/b", {"en": "a"}, "cannot hold '/'"),
    ("-x", {"en": "a"}, "begins with a letter or a digit"),
    ("", {"en": "a"}, "begins with a letter or a digit"),
    ("x" * 101, {"en": "a"}, "at most 100 characters"),
    ("x", {"english": "a"}, "'english' is no language tag"),
    ("x", {"e": "a"}, "'e' is no language tag"),
    ("x", {"": "a"}, "'' is no language tag"),
    ("x", {"tag": "NN"}, "'tag' is no language tag"),
    ("x", {"en": " "}, "en: has no query"),
    ("x", {"en": "a" * 501}, "at most 500 characters"),
    ("x", {"en": "a\0b"}, "which no text can hold"),
    ("x", {"en": ["fine", 7]}, "The query is text, not 7"),
    ("x", {"en": ["fine", "(peace"]}, r"@x en:\(peace cannot be asked: This .* \(column 1 of: \(peace\)"),
    ("x", {"en": "a, b"}, r"@x en:a, b cannot be asked: A query .* \(column 2 of: a, b\)"),
    ("x", {"en": "a + b"}, "A query of a concept is one word or phrase"),
    ("x", {"en": "@y"}, "A concept cannot contain a concept"),
    ("x", {"en": '[word="a"]'}, "CQL is a query of its own"),
    ("x", {"en": "..."}, "@x en:... .*only punctuation"),
    ("x", {"en": "*"}, r"\* alone is every word"),
    ("x", {"ja": ["*化", "非核化"]}, "The queries of @x cannot be asked together: A wildcard"),
    ("x", {"*": "*化", "ja": ["非核化"]}, "The queries of @x cannot be asked together: A wildcard"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "queries", "says"), REFUSED)
def test_what_cannot_be_a_concept(corpus: Corpus, name: str, queries: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        corpus.add_concept(name, queries)
    assert len(corpus.concepts()) == 0


def test_what_is_there_already_is_looked_at_too(corpus: Corpus) -> None:
    corpus.add_concept("x", {"ja": "非核化", "ru": "*化"})  # of two languages: no match is both
    with pytest.raises(QueryError, match="cannot be asked together"):
        corpus.add_concept("x", {"ja": "*化"})
    assert len(corpus.concepts()) == 2
    assert total(corpus, "@x")[0] == 0


def test_languages_without_a_query_are_told(corpus: Corpus) -> None:
    corpus.add_concept("peace", {"en": "peace", "ja": "平和"})
    corpus.add_concept("paz", {"es": "paz", "ko": "평화"})
    corpus.add_concept("nato", {"*": "NATO"})

    def said(*queries: str, **options: Any) -> list[str]:
        return [note for note in corpus.freq(*queries, **options).notes if note.startswith("@")]

    silent = "@peace has no query for documents in fr: 0 matches there say nothing."
    assert said("@peace") == [silent]
    assert said("@peace", by="language") == [silent]
    assert said("war / @peace", "@peace") == [silent]
    assert said("@peace", language=["en", "ja"]) == []
    assert said("@nato") == ["@nato: no match."]
    elsewhere = "@paz asks in es, ko; the documents are in en, fr, ja: it can find nothing here."
    assert said("@paz") == ["@paz: no match.", elsewhere]
    assert sum(filter(None, corpus.freq("@paz").values("matches"))) == 0


def test_rates_of_languages_are_said_to_differ(corpus: Corpus) -> None:
    def said(**options: Any) -> str:
        return " ".join(corpus.freq("peace", **options).notes)

    found = corpus.freq("peace", by="language")
    for row, words in zip(found.rows(), (5, 3, counter.count_tokens([Text("", passages=[])])), strict=False):
        if row["language"] != "ja":
            assert (row["tokens"], row["per_million"]) == (words, row["matches"] / words * 1e6)
    assert "per million words of its own language, and words differ in size" in said(by="language")
    assert 'per="characters" or per="sentences"' in said(by="language")
    assert "per million characters of its own language" in said(by="language", per="characters")
    assert "per thousand sentences of its own language" in said(by="language", per="sentences")
    assert "own language" not in said(by="language", per="documents")
    assert "The tokens are of several languages (en, fr, ja): language=" in said()
    assert "per= takes another measure" in said()
    assert "The characters are of several languages" in said(per="characters")
    assert "language" not in said(language="en")


def test_regions_of_one_language_are_compared_without_a_word(tmp_path: Path) -> None:
    texts = {
        "en-GB": "Peace is near.",
        "en-US": "Peace is far.",
        "zh-Hant": "和平很近。",
        "zh-Hans": "和平很远。",
    }
    with Corpus(tmp_path / "a.db") as corpus:
        for day, (language, text) in enumerate(texts.items(), 1):
            (tmp_path / f"{day}.txt").write_text(text, encoding="utf-8")
            corpus.add(tmp_path / f"{day}.txt", language=language, date=f"2020-01-0{day}", workers=1)
        assert "languages" not in " ".join(corpus.freq("peace", language="en").notes)
        assert "(zh-Hans, zh-Hant)" in " ".join(corpus.freq("和平", language="zh").notes)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"), ("ZH-hant", "zh-Hant"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("*", "*"),
        ("und", "*"), ("UND", "*"), ("kok", "kok"), ("sl-rozaj", "sl-rozaj"), ("en-x-north", "en-x-north"),
        ("de-1996", "de-1996"),
        ("english", None), ("e", None), ("", None), ("en_US", None), ("en-", None), ("zh hant", None),
        ("12", None), ("無", None), ("en-x", None),
    ],
)  # fmt: skip
def test_language_tags(text: str, tag: str | None) -> None:
    assert language_range(text) == tag


def test_ranges_take_in_what_is_narrower() -> None:
    assert within("zh-Hant", "zh")
    assert within("zh", "*")
    assert not within("zh", "zh-Hant")
    assert not within("zho", "zh")
    assert may_overlap("zh", "zh-Hant")
    assert may_overlap("zh-Hant", "zh")
    assert may_overlap("", "ja")
    assert may_overlap("ja", "*")
    assert not may_overlap("ja", "zh")


STARTED = tomllib.loads(STARTER.read_text(encoding="utf-8"))


def test_the_starter_set_is_forty_concepts_that_can_be_asked(corpus: Corpus) -> None:
    corpus.add_concept("war", {"en": "war"})
    done = corpus.starter_concepts()
    assert len(done) == len(STARTED) == 40
    assert [each.name for each in done if not each.new] == ["war"]
    assert corpus.concepts("war").values("query") == ["war"]
    assert by_language(corpus, "@peace") == {"en": 2, "fr": 0, "ja": 1}
    corpus.freq(*(f"@{name}" for name in STARTED))
    assert not any(each.changed for each in corpus.starter_concepts())


@pytest.mark.parametrize("name", STARTED)
def test_a_concept_of_the_starter_set(name: str) -> None:
    concept = STARTED[name]
    assert concept.pop("note").endswith(".")
    assert list(concept) == ["en", "ko", "zh", "ja", "ru", "es"]
    for language, queries in concept.items():
        assert len(set(queries)) == len(queries), language
        for one in queries:
            for other in queries:
                assert one == other or not inside(one, other), f"{language}: {one} lies inside {other}"


def inside(one: str, other: str) -> bool:
    """Whether a match of one query lies inside the matches of another, so that both would count there."""
    if has_cjk(one) or has_cjk(other):
        return one in other
    few, many = one.lower().split(), other.lower().split()
    return len(few) < len(many) and any(
        all(fnmatch.fnmatchcase(word, pattern) for pattern, word in zip(few, many[at:], strict=False))
        for at in range(len(many) - len(few) + 1)
    )


names = st.text(alphabet="ab-_.é한人1", min_size=1, max_size=6).filter(
    lambda name: name[0] not in "-" and any(char.isalnum() for char in name)
)
queries = st.text(alphabet="ab\"\\\t 😀한'#[]=", min_size=1, max_size=8).filter(
    lambda text: text.strip() != ""
)
rows = st.dictionaries(
    names,
    st.dictionaries(
        st.sampled_from(["en", "zh-Hant", "*"]), st.lists(queries, min_size=1, max_size=2), min_size=1
    ),
    min_size=1,
    max_size=3,
)


@given(held=rows, note=st.one_of(st.none(), queries))
def test_what_is_exported_is_what_is_imported(
    held: dict[str, dict[str, list[str]]], note: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    flat = [
        {"concept": name, "language": language, "query": query, "note": note}
        for name, languages in held.items()
        for language, some in languages.items()
        for query in some
    ]
    path = tmp_path_factory.getbasetemp() / "concepts.toml"
    path.write_text(to_toml(flat), encoding="utf-8")
    for concept in read_concepts(path):
        wanted = {
            (language, " ".join(query.split()))
            for language, some in held[concept.name].items()
            for query in some
        }
        assert set(concept.queries) == wanted
        assert concept.name == concept_name(concept.name)
