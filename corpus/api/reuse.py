"""Reprints and self-quotation: the documents nearest to one, two side by side, and pairs over the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.insight import reuse as insight_reuse
from corpus.insight.reuse import crosslingual
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.output.result import Result


class Reuse(Questions):
    """What asks which documents repeat each other."""

    def similar(
        self, document: str, other: str | None = None, *, limit: int = 20, offset: int = 0, **filters: Any
    ) -> Result:
        """The documents that share passages with one, or two documents beside each other.

        Without ``other``: ``corpus.insight.reuse.similar_documents.similar``. With it: every shared, new,
        moved and left out stretch, ``corpus.insight.reuse.side_by_side.compared``; of two languages their
        numbers, dates and names, ``corpus.insight.reuse.crosslingual.unmatched_facts.across``.
        ``.provenance["about"]`` then tells about the pair.
        """
        chosen, (limit, offset) = chosen_filters(filters), page(limit, offset)
        document = checked("The document", document)
        if other is None:
            with self._opened().open() as moment:
                table = insight_reuse.similar_documents.similar(moment, document, chosen, limit, offset)
                described = "".join(f", {name} {value}" for name, value in chosen.described().items())
                return self._result(
                    "similar", table, (), chosen, f"similar to {document}{described}", document=document
                )
        other = checked("The other document", other)
        with self._opened().open() as moment:
            if len(set(insight_reuse.similar_documents.languages(moment, (document, other), chosen))) > 1:
                table, about = crosslingual.unmatched_facts.across(moment, document, other, chosen)
                return self._result("facts", table, (), chosen, about=about)
            table, about = insight_reuse.side_by_side.compared(moment, document, other, chosen)
            return self._result("aligned", table, (), chosen, about=about)

    def reuse(
        self,
        *,
        min_words: int | None = None,
        most_documents: int | None = None,
        across: str | None = None,
        within: str | None = None,
        relation: Names = None,
        clusters: bool = False,
        limit: int = 50,
        offset: int = 0,
        **filters: Any,
    ) -> Result:
        """Pairs of documents of which one repeats the other; see
        ``corpus.insight.reuse.candidate_pairs.reuse``.

        ``clusters``: instead of pairs, the reprints that chains of pairs join;
        ``corpus.insight.reuse.reuse_clusters.clusters``.
        """
        chosen, (limit, offset) = chosen_filters(filters), page(limit, offset)
        asked = insight_reuse.candidate_pairs.ReuseOptions(
            None if min_words is None else whole("min_words", min_words),
            None if most_documents is None else whole("most_documents", most_documents),
            None if across is None else checked("across", across),
            None if within is None else checked("within", within),
            names("relation", relation),
            limit,
            offset,
        )
        options = asked.given()
        if clusters:
            if asked.min_words is not None or asked.most_documents is not None or asked.relations:
                raise UsageError(
                    f"{argument('clusters', True)} joins reprints: {argument('min_words')},"
                    f" {argument('most_documents')} and {argument('relation')} go with pairs.",
                    argument="clusters",
                )
            with self._opened().open() as moment:
                table = insight_reuse.reuse_clusters.clusters(moment, asked, chosen)
                return self._result("clusters", table, (), chosen, **options)
        with self._opened().open() as moment:
            return self._result(
                "reuse", insight_reuse.candidate_pairs.reuse(moment, asked, chosen), (), chosen, **options
            )
