"""A result in a notebook, as a browser shows the parts of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus import Corpus
from corpus.output.charts import notebook_chart
from tests.web.browser import ENDED, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.browser import Chromium

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.flaky(reruns=2, only_rerun=ENDED)]


def test_a_picture_becomes_the_interactive_chart(
    browser: Chromium, sample_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook_chart._Sent, "scripts", False)
    with Corpus(sample_archive) as corpus:
        first = corpus.freq("canals")._repr_mimebundle_()["text/html"]
        second = corpus.freq("library", by=["year", "outlet"])._repr_mimebundle_()["text/html"]
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        # The cell with the scripts may be shown after one that needs them.
        page.set_content(f"<!DOCTYPE html><title>n</title>{second}{first}")
        page.wait_for_function("document.querySelectorAll('.chart-wrapper, .vega-embed').length >= 2")
        assert page.locator("svg.marks").count() == 2
        point = page.locator(".mark-symbol.role-mark path").last
        point.hover(force=True)
        page.wait_for_selector("#vg-tooltip-element.visible")
        assert "per million tokens" in page.locator("#vg-tooltip-element").inner_text()
        assert [one for one in asked if not one.startswith(("about:", "data:", "blob:"))] == []
