"""Writings of posts."""
