"""Which documents, and which of their passages, a question is about."""
