"""The public Python API. The command line and every other surface call nothing else."""

from __future__ import annotations

from corpus.api.authority import Authorities
from corpus.api.check_and_backup import Keeping
from corpus.api.citing import Citing
from corpus.api.coding import Annotations
from corpus.api.comparison import Comparing
from corpus.api.concepts import Concepts
from corpus.api.corrections import Corrections
from corpus.api.documents import Documents, Shown
from corpus.api.formulas import Formulas
from corpus.api.loading import Loading
from corpus.api.people import People
from corpus.api.removals import Removals
from corpus.api.reuse import Reuse
from corpus.api.sql import Sql
from corpus.api.tables import Matrix, Tables
from corpus.api.upgrading import Upgrading
from corpus.api.word_lists import Words

__all__ = ["Corpus", "Matrix", "Shown"]


class Corpus(
    Loading,
    Corrections,
    Removals,
    Concepts,
    Authorities,
    Formulas,
    People,
    Documents,
    Reuse,
    Citing,
    Comparing,
    Annotations,
    Keeping,
    Sql,
    Tables,
    Words,
    Upgrading,
):
    """An archive of state-media texts, and the questions that can be asked of it.

    ``database``: a path, or an SQLAlchemy URL; by default ``CORPUS_DB``, else ``corpus.db`` here.
    Filters are keyword arguments, the same for every query: outlet, country, language, genre, authority,
    speaker, voice, document, code (one name or several), title, since, until, as_of,
    collapse.

        with Corpus("corpus.db") as c:
            c.add("speeches/", outlet="kcna")
            c.freq("nuclear*", by="year", outlet="kcna")

    Every method raises CorpusError, with a sentence for the user, when it cannot do what was asked.
    """

    def __repr__(self) -> str:
        return f"<Corpus {self.name}>"
