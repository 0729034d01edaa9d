"""Pure Python: dates, texts, tokens, records. Knows no database."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.text import analysers as analysers
    from corpus.text import arrays as arrays
    from corpus.text import body as body
    from corpus.text import counting_rules as counting_rules
    from corpus.text import countries as countries
    from corpus.text import dates as dates
    from corpus.text import function_words as function_words
    from corpus.text import gazetteer as gazetteer
    from corpus.text import languages as languages
    from corpus.text import line_ids as line_ids
    from corpus.text import names as names
    from corpus.text import normalisation as normalisation
    from corpus.text import older_rules as older_rules
    from corpus.text import page_words as page_words
    from corpus.text import records as records
    from corpus.text import roles as roles
    from corpus.text import sentences as sentences
    from corpus.text import spelling_keys as spelling_keys
    from corpus.text import stage_directions as stage_directions
    from corpus.text import tokens as tokens
    from corpus.text import word_breaks as word_breaks
    from corpus.text import word_joins as word_joins
else:
    __getattr__ = face(__name__)
