"""CSS selectors of outlet files."""

from __future__ import annotations

from cssselect import HTMLTranslator, SelectorError


def check_selector(selector: str) -> None:
    """Raises ValueError for what is no CSS selector."""
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(str(error)) from error
