"""The page of a member as one viewer sees its head: who, how near, what stands between them (NET-1, REL-15).

Two statements besides the face's own and those of the neighbourhood: everything that is
read by the ids of the two goes together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, together
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.audience import VISITOR, Audience, Standing, Viewer, admits
from rapport.people.relationships.queries.budget import budget_from, budget_readings
from rapport.people.relationships.queries.faces import faces_of
from rapport.people.relationships.queries.facts import Between, between_from, between_readings
from rapport.people.relationships.queries.notes import NO_NOTE, PrivateNote, notes_from, notes_reading
from rapport.people.relationships.queries.people import (
    NOTHING,
    Person,
    Relationship,
    person_from,
    relate,
    standings_from,
)
from rapport.people.relationships.rules.budget import Budget
from rapport.people.ties import neighbourhood
from rapport.people.ties.models import Network
from rapport.people.ties.neighbourhood import FAR, Closeness
from rapport.people.ties.queries import counts_reading, follows, networks_from, networks_reading
from rapport.people.ties.rules import FollowPolicy, PrimaryButton, shown_connections


@dataclass(frozen=True)
class MemberPage:
    """A member as one viewer sees them; counts as REL-15 shows them.

    `standings` are the viewer's toward this member: what else stands on the page is asked by them.
    """

    person: Person
    is_self: bool
    standings: frozenset[Standing]
    connection_count: str
    follower_count: int
    connections_shown: bool
    followers_shown: bool
    primary_button: PrimaryButton
    follow_policy: FollowPolicy
    connection_policy: str
    connection_line: str
    joined_at: datetime
    relationship: Relationship | None
    budget: Budget | None
    note: PrivateNote


def member_page(viewer: Viewer, handle: str, limits: Limits, now: datetime) -> MemberPage:
    """What this viewer sees of `@handle`.

    Raises: Absent, as `visibility.member`.
    """
    actor = visibility.member(viewer, handle, limits)
    if viewer.actor_id is None or actor.pk == viewer.actor_id:
        return _page_alone(viewer, actor, limits, now)
    return _page_of_another(viewer.actor_id, viewer, actor, limits, now)


def _page_alone(viewer: Viewer, actor: Actor, limits: Limits, now: datetime) -> MemberPage:
    """The page as its owner or a visitor gets it: nothing stands between them, so that is not asked."""
    is_self = actor.pk == viewer.actor_id
    near = Closeness(0) if is_self else FAR
    own = budget_readings(actor.pk, limits, now) if is_self else ()
    head, *spent = _read_head(actor.pk, [actor.pk], own)
    person = person_from(viewer, actor, near)
    bare = _bare_page(actor, person, head, standings_from(viewer, actor.pk, near, NOTHING))
    return replace(bare, budget=budget_from(spent, limits, now) if is_self else None)


def _page_of_another(me: int, viewer: Viewer, actor: Actor, limits: Limits, now: datetime) -> MemberPage:
    """The page as another member gets it: all that stands between the two is read at once."""
    near = neighbourhood.current().closeness(me, [actor.pk])[actor.pk]
    ties, spent = between_readings(me, [actor.pk]), budget_readings(me, limits, now)
    head, *rest = _read_head(actor.pk, [actor.pk, me], (*ties, *spent, notes_reading(me, [actor.pk])))
    tie = between_from(me, [actor.pk], rest[: len(ties)], now)[actor.pk]
    budget = budget_from(rest[len(ties) : -1], limits, now)
    person = person_from(viewer, actor, near, faces_of(viewer, set(near.mutual_ids)), tie)
    relationship = relate(
        actor.name,
        network=head.networks[actor.pk],
        own=head.networks[me],
        tie=tie,
        near=near,
        budget=budget,
        limits=limits,
        now=now,
    )
    bare = _bare_page(actor, person, head, standings_from(viewer, actor.pk, near, tie))
    note = notes_from(rest[-1]).get(actor.pk, NO_NOTE)
    return replace(bare, relationship=relationship, budget=budget, note=note)


def standings_toward(viewer: Viewer, owner_id: int) -> frozenset[Standing]:
    """The standings of this viewer toward a member, where no page has read their ties yet.

    Bars are not among them: ask `visibility.member` first.
    """
    if viewer.actor_id is None or viewer.actor_id == owner_id:
        return visibility.standings(viewer, owner_id=owner_id, connected=False, follows=False, degree=None)
    near = neighbourhood.current().closeness(viewer.actor_id, [owner_id])[owner_id]
    return visibility.standings(
        viewer,
        owner_id=owner_id,
        connected=near.degree == 1,
        follows=follows(viewer.actor_id, owner_id),
        degree=near.degree,
    )


def member_page_as(owner_id: int, standings: Set[Standing], limits: Limits) -> MemberPage:
    """What a viewer of these standings sees of a member's head, for the member to look at (PRO-1).

    Raises: Absent, where such a viewer sees nobody at all.
    """
    door = Audience.ANYONE if limits.public_pages else Audience.MEMBERS
    if not admits(door, standings):
        raise Absent
    degrees = {Standing.OWNER: 0, Standing.CONNECTION: 1, Standing.SECOND_DEGREE: 2}
    degree = next((degree for standing, degree in degrees.items() if standing in standings), None)
    actor = Actor.objects.get(pk=owner_id)
    tie = Between(following=Standing.FOLLOWER in standings, connected=Standing.CONNECTION in standings)
    held = frozenset(standings)
    person = person_from(VISITOR, actor, Closeness(degree), tie=tie, held=held)
    head, *_ = _read_head(owner_id, [owner_id], ())
    return _bare_page(actor, person, head, held)


@dataclass(frozen=True)
class _Head:
    """What a page says of a member's network, beside the networks it compares."""

    networks: Mapping[int, Network]
    connections: int
    followers: int


def _read_head(owner_id: int, ids: Collection[int], more: Sequence[Reading]) -> tuple[Any, ...]:
    """The head of a page, then the rows of each of `more`; one statement."""
    networks, counts, *rest = together(networks_reading(ids), counts_reading(owner_id), *more)
    return (_Head(networks_from(networks), *counts[0]), *rest)


def _bare_page(actor: Actor, person: Person, head: _Head, standings: frozenset[Standing]) -> MemberPage:
    """The page without what stands between the two."""
    is_self = Standing.OWNER in standings
    network = head.networks[actor.pk]
    return MemberPage(
        person=person,
        is_self=is_self,
        standings=standings,
        connection_count=shown_connections(head.connections, to_owner=is_self),
        follower_count=head.followers,
        connections_shown=admits(Audience(network.connection_list), standings),
        followers_shown=admits(Audience(network.follower_list), standings),
        primary_button=PrimaryButton(network.primary_button),
        follow_policy=FollowPolicy(network.follow_policy),
        connection_policy=network.connection_policy,
        connection_line=network.connection_line,
        joined_at=actor.created_at,
        relationship=None,
        budget=None,
        note=NO_NOTE,
    )
