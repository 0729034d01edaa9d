"""Tables about people, as people read them: short columns first, long titles wrapped, references below."""

from typing import TYPE_CHECKING, Any

from corpus.output.text.documents import INDENT, fields, wrapped
from corpus.output.text.tables import NOTHING, bare, rate
from corpus.output.text.terminal_text import harmless, pad
from corpus.output.text.terminal_text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.output.result_data import ResultData

WIDE = 100
"""From this width on, the columns that tell how well a title is covered have room."""
UNDER = 4
"""Where the lines under a row begin."""
_AROUND = {"documents_before": "before", "documents_after": "after"}


def titles_table(result: "ResultData", width: int | None) -> str:
    """Numbers and dates, then the title; below it the documents with its first and last attestation."""
    around = tuple(_AROUND) if width is None or width >= WIDE else ()
    return listed(
        result,
        width,
        ("matches", "documents", "first", "last", *around, *_sides(result)),
        "title",
        _first_and_last,
    )


def _sides(result: "ResultData") -> tuple[str, ...]:
    """The side of the name that titles stand on, where one title has a row for each."""
    titles = dict.fromkeys(zip(result.values("title"), result.values("side"), strict=True))
    return ("side",) if len({title for title, _ in titles}) < len(titles) else ()


def turns_table(result: "ResultData", width: int | None) -> str:
    """First and last attestations by date."""
    around = tuple(_AROUND) if width is None or width >= WIDE else ()
    return listed(
        result,
        width,
        ("date", "turn", "matches", *around, *_sides(result)),
        "title",
        lambda row: [row["ref"]],
    )


def people_table(result: "ResultData", width: int | None) -> str:
    """People by mentions, or proposals with the titles found beside them."""
    if result.kind == "people proposals":
        return listed(
            result,
            width,
            ("matches", "documents", "titled", "first"),
            "name",
            lambda row: [row["title"], row["ref"]],
        )
    columns: Sequence[str] = ("rank", "matches", "documents", "per_million", "first", "last", "country")
    columns = columns if width is None or width >= WIDE else columns[:-1]
    return listed(result, width, columns, "person", _first_and_last)


def order_table(result: "ResultData", width: int | None) -> str:
    """Places in lists of those present: a summary, a timeline, or the lists themselves."""
    names = tuple(result.columns)
    if "change" in names:
        return listed(
            result,
            width,
            ("date", "position", "of"),
            "person",
            lambda row: [row["change"], row["office"], f"{row['ref']} (passage {row['passage']})"],
        )
    if "group" in names:
        return _lists(result, width)
    if "office" in names:
        columns: Sequence[str] = (
            "lists",
            "position",
            "of",
            "before",
            "behind",
            "rose",
            "fell",
            "first",
            "last",
        )
        columns = columns if width is None or width >= WIDE else (*columns[:3], *columns[5:])
        return listed(result, width, columns, "person", lambda row: [row["office"], *_first_and_last(row)])
    return bare(result, width)


def _lists(result: "ResultData", width: int | None) -> str:
    """Each list under its reference, entry by entry."""
    parts: list[str] = []
    room = width - len(INDENT) if width else None
    before: tuple[Any, ...] | None = None
    rows: list[tuple[str, str]] = []
    for row in [*result.rows(), None]:
        key = None if row is None else (row["ref"], row["list"])
        if key != before and before is not None:
            parts.append("".join(f"{INDENT}{line}\n" for line in fields(rows, room).splitlines()))
            rows = []
        if row is None:
            break
        if key != before:
            parts.append(
                harmless(f"{row['ref']}, passage {row['passage']}: {row['kind']}, {row['date'] or 'undated'}")
                + "\n"
            )
        before = key
        if row["group"]:
            rows.append(("–", f"[group] {row['office']}"))
        else:
            rows.append(
                (str(row["position"]), f"{row['name']}{', ' if row['office'] else ''}{row['office'] or ''}")
            )
    return "\n".join(f"{head}{body}" for head, body in zip(parts[::2], parts[1::2], strict=True))


def _first_and_last(row: "dict[str, Any]") -> "list[str | None]":
    """References of the first and last document."""
    if row["first_ref"] == row["last_ref"]:
        return [row["first_ref"]]
    return [f"first {row['first_ref']}", f"last  {row['last_ref']}"]


def listed(
    result: "ResultData",
    width: int | None,
    columns: "Sequence[str]",
    text: str,
    below: "Callable[[dict[str, Any]], list[str | None]]",
) -> str:
    """Short columns first, then a text that may be long, wrapped; ``below``: lines under it, of a row."""
    if not len(result):
        return ""
    rows = result.rows()
    numeric = {name: all(isinstance(row[name], (int, float, type(None))) for row in rows) for name in columns}
    heading = [_AROUND.get(name, name).replace("_", " ") for name in columns]
    cells = [heading, *([_cell(name, row[name]) for name in columns] for row in rows)]
    widths = [max(map(columns_of, column)) for column in zip(*cells, strict=True)]
    margin = sum(widths) + 2 * len(widths)
    room = max(width - margin, 20) if width else None
    lines = [harmless(result.title), ""] if result.title else []
    for row, line in zip([None, *rows], cells, strict=True):
        numbers = "  ".join(
            pad(value, size, "right" if numeric[name] else "left")
            for value, size, name in zip(line, widths, columns, strict=True)
        )
        first, *rest = wrapped(text if row is None else harmless(row[text] or "–"), room)
        lines += [f"{numbers}  {first}", *(" " * margin + one for one in rest)]
        for one in [] if row is None else below(row):
            if one:
                under = wrapped(harmless(one), width - UNDER if width else None)
                lines += [" " * UNDER + part for part in under]
    return "".join(line.rstrip() + "\n" for line in lines)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return NOTHING
    if name == "per_million":
        return rate(value)
    return f"{value:,}" if isinstance(value, int) else harmless(str(value))
