"""Readings of groups, the viewer first: what they may not know of is not there."""
