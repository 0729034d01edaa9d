"""Codes that people give to lines and documents: sheets for them, lists, agreement, codes over time."""
