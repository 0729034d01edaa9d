"""Arrays out: sections of blocks, terms, facts of documents."""
