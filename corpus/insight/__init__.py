"""What general corpus engines do not know: people and titles, formulas, reuse, events, codes."""
