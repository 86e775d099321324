"""Ending ties: unconnect, block, unblock, and all at once when a member leaves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rapport.kernel.events import emit
from rapport.people.relationships.actions.steps import OPEN, forget_requests, refuse_blocked, take
from rapport.people.relationships.events import Blocked, Disconnected, Unblocked
from rapport.people.relationships.models import (
    FollowRequest,
    Invitation,
    Removal,
    Reply,
    Restriction,
    TieNote,
)
from rapport.people.relationships.rules.inviting import refuse_oneself
from rapport.people.relationships.rules.process import Side, Verb
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Block, Connection, Follow, Network
from rapport.people.ties.rules import Origin


def _part(by: int, other: int, now: datetime) -> bool:
    """End the connection with the follows that came with it; remember who ended it (REL-10)."""
    if not ties.end_connection(one=by, two=other):
        return False
    ties.end_follow(owner=by, other=other, origin=Origin.CONNECTION)
    ties.end_follow(owner=other, other=by, origin=Origin.CONNECTION)
    Removal.objects.filter(owner_id=other, other_id=by).delete()
    Removal.objects.update_or_create(owner_id=by, other_id=other, defaults={"at": now})
    emit(Disconnected(by_id=by, other_id=other))
    return True


@transaction.atomic
def unconnect(*, actor_id: int, other: int, now: datetime) -> bool:
    """End a connection; the other is not told (REL-10). False where there was none."""
    refuse_oneself(actor_id, other)
    ties.lock_rows(one=actor_id, two=other)
    return _part(actor_id, other, now)


@transaction.atomic
def block(*, owner: int, other: int, now: datetime) -> None:
    """Block: every edge ends both ways, what is open is withdrawn, each is hidden from the other (REL-17).

    Raises: Absent, where the other is not there or has blocked first; Invalid (`oneself`).
    """
    refuse_oneself(owner, other)
    ties.lock_pair(one=owner, two=other)
    if Block.objects.filter(owner_id=owner, other_id=other).exists():
        return
    refuse_blocked(owner, other)
    ties.put_block(owner=owner, other=other, now=now)
    _sever(owner, other, now)
    emit(Blocked(owner_id=owner, other_id=other))


def _sever(by: int, other: int, now: datetime) -> None:
    """End everything between the two."""
    _part(by, other, now)
    ties.end_follow(owner=by, other=other)
    ties.end_follow(owner=other, other=by)
    forget_requests(by, other)
    lo, hi = sorted((by, other))
    for invitation in Invitation.objects.filter(lo_id=lo, hi_id=hi, state__in=OPEN):
        take(invitation, Verb.SEVER, Side.SYSTEM, now=now)


@transaction.atomic
def unblock(*, owner: int, other: int) -> bool:
    """Take a block back; nothing returns by itself (REL-17). False where there was none."""
    ties.lock_rows(one=owner, two=other)
    ended = ties.end_block(owner=owner, other=other)
    if ended:
        emit(Unblocked(owner_id=owner, other_id=other))
    return ended


def sever_all(*, actor_id: int, now: datetime) -> int:
    """End every tie of a member who left, pair by pair, each in its own transaction; returns how many pairs.

    Nobody sees these ties meanwhile: that the member is gone is derived at each reading.
    """
    others: set[int] = set()
    for rows in (Connection.objects, Follow.objects, FollowRequest.objects):
        others.update(rows.filter(owner_id=actor_id).values_list("other_id", flat=True))
        others.update(rows.filter(other_id=actor_id).values_list("owner_id", flat=True))
    for ends in Invitation.objects.filter(sender_id=actor_id, state__in=OPEN).values_list("recipient_id"):
        others.update(ends)
    for ends in Invitation.objects.filter(recipient_id=actor_id, state__in=OPEN).values_list("sender_id"):
        others.update(ends)
    for other in sorted(others):
        with transaction.atomic():
            ties.lock_rows(one=actor_id, two=other)
            _sever(actor_id, other, now)
    with transaction.atomic():
        TieNote.objects.filter(owner_id=actor_id).delete()
        ties.end_blocks_of(owner=actor_id)
    return len(others)


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Leave no word of an erased member: what was written in invitations and about them goes (OPS-2).

    That there was an invitation, and how it ended, stays where limits of others still count it.
    """
    either = Q(sender_id=actor_id) | Q(recipient_id=actor_id)
    Reply.objects.filter(invitation__in=Invitation.objects.filter(either)).delete()
    Invitation.objects.filter(either).update(note="")
    TieNote.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()
    FollowRequest.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()
    Removal.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()
    Restriction.objects.filter(owner_id=actor_id).delete()
    ties.end_reading_of(actor_id=actor_id)
    Network.objects.filter(actor_id=actor_id).update(connection_line="")
