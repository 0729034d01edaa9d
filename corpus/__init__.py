"""A comparative database of state-media texts.

Layers; imports point down only:

    cli      the command line: thin, no SQL, no statistics
    api      Corpus, the public Python API; the command line calls nothing else
    output   Result: tables, exports, charts
    query    counting, concordances, statistics
    ingest   readers, outlets, normalisation, loading
    index    the token index: terms, blocks, postings
    store    tables, engine, migrations runner
    model    dates, texts, tokens, records: pure Python
    errors, settings
"""

__version__ = "0.1.0"
