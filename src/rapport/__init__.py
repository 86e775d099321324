"""Rapport: an open-source professional network that a community runs for itself."""
