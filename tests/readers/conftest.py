"""Reading into items and rejections, and archives made at run time."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.readers.inputs import read
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Sorted = tuple[list[Item], list[Rejected]]


@pytest.fixture
def sorted_read() -> Callable[..., Sorted]:
    """``read`` with its results in two lists; checks what holds of every result."""

    def run(*paths: Path | str, **options: Any) -> Sorted:
        results = list(read(paths, **options))
        items = [result for result in results if isinstance(result, Item)]
        rejected = [result for result in results if isinstance(result, Rejected)]
        for item in items:
            item.raw.decode(item.encoding, "replace")
            item.text.encode()
            assert all(isinstance(value, str) and value.strip() for value in item.fields.values())
        for refusal in rejected:
            assert refusal.reason.endswith(".")
            assert "\n" not in refusal.reason
            assert refusal.source
            assert refusal.size >= len(refusal.raw)
        return items, rejected

    return run


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[..., Path]:
    """A zip archive of members by name."""

    def run(members: Mapping[str, bytes | str], name: str = "texts.zip") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    return run
