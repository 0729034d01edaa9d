"""Single matches: where they stand, and the text around them."""
