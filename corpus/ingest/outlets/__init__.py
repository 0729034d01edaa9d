"""Outlets as data: the files that say how each prints its texts."""
