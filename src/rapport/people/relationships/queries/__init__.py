"""Readings of relationships, shaped for a screen: the viewer first, frozen read models back."""
