"""Readings of suggestions: the viewer first, each reason made of what this viewer may see."""
