"""A comparative database of state-media texts.

Layers; imports point down only:

    cli      the command line: thin, no SQL, no statistics
    web      the explorer in a browser, its JSON API, tools for language models: as thin
    api      Corpus, the public Python API; surfaces call nothing else
    output   Result: tables, exports, charts
    insight  people, titles, formulas, reuse, events, codes
    query    counting, concordances, comparing
    measures formulas of corpus linguistics over arrays
    curation what people change by hand: corrections, removals, taking back
    ingest   readers, outlets, normalisation, loading
    index    the token index: terms, blocks, postings
    store    tables, engine, migrations runner
    text     what words are: tokens, sentences, languages, names, analysers; pure functions of texts
    errors, settings, version; wording: how messages name arguments and actions; choices: what can be chosen
"""

from __future__ import annotations

from importlib import import_module

from corpus.version import __version__

TYPE_CHECKING = False  # typing would be imported before the program can answer to Ctrl-C
if TYPE_CHECKING:
    from typing import Any

    from corpus.api import Corpus
    from corpus.errors import CorpusError
    from corpus.output.result import Result

__all__ = ["Corpus", "CorpusError", "Result", "__version__"]

_HOMES = {"Corpus": "corpus.api", "CorpusError": "corpus.errors", "Result": "corpus.output.result"}


def __getattr__(name: str) -> Any:
    # Imported when first used: `corpus --help` needs none of them.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
