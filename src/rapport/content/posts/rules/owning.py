"""Who may change a post: one table, read by actions, pages and the API (FEED-1)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from rapport.people.ties.rules import GroupRole


class Place(StrEnum):
    """How somebody stands toward a post they can read."""

    AUTHOR = "author"
    KEEPER = "keeper"
    READER = "reader"

    @classmethod
    def of_role(cls, role: GroupRole | None) -> Place:
        """The place toward somebody else's post in a group: its owner and moderators keep it in order."""
        return cls.READER if role in (None, GroupRole.MEMBER) else cls.KEEPER


class By(StrEnum):
    """What can be done with a post that is there."""

    EDIT = "edit"
    DELETE = "delete"


MAY: Mapping[By, Set[Place]] = {
    By.EDIT: frozenset({Place.AUTHOR}),
    By.DELETE: frozenset({Place.AUTHOR, Place.KEEPER}),
}
"""Who may do what with a post: its author both, and who keeps a group in order may take it down there."""


def may_change(place: Place, verb: By) -> bool:
    """Whether somebody in this place may do this."""
    return place in MAY[verb]
