"""Recommendations on members' pages: accepted, shown, between two who are connected (PRO-4, REL-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from rapport.content.profiles.models import Profile
from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.queries.own import position_of
from rapport.content.recommendations.rules.asking import Position
from rapport.content.recommendations.rules.process import ON_PAGE
from rapport.kernel import paging
from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.audience import VISITOR, Audience, Viewer, admits
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import terms

_ON_PAGE = sorted(state.value for state in ON_PAGE)


@dataclass(frozen=True)
class Reference:
    """One recommendation as everybody is shown it; `person` is who wrote it, or about whom it is."""

    id: UUID
    person: Person
    relation: str
    position: Position | None
    text: str
    at: datetime


@dataclass(frozen=True)
class ReferenceList:
    """One page of a member's recommendations; `hidden` where the section is not shown to the viewer."""

    items: list[Reference]
    next: str | None = None
    hidden: bool = False


HIDDEN = ReferenceList([], None, hidden=True)


def _standing(viewer: Viewer) -> QuerySet[Recommendation]:
    """The rows that stand on somebody's page, neither of whose ends is kept from this viewer."""
    rows = Recommendation.objects.filter(state__in=_ON_PAGE)
    rows = rows.filter(terms.connected(OuterRef("recipient_id"), OuterRef("author_id")))
    for end in ("author_id", "recipient_id"):
        rows = rows.exclude(terms.unseen_by(viewer.actor_id, end))
    return rows


def _columns(other: str) -> tuple[str, ...]:
    """What is read of a row, the person at the `other` end the third."""
    return (
        "accepted_at", "pk", f"{other}_id", "relation", "position_title", "position_company", "text",
        "recipient__profile__recommendations_audience",
    )  # fmt: skip


def _page(
    rows: QuerySet[Recommendation], other: str, cursor: str | None, size: int
) -> paging.Page[tuple[Any, ...]]:
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(accepted_at__lt=at) | Q(accepted_at=at, pk__lt=last))
    found = list(rows.order_by("-accepted_at", "-pk").values_list(*_columns(other))[: size + 1])
    return paging.cut(found, size, key=lambda row: row[:2])


def received(
    viewer: Viewer, owner_id: int, *, cursor: str | None = None, size: int = 20, now: datetime
) -> ReferenceList:
    """What others wrote about a member, the latest accepted first, as far as the section is shown.

    Raises: Invalid (`cursor`).
    """
    rows = Profile.objects.filter(pk=owner_id)
    audience = rows.values_list("recommendations_audience", flat=True).first() or Audience.ONLY_ME
    if not visibility.may_see(viewer, owner_id=owner_id, audience=Audience(audience)):
        return HIDDEN
    page = _page(_standing(viewer).filter(recipient_id=owner_id), "author", cursor, size)
    return ReferenceList(_references(page.items, _people(viewer, page.items, now)), page.next)


_VIEWER, _OWNER = -1, -2
"""Stand in a composed statement where the ids will; no actor has them."""
_ROW = (datetime, UUID, int, str, str, str, str, str, bool, int)


@cache
def _on_page_statement(
    visitor: bool, with_received: bool, size: int
) -> tuple[str, tuple[str | int | bool, ...]]:
    """The statement of `on_page`, composed once: composing takes longer than all the rest of it."""
    rows = _standing(VISITOR if visitor else Viewer(_VIEWER)).annotate(
        got=Case(When(recipient_id=_OWNER, then=True), default=False, output_field=BooleanField())
    )
    rows = rows.filter(Q(got=True) | Q(author_id=_OWNER) if with_received else Q(author_id=_OWNER))
    place = Window(RowNumber(), partition_by=F("got"), order_by=[F("accepted_at").desc(), F("pk").desc()])
    latest = rows.annotate(place=place).filter(place__lte=size).order_by("place")
    composed = latest.values_list(*_columns("recipient"), "got", "author_id").query.sql_with_params()
    return cast(tuple[str, tuple[str | int | bool, ...]], composed)


def on_page(
    viewer: Viewer, owner_id: int, *, with_received: bool, size: int, now: datetime
) -> tuple[list[Reference], list[Reference]]:
    """The latest that a member got and gave, up to `size` of each; one statement, and the people once.

    `with_received` says whether the viewer sees the member's own section.
    """
    sql, params = _on_page_statement(viewer.is_visitor, with_received, size)
    given_ids: dict[object, object] = {_OWNER: owner_id, _VIEWER: viewer.actor_id}
    found = fetch(sql, *(given_ids.get(one, one) for one in params), kinds=_ROW)
    received_rows = [(*row[:2], row[-1], *row[3:-2]) for row in found if row[-2]]
    given_rows = [row[:-2] for row in found if not row[-2]]
    people = _people(viewer, [*received_rows, *given_rows], now)
    shown = [row for row in given_rows if _shows(viewer, row[-1], people[row[2]])]
    return _references(received_rows, people), _references(shown, people)


def given(
    viewer: Viewer, owner_id: int, *, cursor: str | None = None, size: int = 20, now: datetime
) -> ReferenceList:
    """What a member wrote about others, each only where it is shown on the other's own page to this viewer.

    A page may be short and still have a next one: the others' audiences are asked row by row.
    Raises: Invalid (`cursor`).
    """
    page = _page(_standing(viewer).filter(author_id=owner_id), "recipient", cursor, size)
    people = _people(viewer, page.items, now)
    shown = [row for row in page.items if _shows(viewer, row[-1], people[row[2]])]
    return ReferenceList(_references(shown, people), page.next)


def _shows(viewer: Viewer, audience: str, recipient: Person) -> bool:
    """Whether the recipient's section is shown to this viewer, by what is known of the two already.

    No audience of a section asks whether one follows its owner: who follows is a member at least.
    """
    held = visibility.standings(
        viewer,
        owner_id=recipient.id,
        connected=recipient.degree == 1,
        follows=recipient.you_follow,
        degree=recipient.degree,
    )
    return admits(Audience(audience), held)


def _people(viewer: Viewer, rows: Iterable[tuple[Any, ...]], now: datetime) -> dict[int, Person]:
    ids = list(dict.fromkeys(row[2] for row in rows))
    if not ids:
        return {}
    return {person.id: person for person in in_order(viewer, ids, now)}


def _references(rows: Iterable[tuple[Any, ...]], people: dict[int, Person]) -> list[Reference]:
    return [
        Reference(
            id=row_id,
            person=people[other],
            relation=relation,
            position=position_of(title, company),
            text=text,
            at=at,
        )
        for at, row_id, other, relation, title, company, text, _ in rows
    ]
