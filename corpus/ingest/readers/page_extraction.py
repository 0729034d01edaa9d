"""The article of a page as trafilatura finds it."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from trafilatura import bare_extraction
from trafilatura.settings import Extractor

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@functools.cache
def _options() -> Any:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without article is no error here
    return Extractor(output_format="python", fast=True, recall=True, comments=False, tables=True)


def extracted(root: HtmlElement) -> str:
    """The paragraphs of the article, one a line; "" where none is found. The tree stays as it is."""
    try:
        found = bare_extraction(root, options=_options())
    except Exception:  # a library for pages of all kinds may fail on one: the page's own blocks remain
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else "\n".join(body.itertext())
