"""Concepts: named groups of queries across languages, asked for as ``@name`` in any query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus import curation
from corpus import text as corpus_text
from corpus.api.arguments import checked
from corpus.api.queries import Questions
from corpus.query import language as query_language
from corpus.query import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.curation.concepts import Changed, Given
    from corpus.output.result import Result

    Queries = Mapping[str, str | Iterable[str]]


class Concepts(Questions):
    """What lists and changes concepts. A change changes the answers of queries that name them.

    A query of a concept is asked only of texts in its language, a BCP 47 tag that takes in the narrower ones
    (``zh`` also ``zh-Hant``); ``*`` stands for every language.
    """

    def concepts(self, *names: str) -> Result:
        """All concepts with their queries, or those named. Columns: concept, language (tag), query, note.

        Raises NotFoundError for one that does not exist.
        """
        names = tuple(_name(name) for name in names)
        with self._opened().open() as moment:
            return self._result(
                "concepts", questions.concepts.listed(moment, names), (), None, title=", ".join(names)
            )

    def add_concept(self, name: str, queries: Queries, note: str | None = None) -> Changed:
        """Make a concept, or add queries to it: ``{"en": ["denuclear*"], "ko": "비핵화"}``.

        ``note``: what it is for; takes the place of an older one. What is there already stays, and is told.
        Raises QueryError, with the column, for a query that does not parse or that is more than one phrase.
        """
        checked("The name of a concept", name)
        if note is not None:
            checked("note", note, longest=None)
        return self._added([curation.concepts.given(name, _checked(queries), note)])[0]

    def remove_concept(self, name: str, queries: Queries | None = None) -> Changed:
        """Remove a concept, or some of its queries; with the last of them the concept goes, too.

        Raises NotFoundError where there is no such concept, or where it does not hold one of the queries.
        """
        return curation.concepts.remove(
            self._writer(), _name(name), None if queries is None else _checked(queries)
        )

    def import_concepts(self, path: str | Path) -> list[Changed]:
        """Make, or add to, the concepts of a file (``corpus.curation.concept_files``): all or none; what
        changed.

        Raises UsageError for a file that is none, QueryError for a query that does not parse.
        """
        return self._added(curation.concept_files.read_concepts(Path(checked("The file", str(path)))))

    def starter_concepts(self) -> list[Changed]:
        """Make the concepts that come with the program; those that exist are left as they are; what changed.

        Raises CorpusError where there is no archive.
        """
        return self._added(curation.concept_files.starter(), only_new=True)

    def export_concepts(self, *names: str) -> str:
        """The concepts (all, or those named) as TOML that ``import_concepts`` takes.

        Raises NotFoundError for one that does not exist.
        """
        return curation.concept_files.to_toml(self.concepts(*names).rows())

    def _added(self, concepts: Sequence[Given], only_new: bool = False) -> list[Changed]:
        """Add, once every query was parsed, also beside those that its concept holds already."""
        for concept in concepts:
            for language, query in concept.queries:
                checked(f"The query of {language}", query)
        writer = self._writer()
        with self._opened().open() as moment:
            held = questions.concepts.held_queries(moment)
        for concept in concepts:
            before = held.get(concept.name, [])
            if not (only_new and concept.name in held):
                query_language.concept_queries.check_queries(concept.name, concept.queries, before)
        return curation.concepts.add(writer, concepts, only_new)


def _name(name: str) -> str:
    """The name of a concept that is asked for, with or without its @."""
    return (
        corpus_text.normalisation.normalise(checked("The name of a concept", name)).strip().removeprefix("@")
    )


def _checked(queries: Queries) -> dict[str, list[str]]:
    """The queries by language, each looked at."""
    return {
        checked("The language of a query", language): [
            checked("The query", one, longest=None) for one in ([some] if isinstance(some, str) else some)
        ]
        for language, some in queries.items()
    }
