"""What a member chose about their feeds, as it stands (FEED-3, FEED-4, FEED-5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Columns, Reading, Rows, fetch, together
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind
from rapport.people.audience import Viewer
from rapport.people.groups.queries.places import known, known_to
from rapport.people.relationships.queries.faces import Face
from rapport.people.ties.terms import unseen_by
from rapport.projections.feed.models import LessFrom
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.top import NORMAL, Source


@dataclass(frozen=True)
class Preferences:
    """Which feed one reads, where each slider stands, and whether connections may bring posts in."""

    kind: FeedKind = FeedKind.FOLLOWING
    levels: Mapping[Source, int] = field(default_factory=lambda: dict.fromkeys(Source, NORMAL))
    brought: bool = True


@dataclass(frozen=True)
class Less:
    """Of whom (or of which groups), and about which hashtags by id, one asked to see less."""

    actors: frozenset[int] = frozenset()
    hashtags: Mapping[int, str] = field(default_factory=dict)


_COLUMNS: Columns = (("kind", str), *((one.value, int) for one in Source), ("brought", bool))
_FROM = "FROM feed_preference WHERE owner_id = %s"


def preferences(owner: int) -> Preferences:
    """What a member chose, or what holds until they choose; one statement."""
    sql = f"SELECT {', '.join(name for name, _ in _COLUMNS)} {_FROM}"
    return preferences_from(fetch(sql, owner, kinds=tuple(kind for _, kind in _COLUMNS)))


def readings(owner: int) -> tuple[Reading, ...]:
    """The same, and what one wants less of, to be read together with something else."""
    return (
        Reading(_COLUMNS, _FROM, (owner,)),
        Reading((("other_id", int),), "FROM feed_lessfrom WHERE owner_id = %s", (owner,)),
        Reading(
            (("h.id", int), ("h.name", str)),
            "FROM feed_lessabout l JOIN ties_hashtag h ON h.id = l.hashtag_id WHERE l.owner_id = %s",
            (owner,),
        ),
    )


def preferences_from(rows: Rows) -> Preferences:
    """What the row says, if there is one."""
    if not rows:
        return Preferences()
    ((kind, *levels, brought),) = rows
    return Preferences(FeedKind(kind), dict(zip(Source, levels, strict=True)), brought)


def less_from(actors: Rows, hashtags: Rows) -> Less:
    """What the other two readings found."""
    return Less(frozenset(one for (one,) in actors), dict(hashtags))


def less(owner: int) -> Less:
    """What one wants less of; one statement."""
    _, actors, hashtags = readings(owner)
    return less_from(*together(actors, hashtags))


def less_faces(viewer: Viewer) -> list[Face]:
    """Of whom, or of which groups, one asked to see less, by name; without those who are out of sight."""
    rows = LessFrom.objects.filter(owner_id=viewer.actor_id).exclude(unseen_by(viewer.actor_id, "other_id"))
    rows = rows.filter(~Q(other__kind=Kind.GROUP.value) | known_to(viewer, "other_id"))
    return [
        Face(*row)
        for row in rows.order_by("other__name", "other_id").values_list(
            "other_id", "other__handle", "other__name"
        )
    ]


def named(viewer: Viewer, handle: str, limits: Limits) -> Actor:
    """The person, company or group of this handle, of which one may want less. Raises: Absent."""
    if not text.is_handle(handle):
        raise Absent
    found = visibility.seen_face(viewer, handle, limits, Kind.PERSON, Kind.COMPANY)
    return found or known(viewer, handle, limits).actor
