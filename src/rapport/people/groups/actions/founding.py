"""A group from its first day to its last: founded, described anew, closed (PRO-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors import actions as actors
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience
from rapport.people.groups.actions.steps import enter
from rapport.people.groups.events import GroupClosed, GroupFounded
from rapport.people.groups.models import Admission, Ban, Group
from rapport.people.groups.queries.people import owned_by
from rapport.people.groups.rules.process import MEMBER_LISTS, OPEN_STATES, Joining, State, Verb, hosts
from rapport.people.groups.rules.refusing import refuse_founding, refuse_role
from rapport.people.ties import actions as ties
from rapport.people.ties import queries as edges
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole

OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class Words:
    """What a group says of itself and how it is entered."""

    about: str = ""
    rules: str = ""
    joining: str = Joining.REQUEST.value
    listed: bool = True
    member_list: str = Audience.GROUP.value


def _chosen(name: str, value: object, among: list[str]) -> str:
    if not isinstance(value, str) or value not in among:
        raise Invalid("Choose one of: {choices}.", code="choice", field=name, choices=", ".join(among))
    return value


def _checked(name: str, value: object, limits: Limits) -> object:
    """One field of a group, fit to keep.

    Raises: Invalid, naming the field.
    """
    if name in ("about", "rules"):
        if not isinstance(value, str):
            raise Invalid("This is a text.", code="choice", field=name)
        return text.many_lines(value, field=name, at_most=limits.group_text_length)
    if name == "joining":
        return _chosen(name, value, [one.value for one in Joining])
    if name == "member_list":
        return _chosen(name, value, [one.value for one in MEMBER_LISTS])
    if name == "listed" and isinstance(value, bool):
        return value
    raise Invalid("There is no such field: {name}.", code="unknown_field", field=name, name=name)


@transaction.atomic
def found(
    *,
    actor_id: int,
    is_organiser: bool,
    handle: str,
    name: str,
    headline: str = "",
    words: Words = Words(),
    now: datetime,
    limits: Limits,
) -> int:
    """Make a group, whose owner one is; its id.

    Raises: Absent, where one is gone; Invalid (`handle`, `name`, `headline` and the fields of `words`);
    Refused with `groups_organisers` or `groups_owned`.
    """
    ties.lock_all({actor_id})
    refusal = refuse_founding(is_organiser=is_organiser, owned=owned_by(actor_id), limits=limits)
    if refusal is not None:
        raise refusal
    values = {field: _checked(field, value, limits) for field, value in vars(words).items()}
    face = actors.create(kind=Kind.GROUP, handle=handle, name=name, headline=headline, now=now, limits=limits)
    Group.objects.create(actor=face, founder_id=actor_id, **values)
    _picture_for(face.pk, listed=words.listed)
    enter(group=face.pk, person=actor_id, role=GroupRole.OWNER, now=now, limits=limits)
    emit(GroupFounded(group_id=face.pk, by_id=actor_id))
    return face.pk


def _owned(group_id: int, actor_id: int) -> Group:
    """The group under its lock, for an owner.

    Raises: Absent, for who is not in it; Refused with `group_role`.
    """
    ties.lock_all({group_id, actor_id})
    group = Group.objects.filter(pk=group_id).first()
    role = edges.role_in(actor_id, group_id)
    if group is None or role is None:
        raise Absent
    if role is not GroupRole.OWNER:
        raise refuse_role(Verb.PROMOTE)
    return group


@transaction.atomic
def describe(
    *, group_id: int, actor_id: int, changes: Mapping[str, object], now: datetime, limits: Limits
) -> None:
    """Change what a group says of itself and how it is entered, all or nothing; for its owners.

    Whoever may not invite any more has their invitations taken back; a group that becomes private
    has no requests, for nobody outside knows of it.

    Raises: Absent; Invalid, naming the field; Refused with `group_role`.
    """
    group = _owned(group_id, actor_id)
    face = {name: value for name, value in changes.items() if name in ("name", "headline")}
    if face:
        for name, value in face.items():
            if not isinstance(value, str):
                raise Invalid("This is a line of text.", code="choice", field=name)
        actors.change_face(actor_id=group_id, limits=limits, **face)  # type: ignore[arg-type]
    values = {name: _checked(name, value, limits) for name, value in changes.items() if name not in face}
    if not values:
        return
    Group.objects.filter(pk=group_id).update(**values)
    group.refresh_from_db()
    _picture_for(group_id, listed=group.listed)
    if not group.listed:
        _end(group_id, State.ASKED, now)
    if not hosts(GroupRole.MEMBER, Joining(group.joining), listed=group.listed):
        runners = Membership.objects.filter(other_id=group_id).exclude(role=GroupRole.MEMBER.value)
        _end(group_id, State.INVITED, now, keep=list(runners.values_list("owner_id", flat=True)))


def _picture_for(group_id: int, *, listed: bool) -> None:
    """The picture of a private group is for those in it, like the group itself."""
    audience = Audience.ANYONE if listed else Audience.GROUP
    actors.choose_picture_audience(actor_id=group_id, audience=audience.value)


def _end(group_id: int, state: State, now: datetime, keep: list[int] | None = None) -> None:
    """Take back what waits in this state, but for what those in `keep` sent."""
    rows = Admission.objects.filter(group_id=group_id, state=state.value)
    rows.exclude(sender_id__in=keep or []).update(state=State.WITHDRAWN.value, answered_at=now)


@transaction.atomic
def close(*, group_id: int, actor_id: int, now: datetime) -> None:
    """Close a group for good; it is gone for everybody at once, and its handle stays taken.

    Raises: Absent; Refused with `group_role`.
    """
    _owned(group_id, actor_id)
    shut(group_id=group_id, by_id=actor_id, now=now)


def shut(*, group_id: int, by_id: int | None, now: datetime) -> None:
    """Close a group under its lock: its face leaves without a name, and what it said of itself is wiped."""
    rows = Admission.objects.filter(group_id=group_id, state__in=OPEN)
    rows.update(state=State.WITHDRAWN.value, answered_at=now)
    Group.objects.filter(pk=group_id).update(about="", rules="")
    actors.erase(actor_id=group_id)
    emit(GroupClosed(group_id=group_id, by_id=by_id))


@transaction.atomic
def clear(*, group_id: int) -> None:
    """Take everybody out of a group that is closed, and forget who was kept out."""
    for member in Membership.objects.filter(other_id=group_id).values_list("owner_id", flat=True):
        ties.end_membership(member=member, group=group_id)
    Ban.objects.filter(owner_id=group_id).delete()
