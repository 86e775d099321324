"""Readings of recommendations."""
