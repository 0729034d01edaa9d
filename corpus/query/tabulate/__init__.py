"""From counts to the cells of a table: periods, facets, denominators, derived columns."""
