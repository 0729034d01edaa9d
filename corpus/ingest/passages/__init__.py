"""Paragraphs made into passages: whose words each is, in which language."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.passages import closings as closings
    from corpus.ingest.passages import editor_notes as editor_notes
    from corpus.ingest.passages import headings as headings
    from corpus.ingest.passages import language_detection as language_detection
    from corpus.ingest.passages import news_words as news_words
    from corpus.ingest.passages import quotations as quotations
    from corpus.ingest.passages import speakers as speakers
    from corpus.ingest.passages import title_countries as title_countries
    from corpus.ingest.passages import title_speakers as title_speakers
    from corpus.ingest.passages import transcripts as transcripts
    from corpus.ingest.passages import voice_doubts as voice_doubts
    from corpus.ingest.passages import voices as voices
    from corpus.ingest.passages import written_speakers as written_speakers
else:
    __getattr__ = face(__name__)
