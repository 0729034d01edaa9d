"""Finding formulas: repeated sequences that are worth following."""
