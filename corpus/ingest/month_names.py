"""How months are written in the languages that dates are read in. Tables only.

For each language the spellings of the twelve months, in lower case, January first; several of one month are
parted by a bar. Abbreviations stand without their full stop. A name means the same month in every language
that has it, so that a name alone is enough to read it.
"""

from __future__ import annotations

from typing import Final

ENGLISH: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sept|sep",
            "october|oct",
            "november|nov",
            "december|dec",
        ),
        1,
    )
    for name in names.split("|")
}

FULL: Final[dict[str, str]] = {
    "ru": "январь|января|январе февраль|февраля|феврале март|марта|марте апрель|апреля|апреле"
    " май|мая|мае июнь|июня|июне июль|июля|июле август|августа|августе сентябрь|сентября|сентябре"
    " октябрь|октября|октябре ноябрь|ноября|ноябре декабрь|декабря|декабре",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre"
    " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "fr": "janvier février mars avril mai juin juillet août|aout septembre octobre novembre décembre",
}
"""Names written out; Russian ones in the nominative, genitive and prepositional."""

SHORT: Final[dict[str, str]] = {
    "ru": "янв фев|февр мар апр мая июн июл авг сен|сент окт ноя|нояб дек",
    "es": "ene feb mar abr - jun jul ago sep|sept oct nov dic",
    "pt": "jan fev mar abr - jun jul ago - - nov dez",
    "fr": "janv févr|fév mar avr mai juin juil août sept oct nov déc",
}
"""Abbreviations. A dash for those that are words of their own in an English text (may, set, out)."""


def _numbers(table: str) -> dict[str, int]:
    return {
        name: number
        for number, names in enumerate(table.split(), 1)
        for name in names.split("|")
        if name != "-"
    }


FULL_NUMBERS: Final = {language: _numbers(table) for language, table in FULL.items()}
SHORT_NUMBERS: Final = {language: _numbers(table) for language, table in SHORT.items()}

MONTHS: Final[dict[str, int]] = {
    **ENGLISH,
    **{
        name: month
        for table in (*FULL_NUMBERS.values(), *SHORT_NUMBERS.values())
        for name, month in table.items()
    },
}
"""Every name in lower case and its month, 1 to 12."""
