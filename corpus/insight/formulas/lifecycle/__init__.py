"""When a formula is born, hot and dead, and what follows it."""
