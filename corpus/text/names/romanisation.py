"""One name in several spellings: whether what a user types may be a name that an archive holds."""

from __future__ import annotations

from functools import lru_cache

from corpus.text.names.chinese import chinese_readings
from corpus.text.names.korean import korean_readings


@lru_cache(maxsize=100_000)
def romanised_key(name: str) -> frozenset[str]:
    """Keys of a Korean or Chinese name; two spellings may mean one name where their keys meet.

    A key is a language and a reading (``ko:김정은``, ``zh:xijinping``). Korean is read in Hangul and in the
    spelling of the DPRK, the Revised and McCune-Reischauer's; Chinese in pinyin and Wade-Giles. Empty for a
    name that is neither. The order of surname and given name is kept.
    """
    return frozenset(
        {f"ko:{one}" for one in korean_readings(name)} | {f"zh:{one}" for one in chinese_readings(name)}
    )


def same_name(one: str, other: str) -> bool:
    """Whether two spellings may mean one Korean or Chinese name."""
    return not romanised_key(one).isdisjoint(romanised_key(other))
