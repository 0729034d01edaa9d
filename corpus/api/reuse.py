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
        """The documents that share passages with one, the nearest first, or two documents beside each other.

        Columns: ref, relation (of the later to the earlier), resemblance (0 to 1), words (of the document
        asked about, that ref has), rare_words (of these, in no formula), share and other_share (of all words
        of the one and of ref, 0 to 1), other_words, order (earlier or later), days (between), date, outlet,
        title, country, place, address.

        With ``other``, of one language, a row for each stretch: kind (same, moved, new, left out), words,
        passage, start, last_passage and end (numbers from 0, and code points in these, half-open) and the
        same under other_passage, other_start, other_last_passage and other_end, text, other_text. Of two
        languages their dates, numbers and names: kind, value, status, count and other_count, passage and
        other_passage, text, other_text. ``.provenance["about"]`` tells about the pair.

        Raises NotFoundError for an unknown document or one without words, FilterError for an ambiguous
        reference.
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
        """Pairs of documents of which one repeats the other, reprints first.

        ``min_words``: shared words that make a pair; ``most_documents``: what stands in more is a formula.
        ``across`` and ``within``: only pairs that differ, or agree, in a facet. ``relation``: only these.
        ``clusters``: instead of pairs, the reprints that chains of pairs join.

        Columns: ref (the later), other, relation, resemblance (0 to 1), words (of ref, that other has), share
        and other_share (of each one's words, 0 to 1), quoted (words of ref in shared runs), runs, longest
        (words), documents (that hold its rarest part), date, other_date, days (between), outlet,
        other_outlet, run (its text). With ``clusters``: cluster (number), ref, date, outlet, resemblance (to
        the first), tokens (words), title.

        Raises FilterError for options that cannot be, UsageError for those that do not go together.
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
