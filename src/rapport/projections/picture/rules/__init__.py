"""Clusters, their names, bridges, and where everybody stands in the picture."""
