"""Reading: every file, member and record ends as an Item or as a Rejected with its reason."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.ingest.readers import archive as archive
    from corpus.ingest.readers import data_frames as data_frames
    from corpus.ingest.readers import html as html
    from corpus.ingest.readers import inputs as inputs
    from corpus.ingest.readers import missing_packages as missing_packages
    from corpus.ingest.readers import page_extraction as page_extraction
    from corpus.ingest.readers import page_layouts as page_layouts
    from corpus.ingest.readers import page_repeats as page_repeats
    from corpus.ingest.readers import records as records
    from corpus.ingest.readers import sources as sources
    from corpus.ingest.readers import streams as streams
    from corpus.ingest.readers import table as table
    from corpus.ingest.readers import walk as walk
    from corpus.ingest.readers import xlsx as xlsx
else:
    __getattr__ = face(__name__)
