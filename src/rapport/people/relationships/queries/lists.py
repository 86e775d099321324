"""The lists of My network and of a member's page, page by page (REL-2, REL-15, REL-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache

from django.db.models import F, OuterRef, Q, QuerySet

from rapport.kernel import paging
from rapport.kernel.composed import MEMBER, Composed, composed, how_many
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, Rows, together
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import fold
from rapport.people.audience import Audience, Viewer
from rapport.people.relationships.models import FollowRequest
from rapport.people.relationships.queries.people import Person, people
from rapport.people.relationships.rules.process import RequestState
from rapport.people.ties import neighbourhood
from rapport.people.ties import queries as ties
from rapport.people.ties.models import Connection, Follow
from rapport.people.ties.terms import connected, unseen_by


class Sort(StrEnum):
    """The orders of a list of connections."""

    RECENT = "recent"
    NAME = "name"


@dataclass(frozen=True)
class PeopleList:
    """One page of a list of people; `hidden` says that its owner keeps it to themselves (REL-16)."""

    items: list[Person]
    next: str | None = None
    hidden: bool = False


HIDDEN = PeopleList([], None, hidden=True)


def _named(
    rows: QuerySet[Connection] | QuerySet[Follow], q: str, column: str
) -> QuerySet[Connection] | QuerySet[Follow]:
    words = fold(q).split()
    for word in words[:5]:
        rows = rows.filter(
            Q(**{f"{column}__name_key__contains": word}) | Q(**{f"{column}__handle__startswith": word})
        )
    return rows


def _edges(
    viewer: Viewer,
    rows: QuerySet[Connection] | QuerySet[Follow],
    *,
    end: str,
    sort: Sort,
    q: str,
    cursor: str | None,
    size: int,
    now: datetime,
) -> PeopleList:
    """One page of the actors at the `end` of edge rows, by date or by name."""
    rows = _named(rows, q, end).annotate(end_id=F(f"{end}_id"), end_name=F(f"{end}__name_key"))
    if sort is Sort.NAME:
        if cursor:
            name, last = paging.decode(cursor, str, int)
            rows = rows.filter(Q(end_name__gt=name) | Q(end_name=name, end_id__gt=last))
        rows = rows.order_by(f"{end}__name_key", f"{end}_id")
    else:
        if cursor:
            since, last = paging.decode(cursor, datetime, int)
            rows = rows.filter(Q(since__lt=since) | Q(since=since, end_id__lt=last))
        rows = rows.order_by("-since", f"-{end}_id")
    found = list(rows.values_list("end_id", "since", "end_name")[: size + 1])
    page = paging.cut(
        found, size, key=lambda row: (row[2], row[0]) if sort is Sort.NAME else (row[1], row[0])
    )
    return PeopleList(in_order(viewer, [row[0] for row in page.items], now), page.next)


def in_order(viewer: Viewer, ids: Sequence[int], now: datetime) -> list[Person]:
    """These people as this viewer is shown them, in the order of `ids`."""
    actors = Actor.objects.in_bulk(list(ids))
    return people(viewer, [actors[one] for one in ids], now)


def connections(
    viewer: Viewer,
    owner_id: int,
    *,
    sort: Sort = Sort.RECENT,
    q: str = "",
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
) -> PeopleList:
    """The connections of a member, as far as their owner shows the list to this viewer (REL-16).

    Raises: Invalid (`cursor`).
    """
    network = ties.network_of(owner_id)
    if not visibility.may_see(viewer, owner_id=owner_id, audience=Audience(network.connection_list)):
        return HIDDEN
    rows = ties.connections(viewer.actor_id, owner_id)
    return _edges(viewer, rows, end="other", sort=sort, q=q, cursor=cursor, size=size, now=now)


def followers(
    viewer: Viewer,
    owner_id: int,
    *,
    q: str = "",
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
) -> PeopleList:
    """The followers of a member who may be named, as far as the list is shown (REL-2, REL-16).

    Raises: Invalid (`cursor`).
    """
    network = ties.network_of(owner_id)
    if not visibility.may_see(viewer, owner_id=owner_id, audience=Audience(network.follower_list)):
        return HIDDEN
    rows = ties.followers(viewer.actor_id, owner_id)
    return _edges(viewer, rows, end="owner", sort=Sort.RECENT, q=q, cursor=cursor, size=size, now=now)


def following(
    viewer: Viewer, *, q: str = "", cursor: str | None = None, size: int = 20, now: datetime
) -> PeopleList:
    """The people the viewer follows; for themselves alone.

    Raises: Invalid (`cursor`).
    """
    rows = ties.following(viewer.actor_id or 0)
    return _edges(viewer, rows, end="other", sort=Sort.RECENT, q=q, cursor=cursor, size=size, now=now)


def mutuals(
    viewer: Viewer, other_id: int, *, cursor: str | None = None, size: int = 20, now: datetime
) -> PeopleList:
    """Whom both viewer and member are connected to: always shown to the two (REL-16).

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return HIDDEN
    ids = neighbourhood.current().mutuals(viewer.actor_id, other_id)
    after = paging.decode(cursor, int)[0] if cursor else 0
    page = paging.cut([one for one in ids if one > after][: size + 1], size, key=lambda one: (one,))
    return PeopleList(in_order(viewer, page.items, now), page.next)


def _requests(viewer: Viewer) -> QuerySet[FollowRequest]:
    waiting = FollowRequest.objects.filter(
        owner_id=viewer.actor_id, asked=True, state=RequestState.WAITING.value
    )
    return waiting.exclude(unseen_by(viewer.actor_id, "other_id"))


def follow_requests(
    viewer: Viewer, *, cursor: str | None = None, size: int = 20, now: datetime
) -> PeopleList:
    """Who asks to follow the viewer and waits for an answer, latest first (REL-1).

    Raises: Invalid (`cursor`).
    """
    rows = _requests(viewer)
    if cursor:
        at, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, other_id__lt=last))
    found = list(rows.order_by("-at", "-other_id").values_list("other_id", "at")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    return PeopleList(in_order(viewer, [row[0] for row in page.items], now), page.next)


@cache
def _any_requests() -> Composed | None:
    return composed(_requests(Viewer(MEMBER)).values("other_id"), [MEMBER])


def requests_reading(me: int) -> Reading:
    """How many ask to follow this member and wait, in one row (REL-1)."""
    return how_many(_any_requests(), {MEMBER: me})


def request_count(viewer: Viewer) -> int:
    """How many wait to be let in as followers (REL-1)."""
    return _requests(viewer).count()


def blocked(viewer: Viewer, *, cursor: str | None = None, size: int = 20, now: datetime) -> PeopleList:
    """Whom the viewer has blocked, latest first; for themselves alone (REL-17).

    Raises: Invalid (`cursor`).
    """
    rows = ties.blocked(viewer.actor_id or 0)
    if cursor:
        since, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(since__lt=since) | Q(since=since, other_id__lt=last))
    found = list(rows.order_by("-since", "-other_id").values_list("other_id", "since")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    # who is blocked shows nothing to whom, and that is so in both directions (REL-17)
    people_of = in_order(viewer, [row[0] for row in page.items], now)
    return PeopleList([replace(person, picture="") for person in people_of], page.next)


def directory(
    viewer: Viewer,
    *,
    q: str = "",
    degree: int | None = None,
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
    now: datetime,
) -> PeopleList:
    """The people of this community by name, as far as this viewer may come across them.

    With `degree` (1, 2 or 3) only those so near to the viewer; a page may then be short and still
    have a next one. Visitors find nobody where pages are for members only, and nobody is near them.
    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return HIDDEN
    rows = visibility.members(viewer).order_by("name_key", "pk")
    for word in fold(q).lstrip("@").split()[:5]:
        rows = rows.filter(Q(name_key__contains=word) | Q(handle__startswith=word))
    if cursor:
        rows = rows.filter(_later(*paging.decode(cursor, str, int)))
    if degree == 1:
        rows = rows.filter(connected(viewer.actor_id, OuterRef("pk")))
    page = (
        _so_near(viewer, rows, degree, size)
        if degree in _FAR
        else paging.cut(list(rows[: size + 1]), size, _name)
    )
    return PeopleList(people(viewer, page.items, now), page.next)


_FAR = (2, 3)
_PART, _PARTS = 100, 5


def _later(name: str, last: int) -> Q:
    return Q(name_key__gt=name) | Q(name_key=name, pk__gt=last)


def _name(actor: Actor) -> tuple[str, int]:
    return actor.name_key, actor.pk


def _so_near(viewer: Viewer, rows: QuerySet[Actor], degree: int | None, size: int) -> paging.Page[Actor]:
    """The first of `rows` at this degree, as far as a few steps of the list reach.

    Who is at the 2nd or 3rd degree is a set that may be as large as the community: it is not
    written into a statement, but asked about people who match.
    """
    found: list[Actor] = []
    rest, ended, last = rows, False, ("", 0)
    for _ in range(_PARTS):
        part = list(rest[:_PART])
        near = neighbourhood.current().closeness(viewer.actor_id, [actor.pk for actor in part])
        found += [actor for actor in part if near[actor.pk].degree == degree]
        ended = len(part) < _PART
        if ended or len(found) > size:
            break
        last = _name(part[-1])
        rest = rows.filter(_later(*last))
    if ended or len(found) > size:
        return paging.cut(found, size, _name)
    return paging.Page(found, paging.encode(*last))


@dataclass(frozen=True)
class NetworkCounts:
    """The figures at the head of My network, exact for their owner (REL-15).

    `following` counts people, as the list does; the companies one follows are counted apart (REL-5).
    """

    connections: int
    following: int
    followers: int
    companies: int


def network_counts(member_id: int) -> NetworkCounts:
    """What the member's own network counts; one statement."""
    return network_counts_from(together(*network_counts_readings(member_id)))


def network_counts_readings(member_id: int) -> tuple[Reading, ...]:
    """What has to be read for `network_counts_from`."""
    return ties.counts_reading(member_id), ties.following_reading(member_id)


def network_counts_from(found: Sequence[Rows]) -> NetworkCounts:
    """The counts, from the rows of `network_counts_readings`."""
    ((connections, followers),), followed = found
    following, companies = ties.following_from(followed)
    return NetworkCounts(connections, following, followers, companies)
