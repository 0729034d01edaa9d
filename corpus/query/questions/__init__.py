"""The questions themselves: one module each, from its options to its table."""
