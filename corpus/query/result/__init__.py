"""What a question returns beside its numbers: the table, hints and further commands."""
