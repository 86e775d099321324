"""Company pages one by one and in lists: what they say, who follows, what the viewer may do (PRO-6, REL-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status, fold
from rapport.people.audience import Viewer
from rapport.people.organizations.models import Company, PageRole
from rapport.people.organizations.queries.standing import may
from rapport.people.organizations.rules import Role, RoleState, Size, Verb
from rapport.people.ties import queries as ties
from rapport.people.ties.models import Follow


@dataclass(frozen=True)
class CompanyView:
    """A company in a list; `role` is what the viewer is on its page, `offered` what they are asked to be."""

    id: int
    handle: str
    name: str
    headline: str
    industry: str
    location: str
    size: Size
    founded: int | None
    follower_count: int
    picture: str = ""
    following: bool = False
    following_privately: bool = False
    role: Role | None = None
    offered: Role | None = None


@dataclass(frozen=True)
class CompanyList:
    """One page of a list of companies; `hidden` where visitors see none."""

    items: list[CompanyView]
    next: str | None = None
    hidden: bool = False


@dataclass(frozen=True)
class CompanyPage:
    """A company page as one viewer sees it; `may` is what they may do on it."""

    company: CompanyView
    about: str
    website: str
    created_at: datetime
    may: frozenset[Verb]


_FOLLOWERS = """
    SELECT n.actor_id, n.followers - (
        SELECT COUNT(*) FROM ties_follow f JOIN actors_actor a ON a.id = f.owner_id
        WHERE f.other_id = n.actor_id AND a.status <> %s
    )
    FROM ties_network n WHERE n.actor_id IN (%s)
"""


def _views(viewer: Viewer, rows: Sequence[Company]) -> list[CompanyView]:
    """These pages as this viewer is shown them, in three statements however many there are."""
    ids = [row.pk for row in rows]
    if not ids:
        return []
    counts = dict(fetch(_FOLLOWERS, Status.ACTIVE.value, ids, kinds=(int, int)))
    follows: dict[int, bool] = {}
    roles: dict[int, PageRole] = {}
    if viewer.actor_id is not None:
        mine = Follow.objects.filter(owner_id=viewer.actor_id, other_id__in=ids)
        follows = dict(mine.values_list("other_id", "private"))
        held = PageRole.objects.filter(other_id=viewer.actor_id, owner_id__in=ids)
        roles = {row.owner_id: row for row in held}
    return [_view(viewer, row, counts[row.pk], follows.get(row.pk), roles.get(row.pk)) for row in rows]


def _view(
    viewer: Viewer, row: Company, followers: int, private: bool | None, role: PageRole | None
) -> CompanyView:
    stand = visibility.standings(
        viewer, owner_id=row.pk, connected=False, follows=private is not None, degree=None
    )
    part = Role(role.role) if role is not None else None
    held = role is not None and role.state == RoleState.HELD.value
    return CompanyView(
        id=row.pk,
        handle=row.actor.handle,
        name=row.actor.name,
        headline=row.actor.headline,
        industry=row.industry,
        location=row.location,
        size=Size(row.size),
        founded=row.founded,
        follower_count=followers,
        picture=visibility.shown_picture(row.actor, stand),
        following=private is not None,
        following_privately=bool(private),
        role=part if held else None,
        offered=None if held else part,
    )


def company_page(viewer: Viewer, handle: str, limits: Limits) -> CompanyPage:
    """What this viewer sees of the company `@handle`.

    Raises: Absent, as `visibility.company`.
    """
    actor = visibility.company(viewer, handle, limits)
    row = Company.objects.select_related("actor").get(pk=actor.pk)
    return CompanyPage(
        company=_views(viewer, [row])[0],
        about=row.about,
        website=row.website,
        created_at=actor.created_at,
        may=may(viewer, actor.pk),
    )


def standing() -> QuerySet[Company]:
    """The pages that stand: suspended and deleted ones are out of every list."""
    return Company.objects.filter(actor__status=Status.ACTIVE.value).select_related("actor")


def _named(rows: QuerySet[Company], q: str) -> QuerySet[Company]:
    """Those whose name contains each word of `q`, or whose handle begins with it."""
    for word in fold(q).lstrip("@").split()[:5]:
        rows = rows.filter(Q(name_key__contains=word) | Q(actor__handle__startswith=word))
    return rows


def _by_name(viewer: Viewer, rows: QuerySet[Company], cursor: str | None, size: int) -> CompanyList:
    if cursor:
        name, last = paging.decode(cursor, str, int)
        rows = rows.filter(Q(name_key__gt=name) | Q(name_key=name, pk__gt=last))
    found = list(rows.order_by("name_key", "pk")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.name_key, row.pk))
    return CompanyList(_views(viewer, page.items), page.next)


def companies(
    viewer: Viewer, *, q: str = "", cursor: str | None = None, size: int = 20, limits: Limits
) -> CompanyList:
    """The company pages of this community by name; visitors see none where pages are for members only.

    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return CompanyList([], hidden=True)
    return _by_name(viewer, _named(standing(), q), cursor, size)


def followed(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> CompanyList:
    """The companies the viewer follows, latest first; for themselves alone (REL-5).

    Raises: Invalid (`cursor`).
    """
    rows = ties.following(viewer.actor_id or 0, Kind.COMPANY)
    if cursor:
        since, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(since__lt=since) | Q(since=since, other_id__lt=last))
    found = list(rows.order_by("-since", "-other_id").values_list("other_id", "since")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    return CompanyList(in_order(viewer, [row[0] for row in page.items]), page.next)


def own(viewer: Viewer) -> list[CompanyView]:
    """The pages on which the viewer holds or is offered a role, by name; offers first."""
    rows = PageRole.objects.filter(other_id=viewer.actor_id or 0, owner__status=Status.ACTIVE.value)
    ids = list(rows.order_by("owner__name_key", "owner_id").values_list("owner_id", flat=True))
    return sorted(in_order(viewer, ids), key=lambda one: one.offered is None)


def in_order(viewer: Viewer, ids: Sequence[int]) -> list[CompanyView]:
    """These pages as this viewer is shown them, in the order of `ids`."""
    rows = Company.objects.select_related("actor").in_bulk(list(ids))
    return _views(viewer, [rows[one] for one in ids])


@dataclass(frozen=True)
class CompanyName:
    """What tells one company from another of the same name while somebody types."""

    handle: str
    name: str
    headline: str
    location: str


def complete(viewer: Viewer, q: str, *, size: int = 8) -> list[CompanyName]:
    """Companies whose name has words that begin as those of `q` do, or whose handle does, by name.

    For members alone, while they type; nothing typed finds nothing.
    """
    words = fold(q).lstrip("@").split()[:5]
    if viewer.is_visitor or not words:
        return []
    rows = standing()
    for word in words:
        begins = Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")
        rows = rows.filter(begins | Q(actor__handle__startswith=word))
    return [
        CompanyName(row.actor.handle, row.actor.name, row.actor.headline, row.location)
        for row in rows.order_by("name_key", "pk")[:size]
    ]


def by_name(name: str) -> int | None:
    """The actor of the one company called exactly so, whatever its case and accents; None for none or several."""
    found = list(standing().filter(name_key=fold(name.strip())).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def namesakes(name: str, *, but: int | None = None, at_most: int = 3) -> list[Actor]:
    """The companies called so already, oldest first."""
    rows = standing().filter(name_key=fold(name.strip())).exclude(pk=but)
    return [row.actor for row in rows.order_by("pk")[:at_most]]
