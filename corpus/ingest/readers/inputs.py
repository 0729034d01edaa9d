"""Paths to items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.ingest import readers
from corpus.ingest.decode.columns import ColumnMap
from corpus.ingest.readers.dispatch import Dispatcher, check_format
from corpus.ingest.readers.sources import Source, UnreadableError
from corpus.ingest.readers.walk import LeftOut, check_paths, walk
from corpus.text.records import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.ingest.readers.page_repeats import Comparison
    from corpus.text.records import Item, Repeats

_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


def inputs_of(given: Iterable[Any]) -> list[str | Path | Source]:
    """Paths and sources of what was given, one by one or in lists: paths stay what they are, data frames and
    streams become sources."""
    found: list[str | Path | Source] = []
    for one in given:
        if readers.data_frames.is_frame(one):
            found.append(readers.data_frames.frame_source(one))
        elif readers.streams.is_stream(one):
            found.append(readers.streams.stream_source(one))
        elif isinstance(one, Iterable) and not isinstance(one, str):
            found += inputs_of(one)
        else:
            found.append(one)
    return found


def read(
    paths: Sequence[str | Path | Source],
    *,
    mapping: Mapping[str, str] | None = None,
    format: str | None = None,
    columns: ColumnMap | None = None,
    follow_links: bool = False,
    left_out: LeftOut | None = None,
    pages_later: bool = False,
    archived: Callable[[str], Sequence[Sequence[str]]] | None = None,
) -> Iterator[Item | Rejected]:
    """Read files, folders and archives, in the order given; folders and archives sorted by name; then sources
    that are no paths (``inputs_of``).

    ``mapping`` is canonical name to column and wins over guesses; ``format`` forces the reader of every
    file that is not an archive; ``columns``, made of the mapping, knows then which columns were met.
    ``follow_links``: also those that lead out of the paths. ``left_out`` is filled with what was passed over,
    as far as reading has gone. Databases in use are no inputs. ``pages_later``: items of web pages come as
    they lie in their files, to be read by ``read_page``, elsewhere or with an outlet's selectors.
    ``archived`` gives the passages of documents of a site that are in the archive already: what most of them
    hold is none of a page's article.
    Bad input never raises: it is a Rejected, and reading goes on.
    Raises UsageError at once for a path, a format or a canonical name that does not exist, and for a mapped
    column that no record has (to know this, all records are read once before the first is returned).
    """
    tidy = check_paths([one for one in paths if not isinstance(one, Source)])
    given = [one for one in paths if isinstance(one, Source)]
    check_format(format)
    columns = columns or ColumnMap(mapping)
    if mapping:
        _check_columns([*walk(tidy, follow_links), *given], ColumnMap(mapping), format)
    left_out = LeftOut() if left_out is None else left_out
    entries = [*walk(tidy, follow_links, left_out), *given]
    compared = _Compared(archived).repeats if pages_later else None
    dispatcher = Dispatcher(columns, format, left_out=left_out, pages_later=pages_later, compared=compared)
    return dispatcher.read(entries)


class _Compared:
    """What the web pages of a load have in common; nothing of pages is imported where it has none."""

    def __init__(self, archived: Callable[[str], Sequence[Sequence[str]]] | None) -> None:
        self._archived = archived
        self._comparison: Comparison | None = None

    def repeats(self, sources: Sequence[Source]) -> Repeats | None:
        """What those among some sources and all before them have in common; None for nothing."""
        pages = [source for source in sources if source.path.suffix.lower() in _PAGE_ENDINGS]
        if self._comparison is None:
            if not pages:
                return None
            self._comparison = self._begun()
        return self._comparison.repeats([page for page in pages if page.size <= readers.page_repeats.LARGEST])

    def _begun(self) -> readers.page_repeats.Comparison:
        known = readers.page_layouts.layouts()

        def page(source: Source) -> Item:
            item = next(readers.html.read_html(source))
            if isinstance(item, Rejected) or not item.page:
                raise UnreadableError("It is no page.")
            return readers.html.read_page(item, None, known)

        return readers.page_repeats.Comparison(page, self._archived)


def _check_columns(entries: Sequence[Source | Rejected], columns: ColumnMap, format: str | None) -> None:
    for _ in Dispatcher(columns, format, columns_only=True).read(entries):
        if columns.met == columns.given.keys():
            return
    for canonical, column in columns.given.items():
        if canonical not in columns.met:
            seen = list(columns.seen)
            have = f"there are: {', '.join(seen[:40])}" if seen else "the inputs have no columns at all"
            raise UsageError(f"No record has the column {column!r} that is mapped to {canonical}; {have}.")


def estimate(paths: Sequence[str | Path | Source], follow_links: bool = False) -> int:
    """Bytes that ``read`` will go through: files as they are, archives unpacked as their directories say.

    The sizes of ``Item.raw`` add up to about this. Raises UsageError for a path that does not exist.
    """
    tidy = check_paths([one for one in paths if not isinstance(one, Source)])
    entries = [*walk(tidy, follow_links), *(one for one in paths if isinstance(one, Source))]
    return sum(_size(entry) for entry in entries if isinstance(entry, Source))


def _size(source: Source) -> int:
    try:
        packed = source.path.suffix.lower() == ".gz"
        archive = packed or source.path.suffix.lower() == ".zip"
        return readers.archive.unpacked_size(source, packed) if archive else source.size
    except (UnreadableError, OSError):
        return source.size
