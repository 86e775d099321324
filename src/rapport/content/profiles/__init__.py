"""Profiles: what a member says about themselves, section by section, each for an audience (PRO-1, PRO-2, PRO-5)."""
