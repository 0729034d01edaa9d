"""People: who is named, with which titles, in which order."""
