"""Writings of recommendations."""
