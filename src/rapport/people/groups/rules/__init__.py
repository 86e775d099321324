"""Decisions of groups: pure, from tables."""
