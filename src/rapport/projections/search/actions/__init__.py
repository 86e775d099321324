"""Writings of search: the words of everybody, kept as their profiles are."""
