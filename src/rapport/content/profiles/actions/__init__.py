"""Writings of profiles: keyword arguments, one transaction, check, write, emit."""
