"""Finding damage: what is stored, compared with its digests, with itself, and with the texts."""
