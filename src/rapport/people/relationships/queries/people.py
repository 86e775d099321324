"""People in lists and on their page: who they are, how near, and what stands between (NET-1, REL-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from rapport.kernel.errors import Refused
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import together
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.audience import Standing, Viewer
from rapport.people.relationships.queries.budget import budget_from, budget_readings
from rapport.people.relationships.queries.faces import Face, faces_of
from rapport.people.relationships.queries.facts import (
    Between,
    OpenInvitation,
    between,
    between_from,
    between_readings,
    facts_from,
)
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
from rapport.people.ties.queries import networks_from, networks_reading
from rapport.people.ties.rules import FollowPolicy, PrimaryButton


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
        return [person_from(viewer, actor) for actor in actors]
    near = neighbourhood.current().closeness(viewer.actor_id, ids)
    faces = faces_of(viewer, {one for closeness in near.values() for one in closeness.mutual_ids})
    ties = between(viewer.actor_id, ids, now)
    return [person_from(viewer, actor, near[actor.pk], faces, ties[actor.pk]) for actor in actors]


def standings_from(viewer: Viewer, owner_id: int, near: Closeness, tie: Between) -> frozenset[Standing]:
    """The standings of a viewer toward somebody, from how near they are and what stands between."""
    return visibility.standings(
        viewer, owner_id=owner_id, connected=tie.connected, follows=tie.following, degree=near.degree
    )


def person_from(
    viewer: Viewer,
    actor: Actor,
    near: Closeness = FAR,
    faces: Mapping[int, Face] = MappingProxyType({}),
    tie: Between = NOTHING,
    held: frozenset[Standing] | None = None,
) -> Person:
    """Somebody as the viewer sees them, or as somebody with the standings `held` would."""
    held = standings_from(viewer, actor.pk, near, tie) if held is None else held
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


def relationships(
    viewer: Viewer, some: Sequence[Person], limits: Limits, now: datetime
) -> dict[int, Relationship]:
    """What the viewer may do about each of these people, by id; themselves left out.

    Costs the same number of statements for one and for many. Visitors have no relationship to anyone.
    """
    others = {person.id: person for person in some if person.id != viewer.actor_id}
    if viewer.actor_id is None or not others:
        return {}
    me = viewer.actor_id
    ties, spent = between_readings(me, others), budget_readings(me, limits, now)
    found, *rest = together(networks_reading([me, *others]), *ties, *spent)
    networks = networks_from(found)
    tie_of = between_from(me, others, rest[: len(ties)], now)
    budget = budget_from(rest[len(ties) :], limits, now)
    return {
        one: relate(
            person.name,
            network=networks[one],
            own=networks[me],
            tie=tie_of[one],
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
