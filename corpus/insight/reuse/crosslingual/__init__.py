"""One event told in two languages: which facts only one of them has."""
