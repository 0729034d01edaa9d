"""Reuse: near-duplicates, and what a text repeats of another."""
