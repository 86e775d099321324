"""Asking for a recommendation, and writing one, asked or unasked (PRO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rapport.content.profiles.actions import facts
from rapport.content.recommendations.actions.steps import (
    find,
    lock,
    name_of,
    refuse_unconnected,
    take,
)
from rapport.content.recommendations.events import RecommendationAsked
from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.queries.positions import positions
from rapport.content.recommendations.rules.asking import (
    AT_LEAST,
    checked_relation,
    refuse_asking,
    refuse_oneself,
    refuse_writing,
)
from rapport.content.recommendations.rules.process import KEPT, REQUESTS, REVISED, UNANSWERED, State, Verb
from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer

_REQUESTS = sorted(state.value for state in REQUESTS)
_UNANSWERED = sorted(state.value for state in UNANSWERED)


@dataclass(frozen=True)
class Outcome:
    """The recommendation as it stands, and whether it is new."""

    recommendation_id: UUID
    created: bool


@transaction.atomic
def ask(
    *,
    recipient: int,
    author: int,
    position: UUID | None,
    note: str = "",
    now: datetime,
    limits: Limits,
) -> Outcome:
    """Ask a connection for a recommendation; while one's request is open it is given back (PRO-4).

    `recipient` is who asks and will be written about; `position` one of their own. It is asked
    for where they list any. The author is told.

    Raises: Absent; Invalid (`oneself`, `position`, `note`); Refused with `not_connected`,
    `recommendation_wait` or `recommendation_requests`.
    """
    refuse_oneself(recipient, author)
    words = text.many_lines(note, field="note", at_most=limits.note_length)
    lock(recipient, author)
    refuse_unconnected(recipient, author)
    about = _position(Viewer(recipient), recipient, position)
    rows = Recommendation.objects.filter(recipient_id=recipient)
    standing = rows.filter(author_id=author, state__in=_REQUESTS).first()
    if standing is not None:
        return Outcome(standing.pk, created=False)
    # counted under the lock of the asking member's own row, which all their requests take
    refused = refuse_asking(
        closed_at=_last_end(rows.filter(author_id=author, version=0)),
        open_requests=rows.filter(state__in=_REQUESTS).count(),
        name=name_of(author),
        limits=limits,
        now=now,
    )
    if refused is not None:
        raise refused
    row = Recommendation.objects.create(
        author_id=author,
        recipient_id=recipient,
        state=State.ASKED.value,
        request_note=words,
        created_at=now,
        changed_at=now,
        **about,
    )
    emit(RecommendationAsked(recommendation_id=row.pk, author_id=author, recipient_id=recipient))
    return Outcome(row.pk, created=True)


@transaction.atomic
def give(
    *,
    author: int,
    recipient: int,
    words: str,
    relation: str,
    position: UUID | None,
    now: datetime,
    limits: Limits,
) -> Outcome:
    """Write a recommendation for a connection; where they asked for one, this answers it (PRO-4).

    It waits until the recipient accepts it. `position` is one of theirs that the author sees, and
    has to be named where there is any.

    Raises: Absent; Invalid (`oneself`, `text`, `relation`, `position`); Refused with
    `not_connected`, `recommendation_waiting` or `recommendation_wait`.
    """
    refuse_oneself(author, recipient)
    said = _text(words, limits)
    known = checked_relation(relation)
    lock(author, recipient)
    refuse_unconnected(author, recipient)
    about = _position(Viewer(author), recipient, position)
    rows = Recommendation.objects.filter(author_id=author, recipient_id=recipient)
    asked = rows.filter(state__in=_REQUESTS).first()
    refused = refuse_writing(
        unanswered=rows.filter(state__in=_UNANSWERED).exists(),
        ended_at=None if asked else _last_end(rows.filter(version__gt=0)),
        name=name_of(recipient),
        limits=limits,
        now=now,
    )
    if refused is not None:
        raise refused
    row = asked or Recommendation.objects.create(
        author_id=author, recipient_id=recipient, state=State.ASKED.value, created_at=now, changed_at=now
    )
    _, side = find(row.pk, author)
    take(row, Verb.WRITE, side, now=now, text=said, relation=known.value, version=1, **about)
    return Outcome(row.pk, created=asked is None)


@transaction.atomic
def write(
    *,
    recommendation_id: UUID,
    actor_id: int,
    words: str,
    relation: str,
    position: UUID | None = None,
    now: datetime,
    limits: Limits,
) -> None:
    """Write what one was asked for; without a `position` it is about the one that was named (PRO-4).

    Raises: Absent; Invalid (`text`, `relation`, `position`); Refused with `recommendation_closed`,
    `not_yours`, `not_connected` or `recommendation_waiting`.
    """
    said = _text(words, limits)
    known = checked_relation(relation)
    row, side = find(recommendation_id, actor_id)
    about: dict[str, Any] = {}
    if position is not None:
        about = _position(Viewer(actor_id), row.recipient_id, position)
    rows = Recommendation.objects.filter(author_id=row.author_id, recipient_id=row.recipient_id)
    if row.state in _REQUESTS:
        refused = refuse_writing(
            unanswered=rows.filter(state__in=_UNANSWERED).exists(),
            ended_at=None,
            name=name_of(row.recipient_id),
            limits=limits,
            now=now,
        )
        if refused is not None:
            raise refused
    take(row, Verb.WRITE, side, now=now, text=said, relation=known.value, version=1, **about)


@transaction.atomic
def revise(
    *,
    recommendation_id: UUID,
    actor_id: int,
    words: str,
    relation: str = "",
    now: datetime,
    limits: Limits,
) -> None:
    """Change one's text. One that waits is replaced; beside an accepted one it waits, and the accepted
    one stays as it is until the recipient takes the new (PRO-4).

    Raises: Absent; Invalid (`text`, `relation`); Refused with `recommendation_closed`, `not_yours` or
    `not_connected`.
    """
    said = _text(words, limits)
    row, side = find(recommendation_id, actor_id)
    changes: dict[str, Any] = {"version": row.version + 1, "change_words": ""}
    if relation and State(row.state) in UNANSWERED:
        changes["relation"] = checked_relation(relation).value
    kept = State(row.state) in KEPT
    if said == (row.draft if State(row.state) in REVISED else row.text):
        raise Invalid("Nothing is different yet.", code="unchanged", field="text")
    changes["draft" if kept else "text"] = said
    take(row, Verb.REVISE, side, now=now, **changes)


def _text(words: str, limits: Limits) -> str:
    return text.many_lines(words, field="text", at_most=limits.recommendation_length, at_least=AT_LEAST)


def _position(viewer: Viewer, owner_id: int, position: UUID | None) -> dict[str, Any]:
    """What the row keeps of a position. Raises: Invalid (`position`)."""
    facts.lock(owner_id)  # under which entries are removed too
    listed = {one.id: one for one in positions(viewer, owner_id)}
    if position is None and not listed:
        return {}
    if position is None or position not in listed:
        raise Invalid("Choose the position it is about.", code="position", field="position")
    one = listed[position]
    return {
        "position_id": one.id,
        "position_title": one.title,
        "position_company": one.company,
    }


def _last_end(rows: Any) -> datetime | None:
    """When the latest of these rows that are closed was closed."""
    closed = rows.filter(closed_at__isnull=False).order_by("-closed_at")
    last: datetime | None = closed.values_list("closed_at", flat=True).first()
    return last
