"""How the index is stored: arrays as bytes, blocks as rows, and the digests of both."""
