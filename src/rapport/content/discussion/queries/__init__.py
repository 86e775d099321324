"""Readings of what hangs on posts: exact for the viewer, whoever has blocked whom."""
