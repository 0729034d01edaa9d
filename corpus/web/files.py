"""Files that pages need: style, scripts, and the bundle of Vega-Lite, which the wheel holds ready."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PackageError
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
MISSING = "Charts in pages need the extra [web]: pip install 'state-media-corpus[web]'."
COMPRESSION = 9
_KEPT = {"cache-control": "max-age=3600", "content-encoding": "gzip", "vary": "accept-encoding"}


def names() -> tuple[str, ...]:
    """The files that can be asked for."""
    return (
        *sorted(path.name for path in FOLDER.iterdir() if path.suffix in KINDS and path.name != BUNDLE),
        BUNDLE,
    )


def static(corpus: Corpus, name: str) -> Answer:
    """A file, compressed. PackageError where the bundle is not there and cannot be made."""
    return Answer(200, KINDS[Path(name).suffix], packed(name), _KEPT)


@cache
def packed(name: str) -> bytes:
    """The bytes of a file, compressed."""
    path = FOLDER / name
    return gzip.compress(path.read_bytes() if path.exists() else bundle(), COMPRESSION)


def bundle() -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one script, without the network; it takes a second or two."""
    try:
        import vl_convert
    except ImportError:
        raise PackageError(MISSING) from None
    made: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return made.encode()
