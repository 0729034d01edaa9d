"""Events: what is said before and after a day."""
