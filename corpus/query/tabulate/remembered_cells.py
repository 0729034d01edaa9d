"""The cells of some filters and facets, which are the same for every query, remembered between queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.query.count.selected_units import selected_units
from corpus.query.count.word_counts import counted_languages
from corpus.query.select_documents import ONLY_CODED, select_documents
from corpus.query.tabulate.denominators import PERS, amounts
from corpus.query.tabulate.facet_axes import by_passage, make_axis
from corpus.query.tabulate.table_cells import TableCells
from corpus.text.languages import written
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment

MOST_BYTES = 128 * 1024 * 1024
"""About the most memory that remembered cells keep in a process; the last one is kept, however large."""


def cells_of(moment: Moment, filters: Filters, by: tuple[str, ...], per: str = "words") -> TableCells:
    """The cells of some filters and facets, made where they are not remembered. ``per``: what their rates are
    divided by (``corpus.query.tabulate.denominators``)."""
    kept: dict[object, TableCells] = moment.remember("cells", dict)
    key = (filters, by, per)
    found = kept.pop(key, None)
    if found is None:
        found = _made(moment, filters, by, per)
        kept = moment.remember("cells", dict)  # making them may have emptied the memory
    kept[key] = found
    # The cells that were not asked for longest go first; a bootstrap makes them grow after they were made.
    held = sum(one.nbytes for one in kept.values())
    for old in list(kept)[:-1]:
        if held <= MOST_BYTES:
            break
        held -= kept.pop(old).nbytes
    return found


def _made(moment: Moment, filters: Filters, by: tuple[str, ...], per: str) -> TableCells:
    selection = select_documents(moment, filters, lines=True)
    units = selected_units(moment, selection, passages=by_passage(moment, by))
    notes = [*selection.notes, *([ONLY_CODED] if selection.lines else [])]
    axes = [make_axis(moment, selection, units, name, filters, notes) for name in by]
    of_units = amounts(moment, units, per) if per in ("characters", "sentences") else None
    languages = counted_languages(moment, selection)
    return TableCells(units, axes, PERS[per], of_units, languages, notes, _compared(languages, by, per))


_OF_EACH = {
    "words": "Each rate is per million words of its own language, and words differ in size from language to"
    " language",
    "characters": "Each rate is per million characters of its own language, and a character says more in one"
    " script than in another",
    "sentences": "Each rate is per thousand sentences of its own language; how long sentences are differs"
    " from language to language and from outlet to outlet",
}
"""What a reader must know of rows of different languages."""
_OF_ALL = {"words": "tokens", "characters": "characters", "sentences": "sentences"}


def _compared(languages: list[str], by: tuple[str, ...], per: str) -> list[str]:
    """What to know of texts in several languages; documents are as good as each other in all of them."""
    if len({*map(written, languages)}) < 2 or per not in _OF_ALL:
        return []
    if "language" in by:
        sentences = argument("per", "sentences")
        other = {
            "words": f": {argument('per', 'characters')} or {sentences} gives other measures",
            "characters": f": {sentences} gives another measure",
        }
        return [f"{_OF_EACH[per]}{other.get(per, '')}."]
    by_language = argument("by", "language")
    more = f"; {by_language} tells them apart, {argument('per')} takes another measure than words"
    offer = more if per == "words" else ""
    alike = f"{argument('language')} compares like with like{offer}."
    return [f"The {_OF_ALL[per]} are of several languages ({', '.join(languages)}): {alike}"]
