"""Writings of the feed: its index, and what a member chose about it."""
