"""The lines of a text as it came, made into a headline and paragraphs."""
