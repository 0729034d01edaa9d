"""The language of a text that comes without one: by its script, its common words, then py3langid.

Metadata are never asked here and never overridden: who has them does not call this.

Languages that share a script (Latin, Cyrillic, Arabic) are told apart in steps, the cheap ones first:

1. common words: a language whose commonest words are at least every eighth word of the text (English, where
   it is the only language expected: every fifth) and twice as many as those of any other in the table;
2. a text of fewer than ``SHORTEST`` letters has the outlet's first language of that script, else ``und``;
3. py3langid, restricted to ``OF_ONE_SCRIPT``; the probability of each language of the outlet counts
   ``PRIOR`` times. Below ``SURE`` the answer is doubtful, and the outlet's language wins; where it has none
   of the script, ``und`` does below ``LEAST``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.ingest.passages.language_words import (
    NEAR,
    OF_ONE_SCRIPT,
    OWN_LETTERS,
    SCRIPTS,
    SECOND_SCRIPTS,
    SIMPLIFIED,
    SPELLINGS,
    SUBTAG_SCRIPTS,
    TRADITIONAL,
)
from corpus.text.function_words import telling_words
from corpus.text.languages import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOOKED_AT = 100_000
"""Code points from which the script of a passage is seen: its letters are looked at one by one."""
SAMPLE = 2000
"""How much of a text is looked at, in code points."""
OPENING = 400
"""How much is enough where English is the only language of the script that is expected."""
SHORTEST = 20
"""With fewer letters than this, words and letter sequences say little."""
PRIOR = 30
"""How many times the probability of an outlet's language counts."""
SURE = 0.8
"""Probability (with the prior) from which on the answer is not doubtful."""
LEAST = 0.5
"""Probability below which a language that nobody expected is none."""
OWN_SHARE = 60
"""One of so many characters must be a letter that a language alone has."""
PASSAGE_LETTERS = 12
"""Letters of its own script that a passage needs before its language is said to differ, 4 of Han, Kana or
Hangul for each 12."""
TOLD_APART = 100
"""Code points of a passage from which on languages of its script are told apart: an address of a page or the
name of a body would be taken for any of them."""

_PATTERNS = tuple((language, re.compile(f"[{letters}]")) for language, letters, _ in SCRIPTS)
_RARE = {language: share for language, _, share in SCRIPTS}
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]+")
_OTHER = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3040-\U0010ffff]+")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT_OF = {
    **{tag: tag for tag, _, _ in SCRIPTS},
    **{tag: script for script, tags in OF_ONE_SCRIPT.items() for tag in tags},
}
_DENSE = frozenset({"ko", "ja", "zh"})
"""Scripts of which a letter says as much as three of Latin."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A BCP 47 tag (``und`` where nothing shows it) and, where the evidence is weak, what else it may be.

    ``instead`` is None for a sure answer; "" for a doubtful one with no other candidate.
    """

    language: str
    instead: str | None = None


def detected(text: str, languages: Sequence[str]) -> Detected:
    """The language of a text without one; the first ``SAMPLE`` code points are looked at.

    ``languages``: the outlet's BCP 47 tags, the most used first; a prior, never a restriction. A tag of the
    outlet is given back as it stands there (``zh-Hant``, ``en-GB``).
    """
    sample = text[:SAMPLE]
    script = _script(sample)
    if script is None:
        return Detected("und")
    own = [tag for tag in languages if _script_of(tag) == script]
    if script == "zh":
        return Detected(_chinese(sample, own))
    if script not in OF_ONE_SCRIPT:
        return Detected(own[0] if own else script)
    if own and all(primary(tag) == "en" for tag in own):
        words = sample[:OPENING].lower().split()
        if 5 * _common("en", words) >= len(words) > 3:
            return Detected(own[0])
    words = _WORD.findall(sample[: SAMPLE // 2].lower())
    told = _by_own_letters(sample, script, own) or _by_words(words, script, own)
    return told or _by_spelling(_by_letters(sample, words, script, own), words)


def contradicted(text: str, language: str) -> str | None:
    """The language that a text plainly is in although it is said to be in another (BCP 47); else None.

    By its script, where the language is never written in it, or by its common words; the first ``SAMPLE``
    code points are looked at, and nothing is said of a text with fewer than ``SHORTEST`` letters.
    """
    sample = text[:SAMPLE]
    script = _script(sample)
    words = _WORD.findall(sample[: SAMPLE // 2].lower())
    if script is None or sum(map(len, words)) < SHORTEST:
        return None
    own = primary(language)
    if script not in _scripts_of(language):
        found = _by_words(words, script, ()) if script in OF_ONE_SCRIPT else None
        return found.language if found else script
    if script not in OF_ONE_SCRIPT:
        return None
    if own in telling_words() and 8 * _common(own, words) >= len(words):
        return None
    found = _by_words(words, script, ())
    if found is None or found.language == own or found.language in NEAR.get(own, ()):
        return None
    plain = own in telling_words() or 5 * _common(found.language, words) >= len(words)
    return found.language if plain else None


def passage_languages(
    text: str, spans: Iterable[tuple[int, int]], language: str | None, languages: Sequence[str] = ()
) -> list[str | None]:
    """For each span (half-open, code points of ``text``) the language, where its script plainly differs.

    None where the script is that of ``language`` or too little stands there: ``PASSAGE_LETTERS`` letters of
    the other script are needed (a third of that of Han, Kana and Hangul, whose letters say more), and the
    share from which on a script decides. Japanese and Korean passages in Han letters alone do not differ
    from Chinese ones, nor Chinese documents from Han passages. Which language of the other script it is,
    ``detected`` says, with the outlet's ``languages`` as prior; where it cannot, the usual one: ``ru`` for
    Cyrillic, ``en`` for Latin, ``ar`` for Arabic. Languages of the document's own script are not told apart.
    """
    spans = list(spans)
    whole = _scripts_of(language) if language else ()
    if "en" in whole[:1] and text.isascii():
        return [None] * len(spans)
    spans = [(start, min(end, start + LOOKED_AT)) for start, end in spans]
    found = [_differing(text[start:end], whole) for start, end in spans]
    return [
        script and _of_script(script, text[start:end], languages)
        for script, (start, end) in zip(found, spans, strict=True)
    ]


def _of_script(script: str, passage: str, languages: Sequence[str]) -> str:
    """The language of a passage in a script (named by its usual language)."""
    found = detected(passage, languages)
    sure = found.instead is None and found.language != "und" and len(passage) >= TOLD_APART
    return found.language if sure else next((tag for tag in languages if _script_of(tag) == script), script)


def _differing(passage: str, whole: Sequence[str]) -> str | None:
    """The script of a passage, by its usual language, where it is none of ``whole``.

    In a second script of the document's language only what is plainly English is English.
    """
    if "en" in whole[:1] and passage.isascii():
        return None
    script = _script(passage)
    if script is None or script in whole[:1] or (script == "zh" and not _DENSE.isdisjoint(whole)):
        return None
    if script in whole:
        words = passage[:SAMPLE].lower().split() if script == "en" else []
        if len(words) < 8 or 5 * _common("en", words) < len(words):
            return None
    pattern = _LATIN if script == "en" else dict(_PATTERNS)[script]
    letters = sum(map(len, pattern.findall(passage)))
    needed = PASSAGE_LETTERS // 3 if script in _DENSE else PASSAGE_LETTERS
    return script if letters >= needed else None


def _script(sample: str) -> str | None:
    """The usual language of the script that prevails; None for a text without letters."""
    others = "" if sample.isascii() else "".join(_OTHER.findall(sample))
    latin = None if others else _LATIN.search(sample)
    if not others:
        return "en" if latin else None
    counts = {language: len(pattern.findall(others)) for language, pattern in _PATTERNS}
    latin_letters = sum(map(len, _LATIN.findall(sample)))
    total = sum(counts.values()) + latin_letters
    for language, count in counts.items():
        if count and count >= _RARE[language] * total:
            return language
    return "en" if latin_letters else None


def _script_of(tag: str) -> str:
    """The script of a tag, as its usual language; Latin for those that are not known."""
    return _scripts_of(tag)[0]


@cache
def _scripts_of(tag: str) -> tuple[str, ...]:
    """The scripts of a tag, each as its usual language: the one that it names, or all, the usual first."""
    for part in tag.lower().split("-")[1:]:
        if part in SUBTAG_SCRIPTS:
            return (SUBTAG_SCRIPTS[part],)
    usual = _SCRIPT_OF.get(primary(tag), "en")
    return (usual, *(script for script in SECOND_SCRIPTS.get(primary(tag), ()) if script != usual))


def _chinese(sample: str, own: Sequence[str]) -> str:
    """``zh``, or the one of the outlet's tags whose way of writing prevails, where it lists both."""
    ways = {tag.lower().partition("-")[2].partition("-")[0]: tag for tag in own}
    if not {"hans", "hant"} <= set(ways):
        return own[0] if own else "zh"
    simplified = sum(map(SIMPLIFIED.__contains__, sample))
    traditional = sum(map(TRADITIONAL.__contains__, sample))
    if max(simplified, traditional) < 3 * min(simplified, traditional) or simplified == traditional:
        return own[0]
    return ways["hans" if simplified > traditional else "hant"]


def _common(language: str, words: Sequence[str]) -> int:
    return sum(map(telling_words()[language].__contains__, words))


def _by_own_letters(sample: str, script: str, own: Sequence[str]) -> Detected | None:
    """The language that alone has letters of two kinds, where both are usual in the text."""
    for usual, tag, first, second in OWN_LETTERS:
        if usual == script and tag not in own:
            counts = [sum(map(sample.count, letters)) for letters in (first, second)]
            if min(counts) and OWN_SHARE * sum(counts) >= len(sample):
                return Detected(tag)
    return None


def _by_words(words: Sequence[str], script: str, own: Sequence[str]) -> Detected | None:
    """The language that common words show plainly, the outlet's or not; None where they do not."""
    counts = {tag: _common(tag, words) for tag in OF_ONE_SCRIPT[script] if tag in telling_words()}
    best = max(counts, key=lambda tag: counts[tag])
    second = max(count for tag, count in counts.items() if tag != best)
    if len(words) < 8 or 8 * counts[best] < len(words) or counts[best] < 2 * second:
        return None
    return Detected(next((tag for tag in own if primary(tag) == best), best))


def _by_letters(sample: str, words: Sequence[str], script: str, own: Sequence[str]) -> Detected:
    if sum(map(len, words)) < SHORTEST:
        return Detected(own[0] if own else "und", "" if own and len(own) > 1 else None)
    weights: dict[str, float] = {}
    for tag, probability in _identifier(script).rank(sample):
        expected = any(primary(one) == tag for one in own)
        weights[tag] = probability * (PRIOR if expected else 1)
    best, second = sorted(weights, key=lambda tag: -weights[tag])[:2]
    share = weights[best] / sum(weights.values())
    language = next((tag for tag in own if primary(tag) == best), None)
    if share >= SURE:
        return Detected(language or best)
    if language is not None:
        return Detected(language, second)
    if own:
        return Detected(own[0], best)
    return Detected(best, second) if share >= LEAST else Detected("und", best)


def _by_spelling(found: Detected, words: Sequence[str]) -> Detected:
    """The language found, or another that is told from it by how words are spelt."""
    other, spelt = SPELLINGS.get(found.language, ("", frozenset()))
    return Detected(other) if other and not spelt.isdisjoint(words) else found


@cache
def _identifier(script: str) -> Any:
    """py3langid for the languages of one script. Reading its model takes more than a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(OF_ONE_SCRIPT[script])
    return identifier
