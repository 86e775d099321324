"""Who may see or do a thing: one pure table, read in three directions (architecture 4).

A row declares an *audience*; a viewer has *standings* toward the row's owner; a
*bar* shuts a viewer out whatever the standing. `ADMITS` is the whole rule; the
SQL of `visibility` is folded from it and a test walks every cell of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a row is for (product 1)."""

    ANYONE = "anyone"
    MEMBERS = "members"
    SECOND_DEGREE = "second_degree"
    CONNECTIONS = "connections"
    GROUP = "group"
    ONLY_ME = "only_me"


class Standing(StrEnum):
    """How a viewer stands toward the owner of a row; a viewer has several at once."""

    ANYONE = "anyone"
    MEMBER = "member"
    FOLLOWER = "follower"
    SECOND_DEGREE = "second_degree"
    CONNECTION = "connection"
    GROUP_MEMBER = "group_member"
    OWNER = "owner"


class Bar(StrEnum):
    """What shuts a viewer out of everything of an owner."""

    BLOCKED = "blocked"
    OWNER_GONE = "owner_gone"


ADMITS: Mapping[Audience, Set[Standing]] = {
    Audience.ANYONE: frozenset(Standing),
    Audience.MEMBERS: frozenset(
        {
            Standing.MEMBER,
            Standing.FOLLOWER,
            Standing.SECOND_DEGREE,
            Standing.CONNECTION,
            Standing.GROUP_MEMBER,
            Standing.OWNER,
        }
    ),
    Audience.SECOND_DEGREE: frozenset({Standing.SECOND_DEGREE, Standing.CONNECTION, Standing.OWNER}),
    Audience.CONNECTIONS: frozenset({Standing.CONNECTION, Standing.OWNER}),
    Audience.GROUP: frozenset({Standing.GROUP_MEMBER, Standing.OWNER}),
    Audience.ONLY_ME: frozenset({Standing.OWNER}),
}


def admits(audience: Audience, standings: Set[Standing], bars: Set[Bar] = frozenset()) -> bool:
    """Whether a viewer of these `standings` sees a row for `audience`; any bar says no."""
    return not bars and not ADMITS[audience].isdisjoint(standings)


@dataclass(frozen=True)
class Viewer:
    """Who is looking: a member by their actor's id, or a visitor (`actor_id` None)."""

    actor_id: int | None = None
    is_organiser: bool = False
    is_moderator: bool = False

    @property
    def is_visitor(self) -> bool:
        """Nobody is signed in."""
        return self.actor_id is None


VISITOR = Viewer()
