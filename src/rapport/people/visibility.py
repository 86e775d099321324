"""The one place where `audience.ADMITS` becomes SQL, in three directions (architecture 4).

Each standing and each bar is written once, as a term between two expressions: the
viewer and the owner. Folded over the table it serves to **filter** rows for a
viewer, to **check** one row, and to **fan out** to everyone a row is for.

Nothing that a tie permits is stored: it is derived here at each reading, so that
a change of relation takes effect at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, OuterRef, Q, QuerySet

from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import ADMITS, VISITOR, Audience, Bar, Standing, Viewer, admits
from rapport.people.ties import neighbourhood, terms

Row = TypeVar("Row", bound=Model)
Frontier = frozenset[int]


class Pictured(Protocol):
    """What is asked of somebody to know whether their picture is shown."""

    @property
    def picture(self) -> str:
        """The key, empty for none."""
        ...

    @property
    def picture_audience(self) -> str:
        """Whom it is for."""
        ...


EVERY = Q(pk__isnull=False)
NONE = Q(pk__in=[])

_BETWEEN: Mapping[Standing, Callable[[Any, Any], Q]] = {
    Standing.FOLLOWER: lambda viewer, owner: Q(terms.follows(viewer, owner)),
    Standing.CONNECTION: lambda viewer, owner: Q(terms.connected(viewer, owner)),
    Standing.GROUP_MEMBER: lambda viewer, owner: Q(terms.member_of(viewer, owner)),
}
"""The standings that are an edge between a viewer and an owner; either may be an OuterRef."""

_BARS: Mapping[Bar, Callable[[Any, Any], Q]] = {
    Bar.BLOCKED: terms.blocked,
    Bar.OWNER_GONE: lambda _viewer, owner: Q(terms.gone(owner)),
}


def _held(standing: Standing, viewer: Viewer, owner: str, frontier: Frontier) -> Q:
    """Rows toward whose `owner` column this viewer has the standing."""
    if standing is Standing.ANYONE:
        return EVERY
    if viewer.actor_id is None:
        return NONE
    match standing:
        case Standing.MEMBER:
            return EVERY
        case Standing.OWNER:
            return Q(**{owner: viewer.actor_id})
        case Standing.SECOND_DEGREE:
            return Q(**{f"{owner}__in": frontier})
        case _:
            return _BETWEEN[standing](viewer.actor_id, OuterRef(owner))


def _bars(viewer: Viewer, owner: str) -> Q:
    """Rows from whose owner this viewer is shut out."""
    if viewer.actor_id is None:
        return _BARS[Bar.OWNER_GONE](None, OuterRef(owner))
    shut = [bar(viewer.actor_id, OuterRef(owner)) for bar in _BARS.values()]
    folded = shut[0]
    for one in shut[1:]:
        folded |= one
    return folded


def seen_by(
    rows: QuerySet[Row],
    viewer: Viewer,
    *,
    owner: str = "owner_id",
    audience: str | Audience = "audience",
    frontier: Frontier | None = None,
) -> QuerySet[Row]:
    """Filter: of `rows`, those this viewer may see.

    `owner` names the column of the owner; `audience` the column of the audience, or is one
    audience for all rows. The 2nd-degree frontier is taken as given, or asked of the
    neighbourhood, about the owners of those rows alone that are for it.
    """
    kept = [audience] if isinstance(audience, Audience) else list(Audience)
    if frontier is None and viewer.actor_id is not None and Audience.SECOND_DEGREE in kept:
        column = "" if isinstance(audience, Audience) else audience
        theirs = rows.filter(**{column: Audience.SECOND_DEGREE.value}) if column else rows
        frontier = second_among(viewer.actor_id, theirs.order_by().values_list(owner, flat=True).distinct())
    admitted = NONE
    for one in kept:
        held = _admitted(one, viewer, owner, frontier or frozenset())
        admitted |= held if isinstance(audience, Audience) else Q(**{audience: one.value}) & held
    return rows.filter(admitted).exclude(_bars(viewer, owner))


def _admitted(audience: Audience, viewer: Viewer, owner: str, frontier: Frontier) -> Q:
    """Rows for this audience that are for the viewer; nothing more is asked where one standing is everybody's."""
    terms_of = [_held(standing, viewer, owner, frontier) for standing in sorted(ADMITS[audience])]
    if EVERY in terms_of:
        return EVERY
    held = NONE
    for term in terms_of:
        held |= term
    return held


def second_among(viewer_id: int, ids: Iterable[int]) -> Frontier:
    """Those of `ids` at the viewer's 2nd degree: the whole of it may be as large as the community."""
    near = neighbourhood.current().closeness(viewer_id, list(ids))
    return frozenset(one for one, closeness in near.items() if closeness.degree == _SECOND)


_SECOND = 2


def may_see(viewer: Viewer, *, owner_id: int, audience: Audience) -> bool:
    """Check: whether this viewer may see one row of `owner_id` for `audience`.

    The 2nd degree is asked about this owner alone, not by way of the whole frontier.
    """
    near = False
    if audience is Audience.SECOND_DEGREE and viewer.actor_id is not None:
        near = neighbourhood.current().closeness(viewer.actor_id, [owner_id])[owner_id].degree == _SECOND
    statement = _owner_statement(audience, frozenset(ADMITS[audience]), viewer.is_visitor, near)
    return any(True for _ in _run(statement, {_OWNER: owner_id, _VIEWER: viewer.actor_id}))


Statement = tuple[str, tuple[str | int, ...]]

_VIEWER, _OWNER, _HANDLE = -1, -2, "@handle"
"""Stand in a composed statement where the ids and the handle will; no actor has them."""


@cache
def _owner_statement(
    audience: Audience, admitted: frozenset[Standing], visitor: bool, near: bool
) -> Statement | None:
    """The statement that finds an owner whose row for `audience` a viewer may see; None where none may.

    It is folded from the table once and not at each reading: folding takes longer than all
    the rest. `admitted` is the row of the table it was folded from: should that change, so
    does the statement. `near` says that the owner is at the viewer's 2nd degree.
    """
    frontier = frozenset({_OWNER}) if near else frozenset()
    return _folded(Actor.objects.filter(pk=_OWNER), audience, admitted, visitor, frontier)


@cache
def _face_statement(
    page: Audience, admitted: frozenset[Standing], visitor: bool, kinds: frozenset[Kind]
) -> Statement | None:
    """The same for an actor by handle, of one of these kinds, whose page is for `page`."""
    rows = Actor.objects.filter(handle=_HANDLE, kind__in=sorted(kind.value for kind in kinds))
    return _folded(rows, page, admitted, visitor, frozenset())


def _folded(
    rows: QuerySet[Actor],
    audience: Audience,
    admitted: frozenset[Standing],
    visitor: bool,
    frontier: Frontier,
) -> Statement | None:
    assert admitted == ADMITS[audience]
    viewer = VISITOR if visitor else Viewer(_VIEWER)
    seen = seen_by(rows, viewer, owner="pk", audience=audience, frontier=frontier)
    try:
        return cast(Statement, seen.query.sql_with_params())
    except EmptyResultSet:
        return None


def _run(statement: Statement | None, given: Mapping[str | int, str | int | None]) -> Iterator[Actor]:
    if statement is not None:
        sql, params = statement
        yield from Actor.objects.raw(sql, [given.get(one, one) for one in params])


def standings(
    viewer: Viewer,
    *,
    owner_id: int,
    connected: bool,
    follows: bool,
    degree: int | None,
    in_group: bool = False,
) -> frozenset[Standing]:
    """The standings of a viewer toward an owner, from what a page has read of their ties already.

    `in_group` says that the owner is a group the viewer is in. Bars are not among them: who is
    barred does not get as far as a page.
    """
    visitor = viewer.actor_id is None
    return _standings(visitor, viewer.actor_id == owner_id, connected, follows, degree == 2, in_group)


@cache
def _standings(
    visitor: bool, owner: bool, connected: bool, follows: bool, second: bool, in_group: bool
) -> frozenset[Standing]:
    """There are few of these, and a list asks for each of its rows."""
    if visitor:
        return frozenset({Standing.ANYONE})
    held = {
        Standing.ANYONE: True,
        Standing.MEMBER: True,
        Standing.OWNER: owner,
        Standing.CONNECTION: connected,
        Standing.FOLLOWER: follows,
        Standing.SECOND_DEGREE: second,
        Standing.GROUP_MEMBER: in_group,
    }
    return frozenset(standing for standing, so in held.items() if so)


def shown_picture(actor: Pictured, held: frozenset[Standing]) -> str:
    """The key of somebody's picture where a viewer of these standings sees it, else empty (PRO-1).

    Bars are not looked at here: who is barred does not get as far as a list.
    """
    return actor.picture if actor.picture and admits(Audience(actor.picture_audience), held) else ""


def pictured(viewer: Viewer, key: str, limits: Limits) -> int:
    """Whose picture has this key, by the id of the actor, as far as this viewer is shown it (PRO-1).

    Raises: Absent, where nobody shows it, its owner is gone or barred, it is not for this viewer, or
    visitors are not let in: all alike.
    """
    found = Actor.objects.filter(picture=key).values_list("pk", "picture_audience").first() if key else None
    if found is None or (viewer.is_visitor and not limits.public_pages):
        raise Absent
    owner_id, audience = found
    if not may_see(viewer, owner_id=owner_id, audience=Audience(audience)):
        raise Absent
    return owner_id


def fan_out(owner_id: int, audience: Audience, frontier: Frontier | None = None) -> QuerySet[Actor]:
    """Fan out: the active members who may see a row of `owner_id` for `audience` (visitors apart)."""
    near = frontier if frontier is not None else _near(owner_id, audience)
    held: dict[Standing, Q] = {
        Standing.ANYONE: EVERY,
        Standing.MEMBER: EVERY,
        Standing.OWNER: Q(pk=owner_id),
        Standing.SECOND_DEGREE: Q(pk__in=near),
    } | {standing: term(OuterRef("pk"), owner_id) for standing, term in _BETWEEN.items()}
    admitted = NONE
    for standing in sorted(ADMITS[audience]):
        admitted |= held[standing]
    shut = _BARS[Bar.BLOCKED](OuterRef("pk"), owner_id) | _BARS[Bar.OWNER_GONE](None, owner_id)
    members = Actor.objects.filter(kind=Kind.PERSON.value, status=Status.ACTIVE.value)
    return members.filter(admitted).exclude(shut)


def _near(owner_id: int, audience: Audience) -> Frontier:
    if Standing.SECOND_DEGREE in ADMITS[audience] and Standing.MEMBER not in ADMITS[audience]:
        return neighbourhood.current().second_degree(owner_id)
    return frozenset()


def seen_face(viewer: Viewer, handle: str, limits: Limits, *kinds: Kind) -> Actor | None:
    """The actor `@handle` of one of these kinds, as far as this viewer may know of it; else None."""
    page = Audience.ANYONE if limits.public_pages else Audience.MEMBERS
    statement = _face_statement(page, frozenset(ADMITS[page]), viewer.is_visitor, frozenset(kinds))
    return next(_run(statement, {_HANDLE: handle, _VIEWER: viewer.actor_id}), None)


def face(viewer: Viewer, handle: str, limits: Limits, *kinds: Kind) -> Actor:
    """The same, for whom there has to be one.

    Raises: Absent, where there is none, where either has blocked the other, where it is suspended
    or deleted, or where visitors are not let in: all alike.
    """
    actor = seen_face(viewer, handle, limits, *kinds)
    if actor is None:
        raise Absent
    return actor


def member(viewer: Viewer, handle: str, limits: Limits) -> Actor:
    """The member `@handle`, as `face`."""
    return face(viewer, handle, limits, Kind.PERSON)


def company(viewer: Viewer, handle: str, limits: Limits) -> Actor:
    """The company `@handle`, as `face`."""
    return face(viewer, handle, limits, Kind.COMPANY)


def members(viewer: Viewer, ids: QuerySet[Actor] | None = None) -> QuerySet[Actor]:
    """The people this viewer may come across in lists: active, and not blocked either way."""
    people = ids if ids is not None else Actor.objects.all()
    return people.filter(kind=Kind.PERSON.value).exclude(_bars(viewer, "pk"))
