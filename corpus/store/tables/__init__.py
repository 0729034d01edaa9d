"""The tables, by what they hold."""
