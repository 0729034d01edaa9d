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
        """The codes. Columns: code, description, lines and documents (how many have it), coders (how many
        gave it).

        Raises CorpusError where there is no archive.
        """
        with self._opened().open() as moment:
            return self._result("codes", coding.code_lists.codebook(moment), (), None)

    def coders(self) -> Result:
        """Who coded. Columns: coder, lines and documents (how many), first and last (time of the coding,
        UTC).

        Raises CorpusError where there is no archive.
        """
        with self._opened().open() as moment:
            return self._result("coders", coding.code_lists.coders(moment), (), None)

    def add_code(self, name: str, description: str | None = None) -> str:
        """Put a code into the codebook, or give it another description; ``new``, ``changed`` or ``same``.

        Raises UsageError for what is no name.
        """
        checked("The name of a code", name)
        if description is not None:
            checked("The description", description, longest=None)
        return curation.codebook.add_code(self._writer(), name, description)

    def remove_code(self, name: str) -> str:
        """Take a code that nobody has given out of the codebook; its name.

        Raises NotFoundError where it is not there, UsageError where somebody gave it.
        """
        return curation.codebook.remove_code(self._writer(), checked("The name of a code", name))

    def annotate(self, at: str, codes: Names, *, coder: str, note: str | None = None) -> int:
        """Give codes to a line (its id) or a document (its reference, or the beginning); how many are new.

        Raises NotFoundError for a line, document or code that is not there, UsageError without a code.
        """
        given = names("A code", codes)
        if not given:
            raise UsageError("There is no code to give: name one.")
        if note is not None:
            checked("note", note, longest=None)
        return curation.annotate.annotate(
            self._writer(), self._place(at), given, checked("coder", coder), note
        )

    def take_back(self, at: str, code: str, *, coder: str) -> None:
        """Take back a code that a coder gave. Raises NotFoundError where that was not given."""
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
        """Concordance lines for coders, each with its id; without a query documents, to be coded as a whole.

        Columns: line (its id), code and note (empty, to be filled in), query, ref, date, outlet, voice,
        speaker, left, match, right (text); of documents line, code, note, ref, date, outlet, title.

        Raises QueryError for a query that does not parse, FilterError for options that cannot be.
        """
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
        """Take over the codes of a sheet (csv, tsv, xlsx) that a coder filled in; what was taken, and what
        not, with reasons.

        ``replace``: the sheet's codes in place of what the coder gave these lines before. Raises UsageError
        for a file that is no sheet.
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
        """What is coded: a row for each code that a coder gave, by date of the document and place.

        ``coder``: only of these. ``differ``: only what several coders coded, and not alike.

        Columns: line (its id), ref, date, voice, speaker, coder, code, note, version (current or superseded),
        left, match, right (text; of a document match is its title), at (time of the coding, UTC).

        Raises NotFoundError for a coder or code that is not there, FilterError for options that cannot be.
        """
        chosen, people = chosen_filters(filters), names("coder", coder)
        limit, offset = page(limit, offset)
        context = checked("context", context) if isinstance(context, str) else whole("context", context)
        with self._opened().open() as moment:
            table = coding.code_lists.listed(moment, chosen, people, bool(differ), context, limit, offset)
            return self._result("annotations", table, (), chosen, coder=[*people], differ=bool(differ))

    def agreement(self, *, coder: Names = None, **filters: Any) -> Result:
        """Cohen's kappa of each two coders and Krippendorff's alpha of all.

        Columns: coded (line or document), code, measure (alpha or kappa), coders, value (1 is complete
        agreement), low and high (95 %, bootstrap over documents), observed (share of equal pairs, 0 to 1),
        units (coded by two at least), documents (that hold them).

        Raises NotFoundError where no two coders have coded the same line or document.
        """
        chosen, people = chosen_filters(filters), names("coder", coder)
        with self._opened().open() as moment:
            table = coding.agreement.agreement(moment, chosen, people)
            return self._result("agreement", table, (), chosen, coder=[*people])

    def codes_over(self, by: str = "year", *, coder: Names = None, **filters: Any) -> Result:
        """Codes over time or another facet: of the lines and documents coded, how many have each code.

        Columns: coded (line or document), code, the facet under its name (``period``), units (with the code),
        coded_units (with any code), share (0 to 1), low and high (its interval of 95 %), documents (that hold
        the units).

        Raises FilterError for a facet that does not exist.
        """
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
