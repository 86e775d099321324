"""Readings of search: what is kept of whom, and who is found."""
