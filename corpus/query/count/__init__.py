"""From places to counts of units."""
