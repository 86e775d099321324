"""How two people are connected, as the first of them may read it: all shortest paths, names where NET-2 gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import together
from rapport.people import visibility
from rapport.people.audience import Audience, Viewer, admits
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties.queries import networks_from, networks_reading
from rapport.projections.graph.queries import current
from rapport.projections.graph.rules import LONGEST_PATH, PATHS, PATHS_COUNTED, Named, named


@dataclass(frozen=True)
class Paths:
    """What stands between a viewer and somebody: both ends, and the paths with None for each step not named.

    Paths that name the most people come first; those that read alike are each given. `count` is how many
    shortest paths there are, `more` that it was not counted on past `PATHS_COUNTED`.
    """

    viewer: Person
    other: Person
    paths: tuple[tuple[Person | None, ...], ...]
    count: int
    more: bool

    @property
    def degree(self) -> int | None:
        """How many steps apart they are: 0 for oneself, None out of the network."""
        return len(self.paths[0]) - 1 if self.paths else None


def paths_between(viewer: Viewer, handle: str, limits: Limits, now: datetime) -> Paths:
    """All shortest paths from the viewer, who is signed in, to `@handle`, up to a small number (NET-2).

    Raises: Absent, as `visibility.member`.
    """
    assert viewer.actor_id is not None
    me, other = viewer.actor_id, visibility.member(viewer, handle, limits).pk
    found: Sequence[tuple[int, ...]] = [(me,)]
    if other != me:
        found = current().paths(me, other, longest=LONGEST_PATH, room=PATHS_COUNTED + 1)
    read = sorted(_named(viewer, found[:PATHS_COUNTED]), key=lambda path: path.count(None))[:PATHS]
    wanted = {one for path in read for one in path if one is not None} | {me, other}
    person = {one.id: one for one in in_order(viewer, sorted(wanted), now)}
    return Paths(
        viewer=person[me],
        other=person[other],
        paths=tuple(tuple(None if one is None else person[one] for one in path) for path in read),
        count=min(len(found), PATHS_COUNTED),
        more=len(found) > PATHS_COUNTED,
    )


def _named(viewer: Viewer, paths: Sequence[tuple[int, ...]]) -> list[Named]:
    """The paths as this viewer may read them."""
    place = {one: step for path in paths for step, one in enumerate(path)}
    shown = _shown_lists(viewer, place) if len(paths) and len(paths[0]) > 1 else set()
    return [named(path, shown) for path in paths]


def _shown_lists(viewer: Viewer, place: dict[int, int]) -> set[int]:
    """Whose connection list this viewer may see, of people who stand so many steps away (REL-16)."""
    (rows,) = together(networks_reading(place))
    return {
        one
        for one, network in networks_from(rows).items()
        if admits(
            Audience(network.connection_list),
            visibility.standings(
                viewer, owner_id=one, connected=place[one] == 1, follows=False, degree=place[one]
            ),
        )
    }
