"""Many members at once, written straight into the tables: what they are tied by is the test's to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from rapport.people.actors.models import Actor
from rapport.people.actors.rules import fold
from rapport.people.organizations.models import Company
from rapport.people.relationships.models import FollowRequest, Invitation
from rapport.people.ties.models import Block, Connection, Follow, Network
from rapport.projections.notifications import actions as notices
from rapport.projections.notifications.actions import Fact
from rapport.projections.notifications.rules_telling import Kind
from rapport.projections.search.actions import documents as search


def crowd(count: int, now: datetime, prefix: str = "member") -> list[int]:
    """So many new members; gives their ids. Names repeat, so that pages have to tell equals apart."""
    names = [f"Person {number % 4}" for number in range(count)]
    made = Actor.objects.bulk_create(
        Actor(handle=f"{prefix}_{number}", name=name, name_key=fold(name), created_at=now)
        for number, name in enumerate(names)
    )
    Network.objects.bulk_create(Network(actor=actor) for actor in made)
    search.refresh(ids=[actor.pk for actor in made])
    return [actor.pk for actor in made]


def _spread(now: datetime, number: int) -> datetime:
    """Moments of which three each are the same."""
    return now + timedelta(minutes=number // 3)


def connected(owner: int, others: Sequence[int], now: datetime) -> None:
    """Connect and follow each other."""
    for number, other in enumerate(others):
        for one, two in ((owner, other), (other, owner)):
            Connection.objects.create(owner_id=one, other_id=two, since=_spread(now, number))
            Follow.objects.create(owner_id=one, other_id=two, since=_spread(now, number))
    counts = ("connections", "followers", "following")
    Network.objects.filter(pk=owner).update(**{name: F(name) + len(others) for name in counts})
    Network.objects.filter(pk__in=others).update(**{name: F(name) + 1 for name in counts})


def blocked(owner: int, others: Sequence[int], now: datetime) -> None:
    """Let `owner` block them."""
    Block.objects.bulk_create(
        Block(owner_id=owner, other_id=other, since=_spread(now, number))
        for number, other in enumerate(others)
    )


def asking(owner: int, others: Sequence[int], now: datetime) -> None:
    """Let them ask to follow `owner`."""
    FollowRequest.objects.bulk_create(
        FollowRequest(owner_id=owner, other_id=other, at=_spread(now, number))
        for number, other in enumerate(others)
    )


def invitations(senders: Sequence[int], recipients: Sequence[int], now: datetime) -> None:
    """Pending invitations, pair by pair."""
    Invitation.objects.bulk_create(
        Invitation(
            lo_id=min(pair), hi_id=max(pair), sender_id=pair[0], recipient_id=pair[1], context="other",
            sent_at=_spread(now, number), expires_at=now + timedelta(days=180), asked=True,
        )
        for number, pair in enumerate(zip(senders, recipients, strict=True))
    )  # fmt: skip


def told(owner: int, others: Sequence[int], now: datetime) -> None:
    """Notices that each of them declined."""
    notices.tell(
        [
            Fact(
                owner,
                Kind.DECLINED,
                key=f"declined:{other}",
                latest="1",
                at=_spread(now, number),
                actor_id=other,
            )
            for number, other in enumerate(others)
        ]
    )


def companies(follower: int, makers: Sequence[int], now: datetime) -> None:
    """A company page by each of these members, followed by one."""
    first = Actor.objects.count()
    names = [f"Company {number % 4}" for number in range(len(makers))]
    made = Actor.objects.bulk_create(
        Actor(handle=f"page_{first + number}", name=name, name_key=fold(name), created_at=now, kind="company")
        for number, name in enumerate(names)
    )
    Network.objects.bulk_create(Network(actor=actor, followers=1) for actor in made)
    Company.objects.bulk_create(
        Company(actor=actor, name_key=actor.name_key, made_by_id=maker)
        for actor, maker in zip(made, makers, strict=True)
    )
    Follow.objects.bulk_create(
        Follow(owner_id=follower, other=actor, since=_spread(now, number))
        for number, actor in enumerate(made)
    )


def follow(handle: str, followers: Sequence[int], now: datetime) -> None:
    """Let them follow this one."""
    other = Actor.objects.get(handle=handle)
    Follow.objects.bulk_create(
        Follow(owner_id=one, other=other, since=_spread(now, number)) for number, one in enumerate(followers)
    )
