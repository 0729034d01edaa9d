"""With which titles people are named."""
