"""Pure Python: dates, texts, tokens, records. Knows no database."""
