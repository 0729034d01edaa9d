"""What older versions of the program wrote, written anew."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index.renewal import changed_speakers as changed_speakers
    from corpus.index.renewal import found_sentences as found_sentences
    from corpus.index.renewal import reanalyse as reanalyse
    from corpus.index.renewal import recount as recount
    from corpus.index.renewal import renew as renew
    from corpus.index.renewal import stored_texts as stored_texts
else:
    __getattr__ = face(__name__)
