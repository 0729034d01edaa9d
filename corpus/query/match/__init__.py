"""From token conditions to places in the index."""
