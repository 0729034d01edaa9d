"""Prints what to show of the database that CORPUS_DB names: a unit of time, and a word worth counting.

The unit is month for texts within three years, else year; outlet where no text has a date.
The word is frequent, and long enough to say much: in Latin, Cyrillic and similar scripts seven letters
and more, in Korean the first two syllables of words, in Chinese and Japanese pairs of characters.
Reads only the beginning of a large archive.
"""

from __future__ import annotations

import re
import sys
from collections import Counter

from corpus.api import Corpus
from corpus.errors import CorpusError

DOCUMENTS = 200
CHARACTERS = 500_000
YEARS_BY_MONTH = 3
NOT_COUNTED = ("dateline", "end_mark", "editor_note")
CANDIDATES = (
    re.compile(r"(?=([\u4e00-\u9fff]{2}))"),
    re.compile(r"(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2}"),
    re.compile(r"(?<!\w)[^\W\d_\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3]{7,}(?!\w)"),
)
COMMON = """
    through because against between without however another himself themselves therefore together
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
    common = set(COMMON.split())
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for pattern in CANDIDATES:
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


def main() -> int:
    try:
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
