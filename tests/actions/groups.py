"""Groups for tests of actions, made by the real ones."""

from __future__ import annotations

from rapport.kernel.limits.rules import Limits
from rapport.people.groups.actions import founding, joining, running
from rapport.people.groups.actions.founding import Words
from rapport.people.groups.queries.places import place_of
from rapport.people.groups.rules.process import Joining, Place, Verb
from rapport.people.relationships.actions import answering, inviting
from tests.people import LIMITS, START


def connect(one: int, two: int) -> None:
    """Connect two members."""
    sent = inviting.invite(sender=one, recipient=two, context="other", now=START, limits=LIMITS)
    answering.accept(invitation_id=sent.invitation_id, actor_id=two, now=START, limits=LIMITS)


def make_group(
    owner: int,
    handle: str = "rust",
    *,
    joining: Joining = Joining.OPEN,
    listed: bool = True,
    limits: Limits = LIMITS,
) -> int:
    """A group of `owner`."""
    return founding.found(
        actor_id=owner,
        is_organiser=False,
        handle=handle,
        name=f"{handle.title()} Group",
        words=Words(joining=joining.value, listed=listed),
        now=START,
        limits=limits,
    )


def enter(member: int, group: int, note: str = "", limits: Limits = LIMITS) -> Place:
    """Press "Join"."""
    return joining.enter(group_id=group, actor_id=member, note=note, now=START, limits=limits)


def take(verb: Verb, actor: int, person: int, group: int, limits: Limits = LIMITS) -> None:
    """A step about another."""
    running.take(verb=verb, group_id=group, actor_id=actor, person_id=person, now=START, limits=limits)


def invite(actor: int, person: int, group: int, limits: Limits = LIMITS) -> Place:
    """An invitation to a group."""
    return running.invite(group_id=group, actor_id=actor, person_id=person, now=START, limits=limits)


def place(person: int, group: int) -> Place:
    """Where somebody stands."""
    return place_of(person, group)[0]
