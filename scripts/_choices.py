"""Prints what to show of the database that CORPUS_DB names: a unit of time, and a word worth counting.

With --outlet PATH... it prints instead the outlet that more than half of these texts seem to be of, if any.

The unit is month for texts within three years, else year; outlet where no text has a date.
The word is frequent, and long enough to say much: in Latin, Cyrillic and similar scripts seven letters
and more (fewer where there are none such), in Korean the first two syllables of words, in Chinese and
Japanese pairs of characters.
Reads only the beginning of a large archive.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

from corpus.api import Corpus
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCUMENTS = 200
CHARACTERS = 500_000
YEARS_BY_MONTH = 3
NOT_COUNTED = ("dateline", "end_mark", "editor_note")
CANDIDATES = (
    re.compile(r"(?=([\u4e00-\u9fff]{2}))"),
    re.compile(r"(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2}"),
    re.compile(r"(?<!\w)[^\W\d_\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3]{7,}(?!\w)"),
)
SHORTER = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)"), re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
"""What is taken where there is no candidate: Vietnamese has no long words."""
COMMON = """
    through because against between without however another himself themselves therefore together
    including according already another because during several together towards within
    general special various important
    который которые которых которой которого является также поэтому сегодня течение
    nosotros nuestro nuestra nuestros nuestras también durante mientras entonces siempre
    pendant toujours également aujourd plusieurs cependant
    zwischen während werden unserer unseren
    também através durante quando
    우리 모든 하는 있는 것은 것이 그리 오늘
    我们 他们 你们 一个 这个 可以 没有 就是
"""


def beginning(corpus: Corpus) -> str:
    """The words of the first documents, without datelines and notes."""
    parts: list[str] = []
    size = 0
    for reference in corpus.list(limit=DOCUMENTS).columns["ref"]:
        passages = corpus.show(str(reference)).passages.columns
        for voice, text in zip(passages["voice"], passages["text"], strict=True):
            if voice not in NOT_COUNTED:
                parts.append(text)
                size += len(text)
        if size > CHARACTERS:
            break
    return "\n".join(parts)


def frequent_word(text: str) -> str | None:
    """The most frequent candidate as it is mostly written; of equals the first of the alphabet."""
    return next(
        (word for patterns in (CANDIDATES, *((one,) for one in SHORTER)) if (word := _most(text, patterns))),
        None,
    )


def _most(text: str, patterns: Sequence[re.Pattern[str]]) -> str | None:
    common = set(COMMON.split())
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for pattern in patterns:
        for word in pattern.findall(text):
            folded = word.casefold()
            if folded not in common:
                counts[folded] += 1
                spellings.setdefault(folded, Counter())[word] += 1
    if not counts:
        return None
    best = min(counts, key=lambda word: (-counts[word], word))
    return spellings[best].most_common(1)[0][0]


def unit_of_time(corpus: Corpus) -> str:
    coverage = corpus.coverage().columns
    dates = [str(date) for date in (*coverage["first"], *coverage["last"]) if date]
    if not dates:
        return "outlet"
    return "month" if int(max(dates)[:4]) - int(min(dates)[:4]) < YEARS_BY_MONTH else "year"


def outlet(paths: Sequence[str]) -> str:
    """The outlet of most of the texts, where they show it; "" where they do not."""
    with Corpus() as corpus:
        found, texts = corpus.looks_like(*paths)
    code = next(iter(found), "")
    return code if code and 2 * found[code] > texts else ""


def main() -> int:
    try:
        if sys.argv[1:2] == ["--outlet"]:
            print(outlet(sys.argv[2:]))
            return 0
        with Corpus() as corpus:
            unit, word = unit_of_time(corpus), frequent_word(beginning(corpus))
    except CorpusError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if word is None:
        print("No words were loaded: see above what was said of each input.", file=sys.stderr)
        return 3
    print(unit, word, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
