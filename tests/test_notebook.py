"""The example notebook: each cell runs as it stands, in order."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import corpus
from corpus import Result

NOTEBOOK = Path(corpus.__file__).parent / "docs" / "example.ipynb"


def run(source: str, names: dict[str, Any]) -> Any:
    """The value of a cell: that of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)


def test_the_cells_of_the_example_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("altair")
    monkeypatch.chdir(tmp_path)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not cell["outputs"] for cell in cells if cell["cell_type"] == "code")
    names: dict[str, Any] = {}
    values = [run("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    coverage, counts, chart, lines, documents, _ = values
    assert isinstance(coverage, Result)
    assert "<table" in coverage._repr_html_()
    assert isinstance(counts, pl.DataFrame)
    assert dict(counts.select("query", "matches").iter_rows())["library"] > 0
    assert chart.to_dict()["vconcat"]
    assert len(lines) == 5
    assert documents.columns == ["ref", "date", "tokens", "library", "canals"]
    assert "SHA-256" in capsys.readouterr().out
    names["c"].close()
