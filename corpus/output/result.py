"""Result: what every query returns, as columns that know how to show, write and draw themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from corpus.errors import StorageFullError, UsageError
from corpus.output import formats
from corpus.output.result_data import ResultData

if TYPE_CHECKING:
    from pathlib import Path

    import altair

__all__ = ["Result"]


class Result(ResultData):
    """The answer to one query; see ``ResultData`` for what it holds."""

    def chart(
        self,
        *,
        title: str | None = None,
        width: int | None = None,
        height: int | None = None,
        band: bool = True,
        counts: bool = False,
        font: str | None = None,
    ) -> altair.TopLevelMixin:
        """The result as an altair chart. Raises UsageError when there is nothing to draw.

        ``width`` and ``height``: of the plotting area, in pixels. ``band``: with intervals. ``counts``:
        matches in the place of rates.
        """
        return formats.altair_chart(self.drawn(title, width, height, band, counts, font))

    plot = chart

    def drawn(
        self,
        title: str | None = None,
        width: int | None = None,
        height: int | None = None,
        band: bool = True,
        counts: bool = False,
        font: str | None = None,
    ) -> Self:
        """The same result, of which ``write`` makes a picture as ``chart`` describes it."""
        given: dict[str, Any] = {"title": title, "width": width, "height": height, "font": font}
        for name in ("width", "height"):
            if given[name] is not None and not 50 <= given[name] <= 10_000:
                raise UsageError.about(name, "goes from 50 to 10,000 pixels.")
        drawing = {name: value for name, value in given.items() if value is not None}
        if not band:
            drawing["band"] = False
        if counts:
            drawing["counts"] = True
        return replace(self, drawing={**self.drawing, **drawing})

    def _repr_html_(self) -> str:
        return formats.notebook(self)

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str]:
        """What a notebook shows: the chart, where the result has one, above the table."""
        page = formats.notebook_chart(self) + formats.notebook(self)
        return {"text/html": page, "text/plain": formats.as_text(self)}

    def render(self, form: str, *, width: int | None = None, colour: bool = False) -> str | bytes:
        """The result in one of ``formats.FORMATS``. ``width`` (columns) and ``colour`` are for ``table``.

        A concordance (``kind`` "kwic") as ``table`` is aligned around its node.
        """
        if form == "table":
            return formats.as_text(self, width, colour)
        return formats.named(form).render(self)

    def write(self, path: str | Path, *, excel: bool = False) -> tuple[str, ...]:
        """Write to ``path`` in the format of its ending, with the provenance.

        The provenance stands inside parquet and md files, and beside the others in
        ``PATH.provenance.json``. ``excel``: csv or tsv as a spreadsheet program opens it (see
        ``corpus.output.export.for_spreadsheet``). Returns sentences that the user should read (a font that
        is missing). Raises UsageError for an unknown ending, StorageFullError when the file cannot be
        written.
        """
        try:
            return formats.write(self, path, excel)
        except OSError as error:
            raise StorageFullError(
                f"{error.filename or path} cannot be written ({error.strerror or error}): "
                "check that the folder exists, that you may write there, and that there is space."
            ) from None
