"""The lines of a text as it came, made into a headline and paragraphs."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.paragraphs import day_pages as day_pages
    from corpus.ingest.paragraphs import head as head
    from corpus.ingest.paragraphs import head_lines as head_lines
    from corpus.ingest.paragraphs import heads as heads
    from corpus.ingest.paragraphs import line_ends as line_ends
    from corpus.ingest.paragraphs import link_lines as link_lines
    from corpus.ingest.paragraphs import paragraphs as paragraphs
    from corpus.ingest.paragraphs import pieces as pieces
    from corpus.ingest.paragraphs import tail_lines as tail_lines
    from corpus.ingest.paragraphs import text_layout as text_layout
else:
    __getattr__ = face(__name__)
