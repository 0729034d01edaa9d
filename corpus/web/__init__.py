"""The web explorer, its JSON API, and tools for language models: thin surfaces over ``corpus.api``."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.web import mcp_server as mcp_server
    from corpus.web import server as server
    from corpus.web import writing as writing
else:
    __getattr__ = face(__name__)
