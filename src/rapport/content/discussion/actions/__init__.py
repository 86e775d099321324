"""Writings of what hangs on posts."""
