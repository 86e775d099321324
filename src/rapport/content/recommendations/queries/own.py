"""One's own recommendations, as each of the two sides is shown them (PRO-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, When

from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.rules.asking import Position
from rapport.content.recommendations.rules.process import (
    KEPT,
    REQUESTS,
    UNANSWERED,
    Side,
    State,
    Verb,
    apparent,
    verbs_for,
)
from rapport.kernel import paging
from rapport.kernel.composed import MEMBER, Composed, composed, how_many
from rapport.kernel.errors import Absent
from rapport.kernel.rows import Reading
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import terms


class Box(StrEnum):
    """The four lists of one's own."""

    RECEIVED = "received"
    GIVEN = "given"
    TO_WRITE = "to_write"
    ASKED = "asked"


def _values(states: frozenset[State]) -> list[str]:
    return sorted(state.value for state in states)


_WRITTEN = KEPT | UNANSWERED | {State.REFUSED}
BOXES: Mapping[Box, tuple[Side, frozenset[State]]] = {
    Box.RECEIVED: (Side.RECIPIENT, KEPT | UNANSWERED),
    Box.GIVEN: (Side.AUTHOR, _WRITTEN),
    Box.TO_WRITE: (Side.AUTHOR, frozenset({State.ASKED})),
    Box.ASKED: (Side.RECIPIENT, REQUESTS | {State.DECLINED}),
}
"""Which side of which states a list holds."""


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation as one of its two sides is shown it; `other` is the person at the other end.

    `text` is the accepted one, or the first that waits; `draft` the revised one that waits beside
    it. `aside` says that the two are not connected, so that nobody else sees it.
    """

    id: UUID
    state: State
    side: Side
    other: Person
    relation: str
    position: Position | None
    request_note: str
    text: str
    draft: str
    change_words: str
    version: int
    aside: bool
    created_at: datetime
    changed_at: datetime
    accepted_at: datetime | None
    allowed_actions: tuple[str, ...]

    def may(self, verb: Verb) -> bool:
        """Whether this side may take the step now."""
        return verb.value in self.allowed_actions

    @property
    def words(self) -> str:
        """The newest text."""
        return self.draft or self.text


@dataclass(frozen=True)
class RecommendationList:
    """One page of recommendations."""

    items: list[RecommendationView]
    next: str | None = None


def _of(viewer_id: int) -> QuerySet[Any]:
    """The rows in which this member stands on either side, and the other is shown to them."""
    own = Q(author_id=viewer_id) | Q(recipient_id=viewer_id)
    rows = Recommendation.objects.filter(own).exclude(terms.unseen_by(viewer_id, "author_id"))
    return rows.exclude(terms.unseen_by(viewer_id, "recipient_id")).annotate(
        together=Case(
            When(terms.connected(OuterRef("author_id"), OuterRef("recipient_id")), then=True),
            default=False,
            output_field=BooleanField(),
        )
    )


def own(
    viewer: Viewer, box: Box, *, cursor: str | None = None, size: int = 20, now: datetime
) -> RecommendationList:
    """One of the viewer's four lists, what changed last first; also what is set aside, marked so.

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return RecommendationList([])
    side, states = BOXES[box]
    rows = _of(viewer.actor_id).filter(**{f"{side.value}_id": viewer.actor_id}, state__in=_values(states))
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=last))
    found = list(rows.order_by("-changed_at", "-pk")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.changed_at, row.pk))
    return RecommendationList(_views(viewer, page.items, now), page.next)


def recommendation(viewer: Viewer, recommendation_id: UUID, now: datetime) -> RecommendationView:
    """One recommendation, for the two whom it concerns.

    Raises: Absent, for everybody else, for what the other side withdrew, and for ids that are not there.
    """
    if viewer.actor_id is None:
        raise Absent
    gone = Q(state=State.WITHDRAWN.value)
    theirs = Q(author_id=viewer.actor_id, version=0) | Q(recipient_id=viewer.actor_id, version__gt=0)
    row = _of(viewer.actor_id).exclude(gone & theirs).filter(pk=recommendation_id).first()
    if row is None:
        raise Absent
    return _views(viewer, [row], now)[0]


@dataclass(frozen=True)
class Waiting:
    """How much waits for the viewer: texts to answer, requests, and changes that were asked for."""

    texts: int = 0
    requests: int = 0
    changes: int = 0

    @property
    def any(self) -> bool:
        """Something waits."""
        return bool(self.texts or self.requests or self.changes)


def _asks_answer() -> Q:
    return Q(state__in=[State.WAITING.value, State.SHOWN_REVISED.value, State.HIDDEN_REVISED.value])


def waiting(viewer: Viewer) -> Waiting:
    """What waits for an answer of the viewer, counted; one statement."""
    me = viewer.actor_id
    if me is None:
        return Waiting()
    rows = _of(me).filter(together=True).filter(_waits_for(me))
    counted = {"texts": 0, "requests": 0, "changes": 0}
    for author_id, state in rows.values_list("author_id", "state"):
        name = "texts" if author_id != me else "requests" if state == State.ASKED.value else "changes"
        counted[name] += 1
    return Waiting(**counted)


def _waits_for(me: int) -> Q:
    texts = Q(recipient_id=me) & _asks_answer()
    asked = ~Q(change_words="") & Q(state__in=_values(KEPT | {State.CHANGE_ASKED}))
    return texts | Q(author_id=me) & (Q(state=State.ASKED.value) | asked)


@cache
def _any_waiting() -> Composed | None:
    rows = _of(MEMBER).filter(together=True).filter(_waits_for(MEMBER))
    return composed(rows.values("pk"), [MEMBER])


def waiting_reading(me: int) -> Reading:
    """How much waits for an answer of this member, in one row."""
    return how_many(_any_waiting(), {MEMBER: me})


def waiting_list(viewer: Viewer, at_most: int, now: datetime) -> list[RecommendationView]:
    """What waits for an answer of the viewer, oldest first, up to `at_most`."""
    me = viewer.actor_id
    if me is None:
        return []
    rows = _of(me).filter(together=True).filter(_waits_for(me)).order_by("changed_at", "pk")
    return _views(viewer, list(rows[:at_most]), now)


def _views(viewer: Viewer, rows: Sequence[Any], now: datetime) -> list[RecommendationView]:
    """Read models of these rows, at the same number of statements for one and for many."""
    if not rows:
        return []
    ends = [row.recipient_id if row.author_id == viewer.actor_id else row.author_id for row in rows]
    shown = {person.id: person for person in in_order(viewer, list(dict.fromkeys(ends)), now)}
    return [_view(viewer, row, shown[end]) for row, end in zip(rows, ends, strict=True)]


def _view(viewer: Viewer, row: Any, other: Person) -> RecommendationView:
    side = Side.AUTHOR if row.author_id == viewer.actor_id else Side.RECIPIENT
    state = State(row.state)
    return RecommendationView(
        id=row.pk,
        state=apparent(state, side),
        side=side,
        other=other,
        relation=row.relation,
        position=position_of(row.position_title, row.position_company),
        request_note=row.request_note,
        text=row.text,
        draft=row.draft,
        change_words=row.change_words,
        version=row.version,
        aside=not row.together,
        created_at=row.created_at,
        changed_at=row.changed_at,
        accepted_at=row.accepted_at,
        allowed_actions=tuple(verb.value for verb in verbs_for(state, side, connected=row.together)),
    )


def position_of(title: str, company: str) -> Position | None:
    """The position as it was called, where one was named."""
    return Position(title, company) if title or company else None


def moved_at(recommendation_id: UUID) -> datetime:
    """When the last step was taken, for the notice about it."""
    return Recommendation.objects.values_list("changed_at", flat=True).get(pk=recommendation_id)
