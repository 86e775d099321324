"""What those in a group do about others: invite, admit, refuse, remove, keep out, give roles (PRO-7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.kernel.errors import Absent, Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.groups.actions.joining import renew
from rapport.people.groups.actions.steps import Situation, find, judge, put
from rapport.people.groups.events import Admitted, InvitedToGroup, RoleChanged
from rapport.people.groups.queries.pasts import invitations_sent, past_of
from rapport.people.groups.rules.process import INSIDE, ROLE_OF, Place, State, Step, Verb
from rapport.people.groups.rules.refusing import refuse_inviting_again, refuse_many_invitations
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Connection
from rapport.people.ties.rules import GroupRole

ABOUT_OTHERS = (
    Verb.ADMIT,
    Verb.REFUSE,
    Verb.TAKE_BACK,
    Verb.REMOVE,
    Verb.BAN,
    Verb.UNBAN,
    Verb.PROMOTE,
    Verb.DEMOTE,
    Verb.SHARE,
    Verb.HAND_OVER,
)
"""The steps that `take` takes: about somebody else, and nothing but their name."""


@transaction.atomic
def take(*, verb: Verb, group_id: int, actor_id: int, person_id: int, now: datetime, limits: Limits) -> None:
    """Take a step about somebody else; taking it again changes nothing.

    Who hands a group over is a moderator from then on; who is kept out leaves at once.

    Raises: Absent; Refused with `group_role`, `group_place`, `group_request_closed`, `group_full` or
    `group_banned`.
    """
    if verb not in ABOUT_OTHERS or actor_id == person_id:
        raise Absent
    situation = find(group_id, actor_id, person_id)
    if verb is Verb.HAND_OVER and _handed_over(situation):
        return
    found = judge(situation, verb)
    if found is None:
        return
    put(situation, verb, found, now=now, limits=limits)
    if verb is Verb.HAND_OVER:
        ties.set_role(member=actor_id, group=group_id, role=GroupRole.MODERATOR)
    _tell(situation, verb, found, now)


def _handed_over(situation: Situation) -> bool:
    """Whether who acts gave the group to this person before: one is a moderator, the other an owner."""
    return situation.place is Place.OWNER and situation.role is GroupRole.MODERATOR


def _tell(situation: Situation, verb: Verb, found: Step, now: datetime) -> None:
    """Tell the person, where the step is one they are told of."""
    if verb is Verb.ADMIT:
        _admitted(situation, now)
    elif situation.place in INSIDE and found.to in INSIDE:
        emit(
            RoleChanged(
                group_id=situation.group.pk,
                person_id=situation.person_id,
                role=ROLE_OF[found.to].value,
                at=now,
            )
        )


def _admitted(situation: Situation, now: datetime) -> None:
    assert situation.admission is not None
    emit(
        Admitted(
            admission_id=situation.admission.pk,
            group_id=situation.group.pk,
            person_id=situation.person_id,
            at=now,
        )
    )


@transaction.atomic
def invite(*, group_id: int, actor_id: int, person_id: int, now: datetime, limits: Limits) -> Place:
    """Invite one of one's connections; who has asked to join is let in. Where they stand then.

    Raises: Absent; Refused with `group_role`, `group_invite_connections`, `group_invite_again`,
    `group_invitation_limit`, `group_place`, `group_banned` or `group_full`.
    """
    if actor_id == person_id:
        raise Absent
    situation = find(group_id, actor_id, person_id)
    found = judge(situation, Verb.INVITE)
    if found is None:
        return situation.place
    if situation.place is Place.ASKED:
        put(situation, Verb.INVITE, found, now=now, limits=limits)
        _admitted(situation, now)
        return found.to
    refusal = _refusal(situation, limits, now)
    if refusal is not None:
        raise refusal
    sent = renew(situation, sender=actor_id, state=State.INVITED, now=now)
    emit(
        InvitedToGroup(
            admission_id=sent.pk, group_id=group_id, sender_id=actor_id, person_id=person_id, at=now
        )
    )
    return found.to


def _refusal(situation: Situation, limits: Limits, now: datetime) -> Refused | None:
    """Why this person may not be invited by this member now, or None."""
    name = Actor.objects.values_list("name", flat=True).get(pk=situation.person_id)
    ends = {"owner_id": situation.actor_id, "other_id": situation.person_id}
    if not Connection.objects.filter(**ends).exists():
        return Refused(
            "You invite your connections to a group, and {name} is none of them.",
            code="group_invite_connections",
            name=name,
        )
    past = past_of(situation.group.pk, situation.person_id)
    return refuse_inviting_again(past, name, limits, now) or refuse_many_invitations(
        invitations_sent(situation.actor_id), limits
    )
