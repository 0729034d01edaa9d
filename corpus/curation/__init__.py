"""What people change by hand, all of it logged: corrections, removals, and taking either back."""
