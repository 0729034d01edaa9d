"""Texts in: tokens, terms, blocks."""
