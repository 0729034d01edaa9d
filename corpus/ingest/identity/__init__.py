"""Which document an item is, and which of its texts is current."""
