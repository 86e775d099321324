"""Coming and going of one's own will: join, ask, answer an invitation, leave (PRO-7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.groups.actions.steps import Situation, find, judge, put
from rapport.people.groups.events import AskedToJoin
from rapport.people.groups.models import Admission
from rapport.people.groups.queries.pasts import past_of
from rapport.people.groups.queries.people import runners_of
from rapport.people.groups.rules.process import Place, State, Verb, entering
from rapport.people.groups.rules.refusing import refuse_asking, refuse_full
from rapport.people.ties.models import Network


@transaction.atomic
def enter(*, group_id: int, actor_id: int, note: str = "", now: datetime, limits: Limits) -> Place:
    """Join an open group, accept one's invitation, or ask to join; where one stands then.

    `note` goes with a request to those who run the group.

    Raises: Absent; Invalid (`note`); Refused with `group_banned`, `group_full` or `group_ask_again`.
    """
    words = text.many_lines(note, field="note", at_most=limits.note_length)
    situation = find(group_id, actor_id, actor_id)
    verb = entering(situation.place, situation.joining)
    found = judge(situation, verb)
    if found is None:
        return situation.place
    if verb is Verb.ASK:
        _ask(situation, words, now, limits)
    else:
        put(situation, verb, found, now=now, limits=limits)
    return found.to


def _ask(situation: Situation, note: str, now: datetime, limits: Limits) -> None:
    """Write the request, in place of an invitation that the person is not shown."""
    group, person = situation.group.pk, situation.person_id
    refusal = refuse_asking(past_of(group, person), limits, now) or refuse_full(
        Network.objects.values_list("members", flat=True).get(pk=group), limits
    )
    if refusal is not None:
        raise refusal
    request = renew(situation, sender=None, state=State.ASKED, note=note, now=now)
    emit(
        AskedToJoin(
            admission_id=request.pk,
            group_id=group,
            person_id=person,
            runner_ids=tuple(runners_of(group)),
            at=now,
        )
    )


def renew(
    situation: Situation, *, sender: int | None, state: State, note: str = "", now: datetime
) -> Admission:
    """Open a request or an invitation; one that its person is not shown ends first."""
    ends = {"group_id": situation.group.pk, "person_id": situation.person_id}
    hidden = Admission.objects.filter(**ends, state=State.INVITED.value)
    hidden.update(state=State.WITHDRAWN.value, answered_at=now)
    return Admission.objects.create(**ends, sender_id=sender, state=state.value, note=note, at=now)


@transaction.atomic
def decline(*, group_id: int, actor_id: int, now: datetime, limits: Limits) -> None:
    """Decline an invitation to a group; nobody is told, and for a while nobody invites again.

    Raises: Absent; Refused with `group_invitation_closed` or `group_place`.
    """
    _take(Verb.DECLINE, group_id, actor_id, now, limits)


@transaction.atomic
def withdraw(*, group_id: int, actor_id: int, now: datetime, limits: Limits) -> None:
    """Take one's request to join back.

    Raises: Absent; Refused with `group_place`, where it was answered meanwhile.
    """
    _take(Verb.WITHDRAW, group_id, actor_id, now, limits)


@transaction.atomic
def leave(*, group_id: int, actor_id: int, now: datetime, limits: Limits) -> None:
    """Leave a group; nobody is told.

    Raises: Absent; Refused with `group_last_owner`, or with `group_place` for who has only asked.
    """
    _take(Verb.LEAVE, group_id, actor_id, now, limits)


@transaction.atomic
def step_down(*, group_id: int, actor_id: int, now: datetime, limits: Limits) -> None:
    """Be a moderator from now on, no longer an owner.

    Raises: Absent; Refused with `group_last_owner` or `group_place`.
    """
    _take(Verb.STEP_DOWN, group_id, actor_id, now, limits)


def _take(verb: Verb, group_id: int, actor_id: int, now: datetime, limits: Limits) -> None:
    situation = find(group_id, actor_id, actor_id)
    found = judge(situation, verb)
    if found is not None:
        put(situation, verb, found, now=now, limits=limits)
