"""Results as text for a terminal."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.output.text import captions as captions
    from corpus.output.text import codes as codes
    from corpus.output.text import contexts as contexts
    from corpus.output.text import documents as documents
    from corpus.output.text import pages as pages
    from corpus.output.text import people as people
    from corpus.output.text import tables as tables
    from corpus.output.text import terminal_text as terminal_text
else:
    __getattr__ = face(__name__)
