"""What made the tokens of a block: the rule of the layer, or analysers of languages."""

from __future__ import annotations

import json

from corpus.text.counting_rules import RULES

BY_RULE = {"word": f"state-media-words/{RULES}", "char": f"code-points/{RULES}"}
"""By layer, what cuts texts into tokens where no analyser does. An analyser stands beside it, by language."""


def written(names: dict[str, str]) -> str:
    """As blocks keep it."""
    return json.dumps(names, sort_keys=True)


def read(makers: str) -> dict[str, str]:
    """From layer or language to name and version of what cut its texts."""
    found: dict[str, str] = json.loads(makers)
    return found


def rules_of(makers: str) -> int:
    """The version of the counting rules by which a block was made."""
    return int(read(makers)["word"].rpartition("/")[2])


def renewed(makers: str) -> str:
    """The same, by the rules of now: analysers as they were."""
    return written(read(makers) | BY_RULE)
