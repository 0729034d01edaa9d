"""The language of queries: from what was typed to series of token conditions."""
