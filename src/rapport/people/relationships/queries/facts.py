"""What stands between a viewer and others: read at once for many, decided by the rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.relationships.models import FollowRequest, Invitation, Removal
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.inviting import InviteFacts, Past
from rapport.people.relationships.rules.process import OPEN_STATES, Cause, Side, State, apparent
from rapport.people.ties.models import Connection, Follow, Network
from rapport.people.ties.rules import FollowPolicy

_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class OpenInvitation:
    """The open invitation between viewer and other, as the viewer's side is shown it."""

    id: UUID
    side: Side
    state: State
    hidden_state: State
    sent_at: datetime
    expires_at: datetime
    reminders: int
    last_at: datetime
    asked: bool


@dataclass
class Between:
    """Everything between a viewer and one other member that buttons and rules ask for."""

    following: bool = False
    follow_suspended: bool = False
    follow_private: bool = False
    follow_requested: bool = False
    followed_by: bool = False
    connected: bool = False
    connected_since: datetime | None = None
    context: str = ""
    invitation: OpenInvitation | None = None
    past: list[Past] = field(default_factory=list)
    removed_at: datetime | None = None


def between(viewer_id: int, others: Collection[int], now: datetime) -> dict[int, Between]:
    """What stands between the viewer and each of `others`, in five statements however many there are."""
    answer = {other: Between() for other in others}
    if not others:
        return answer
    for other, since, context in Connection.objects.filter(
        owner_id=viewer_id, other_id__in=others
    ).values_list("other_id", "since", "context"):
        answer[other].connected, answer[other].connected_since, answer[other].context = True, since, context
    _read_follows(viewer_id, others, answer)
    requests = FollowRequest.objects.filter(other_id=viewer_id, owner_id__in=others, asked=True)
    for other in requests.values_list("owner_id", flat=True):
        answer[other].follow_requested = True
    for other, at in Removal.objects.filter(owner_id__in=others, other_id=viewer_id).values_list(
        "owner_id", "at"
    ):
        answer[other].removed_at = at
    _read_invitations(viewer_id, others, answer, now)
    return answer


def _read_follows(viewer_id: int, others: Collection[int], answer: dict[int, Between]) -> None:
    """Follows of both directions; those from outside a closed door count for nothing (REL-1)."""
    rows = Follow.objects.filter(
        Q(owner_id=viewer_id, other_id__in=others) | Q(owner_id__in=others, other_id=viewer_id)
    ).values_list("owner_id", "other_id", "private", "other__network__follow_policy")
    for owner, other, private, policy in rows:
        one = answer[other if owner == viewer_id else owner]
        counts = one.connected or policy != FollowPolicy.CONNECTIONS_ONLY.value
        if owner == viewer_id:
            one.following, one.follow_suspended, one.follow_private = counts, not counts, private
        else:
            one.followed_by = counts and not private


def _read_invitations(
    viewer_id: int, others: Collection[int], answer: dict[int, Between], now: datetime
) -> None:
    rows = Invitation.objects.filter(
        Q(sender_id=viewer_id, recipient_id__in=others)
        | Q(recipient_id=viewer_id, sender_id__in=others, state__in=_OPEN)
    ).order_by("sent_at", "id")
    for row in rows:
        sent = row.sender_id == viewer_id
        one = answer[row.recipient_id if sent else row.sender_id]
        state = State(row.state)
        if state in OPEN_STATES and row.expires_at > now:
            if sent or row.cause != Cause.UNREACHABLE.value:
                one.invitation = _shown(row, Side.SENDER if sent else Side.RECIPIENT, state)
        elif sent:
            one.past.append(Past(state, Cause(row.cause), row.answered_at, row.closed_at))


def _shown(row: Invitation, side: Side, state: State) -> OpenInvitation:
    return OpenInvitation(
        id=row.pk,
        side=side,
        state=apparent(state, side),
        hidden_state=state,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        reminders=row.reminders,
        last_at=row.reminded_at or row.sent_at,
        asked=row.asked,
    )


def invite_facts(sender: int, recipient: int, limits: Limits, now: datetime) -> InviteFacts:
    """What decides whether `sender` may invite `recipient`; read under the lock of both when it counts."""
    return facts_from(
        between(sender, [recipient], now)[recipient],
        name=Actor.objects.values_list("name", flat=True).get(pk=recipient),
        connections=Network.objects.values_list("connections", flat=True).get(pk=sender),
        budget=budget_of(sender, limits, now),
    )


def facts_from(one: Between, *, name: str, connections: int, budget: Budget) -> InviteFacts:
    """The same facts from what was read already."""
    return InviteFacts(
        name=name,
        connected=one.connected,
        connections=connections,
        past=tuple(one.past),
        removed_at=one.removed_at,
        budget=budget,
    )
