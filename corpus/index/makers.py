"""What made the tokens of a block: the rule of the layer, or analysers of languages."""

from __future__ import annotations

import json

BY_RULE = {"word": "state-media-words/1", "char": "code-points/1"}
"""By layer, what cuts texts into tokens where no analyser does. An analyser stands beside it, by language."""


def written(names: dict[str, str]) -> str:
    """As blocks keep it."""
    return json.dumps(names, sort_keys=True)


def read(makers: str) -> dict[str, str]:
    """From layer or language to name and version of what cut its texts."""
    found: dict[str, str] = json.loads(makers)
    return found
