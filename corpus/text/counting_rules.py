"""The version of the rules by which words are counted."""

from __future__ import annotations

from typing import Final

RULES: Final = 2
"""Raised by each change of what is a word, a sentence or a stage direction, or of which spellings are one.

An archive keeps the version by which it was counted (``corpus.store.state``), and each block of its index
that by which its tokens were made (``corpus.index.build.tokeniser_versions``).
"""
