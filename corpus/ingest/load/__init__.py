"""A load: items prepared, stored, and reported."""
