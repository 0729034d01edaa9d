"""What tells languages apart cheaply: their scripts, and which of them share words.

Tables only; :mod:`corpus.ingest.passages.language_detection` says how they are used. Words by which languages
are told apart stand in :mod:`corpus.text.function_words`.
"""

from __future__ import annotations

from typing import Final

SCRIPTS: Final[tuple[tuple[str, str, float], ...]] = (
    ("ko", "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3", 0.3),
    ("ja", "\u3041-\u3096\u30a1-\u30fa", 0.1),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", 0.3),
    ("ru", "\u0400-\u052f", 0.5),
    ("ar", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", 0.5),
    ("el", "\u0370-\u03ff\u1f00-\u1fff", 0.5),
    ("he", "\u0590-\u05ff", 0.5),
    ("hi", "\u0900-\u097f", 0.5),
    ("th", "\u0e00-\u0e7f", 0.5),
    ("lo", "\u0e80-\u0eff", 0.5),
    ("km", "\u1780-\u17ff", 0.5),
    ("my", "\u1000-\u109f", 0.5),
    ("ka", "\u10a0-\u10ff", 0.5),
    ("hy", "\u0530-\u058f", 0.5),
    ("am", "\u1200-\u137f", 0.5),
    ("bn", "\u0980-\u09ff", 0.5),
    ("pa", "\u0a00-\u0a7f", 0.5),
    ("gu", "\u0a80-\u0aff", 0.5),
    ("or", "\u0b00-\u0b7f", 0.5),
    ("ta", "\u0b80-\u0bff", 0.5),
    ("te", "\u0c00-\u0c7f", 0.5),
    ("kn", "\u0c80-\u0cff", 0.5),
    ("ml", "\u0d00-\u0d7f", 0.5),
    ("si", "\u0d80-\u0dff", 0.5),
    ("bo", "\u0f00-\u0fff", 0.5),
)
"""The usual language of a script, its letters, and the share of all letters from which on it decides.

In this order: Japanese has Han letters beside Kana, Korean may have Han letters beside Hangul.
"""

OF_ONE_SCRIPT: Final[dict[str, tuple[str, ...]]] = {
    "ru": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"),
    "ar": ("ar", "fa", "ur", "ps", "ug"),
    "en": (
        "en", "es", "fr", "de", "pt", "it", "nl", "pl", "cs", "sk", "hu", "ro", "sv", "da", "no", "fi",
        "tr", "vi", "id", "ms", "sw", "sq", "hr", "sl", "et", "lv", "lt", "ca", "az", "uz", "tk", "is", "tl",
    ),
}  # fmt: skip
"""Languages written in one script, by its usual language, that py3langid is let choose from."""

OWN_LETTERS: Final[tuple[tuple[str, str, str, str], ...]] = (("ru", "uz", "ўЎ", "қғҳҚҒҲ"),)
"""The usual language of a script, a language that is known by having letters of two kinds, and these."""

_EKAVIAN = """
celog ceo deo dogovoreno dve evropi evropska evropske evropskoj gde hteo izveštaj lepo mesta
mesto naredne ovde pobeda posle poslednjih predsednica predsednik predsednika predsedniku promena
promene razumevanje reč reči saopšteno saopštio sednica sednice sednici srbije srbiji srbijom
srbiju svet sveta svetu uvek vesti videti vreme vremena zahtev zahteva
"""
SPELLINGS: Final[dict[str, tuple[str, frozenset[str]]]] = {"hr": ("sr", frozenset(_EKAVIAN.split()))}
"""By a language another that it is hardly told from but by its spelling: that one, and words spelt so."""

SECOND_SCRIPTS: Final[dict[str, tuple[str, ...]]] = {
    "sr": ("en",), "bs": ("ru",), "sh": ("ru",), "cnr": ("ru",), "mk": ("en",), "be": ("en",), "ro": ("ru",),
    "kk": ("en", "ar"), "ky": ("en", "ar"), "uz": ("ru", "ar", "en"), "tg": ("en", "ar"), "tt": ("en",),
    "az": ("ru", "ar"), "tk": ("ru", "ar"), "kaa": ("en", "ru"), "crh": ("ru",), "ug": ("en", "ru"),
    "mn": ("en",), "ku": ("ar", "ru"), "kmr": ("ar", "ru"), "ckb": ("en",), "ms": ("ar",), "ha": ("ar",),
    "pa": ("ar",), "sd": ("hi",), "ks": ("hi",), "ur": ("hi", "en"), "dv": ("en",), "ko": ("zh",),
    "ja": ("zh",), "vi": ("zh",), "tr": ("ar",), "so": ("ar",), "sw": ("ar",), "wo": ("ar",),
}  # fmt: skip
"""By language the other scripts it is written in, each named by its usual language."""

SUBTAG_SCRIPTS: Final[dict[str, str]] = {
    "latn": "en", "cyrl": "ru", "arab": "ar", "hang": "ko", "kore": "ko", "jpan": "ja", "kana": "ja",
    "hira": "ja", "hans": "zh", "hant": "zh", "hani": "zh", "grek": "el", "hebr": "he", "deva": "hi",
    "thai": "th", "laoo": "lo", "khmr": "km", "mymr": "my", "geor": "ka", "armn": "hy", "ethi": "am",
}  # fmt: skip
"""Scripts as tags name them (ISO 15924), by their usual language."""

NEAR: Final[dict[str, tuple[str, ...]]] = {
    "gl": ("pt", "es"), "ca": ("es", "fr", "it", "pt"), "oc": ("fr", "es", "it", "pt"), "ast": ("es", "pt"),
    "af": ("nl",), "fy": ("nl",), "lb": ("de", "nl"), "ms": ("id",), "jv": ("id",), "su": ("id",),
    "az": ("tr",), "uz": ("tr",), "tk": ("tr",), "kk": ("tr",), "ky": ("tr",), "crh": ("tr",), "gag": ("tr",),
    "kaa": ("tr",), "tt": ("tr",), "ku": ("tr",), "kmr": ("tr",), "cs": ("pl",), "sk": ("pl",), "sl": ("pl",),
    "hr": ("pl",), "bs": ("pl", "sr"), "sr": ("pl", "bg"), "mk": ("bg", "sr"), "sh": ("pl", "sr"),
    "bg": ("sr",), "be": ("uk", "ru"), "uk": ("be", "ru"), "rue": ("uk",), "tg": ("fa",),
    "ps": ("fa", "ur", "ar"), "ckb": ("fa", "ar"), "sd": ("ur", "ar"),
    "ug": ("ar", "fa"), "pa": ("ur",), "pt": ("es",), "es": ("pt",),
    "sco": ("en",), "fil": ("es",), "ht": ("fr",), "eo": ("it", "es", "fr", "pt"), "la": ("it",),
}  # fmt: skip
"""Languages whose common words are partly those of others, which are no evidence against them."""

_PAIRS = (
    "国國们們这這个個说說会會对對时時来來发發东東车車为為经經济濟实實"
    "现現进進动動业業务務团團门門问問间間长長马馬书書学學习習党黨战戰"
)
SIMPLIFIED: Final = frozenset(_PAIRS[::2])
TRADITIONAL: Final = frozenset(_PAIRS[1::2])
"""Common characters that only the one or only the other way of writing Chinese has."""
