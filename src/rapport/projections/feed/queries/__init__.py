"""Readings of the feed."""
