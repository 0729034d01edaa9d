"""Comparison: two sub-corpora side by side, as one report."""
