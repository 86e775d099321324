"""What stands between a viewer and others: read at once for many, decided by the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, Rows, literals, together
from rapport.people.actors.models import Actor
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.inviting import InviteFacts, Past
from rapport.people.relationships.rules.process import OPEN_STATES, Cause, Side, State, apparent
from rapport.people.ties.models import Network
from rapport.people.ties.rules import FollowPolicy

_STATES_OF_THEIRS = literals([*OPEN_STATES, State.ACCEPTED])


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


_CONNECTION = (("other_id", int), ("since", datetime), ("context", str))
_CONNECTIONS = "FROM ties_connection WHERE owner_id = %s AND other_id IN (%s)"
_FOLLOW = (("f.owner_id", int), ("f.other_id", int), ("f.private", bool), ("n.follow_policy", str))
_FOLLOWS = """
    FROM ties_follow f JOIN ties_network n ON n.actor_id = f.other_id
    WHERE (f.owner_id = %s AND f.other_id IN (%s)) OR (f.owner_id IN (%s) AND f.other_id = %s)
"""
_REQUESTS = "FROM relationships_followrequest WHERE other_id = %s AND owner_id IN (%s) AND asked"
_REMOVAL = (("owner_id", int), ("at", datetime))
_REMOVALS = "FROM relationships_removal WHERE owner_id IN (%s) AND other_id = %s"
_INVITATION = (
    ("sent_at", datetime), ("id", UUID), ("sender_id", int), ("recipient_id", int), ("state", str), ("cause", str),
    ("expires_at", datetime), ("reminders", int), ("reminded_at", datetime), ("asked", bool),
    ("answered_at", datetime), ("closed_at", datetime),
)  # fmt: skip
_INVITATIONS = f"""
    FROM relationships_invitation
    WHERE (sender_id = %s AND recipient_id IN (%s)) OR (recipient_id = %s AND sender_id IN (%s)
        AND state IN ({_STATES_OF_THEIRS}))
"""


def between(viewer_id: int, others: Collection[int], now: datetime) -> dict[int, Between]:
    """What stands between the viewer and each of `others`, in one statement however many there are."""
    return between_from(viewer_id, others, together(*between_readings(viewer_id, others)), now)


def between_readings(viewer_id: int, others: Collection[int]) -> tuple[Reading, ...]:
    """What has to be read for `between_from`."""
    return (
        Reading(_CONNECTION, _CONNECTIONS, (viewer_id, others)),
        Reading(_FOLLOW, _FOLLOWS, (viewer_id, others, others, viewer_id)),
        Reading((("owner_id", int),), _REQUESTS, (viewer_id, others)),
        Reading(_REMOVAL, _REMOVALS, (others, viewer_id)),
        Reading(_INVITATION, _INVITATIONS, (viewer_id, others, viewer_id, others)),
    )


def between_from(
    viewer_id: int, others: Collection[int], found: Sequence[Rows], now: datetime
) -> dict[int, Between]:
    """What stands between the viewer and each of `others`, from the rows of `between_readings`."""
    connections, follows, requests, removals, invitations = found
    answer = {other: Between() for other in others}
    for other, since, context in connections:
        answer[other].connected, answer[other].connected_since, answer[other].context = True, since, context
    _read_follows(viewer_id, follows, answer)
    for (other,) in requests:
        answer[other].follow_requested = True
    for other, at in removals:
        answer[other].removed_at = at
    _read_invitations(viewer_id, invitations, answer, now)
    return answer


def _read_follows(viewer_id: int, rows: Rows, answer: dict[int, Between]) -> None:
    """Follows of both directions; those from outside a closed door count for nothing (REL-1)."""
    for owner, other, private, policy in rows:
        one = answer[other if owner == viewer_id else owner]
        counts = one.connected or policy != FollowPolicy.CONNECTIONS_ONLY.value
        if owner == viewer_id:
            one.following, one.follow_suspended, one.follow_private = counts, not counts, private
        else:
            one.followed_by = counts and not private


def _read_invitations(viewer_id: int, rows: Rows, answer: dict[int, Between], now: datetime) -> None:
    """The open invitation, and the earlier ones of the viewer since the two were last connected.

    Of two people at most one invitation is open at a time, so that they end in the order they were sent;
    what came before a connection makes nobody wait after it (REL-10).
    """
    for row in sorted(rows, key=lambda row: row[:2]):
        sent_at, id_, sender, recipient, stored, cause, expires_at, reminders, reminded_at, asked, *ends = row
        sent = sender == viewer_id
        one = answer[recipient if sent else sender]
        state = State(stored)
        if state in OPEN_STATES and expires_at > now:
            side = Side.SENDER if sent else Side.RECIPIENT
            if sent or cause != Cause.UNREACHABLE.value:
                one.invitation = OpenInvitation(
                    id=id_,
                    side=side,
                    state=apparent(state, side),
                    hidden_state=state,
                    sent_at=sent_at,
                    expires_at=expires_at,
                    reminders=reminders,
                    last_at=reminded_at or sent_at,
                    asked=asked,
                )
        elif state is State.ACCEPTED:
            one.past.clear()
        elif sent:
            one.past.append(Past(state, Cause(cause), *ends))


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
