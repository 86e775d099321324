"""Writings of profiles."""

from __future__ import annotations

from rapport.content.profiles.models import Profile


def make_profile(*, actor_id: int) -> None:
    """Give a new member an empty profile, once (PRO-1)."""
    Profile.objects.get_or_create(actor_id=actor_id)
