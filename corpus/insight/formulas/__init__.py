"""Formulas: repeated sequences that behave as slogans, from birth to death."""
