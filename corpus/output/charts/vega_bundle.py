"""Vega, Vega-Lite and Vega-Embed as one script, which the wheel holds ready: nothing comes from a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.errors import PackageError

FILE = Path(__file__).with_name("vega.js")
SNIPPET = "window.vegaEmbed = vegaEmbed;"


@cache
def script() -> str:
    """The script; where there is no file of it, it is made, which takes a second or two. PackageError where
    it can be neither had nor made."""
    if FILE.exists():
        return FILE.read_text("utf-8")
    try:
        import vl_convert
    except ImportError:
        raise PackageError(
            "Interactive charts need the extra [plot]: pip install 'state-media-corpus[plot]'."
        ) from None
    made: str = vl_convert.javascript_bundle(SNIPPET)
    return made
