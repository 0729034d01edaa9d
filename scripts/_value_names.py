"""Writes the tables of names of countries and languages in corpus/model, from the Unicode CLDR.

    pip install babel langcodes language_data
    python scripts/_value_names.py

Only for whoever renews the tables: the program itself needs none of these packages. What the CLDR lacks
(names of states that are gone, names as state media write them) is in countries.toml and languages.toml.
"""

from __future__ import annotations

import itertools
import re
import string
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale, __version__
from babel.core import get_global
from langcodes import tag_is_valid

MODEL = Path(__file__).parent.parent / "corpus/text"
sys.path.insert(0, str(MODEL.parent.parent))
LOCALES = (
    "en", "ko", "zh", "zh_Hant", "ja", "ru", "es", "fr", "de", "pt", "it", "ar", "fa", "vi", "tr", "uk",
    "pl", "cs", "sr", "sr_Latn", "id",
)  # fmt: skip
HEAD = f"""# Written by scripts/_value_names.py from the Unicode CLDR, as Babel {__version__} has it (Unicode License V3):
# names in {", ".join(LOCALES)}.
"""  # noqa: E501
LETTERS = 3
NO_LANGUAGE = {"und", "mul", "zxx", "mis", "root"}
FORMER = {"BUR", "ZAR", "ROM", "TMP", "BYS", "HVO", "DHY", "SUN", "DDR", "YMD", "FXX", "NTZ", "AFI"}
"""Codes of ISO 3166-3: names that states had. What becomes of them stands in countries.toml."""
NO_STATE = {"EU", "QO", "XA", "XB", "XK", "ZZ"}
NUMBERS_OF_TODAY = {"DE": "276", "YE": "887", "ET": "231", "PA": "591", "SD": "729", "KN": "659"}


def key(name: str) -> str:
    from corpus.text.spelling_keys import spelling_key

    return spelling_key(name)


def unambiguous(names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without spellings that a code before has, and without those that differ in nothing that counts.

    A name in English wins over the same in another language (Spanish Guinea is not another state).
    """
    whose: dict[str, str] = {}
    kept: dict[str, list[str]] = defaultdict(list)
    for place in range(max(map(len, names.values()))):
        for code, spelled in names.items():
            if place < len(spelled) and spelled[place]:
                taken = whose.setdefault(key(spelled[place]), code)
                if taken == code and key(spelled[place]) not in map(key, kept[code]):
                    kept[code].append(spelled[place])
    return kept


def country_tables() -> tuple[str, str]:
    """The codes, and the names."""
    locales = [Locale.parse(name) for name in LOCALES]
    numbers: dict[str, str] = {}
    for alias, (territory, *more) in get_global("territory_aliases").items():
        if not more and alias.isdigit() and len(alias) == LETTERS:
            numbers.setdefault(territory, alias)
    numbers |= NUMBERS_OF_TODAY
    codes = {two: three for two, three in alpha_3().items() if two in locales[0].territories}
    codes = dict(sorted(codes.items(), key=lambda pair: pair[1]))
    lines = [f"{three} {two} {numbers.get(two, '-')}" for two, three in codes.items()]
    names = {
        three: [one for locale in locales for one in parts(locale.territories.get(two, ""), three)]
        for two, three in codes.items()
    }
    table = "\n".join(lines)
    note = "# ISO 3166-1 of today: three letters, two letters, number."
    return f'{HEAD}{note}\ncodes = """\n{table}\n"""\n', f"{HEAD}\n[names]\n{listed(names)}\n"


def parts(name: str, code: str) -> list[str]:
    """A name with another in brackets is two names, but not where the brackets tell two states apart."""
    found = re.fullmatch(r"(.+?) ?[(（](.+)[)）]", name)
    return [name, *found.groups()] if found and code not in ("COD", "COG") else [name]


def listed(names: dict[str, list[str]]) -> str:
    return "\n".join(f'{code} = "{" | ".join(spelled)}"' for code, spelled in unambiguous(names).items())


def language_tables() -> tuple[str, str]:
    """The codes, and the names."""
    from babel.localedata import locale_identifiers

    there = set(locale_identifiers())
    locales = [Locale.parse(name) for name in LOCALES]
    names: dict[str, list[str]] = {}
    for tag in sorted(set(locales[0].languages) - NO_LANGUAGE, key=lambda one: (len(one) > 2, one)):
        english = locales[0].languages[tag]
        common = len(tag) == 2 or "_" in tag or tag in there
        others = [locale.languages.get(tag, "") for locale in locales[1:]] if common else []
        own = Locale.parse(tag).languages.get(tag, "") if tag in there else ""
        names[tag.replace("_", "-")] = [english, own, *others]
    aliases = {
        old: new.replace("_", "-")
        for old, new in get_global("language_aliases").items()
        if old.isalpha() and len(old) <= LETTERS and " " not in new
    }
    letters = string.ascii_lowercase
    every = ["".join(some) for length in (2, 3) for some in itertools.product(letters, repeat=length)]
    taken = NO_LANGUAGE | set(aliases)
    valid = [tag for tag in every if tag not in taken and not "qaa" <= tag <= "qtz" and tag_is_valid(tag)]
    held = [f"{old}={new}" for old, new in sorted(aliases.items())]
    codes = f'codes = """\n{wrapped(valid)}\n"""\n\n# Codes written otherwise.\n'
    codes += f'aliases = """\n{wrapped(held)}\n"""\n'
    return f"{HEAD}# Languages of BCP 47.\n{codes}", f"{HEAD}\n[names]\n{listed(names)}\n"


def wrapped(words: list[str]) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 108:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    return "\n".join([*lines, line])


def alpha_3() -> dict[str, str]:
    """Two letters to three, of today."""
    found = {"XK": "XKX"}  # the CLDR has XKK, everybody else XKX; ISO leaves both to their users
    for alias, (territory, *more) in get_global("territory_aliases").items():
        short = alias.isalpha() and len(alias) == LETTERS and alias not in FORMER
        if short and not more and territory not in NO_STATE:
            found.setdefault(territory, alias)
    return found


def main() -> None:
    for name, tables in (("country", country_tables()), ("language", language_tables())):
        for kind, table in zip(("codes", "names"), tables, strict=True):
            (MODEL / f"{name}_{kind}.toml").write_text(table, "utf-8")


if __name__ == "__main__":
    main()
