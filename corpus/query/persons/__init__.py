"""Names of persons as people type them."""
