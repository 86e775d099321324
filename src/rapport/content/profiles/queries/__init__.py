"""Readings of profiles, shaped for a screen: the viewer first, frozen read models back."""
