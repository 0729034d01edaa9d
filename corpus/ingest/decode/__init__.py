"""Bytes to characters, columns to fields."""
