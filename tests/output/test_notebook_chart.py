"""Charts in notebooks: a picture that scripts make interactive, with nothing from a network."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from corpus.output.charts import notebook_chart
from corpus.output.charts.interactive_chart import interactive

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.output.result import Result

    MakeFreq = Callable[..., Result]

HOSTILE = '</script><script>window.ran=1</script><img src=x onerror=alert(2)> "q" $title'


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_chart._Sent, "scripts", False)


def shown(result: Result) -> str:
    return result._repr_mimebundle_()["text/html"]


def test_a_notebook_shows_chart_and_table(make_freq: MakeFreq) -> None:
    page = lxml_html.fromstring(f"<main>{shown(make_freq())}</main>")
    assert page.find(".//svg") is not None
    assert page.find(".//table") is not None
    written = next(one for one in page.iter("script") if one.get("type") == "application/json")
    spec = json.loads(written.text)
    assert [row["label"] for row in spec["data"]["values"]][:2] == ["1946", "1947"]
    assert len(spec["vconcat"]) == 2


def test_scripts_are_sent_once(make_freq: MakeFreq) -> None:
    first, second = shown(make_freq()), shown(make_freq())
    assert "atob(" in first
    assert "atob(" not in second
    assert len(second) < len(first) / 4
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", first + second)


def test_no_text_ends_a_script(make_freq: MakeFreq) -> None:
    page = lxml_html.fromstring(f"<main>{shown(make_freq((HOSTILE, 'b'), title=HOSTILE))}</main>")
    assert len(page.findall(".//script")) == 3
    assert not page.findall(".//img")


def test_what_has_no_chart_is_a_table(
    kwic: Result, make_freq: MakeFreq, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<svg" not in shown(kwic)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    alone = shown(make_freq())
    assert "<table" in alone
    assert "<svg" not in alone


def test_each_of_many_series_has_its_strip(make_freq: MakeFreq) -> None:
    spec, _ = interactive(make_freq(("a",), second=("outlet", [f"o{number}" for number in range(6)])))
    (panel,) = spec["vconcat"]
    strip = panel["spec"]["layer"][-1]
    assert strip["transform"] == [{"filter": "datum.tokens > 0"}]
    assert strip["encoding"]["opacity"]["field"] == "tokens"
    tops = {str(layer["encoding"]["y"]["scale"]["range"]) for layer in panel["spec"]["layer"][:-1]}
    assert tops == {"[119, 0]"}
    assert panel["spec"]["layer"][-2]["params"][0]["bind"] == "scales"
