"""Language analysers: texts cut into words where spaces do not, their tags and lemmas, and spellings.

    analysers        which analyser a language has, and what must be installed for it
    base             Analysed and Analyser: what every analyser gives
    assembly         an analyser's words joined with the project's own rule for all that is not its script
    korean           kiwipiepy with the words of the DPRK (dprk.toml)
    chinese          jieba with the terms of the Party (party_terms.toml)
    japanese         fugashi with unidic-lite
    spelling         northern and southern spelling of Korean (spelling.toml)
    hanja_reading    Han characters in Korean text, read in Hangul
    han              traditional and simplified characters

Pure functions of texts: nothing here knows of the database.
"""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.text.analysers import base as base
    from corpus.text.analysers import chinese as chinese
    from corpus.text.analysers import chinese_variants as chinese_variants
    from corpus.text.analysers import hanja_reading as hanja_reading
    from corpus.text.analysers import japanese as japanese
    from corpus.text.analysers import korean as korean
    from corpus.text.analysers import korean_spelling as korean_spelling
    from corpus.text.analysers import merge_tokens as merge_tokens
    from corpus.text.analysers import registry as registry
else:
    __getattr__ = face(__name__)
