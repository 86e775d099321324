"""Members with profiles, a skill and a position, for tests of endorsements and recommendations."""

from __future__ import annotations

from uuid import UUID

from rapport.content.profiles.actions import facts as profiles
from rapport.content.profiles.models import Entry, Skill
from rapport.kernel import ids
from rapport.people.relationships.actions import answering, inviting
from tests.people import LIMITS, START, make_member

TEXT = "She finds the question behind the question, every time."
OTHER_TEXT = "She finds the question behind the question, and writes it down."


def member(handle: str) -> int:
    """A member with an empty profile."""
    actor_id = make_member(handle)
    profiles.make_profile(actor_id=actor_id)
    return actor_id


def connect(one: int, two: int) -> None:
    """A connection without follows."""
    sent = inviting.invite(
        sender=one, recipient=two, context="other", follow=False, now=START, limits=LIMITS
    ).invitation_id
    answering.accept(invitation_id=sent, actor_id=two, follow=False, now=START, limits=LIMITS)


def skill(owner: int, name: str = "Listening", place: int = 0) -> UUID:
    """A listed skill."""
    row = Skill.objects.create(
        id=ids.new(), owner_id=owner, name=name, name_key=name.lower(), place=place, created_at=START
    )
    return row.pk


def position(owner: int, title: str = "Editor", company: str = "Acme") -> UUID:
    """A position in somebody's experience."""
    row = Entry.objects.create(
        id=ids.new(), owner_id=owner, section="experience", place=0, title=title, organization_name=company,
        created_at=START,
    )  # fmt: skip
    return row.pk
