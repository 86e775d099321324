"""Readings of imports, for their owner alone."""
