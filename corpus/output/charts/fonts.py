"""Fonts of charts: those of the extra [fonts], and whether any font holds the scripts of a chart.

A picture of empty boxes must not go unsaid.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.output.charts.chart_series import arrange

if TYPE_CHECKING:
    from corpus.output.result_data import ResultData

SCRIPTS = {
    "Korean": "[가-힣ㄱ-ㆎ]",
    "Chinese characters": "[㐀-䶿一-鿿]",
    "Japanese": "[ぁ-ヿ]",
    "Cyrillic": "[Ѐ-ӿ]",
    "Arabic": "[؀-ۿ]",
}

PACKAGED = {
    "pylopdf_fonts_zh_cn": "NotoSansSC-Regular.otf",
    "pylopdf_fonts_ko": "NotoSansKR-Regular.otf",
}
"""Packages of the extra [fonts] and the file of each that is used: Noto Sans SC holds Han, Kana and Cyrillic,
Noto Sans KR Hangul. Both under the SIL Open Font License 1.1."""

IN_EXTRA = frozenset({"Korean", "Chinese characters", "Japanese", "Cyrillic"})
"""Scripts that these fonts hold."""

ABSENT = "\U0010fffd"
"""A character that no font holds: what it is drawn as is the box for a missing one."""

_registered: list[tempfile.TemporaryDirectory[str]] = []
"""Folders of fonts in use, which last as long as the program runs."""


@cache
def use_fonts() -> tuple[str, ...]:
    """Let charts use the fonts of the extra [fonts], as far as it is installed; the files found.

    Their packages also hold fonts with serifs, so that not their folder is given to vl-convert but one with
    links to the files that are meant.
    """
    found = [path for package, file in PACKAGED.items() if (path := _file(package, file)) is not None]
    if found:
        import vl_convert

        folder = tempfile.TemporaryDirectory(prefix="corpus-fonts-", ignore_cleanup_errors=True)
        _registered.append(folder)
        for number, path in enumerate(found):
            link = Path(folder.name) / f"{number}-{path.name}"
            try:
                link.symlink_to(path)
            except OSError:  # a system without links
                shutil.copyfile(path, link)
        vl_convert.register_font_directory(folder.name)
    return tuple(str(path) for path in found)


def _file(package: str, name: str) -> Path | None:
    with suppress(ImportError, ValueError):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            path = Path(folder) / name
            if path.is_file():
                return path
    return None


def missing_scripts(result: ResultData) -> tuple[str, ...]:
    """A sentence for each script in the chart of ``result`` that no font at hand can draw."""
    picture = arrange(result)
    text = " ".join([result.title, *result.notes, *picture.labels, *picture.series])
    use_fonts()
    found = []
    for script, characters in SCRIPTS.items():
        used = re.search(characters, text)
        if used and _drawn(used.group()) == _drawn(ABSENT):
            found.append(
                f"No font on this machine holds {script}: the picture shows boxes instead. {_remedy(script)}"
            )
    return tuple(found)


def _remedy(script: str) -> str:
    installed = (
        "pip install 'state-media-corpus[fonts]', or install the system's package (on Debian fonts-noto-cjk)"
        if script in IN_EXTRA
        else "Install a font that has it (on Debian fonts-noto-core)"
    )
    return f"{installed}, or write .svg or .html, which take the reader's fonts."


@cache
def _drawn(character: str) -> bytes:
    """A small PNG of one character."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="30" font-size="28" font-family="sans-serif">{character}</text></svg>'
    )
    return drawn
