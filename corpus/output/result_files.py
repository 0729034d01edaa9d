"""Files of results: written whole or not at all, with what they were made from beside them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from corpus.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def put_provenance(path: Path, record: Mapping[str, Any]) -> None:
    """Write what a file was made from beside it, as JSON."""
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    put(path.with_name(path.name + ".provenance.json"), text + "\n")


def check_folder(path: Path) -> None:
    """Raise StorageFullError when the folder of a file does not exist."""
    if not path.parent.is_dir():
        raise StorageFullError(
            f"{path} cannot be written (there is no folder {path.parent}):"
            " check that the folder exists, or name another."
        )


def put(path: Path, content: str | bytes) -> None:
    """Write all of it or nothing: an older file stays as it was when the disk is full.

    An OSError names ``path``, never the file beside it that is written first.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a named pipe (a folder raises)
        return
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # in the way of the first error
            part.unlink(missing_ok=True)
