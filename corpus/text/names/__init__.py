"""Names of persons: which spellings are one name."""
