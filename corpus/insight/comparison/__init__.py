"""Two sub-corpora side by side: size, coverage, keywords, sequences, collocates, tone of address."""
