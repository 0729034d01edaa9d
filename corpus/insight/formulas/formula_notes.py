"""Sentences under tables of formulas: the thresholds that made them, and how to open a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.text.languages import primary
from corpus.wording import FOLLOWUP, Note, action, argument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.insight.formulas.formula_settings import Grades, Temperature
    from corpus.insight.formulas.lifecycle.succession import Lived
    from corpus.insight.formulas.lifecycle.tracked_formula import Found, Ground


def of_list(
    ground: Ground, candidates: int, least: int, kind: str, rows: list[dict[str, Any]], cut: int
) -> Iterable[str]:
    """What a reader of the list must know."""
    asked = ground.thresholds.candidates
    if not ground.tokens:
        yield "The filters leave no words to count."
        return
    catalogue = ground.selection.catalogue
    present = catalogue.present(ground.moment.connection, "language", ground.selection.mask)
    unknown = sorted({primary(tag) for tag in present} & ground.lexicon.unknown)
    if unknown:
        yield f"No function words are known of: {', '.join(unknown)}."
    if not rows:
        other = "" if kind == "all" else f", or ask for {argument('kind', 'all')}"
        named = "sequence" if kind == "all" else kind
        lower = f"lower {argument('min_documents')}{other}"
        yield f"No {named} is found in {least:,} documents or more: {lower}."
        return
    yield (
        f"{candidates:,} sequences in {least:,} documents or more are bound (association from"
        f" {asked.least_association:g}), fixed (from {asked.least_fixed:g}) and not mostly part of a longer"
        " one. quoted, capitals: per cent of the matches in quotation marks around at most"
        f" {asked.longest_quotation} words, and with a capital on a word that is mostly written without."
    )
    yield from of_dates(ground)
    if cut:
        yield f"Of {_many(cut, 'formula')} only the {asked.most_variants} most frequent forms are counted."
    yield from of_heat(ground.thresholds.temperature, ground.scale, ground.by)
    yield (
        f"temperature and grade of a row: of the last {ground.by} that has one; what is dead is cold. half"
        f" life: {ground.by}s from the peak to the first that is known not to be hot. death: the date of"
        f" last, where {ground.thresholds.temperature.least_expected:g} of the documents since would have had"
        f" it, no silence before was as long, and a later {ground.by} has text; even so, some come back."
    )
    full = [label for label, tokens in zip(ground.when.labels, ground.when.tokens, strict=True) if tokens]
    if full:
        yield f"temperatures: a letter for each {ground.by} from {full[0]} to {full[-1]}."
    query = rows[0]["query"]
    life = action("formulas", query)
    opened = f"Passages of a row by its query, as {action('kwic', query)}; its life: {life}"
    yield Note(opened, FOLLOWUP)


def of_life(ground: Ground, source: str, found: Found) -> Iterable[str]:
    """The life of one formula in a few sentences."""
    life, evidence, by = found.life, found.evidence, ground.by
    labels = ground.when.labels
    parts = []
    if life.first is not None:
        known = "born" if life.born else "first found"
        parts.append(f"{known} {ground.date(life.first)}")
    if life.peak is not None:
        half = (
            f"no longer hot {_many(life.half_life, by)} later"
            if life.half_life
            else "hot since, as far as is known"
        )
        parts.append(f"peak {labels[life.peak]}, {half}")
    if life.last is not None:
        parts.append(f"{'died' if life.dead else 'last found'} {ground.date(life.last)}")
    parts.append(f"{evidence.quoted:.0%} of the matches in quotation marks")
    if evidence.capitals is not None:
        parts.append(f"{evidence.capitals:.0%} with capitals")
    parts.append(f"outlets: {', '.join(evidence.outlets)}")
    parts.append(f"voices: {', '.join(evidence.voices)}")
    yield f"{source}: {'; '.join(parts)}."
    if life.first is not None and not life.born:
        yield f"{source}: too few documents before its first to tell a birth from where the archive begins."


def of_succession(ground: Ground, one: Lived, other: Lived) -> str:
    """That one formula follows another."""
    begin, end = ground.date(one.life.first), ground.date(one.life.last)
    return f"{other.text} (from {ground.date(other.life.first)}) follows {one.text} ({begin} to {end})."


def _many(count: int | None, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def of_dates(ground: Ground) -> Iterable[str]:
    """What is not bound by the dates asked for."""
    if ground.always is not ground.selection:
        yield (
            "Matches, documents, quotation marks and capitals are of the dates asked for; birth, peak, half"
            " life, last, death, temperatures and grades of all dates."
        )


def of_heat(asked: Temperature, scale: Grades, by: str) -> Iterable[str]:
    """The thresholds of temperature and grades."""
    yield (
        f"temperature of a {by}: hot (H) from {asked.hot:.0%} of the rate at the peak, warm (w) from"
        f" {asked.warm:.1%}, cold (c) below; none (-) without text of the outlets that have it, or with so"
        f" little that a hot formula would be expected fewer than {asked.least_expected:g} times."
    )
    named = ", ".join(f"{one.name} {one.share:.2%}" for one in scale.grades if one.articles)
    yield (
        f"grade: by the share of the {by}'s documents: {named}, else {scale.grades[-1].name}; the six grades"
        " of the China Media Project for articles a year in the People's Daily"
        f" ({', '.join(f'{one.articles:,}' for one in scale.grades if one.articles)} of about"
        f" {round(scale.articles_per_year, -2):,}; the first two as published); none in a {by} of fewer than"
        f" {scale.least_documents} documents."
    )
