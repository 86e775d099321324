"""Profiles: sections, contact details, milestones; who sees which."""
