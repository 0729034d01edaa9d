"""Names of persons as Slavic titles print them, in the genitive, in the nominative."""

from __future__ import annotations

import re

# Surnames and given names of men, then of women; the first rule that fits a word decides.
_RULES: tuple[tuple[str, str], ...] = (
    ("ского", "ский"),
    ("цкого", "цкий"),
    ("ського", "ський"),
    ("цького", "цький"),
    ("ова", "ов"),
    ("ева", "ев"),
    ("ёва", "ёв"),
    ("єва", "єв"),
    ("ина", "ин"),
    ("ына", "ын"),
    ("іна", "ін"),
    ("ской", "ская"),
    ("ської", "ська"),
    ("овой", "ова"),
    ("евой", "ева"),
    ("иной", "ина"),
    ("ия", "ий"),
    ("ія", "ій"),
    ("ея", "ей"),
    ("ая", "ай"),
    ("ича", "ич"),
    ("ии", "ия"),
)
_CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐЎ][а-яёіїєґў’ʼ'-]+(?: [А-ЯЁІЇЄҐЎ][а-яёіїєґў’ʼ'-]+){1,2}")
_INITIALS = re.compile(r"((?:[А-ЯЁІЇЄ]\.\s?){1,2})([А-ЯЁІЇЄ][а-яёіїє-]+)")
_OBLIQUE = re.compile(r"(?:го|[оеё]ва|єва|[иыі]на|[оеи]й|ої)$")


def nominative(name: str) -> str:
    """The name; one in Cyrillic letters whose surname is in the genitive, in the nominative.

    ``Владимира Путина`` is Владимир Путин. A name that may as well be a woman's in the nominative
    (``Мария Захарова``) stays: its given name tells.
    """
    initials = _INITIALS.fullmatch(name)
    if initials is not None:
        return (
            f"{initials[1]}{_changed(initials[2])}"
            if initials[2].endswith(("ой", "ова", "ева", "ина", "ого"))
            else name
        )
    if _CYRILLIC.fullmatch(name) is None:
        return name
    *given, surname = name.split()
    if not _OBLIQUE.search(surname) or not given[0].endswith(("а", "я", "и", "і")):
        return name
    if surname.endswith(("ва", "на")) and given[0].endswith(("ия", "на", "ла", "ра")) and _is_woman(given[0]):
        return name
    return " ".join([*map(_given, given), _changed(surname)])


def _is_woman(given: str) -> bool:
    return given in _WOMEN


_WOMEN = frozenset({
    "Мария", "Валентина", "Елена", "Анна", "Ольга", "Татьяна", "Наталья", "Наталия", "Ирина", "Юлия",
    "Светлана", "Екатерина", "Марина", "Галина", "Людмила", "Лариса", "Вера", "Надежда", "Любовь", "Эльвира",
    "Дарья", "Александра", "Марія", "Олена", "Юлія", "Ірина", "Ганна", "Катерина",
})  # fmt: skip


def _given(name: str) -> str:
    changed = _changed(name)
    if changed != name:
        return changed
    return name[:-1] if name.endswith("а") else name


def _changed(word: str) -> str:
    for ending, instead in _RULES:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word
