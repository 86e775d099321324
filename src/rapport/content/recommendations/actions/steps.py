"""Taking one step of the process: compare and swap, read from the table."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from rapport.content.recommendations.events import RecommendationMoved
from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.rules.asking import not_connected
from rapport.content.recommendations.rules.process import (
    AT_ANY_TIME,
    CLOSED,
    Side,
    State,
    Verb,
    already_done,
    apparent,
    sides_of,
    step,
)
from rapport.kernel.errors import Absent, Refused
from rapport.kernel.events import emit
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions.steps import refuse_blocked
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Connection

TOLD = frozenset({Verb.WRITE, Verb.DECLINE, Verb.REVISE, Verb.ACCEPT, Verb.ASK_CHANGE, Verb.REFUSE})
"""The steps of which the other side is told; all others are silent."""


def lock(one: int, two: int) -> None:
    """Lock the pair, so that no step about them can pass another, nor a change of what ties them.

    Raises: Absent, where either is gone or has blocked the other.
    """
    ties.lock_pair(one=one, two=two)
    refuse_blocked(one, two)


def name_of(actor_id: int) -> str:
    """What a refusal calls somebody."""
    return Actor.objects.values_list("name", flat=True).get(pk=actor_id)


def refuse_unconnected(one: int, other: int) -> None:
    """Raises: Refused (`not_connected`), where `one` and `other` are not connected (PRO-4)."""
    if not Connection.objects.filter(owner_id=one, other_id=other).exists():
        raise not_connected(name_of(other))


def side_of(row: Recommendation, actor_id: int) -> Side:
    """On which side of it this member stands, who is one of its two."""
    return Side.AUTHOR if row.author_id == actor_id else Side.RECIPIENT


def other_of(row: Recommendation, actor_id: int) -> int:
    """Who stands on the other side."""
    return row.recipient_id if row.author_id == actor_id else row.author_id


def find(recommendation_id: UUID, actor_id: int) -> tuple[Recommendation, Side]:
    """The recommendation under the lock of its pair, and this member's side of it.

    Raises: Absent, where it is not there or not theirs, was withdrawn by the other side, or either
    end left or blocked the other.
    """
    ends = Recommendation.objects.filter(pk=recommendation_id).values_list("author_id", "recipient_id")
    pair = ends.first()
    if pair is None or actor_id not in pair:
        raise Absent
    lock(*pair)
    row = Recommendation.objects.filter(pk=recommendation_id).first()
    if row is None:
        raise Absent
    side = side_of(row, actor_id)
    if row.state == State.WITHDRAWN.value and row.version and side is Side.RECIPIENT:
        raise Absent
    if row.state == State.WITHDRAWN.value and not row.version and side is Side.AUTHOR:
        raise Absent
    return row, side


def take(row: Recommendation, verb: Verb, side: Side, *, now: datetime, **changes: Any) -> bool:
    """Take `verb` on this row; False where it was taken before and nothing changes.

    The UPDATE names the state it starts from, so that no caller can step around the table.

    Raises: Refused with `recommendation_closed` where the table has no such step from here, with
    `not_yours` where it is the other side's to take, with `not_connected` where the two have parted.
    """
    state = State(row.state)
    found = step(state, verb, side)
    if found is None and already_done(state, verb, side):
        return False
    if found is None:
        raise _no_step(apparent(state, side), verb, side)
    actor_id = row.author_id if side is Side.AUTHOR else row.recipient_id
    if verb not in AT_ANY_TIME:
        refuse_unconnected(actor_id, other_of(row, actor_id))
    values = {"state": found.to.value, "changed_at": now, "number": row.number + 1, **changes}
    if found.to in CLOSED:
        values["closed_at"] = now
    if not Recommendation.objects.filter(pk=row.pk, state=state.value).update(**values):
        raise _no_step(apparent(state, side), verb, side)
    for name, value in values.items():
        setattr(row, name, value)
    if verb in TOLD:
        emit(
            RecommendationMoved(
                recommendation_id=row.pk,
                by_id=actor_id,
                reader_id=other_of(row, actor_id),
                verb=verb.value,
                number=row.number,
            )
        )
    return True


_ENDED = {
    State.DECLINED: "This request was declined already.",
    State.REFUSED: "This recommendation was not taken.",
    State.WITHDRAWN: "This was taken back already.",
    State.ASKED: "Nothing is written yet.",
    State.IGNORED: "Nothing is written yet.",
    State.WAITING: "This recommendation waits for an answer.",
    State.CHANGE_ASKED: "A change was asked for, and is waited for.",
}


def _no_step(state: State, verb: Verb, side: Side) -> Refused:
    if side not in sides_of(verb):
        return Refused("That is for the other side of this recommendation to do.", code="not_yours")
    return Refused(
        _ENDED.get(state, "This recommendation was accepted already."), code="recommendation_closed"
    )
