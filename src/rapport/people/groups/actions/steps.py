"""Taking one step of a group's table: read under the lock, judged by the rules, then written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.errors import Absent, Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.groups.events import JoinedGroup, LeftGroup
from rapport.people.groups.models import Admission, Ban, Group
from rapport.people.groups.queries.places import place_of
from rapport.people.groups.rules.process import (
    AGAIN,
    INSIDE,
    LEAVES,
    OPEN_STATES,
    ROLE_OF,
    By,
    Joining,
    Place,
    State,
    Step,
    Verb,
    hosts,
    knows,
    sides,
    step,
    who_ever,
)
from rapport.people.groups.rules.refusing import refuse_full, refuse_last_owner, refuse_role, refuse_step
from rapport.people.relationships.actions.steps import refuse_blocked
from rapport.people.ties import actions as ties
from rapport.people.ties import queries as edges
from rapport.people.ties.models import Membership, Network
from rapport.people.ties.rules import GroupRole

OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class Situation:
    """All that decides a step, read under the lock of the group and of both people."""

    group: Group
    actor_id: int
    person_id: int
    place: Place
    role: GroupRole | None
    held: frozenset[By]
    admission: Admission | None

    @property
    def oneself(self) -> bool:
        """Whether one acts for oneself."""
        return self.actor_id == self.person_id

    @property
    def joining(self) -> Joining:
        """How one joins this group."""
        return Joining(self.group.joining)


def find(group_id: int, actor_id: int, person_id: int) -> Situation:
    """Where the person stands toward the group, and what the one who acts is there.

    Raises: Absent, where any of them is gone, where the two do not see each other, and where
    the one who acts may not know of the group or runs nothing there: all alike.
    """
    ties.lock_all({group_id, actor_id, person_id})
    if actor_id != person_id:
        refuse_blocked(actor_id, person_id)
    group = Group.objects.filter(pk=group_id).first()
    if group is None:
        raise Absent
    role = edges.role_in(actor_id, group_id)
    place, admission = place_of(person_id, group_id)
    if actor_id != person_id and role is None:
        raise Absent
    if actor_id == person_id and not knows(place, listed=group.listed):
        raise Absent
    held = sides(
        role,
        oneself=actor_id == person_id,
        inviter=admission is not None and admission.sender_id == actor_id,
        joining=Joining(group.joining),
        listed=group.listed,
    )
    return Situation(group, actor_id, person_id, place, role, held, admission)


def judge(situation: Situation, verb: Verb) -> Step | None:
    """The step the table has here; None where it was taken before and nothing changes.

    Raises: Refused with `group_role`, where it is not theirs to take; with `group_banned`,
    `group_by_request`, `group_request_closed`, `group_invitation_closed` or `group_place`, where
    there is no such step from here; with `group_last_owner`.
    """
    ever = who_ever(verb)
    if situation.held.isdisjoint(ever):
        if ever == {By.SELF}:
            raise Absent
        raise refuse_role(verb)
    found = step(situation.place, verb, situation.held, situation.joining)
    if found is None:
        if situation.place in AGAIN.get(verb, ()) or _taken_before(situation, verb):
            return None
        raise _no_step(situation, verb)
    if situation.place is Place.OWNER:
        last = refuse_last_owner(_other_owners(situation), verb)
        if last is not None:
            raise last
    return found


def _no_step(situation: Situation, verb: Verb) -> Refused:
    """A step that is a higher role's to take says so; any other says where the person stands."""
    if (situation.place, verb) in _BY_OWNERS and By.OWNER not in situation.held:
        return refuse_role(Verb.PROMOTE)
    name = Actor.objects.values_list("name", flat=True).get(pk=situation.person_id)
    return refuse_step(situation.place, verb, oneself=situation.oneself, name=name)


_BY_OWNERS = {(Place.MODERATOR, Verb.REMOVE), (Place.MODERATOR, Verb.BAN)}


def _taken_before(situation: Situation, verb: Verb) -> bool:
    """Whether the latest request or invitation of the person ended just so."""
    if verb not in (Verb.REFUSE, Verb.DECLINE) or situation.place is not Place.OUTSIDE:
        return False
    return latest_state(situation.group.pk, situation.person_id) is LEAVES[verb]


def latest_state(group_id: int, person_id: int) -> State | None:
    """How the latest request or invitation of a person ended, or None."""
    rows = Admission.objects.filter(group_id=group_id, person_id=person_id).order_by("-at", "-pk")
    found = rows.values_list("state", flat=True).first()
    return None if found is None else State(found)


def _other_owners(situation: Situation) -> int:
    """How many other owners are here: one who is suspended cannot run the group."""
    owners = Membership.objects.filter(other_id=situation.group.pk, role=GroupRole.OWNER.value)
    return owners.exclude(owner_id=situation.person_id).filter(owner__status=Status.ACTIVE.value).count()


def close_open(situation: Situation, state: State, now: datetime) -> None:
    """End the request or invitation that is open, also one that the person is not shown."""
    rows = Admission.objects.filter(
        group_id=situation.group.pk, person_id=situation.person_id, state__in=OPEN
    )
    rows.update(state=state.value, answered_at=now, answered_by_id=situation.actor_id)


def put(situation: Situation, verb: Verb, found: Step, *, now: datetime, limits: Limits) -> None:
    """Write what a step leaves: the end of what was open, the edge, the ban; and tell of it.

    Raises: Refused with `group_full`; nothing is written then.
    """
    if verb in LEAVES:
        close_open(situation, LEAVES[verb], now)
    group, person = situation.group.pk, situation.person_id
    was, to = situation.place, found.to
    if to in INSIDE and was in INSIDE:
        ties.set_role(member=person, group=group, role=ROLE_OF[to])
    elif to in INSIDE:
        enter(group=group, person=person, role=ROLE_OF[to], now=now, limits=limits)
    elif was in INSIDE and ties.end_membership(member=person, group=group):
        emit(LeftGroup(group_id=group, person_id=person))
    if to is Place.BANNED:
        Ban.objects.create(owner_id=group, other_id=person, by_id=situation.actor_id, since=now)
    elif was is Place.BANNED:
        Ban.objects.filter(owner_id=group, other_id=person).delete()
    if was in INSIDE:
        drop_invitations(situation.group, sender=person, role=ROLE_OF.get(to), now=now)


def enter(*, group: int, person: int, role: GroupRole, now: datetime, limits: Limits) -> None:
    """Put somebody into a group.

    Raises: Refused with `group_full`.
    """
    if not ties.put_membership(member=person, group=group, role=role, now=now, cap=limits.group_cap):
        members = Network.objects.values_list("members", flat=True).get(pk=group)
        full = refuse_full(members, limits)
        assert full is not None
        raise full
    emit(JoinedGroup(group_id=group, person_id=person))


def drop_invitations(group: Group, *, sender: int, role: GroupRole | None, now: datetime) -> None:
    """Take back what somebody sent who may not invite to this group any more."""
    if not hosts(role, Joining(group.joining), listed=group.listed):
        rows = Admission.objects.filter(group_id=group.pk, sender_id=sender, state=State.INVITED.value)
        rows.update(state=State.WITHDRAWN.value, answered_at=now)
