"""People in lists and on their page: who they are, how near, and what stands between (NET-1, REL-15)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from rapport.kernel.errors import Absent, Refused
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.audience import VISITOR, Audience, Standing, Viewer, admits
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.queries.faces import Face, faces_of
from rapport.people.relationships.queries.facts import Between, OpenInvitation, between, facts_from
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.inviting import (
    refuse_at_cap,
    refuse_inviting,
    refuse_reminder,
)
from rapport.people.relationships.rules.process import Side, State, Verb, verbs_for
from rapport.people.ties import neighbourhood
from rapport.people.ties.models import Network
from rapport.people.ties.neighbourhood import FAR, Closeness
from rapport.people.ties.queries import counts_of, follows
from rapport.people.ties.rules import FollowPolicy, PrimaryButton, shown_connections


@dataclass(frozen=True)
class Person:
    """A person in a list: what api.md asks for beside every name, and whom one both knows.

    `picture` is a key of `kernel/media`, empty where there is none for this viewer (PRO-1).
    """

    id: int
    handle: str
    name: str
    headline: str
    degree: int | None
    mutual_count: int
    mutuals: tuple[Face, ...]
    you_follow: bool
    follows_you: bool
    since: datetime | None = None
    picture: str = ""


NOTHING = Between()


def people(viewer: Viewer, actors: Sequence[Actor], now: datetime) -> list[Person]:
    """These actors as this viewer is shown them, in the same order; the viewer may see each of them.

    Costs the same number of statements for one and for many.
    """
    ids = [actor.pk for actor in actors]
    if viewer.actor_id is None:
        return [_person(viewer, actor) for actor in actors]
    near = neighbourhood.current().closeness(viewer.actor_id, ids)
    faces = faces_of(viewer, {one for closeness in near.values() for one in closeness.mutual_ids})
    ties = between(viewer.actor_id, ids, now)
    return [_person(viewer, actor, near[actor.pk], faces, ties[actor.pk]) for actor in actors]


def _held(viewer: Viewer, owner_id: int, near: Closeness, tie: Between) -> frozenset[Standing]:
    return visibility.standings(
        viewer, owner_id=owner_id, connected=tie.connected, follows=tie.following, degree=near.degree
    )


def _person(
    viewer: Viewer,
    actor: Actor,
    near: Closeness = FAR,
    faces: Mapping[int, Face] = MappingProxyType({}),
    tie: Between = NOTHING,
    held: frozenset[Standing] | None = None,
) -> Person:
    """Somebody as the viewer sees them, or as somebody with the standings `held` would."""
    held = _held(viewer, actor.pk, near, tie) if held is None else held
    return Person(
        id=actor.pk,
        handle=actor.handle,
        name=actor.name,
        headline=actor.headline,
        degree=near.degree,
        mutual_count=near.mutual_count,
        mutuals=tuple(faces[one] for one in near.mutual_ids if one in faces),
        you_follow=tie.following,
        follows_you=tie.followed_by,
        since=tie.connected_since,
        picture=visibility.shown_picture(actor, held),
    )


@dataclass(frozen=True)
class Relationship:
    """What stands between viewer and member, and what the viewer may do about it (api.md).

    `invite_refusal` says why one may not invite now, `accept_refusal` why one may not accept;
    `restricted_until` that an invitation needs their email address; `remind_refusal` why a
    reminder has to wait. `primary_button` is what the member puts first (REL-14).
    """

    following: bool
    follow_suspended: bool
    follow_private: bool
    follow_requested: bool
    followed_by: bool
    connected: bool
    connected_since: datetime | None
    context: str
    degree: int | None
    mutual_count: int
    invitation: OpenInvitation | None
    allowed_actions: tuple[str, ...]
    may_follow: bool
    primary_button: PrimaryButton
    invite_refusal: Refused | None
    accept_refusal: Refused | None
    remind_refusal: Refused | None
    restricted_until: datetime | None


@dataclass(frozen=True)
class PrivateNote:
    """What the viewer alone keeps about a tie (REL-18); `rhythm_weeks` None where there is no rhythm."""

    note: str = ""
    how_met: str = ""
    tags: tuple[str, ...] = ()
    rhythm_weeks: int | None = None
    changed_at: datetime | None = None


NO_NOTE = PrivateNote()


_NOTES = """
    SELECT other_id, note, how_met, tags, rhythm_weeks, changed_at FROM relationships_tienote
    WHERE owner_id = %s AND other_id IN (%s)
"""
_NOTE = (int, str, str, str, int, datetime)


def notes_about(viewer: Viewer, ids: Collection[int]) -> dict[int, PrivateNote]:
    """What the viewer keeps about these people, by id; people without a note are left out (REL-18)."""
    return {
        other: PrivateNote(note, how_met, tuple(json.loads(tags)), weeks, changed_at)
        for other, note, how_met, tags, weeks, changed_at in fetch(_NOTES, viewer.actor_id, ids, kinds=_NOTE)
    }


def note_about(viewer: Viewer, other_id: int) -> PrivateNote:
    """What the viewer keeps about one person; empty where there is nothing (REL-18)."""
    return notes_about(viewer, [other_id]).get(other_id, NO_NOTE)


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
    is_self = actor.pk == viewer.actor_id
    networks = Network.objects.in_bulk([actor.pk, viewer.actor_id or actor.pk])
    network = networks[actor.pk]
    budget, relationship, note = None, None, NO_NOTE
    near, tie = FAR, Between()
    if viewer.actor_id is None or is_self:
        # nothing stands between oneself and oneself: what would find that out is not asked
        near = Closeness(0) if is_self else FAR
        person = _person(viewer, actor, near)
        budget = budget_of(actor.pk, limits, now) if is_self else None
    else:
        near = neighbourhood.current().closeness(viewer.actor_id, [actor.pk])[actor.pk]
        tie = between(viewer.actor_id, [actor.pk], now)[actor.pk]
        person = _person(viewer, actor, near, faces_of(viewer, set(near.mutual_ids)), tie)
        budget = budget_of(viewer.actor_id, limits, now)
        relationship = relate(
            actor.name,
            network=network,
            own=networks[viewer.actor_id],
            tie=tie,
            near=near,
            budget=budget,
            limits=limits,
            now=now,
        )
        note = note_about(viewer, actor.pk)
    held = _held(viewer, actor.pk, near, tie)
    bare = _bare_page(actor, person, network, held)
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
    person = _person(VISITOR, actor, Closeness(degree), tie=tie, held=held)
    return _bare_page(actor, person, Network.objects.get(pk=owner_id), held)


def _bare_page(actor: Actor, person: Person, network: Network, standings: frozenset[Standing]) -> MemberPage:
    """The page without what stands between the two."""
    is_self = Standing.OWNER in standings
    connections, followers = counts_of(network)
    return MemberPage(
        person=person,
        is_self=is_self,
        standings=standings,
        connection_count=shown_connections(connections, to_owner=is_self),
        follower_count=followers,
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


def relationships(
    viewer: Viewer, some: Sequence[Person], limits: Limits, now: datetime
) -> dict[int, Relationship]:
    """What the viewer may do about each of these people, by id; themselves left out.

    Costs the same number of statements for one and for many. Visitors have no relationship to anyone.
    """
    others = {person.id: person for person in some if person.id != viewer.actor_id}
    if viewer.actor_id is None or not others:
        return {}
    networks = Network.objects.in_bulk([viewer.actor_id, *others])
    ties = between(viewer.actor_id, others.keys(), now)
    budget = budget_of(viewer.actor_id, limits, now)
    return {
        one: relate(
            person.name,
            network=networks[one],
            own=networks[viewer.actor_id],
            tie=ties[one],
            near=Closeness(person.degree, person.mutual_count),
            budget=budget,
            limits=limits,
            now=now,
        )
        for one, person in others.items()
    }


def relate(
    name: str,
    *,
    network: Network,
    own: Network,
    tie: Between,
    near: Closeness,
    budget: Budget,
    limits: Limits,
    now: datetime,
) -> Relationship:
    """What the viewer, whose network is `own`, may do about the member `name`; the rules' own answers."""
    refusal, accept_refusal = None, None
    if not tie.connected and tie.invitation is None:
        facts = facts_from(tie, name=name, connections=own.connections, budget=budget)
        refusal = refuse_inviting(facts, limits, now)
    open_door = tie.connected or network.follow_policy != FollowPolicy.CONNECTIONS_ONLY.value
    remind_refusal = None
    if tie.invitation is not None and tie.invitation.side is Side.SENDER:
        remind_refusal = refuse_reminder(
            reminders=tie.invitation.reminders,
            last_at=tie.invitation.last_at,
            limits=limits,
            now=now,
            name=name,
        )
    elif tie.invitation is not None:
        accept_refusal = refuse_at_cap(own.connections, limits)
    shape = Relationship(
        following=tie.following,
        follow_suspended=tie.follow_suspended,
        follow_private=tie.follow_private,
        follow_requested=tie.follow_requested,
        followed_by=tie.followed_by,
        connected=tie.connected,
        connected_since=tie.connected_since,
        context=tie.context,
        degree=near.degree,
        mutual_count=near.mutual_count,
        invitation=tie.invitation,
        allowed_actions=(),
        may_follow=open_door,
        primary_button=PrimaryButton(network.primary_button),
        invite_refusal=refusal,
        accept_refusal=accept_refusal,
        remind_refusal=remind_refusal,
        restricted_until=budget.restriction.ends_at if budget.restriction else None,
    )
    return _with_actions(shape)


def _with_actions(shape: Relationship) -> Relationship:
    allowed: list[str] = []
    if shape.following or shape.follow_suspended or shape.follow_requested:
        allowed.append("unfollow")
    elif shape.may_follow:
        allowed.append("follow")
    if shape.connected:
        allowed.append("unconnect")
    elif shape.invitation is not None:
        allowed += invitation_actions(
            shape.invitation.side,
            shape.invitation.hidden_state,
            asked=shape.invitation.asked,
            may_remind=shape.remind_refusal is None,
        )
        if shape.invitation.hidden_state is State.IGNORED and shape.invitation.side is Side.RECIPIENT:
            allowed.append("invite")
    elif shape.invite_refusal is None:
        allowed.append("invite")
    allowed += ["note", "block"]
    return replace(shape, allowed_actions=tuple(allowed))


def invitation_actions(side: Side, state: State, *, asked: bool, may_remind: bool) -> tuple[str, ...]:
    """The names of what one side may do with an invitation now, read from the table."""
    closed = {Verb.REMIND} if not may_remind else set()
    if side is Side.SENDER and not asked:
        closed.add(Verb.REPLY)
    return tuple(verb.value for verb in verbs_for(state, side) if verb not in closed)
