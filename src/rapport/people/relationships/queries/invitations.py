"""Invitations as each side is shown them: an ignored one is pending to its sender (REL-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet

from rapport.kernel import paging
from rapport.kernel.composed import MEMBER, MOMENT, Composed, composed, how_many
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, Rows, literals
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.relationships.models import Invitation, Reply
from rapport.people.relationships.queries.people import Person, invitation_actions, people
from rapport.people.relationships.rules.inviting import refuse_reminder
from rapport.people.relationships.rules.process import OPEN_STATES, Cause, Side, State, Tray, apparent
from rapport.people.ties.terms import unseen_by

_OPEN = sorted(state.value for state in OPEN_STATES)


class Direction(StrEnum):
    """Which way an invitation goes, as one side sees it."""

    RECEIVED = "received"
    SENT = "sent"


@dataclass(frozen=True)
class ReplyView:
    """One message of a thread; `mine` where the viewer wrote it."""

    id: UUID
    author_handle: str
    author_name: str
    text: str
    at: datetime
    mine: bool


@dataclass(frozen=True)
class InvitationView:
    """An invitation as one of its two sides is shown it; `other` is the person at the other end."""

    id: UUID
    state: State
    direction: Direction
    sender: Person
    recipient: Person
    context: str
    note: str
    tray: str
    decline_reason: str
    follow_suggested: bool
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    reminders: int
    reminder_from: datetime | None
    asked: bool
    replies: tuple[ReplyView, ...]
    allowed_actions: tuple[str, ...]

    @property
    def other(self) -> Person:
        """The person at the other end, as seen from this side."""
        return self.sender if self.direction is Direction.RECEIVED else self.recipient


@dataclass(frozen=True)
class InvitationList:
    """One page of invitations."""

    items: list[InvitationView]
    next: str | None = None


def _shown_to(viewer_id: int) -> QuerySet[Invitation]:
    """The invitations this member is shown at all, on either side."""
    rows = Invitation.objects.exclude(cause=Cause.BLOCKED.value)
    sent = Q(sender_id=viewer_id)
    received = Q(recipient_id=viewer_id) & ~Q(cause=Cause.UNREACHABLE.value) & ~Q(state=State.WITHDRAWN.value)
    return (
        rows.filter(sent | received)
        .exclude(unseen_by(viewer_id, "sender_id"))
        .exclude(unseen_by(viewer_id, "recipient_id"))
    )


def _in_state(
    rows: QuerySet[Invitation], state: State, direction: Direction, now: datetime
) -> QuerySet[Invitation]:
    """Rows that this side is shown in `state`; what is past its day has lapsed though no job has said so yet."""
    if state is State.EXPIRED:
        return rows.filter(Q(state=State.EXPIRED.value) | Q(state__in=_OPEN, expires_at__lte=now))
    if state is State.PENDING and direction is Direction.SENT:
        return rows.filter(state__in=_OPEN, expires_at__gt=now)
    if state in OPEN_STATES:
        if direction is Direction.SENT:
            return rows.none()
        return rows.filter(state=state.value, expires_at__gt=now)
    return rows.filter(state=state.value)


def invitations(
    viewer: Viewer,
    *,
    direction: Direction,
    state: State | None = None,
    tray: Tray | None = Tray.INBOX,
    settled: bool = False,
    asked: bool = False,
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
    now: datetime,
) -> InvitationList:
    """The viewer's invitations, latest first; without a state all states; `tray` counts for received ones.

    `settled` leaves out those that are pending to this side; `asked` all in whose thread nobody wrote.

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return InvitationList([])
    rows = _shown_to(viewer.actor_id)
    if direction is Direction.SENT:
        rows = rows.filter(sender_id=viewer.actor_id)
    else:
        rows = rows.filter(recipient_id=viewer.actor_id)
        if tray is not None:
            rows = rows.filter(tray=tray.value)
    if state is not None:
        rows = _in_state(rows, state, direction, now)
    if settled:
        waiting = _OPEN if direction is Direction.SENT else [State.PENDING.value]
        rows = rows.exclude(state__in=waiting, expires_at__gt=now)
    if asked:
        rows = rows.filter(asked=True)
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(sent_at__lt=at) | Q(sent_at=at, pk__lt=last))
    page = paging.cut(
        list(rows.order_by("-sent_at", "-pk")[: size + 1]), size, key=lambda row: (row.sent_at, row.pk)
    )
    return InvitationList(_views(viewer, page.items, limits, now), page.next)


def invitation(viewer: Viewer, invitation_id: UUID, limits: Limits, now: datetime) -> InvitationView:
    """One invitation, for the two whom it concerns.

    Raises: Absent, for everybody else and for ids that are not there.
    """
    if viewer.actor_id is None:
        raise Absent
    row = _shown_to(viewer.actor_id).filter(pk=invitation_id).first()
    if row is None:
        raise Absent
    return _views(viewer, [row], limits, now)[0]


@dataclass(frozen=True)
class WaitingCounts:
    """What waits for the viewer, and what of theirs waits for others."""

    inbox: int
    filtered: int
    sent: int


_WAITING = f"""
    FROM relationships_invitation i
    JOIN actors_actor a ON a.id = CASE WHEN i.sender_id = %s THEN i.recipient_id ELSE i.sender_id END
    WHERE a.status = {literals([Status.ACTIVE])} AND i.expires_at > %s
    AND (
        (i.sender_id = %s AND i.state IN ({literals(OPEN_STATES)}))
        OR (i.recipient_id = %s AND i.state = {literals([State.PENDING])})
    )
"""


def waiting_reading(me: int, now: datetime) -> Reading:
    """What has to be read for `waiting_from`."""
    return Reading((("i.sender_id", int), ("i.tray", str)), _WAITING, (me, now, me, me))


def waiting_from(me: int, rows: Rows) -> WaitingCounts:
    """How many pending invitations stand in each tray of this member, from the rows of `waiting_reading`."""
    trays = [tray for sender, tray in rows if sender != me]
    return WaitingCounts(
        inbox=trays.count(Tray.INBOX.value),
        filtered=trays.count(Tray.FILTERED.value),
        sent=len(rows) - len(trays),
    )


@cache
def _any_asked() -> Composed | None:
    mine = _shown_to(MEMBER).filter(sender_id=MEMBER, asked=True)
    rows = _in_state(mine, State.PENDING, Direction.SENT, MOMENT).values("pk")
    return composed(rows, [MEMBER, MOMENT])


def asked_reading(me: int, now: datetime) -> Reading:
    """In how many threads of one's pending invitations somebody wrote, in one row."""
    return how_many(_any_asked(), {MEMBER: me, MOMENT: now})


def _views(viewer: Viewer, rows: Sequence[Invitation], limits: Limits, now: datetime) -> list[InvitationView]:
    """Read models of these rows, at the same number of statements for one and for many."""
    ids = {row.sender_id for row in rows} | {row.recipient_id for row in rows}
    actors = Actor.objects.in_bulk(list(ids))
    shown = {person.id: person for person in people(viewer, list(actors.values()), now)}
    threads: dict[UUID, list[ReplyView]] = {}
    asked = [row.pk for row in rows if row.asked]
    if asked:
        for reply in Reply.objects.filter(invitation_id__in=asked).order_by("at", "id"):
            author = shown[reply.author_id]
            threads.setdefault(reply.invitation_id, []).append(
                ReplyView(
                    reply.pk,
                    author.handle,
                    author.name,
                    reply.text,
                    reply.at,
                    reply.author_id == viewer.actor_id,
                )
            )
    return [
        _view(viewer, row, shown=shown, replies=tuple(threads.get(row.pk, ())), limits=limits, now=now)
        for row in rows
    ]


def _view(
    viewer: Viewer,
    row: Invitation,
    *,
    shown: dict[int, Person],
    replies: tuple[ReplyView, ...],
    limits: Limits,
    now: datetime,
) -> InvitationView:
    side = Side.SENDER if row.sender_id == viewer.actor_id else Side.RECIPIENT
    state = State(row.state)
    if state in OPEN_STATES and row.expires_at <= now:
        state = State.EXPIRED
    sent = side is Side.SENDER
    remind = refuse_reminder(
        reminders=row.reminders,
        last_at=row.reminded_at or row.sent_at,
        limits=limits,
        now=now,
        name=shown[row.recipient_id].name,
    )
    until = remind.values.get("until") if remind else None
    secret = sent and state in (State.IGNORED, State.WITHDRAWN, State.EXPIRED)
    return InvitationView(
        id=row.pk,
        state=apparent(state, side),
        direction=Direction.SENT if sent else Direction.RECEIVED,
        sender=shown[row.sender_id],
        recipient=shown[row.recipient_id],
        context=row.context,
        note=row.note,
        tray="" if sent else row.tray,
        decline_reason=row.decline_reason,
        follow_suggested=row.cause == Cause.SUGGEST_FOLLOW.value,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        answered_at=None if secret else row.answered_at,
        closed_at=row.closed_at,
        reminders=row.reminders,
        reminder_from=until if isinstance(until, datetime) else None,
        asked=row.asked,
        replies=replies if sent or state is not State.IGNORED else _until(replies, row.answered_at),
        allowed_actions=invitation_actions(side, state, asked=row.asked, may_remind=remind is None),
    )


def _until(replies: tuple[ReplyView, ...], moment: datetime | None) -> tuple[ReplyView, ...]:
    """The thread as it stood when the recipient ignored the invitation: it is closed to them since."""
    return replies if moment is None else tuple(one for one in replies if one.at <= moment)
