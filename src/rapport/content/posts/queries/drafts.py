"""What a member is writing, for themselves alone (FEED-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from rapport.content.posts.models import Draft
from rapport.content.posts.rules.drafting import DraftState, problem_of
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel import paging
from rapport.kernel.errors import Absent, Refused
from rapport.kernel.paging import Page
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.queries.standing import may
from rapport.people.organizations.rules import Verb
from rapport.people.relationships.queries.faces import Face
from rapport.people.ties.queries import role_in


@dataclass(frozen=True)
class DraftView:
    """A draft as its owner sees it; `refused` says why it did not go out when it was `due`.

    What an archive brought was said elsewhere at `first_said_at`.
    """

    id: UUID
    form: Form
    title: str
    text: str
    audience: Audience
    company: Face | None
    group: Face | None
    poll: NewPoll | None
    publish_at: datetime | None
    refused: Refused | None
    due: datetime | None
    first_said_at: datetime | None
    version: int
    changed_at: datetime

    @property
    def state(self) -> DraftState:
        """How it stands."""
        return DraftState.of(self.publish_at, self.refused)


def draft(viewer: Viewer, draft_id: UUID) -> DraftView:
    """One draft of one's own. Raises: Absent."""
    found = Draft.objects.filter(pk=draft_id, owner_id=viewer.actor_id or 0).first()
    if found is None:
        raise Absent
    return _views(viewer, [found])[0]


def drafts(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> Page[DraftView]:
    """One's drafts, latest changed first. Raises: Invalid (`cursor`)."""
    rows = Draft.objects.filter(owner_id=viewer.actor_id or 0)
    if cursor is not None:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=last))
    found = list(rows.order_by("-changed_at", "-pk")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.changed_at, row.pk))
    return Page(_views(viewer, page.items), page.next)


@dataclass(frozen=True)
class DraftCounts:
    """How many drafts one keeps, how many wait for their time, and how many did not go out at theirs."""

    all: int
    scheduled: int
    not_published: int


def draft_counts(viewer: Viewer) -> DraftCounts:
    """What a page beside them says of one's drafts, in one statement."""
    rows = Draft.objects.filter(owner_id=viewer.actor_id or 0).values_list("publish_at", "problem")
    states = [DraftState.of(at, problem) for at, problem in rows]
    return DraftCounts(
        len(states), states.count(DraftState.SCHEDULED), states.count(DraftState.NOT_PUBLISHED)
    )


def poll_of(kept: Mapping[str, Any] | None) -> NewPoll | None:
    """The poll of a draft as it was typed."""
    return None if kept is None else NewPoll(tuple(kept["options"]), int(kept["days"]))


def writes_there(member: int, actor_id: int, kind: Kind) -> bool:
    """Whether a member may write for this company, or to this group."""
    if not Actor.objects.filter(pk=actor_id, status=Status.ACTIVE.value).exists():
        return False
    if kind is Kind.COMPANY:
        return Verb.EDIT in may(Viewer(member), actor_id)
    return role_in(member, actor_id) is not None


def _views(viewer: Viewer, rows: Sequence[Draft]) -> list[DraftView]:
    places = [(row.company_id, Kind.COMPANY) for row in rows if row.company_id] + [
        (row.group_id, Kind.GROUP) for row in rows if row.group_id
    ]
    faces = {
        one.pk: Face(one.pk, one.handle, one.name)
        for one in Actor.objects.filter(pk__in=[place for place, _ in places])
    }
    theirs = {
        place: faces[place] for place, kind in places if writes_there(viewer.actor_id or 0, place, kind)
    }
    return [_view(row, theirs) for row in rows]


def _view(row: Draft, places: Mapping[int, Face]) -> DraftView:
    kept = dict(row.problem) if row.problem else None
    due = kept.pop("due", None) if kept else None
    return DraftView(
        id=row.pk,
        form=Form(row.form),
        title=row.title,
        text=row.text,
        audience=Audience(row.audience),
        company=places.get(row.company_id or 0),
        group=places.get(row.group_id or 0),
        poll=poll_of(row.poll),
        publish_at=row.publish_at,
        refused=problem_of(kept) if kept else None,
        due=datetime.fromisoformat(due) if due else None,
        first_said_at=row.first_said_at,
        version=row.version,
        changed_at=row.changed_at,
    )
