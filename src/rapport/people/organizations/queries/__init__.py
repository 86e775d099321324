"""Readings of company pages: viewer first, shaped for a screen."""
