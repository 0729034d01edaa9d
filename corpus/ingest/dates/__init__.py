"""Dates: of metadata, of names of files, and printed ones in every calendar."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.dates import dateline as dateline
    from corpus.ingest.dates import finder as finder
    from corpus.ingest.dates import headline_stamps as headline_stamps
    from corpus.ingest.dates import metadata as metadata
    from corpus.ingest.dates import month_names as month_names
    from corpus.ingest.dates import opening_datelines as opening_datelines
    from corpus.ingest.dates import printed as printed
    from corpus.ingest.dates import publication_date as publication_date
    from corpus.ingest.dates import stamps as stamps
    from corpus.ingest.dates import text_dates as text_dates
else:
    __getattr__ = face(__name__)
