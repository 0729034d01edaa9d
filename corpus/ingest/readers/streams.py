"""What is no file: a text that somebody pastes, or that another program writes."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePosixPath
from typing import Any

from corpus import settings
from corpus.errors import UsageError
from corpus.ingest.readers.sources import Source, in_words

_NAME = "standard input"


def is_stream(value: object) -> bool:
    """Whether it is opened for reading."""
    return hasattr(value, "read") and not isinstance(value, type)


def stream_source(stream: Any) -> Source:
    """What a stream of bytes or text holds; its address is made of that, so that the same is one text and
    another is another. Raises UsageError for more than a file in an archive may have."""
    most = settings.MAX_MEMBER_BYTES
    content = stream.getvalue() if isinstance(stream, (io.BytesIO, io.StringIO)) else stream.read(most + 1)
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    name = getattr(stream, "name", _NAME)
    name = _NAME if not isinstance(name, str) or name.startswith("<") else name
    if len(raw) > most:
        raise UsageError(f"{name} has more than {in_words(most)}: write it to a file, and load that.")
    address = f"pasted:{hashlib.sha256(raw).hexdigest()[:16]}"
    return Source(name, address, PurePosixPath(name), len(raw), lambda: io.BytesIO(raw))
