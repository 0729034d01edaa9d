"""Who stood where: lists of those present, and the ranks in them."""
