"""Names of persons as people type them."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.persons import known_persons as known_persons
    from corpus.query.persons import name_hints as name_hints
    from corpus.query.persons import outlet_person_words as outlet_person_words
    from corpus.query.persons import speakers as speakers
else:
    __getattr__ = face(__name__)
