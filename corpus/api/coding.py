"""Codes by several coders: the codebook, sheets for coders and back, lists, agreement, codes over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import curation
from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.insight import coding
from corpus.query import questions

if TYPE_CHECKING:
    from corpus.curation.annotate import Imported
    from corpus.output.result import Result


class Annotations(Questions):
    """What lists, takes over and compares codes.

    A code is given to the match of a concordance line or to a document as a whole, by a coder. It stays with
    the version of the text that was coded. Queries take ``code`` as a filter: see
    ``corpus.query.select.coded_lines``.
    """

    def codebook(self) -> Result:
        """The codes, with their descriptions and how often each was given."""
        with self._opened().open() as moment:
            return self._result("codes", coding.code_lists.codebook(moment), (), None)

    def coders(self) -> Result:
        """Who coded, how much, and when."""
        with self._opened().open() as moment:
            return self._result("coders", coding.code_lists.coders(moment), (), None)

    def add_code(self, name: str, description: str | None = None) -> str:
        """Put a code into the codebook, or give it another description; ``new``, ``changed`` or ``same``."""
        checked("The name of a code", name)
        if description is not None:
            checked("The description", description, longest=None)
        return curation.codebook.add_code(self._writer(), name, description)

    def remove_code(self, name: str) -> str:
        """Take a code that nobody has given out of the codebook; NotFoundError where it is not there."""
        return curation.codebook.remove_code(self._writer(), checked("The name of a code", name))

    def annotate(self, at: str, codes: Names, *, coder: str, note: str | None = None) -> int:
        """Give codes to a line (its id) or a document (its reference, or the beginning); how many are new."""
        given = names("A code", codes)
        if not given:
            raise UsageError("There is no code to give: name one.")
        if note is not None:
            checked("note", note, longest=None)
        return curation.annotate.annotate(
            self._writer(), self._place(at), given, checked("coder", coder), note
        )

    def take_back(self, at: str, code: str, *, coder: str) -> None:
        """Take back a code that a coder gave; NotFoundError where that was not given."""
        checked("The code", code)
        curation.annotate.take_back(self._writer(), self._place(at), code, checked("coder", coder))

    def sheet(
        self,
        *queries: str,
        sample: int | None = None,
        seed: int = 0,
        context: int | str = "sentence",
        **filters: Any,
    ) -> Result:
        """Concordance lines for coders, each with its id (``corpus.insight.coding.sheets``); without a
        query: documents, to be coded as a whole."""
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        sample = None if sample is None else whole("sample", sample)
        seed = whole("seed", seed)
        context = checked("context", context) if isinstance(context, str) else whole("context", context)
        drawn: dict[str, Any] = {} if sample is None else {"sample": sample, "seed": seed}
        with self._opened().open() as moment:
            if queries:
                table = coding.sheets.lines_to_code(moment, queries, chosen, context, sample, seed)
                return self._result("sheet", table, queries, chosen, context=context, **drawn)
            table = coding.sheets.documents_to_code(moment, chosen, sample, seed)
            return self._result("sheet", table, (), chosen, **drawn)

    def import_codes(self, path: str | Path, *, coder: str, replace: bool = False) -> Imported:
        """Take over the codes of a sheet (csv, tsv, xlsx) that a coder filled in.

        See ``corpus.curation.annotate.import_rows``: refused rows are in what is returned.
        """
        rows = curation.coding_sheets.read_sheet(Path(checked("The file", str(path))))
        return curation.annotate.import_rows(self._writer(), rows, checked("coder", coder), bool(replace))

    def annotations(
        self,
        *,
        coder: Names = None,
        differ: bool = False,
        context: int | str = 12,
        limit: int = 50,
        offset: int = 0,
        **filters: Any,
    ) -> Result:
        """What is coded; see ``corpus.insight.coding.code_lists.listed``."""
        chosen, people = chosen_filters(filters), names("coder", coder)
        limit, offset = page(limit, offset)
        context = checked("context", context) if isinstance(context, str) else whole("context", context)
        with self._opened().open() as moment:
            table = coding.code_lists.listed(moment, chosen, people, bool(differ), context, limit, offset)
            return self._result("annotations", table, (), chosen, coder=[*people], differ=bool(differ))

    def agreement(self, *, coder: Names = None, **filters: Any) -> Result:
        """Cohen's kappa and Krippendorff's alpha; see ``corpus.insight.coding.agreement.agreement``."""
        chosen, people = chosen_filters(filters), names("coder", coder)
        with self._opened().open() as moment:
            table = coding.agreement.agreement(moment, chosen, people)
            return self._result("agreement", table, (), chosen, coder=[*people])

    def codes_over(self, by: str = "year", *, coder: Names = None, **filters: Any) -> Result:
        """Codes over time or another facet; see ``corpus.insight.coding.codes_over_time.codes_over``."""
        chosen, people, by = chosen_filters(filters), names("coder", coder), checked("by", by)
        with self._opened().open() as moment:
            table = coding.codes_over_time.codes_over(moment, chosen, by, people)
            return self._result("codes over", table, (), chosen, by=[by], coder=[*people])

    def _place(self, at: str) -> str:
        """The id that is meant: as it is given, or that of the document whose reference begins so."""
        given = checked("The line or document", at).strip()
        if "@" in given:
            return given
        number = self._document_id(given)
        with self._opened().open() as moment:
            return str(questions.documents.fields(moment, number)["ref"])
