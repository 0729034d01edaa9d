"""Dates: of metadata, of names of files, and printed ones in every calendar."""
