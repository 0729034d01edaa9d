"""Data frames of polars and pandas as inputs: a row a text, as a Parquet file has it."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.ingest.readers.sources import Source

if TYPE_CHECKING:
    import polars as pl

NAME = "frame.parquet"
"""The address of each frame: rows are told apart by their own addresses and ids, or by what they hold."""
_LIBRARIES = ("polars", "pandas")


def is_frame(value: object) -> bool:
    """Whether this is a frame of polars (lazy, too) or pandas; neither is imported for it."""
    made_by = type(value)
    return made_by.__module__.partition(".")[0] in _LIBRARIES and made_by.__name__ in (
        "DataFrame",
        "LazyFrame",
    )


def frame_source(frame: Any) -> Source:
    """A frame as a file of the reader of Parquet. Raises UsageError for columns that have one name."""
    stream = io.BytesIO()
    _polars(frame).write_parquet(stream)
    content = stream.getvalue()
    return Source(NAME, NAME, PurePosixPath(NAME), len(content), lambda: io.BytesIO(content))


def _polars(frame: Any) -> pl.DataFrame:
    if hasattr(frame, "collect"):
        frame = frame.collect()
    if hasattr(frame, "write_parquet"):
        polars: pl.DataFrame = frame
        return polars
    import polars as pl

    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise UsageError("Two columns of the frame have one name: rename one.")
    # Value by value: through Arrow it would need another package, and turn missing numbers into NaN.
    columns = {
        name: [
            None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)
        ]
        for name, (_, column) in zip(names, frame.items(), strict=True)
    }
    return pl.DataFrame(columns, strict=False)
