"""What people say of the owner and the owner of them: a hidden endorsement, and recommendations in several states."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from rapport.content.endorsements import actions as endorsements
from rapport.content.profiles.actions import facts
from rapport.content.profiles.models import Skill
from rapport.content.recommendations.actions import answering, writing
from rapport.kernel.limits.rules import Limits
from tests.matrix.canaries import Canary


def vouch(
    owner: int, *, first: int, connection: int, position: UUID | None, now: datetime, limits: Limits
) -> tuple[UUID, UUID]:
    """The owner's skill, and a recommendation by `first` that the owner shows to connections.

    They also refused one by `first` and ask them to change the other, and wrote one about them that
    waits; an endorsement by a connection of theirs they keep to themselves.
    """
    skill = Skill.objects.get(owner_id=owner).pk
    endorsements.endorse(endorser=connection, owner=owner, skill_id=skill, now=now)
    endorsements.hide(owner=owner, skill_id=skill, endorser=connection, hidden=True)
    facts.choose_audiences(owner_id=owner, changes={"recommendations": "connections"})
    long_ago = now - timedelta(days=60)
    refused = _give(first, owner, Canary.REFERENCE_REFUSED, position, long_ago, limits)
    answering.refuse(recommendation_id=refused, actor_id=owner, now=long_ago)
    shown = _give(first, owner, Canary.REFERENCE, position, long_ago + timedelta(days=40), limits)
    answering.accept(recommendation_id=shown, actor_id=owner, version=1, now=now)
    answering.ask_change(
        recommendation_id=shown, actor_id=owner, words=Canary.REFERENCE_CHANGE, now=now, limits=limits
    )
    _give(owner, first, Canary.REFERENCE_WAITING, None, now, limits)
    return skill, shown


def _give(
    author: int, recipient: int, word: str, position: UUID | None, now: datetime, limits: Limits
) -> UUID:
    return writing.give(
        author=author, recipient=recipient, words=f"Says that {word} is a word.", relation="same_team",
        position=position, now=now, limits=limits,
    ).recommendation_id  # fmt: skip
