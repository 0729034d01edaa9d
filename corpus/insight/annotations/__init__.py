"""Annotations: codes that people give to documents and concordance lines."""
