"""Files that pages need: style, scripts, and the bundle of Vega-Lite."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.output.charts import vega_bundle
from corpus.web.answers import Answer

if TYPE_CHECKING:
    from corpus.api import Corpus

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
BUNDLE = "vega.js"
COMPRESSION = 9
_KEPT = {"cache-control": "max-age=3600", "content-encoding": "gzip", "vary": "accept-encoding"}


def names() -> tuple[str, ...]:
    """The files that can be asked for."""
    return (
        *sorted(path.name for path in FOLDER.iterdir() if path.suffix in KINDS),
        BUNDLE,
    )


def static(corpus: Corpus, name: str) -> Answer:
    """A file, compressed. PackageError where the bundle is not there and cannot be made."""
    return Answer(200, KINDS[Path(name).suffix], packed(name), _KEPT)


@cache
def packed(name: str) -> bytes:
    """The bytes of a file, compressed."""
    content = vega_bundle.script().encode() if name == BUNDLE else (FOLDER / name).read_bytes()
    return gzip.compress(content, COMPRESSION)
