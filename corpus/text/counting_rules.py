"""The versions of the rules by which texts are read, and their words counted."""

from __future__ import annotations

from typing import Final

RULES: Final = 2
"""Raised by each change of what is a word, a sentence or a stage direction, or of which spellings are one.

An archive keeps the version by which it was counted (``corpus.store.state``), and each block of its index
that by which its tokens were made (``corpus.index.encoding.tokeniser_versions``).
"""

READING: Final = 3
"""Raised by each change of what passages, headlines, datelines and voices of texts already loaded are.

Each text keeps the version by which it was read; a file that is loaded again is read anew.
"""
READ_BY: Final = f"state-media/{READING}"
