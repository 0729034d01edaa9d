"""Paragraphs made into passages: whose words each is, in which language."""
