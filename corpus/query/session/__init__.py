"""The archive as one query sees it: a connection, documents and index at one moment."""
