"""Whether the fonts of this machine hold the scripts of a chart: a PNG of empty boxes must not go unsaid."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpus.output.series import arrange

if TYPE_CHECKING:
    from corpus.output.result import Result

SCRIPTS = {
    "Korean": "[가-힣ㄱ-ㆎ]",
    "Chinese characters": "[㐀-䶿一-鿿]",
    "Japanese": "[ぁ-ヿ]",
    "Cyrillic": "[Ѐ-ӿ]",
    "Arabic": "[؀-ۿ]",
}

ABSENT = "\U0010fffd"
"""A character that no font holds: what it is drawn as is the box for a missing one."""


def missing_scripts(result: Result) -> tuple[str, ...]:
    """A sentence for each script in the chart of ``result`` that no installed font can draw."""
    picture = arrange(result)
    text = " ".join([result.title, *result.notes, *picture.labels, *picture.series])
    found = []
    for script, characters in SCRIPTS.items():
        used = re.search(characters, text)
        if used and _drawn(used.group()) == _drawn(ABSENT):
            found.append(
                f"No font on this machine holds {script}: the picture shows boxes instead. "
                "Install one (such as Noto Sans CJK), or write .svg or .html, which take the reader's fonts."
            )
    return tuple(found)


@cache
def _drawn(character: str) -> bytes:
    """A small PNG of one character."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="30" font-size="28" font-family="sans-serif">{character}</text></svg>'
    )
    return drawn
