"""Before and after: what changes around events, against a baseline before them."""
