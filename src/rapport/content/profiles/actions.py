"""Writings of profiles."""

from __future__ import annotations

from rapport.content.profiles.models import Profile
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind


def make_profile(*, actor_id: int) -> None:
    """Give a new person an empty profile, once; companies and groups have none (PRO-1)."""
    if Actor.objects.filter(pk=actor_id, kind=Kind.PERSON.value).exists():
        Profile.objects.get_or_create(actor_id=actor_id)
