"""People: who is named, how often, with which titles, and in which order."""
