"""Who may change a comment: one table, read by actions, pages and the API (FEED-2)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from rapport.content.posts.rules import owning as posts


class By(StrEnum):
    """What can be done with a comment that is there."""

    EDIT = "edit"
    DELETE = "delete"


class Place(StrEnum):
    """How somebody stands toward a comment they can read."""

    AUTHOR = "author"
    HOST = "host"
    READER = "reader"


MAY: Mapping[By, Set[Place]] = {
    By.EDIT: frozenset({Place.AUTHOR}),
    By.DELETE: frozenset({Place.AUTHOR, Place.HOST}),
}
"""Who may do what: its author both; under one's own post, and in a group one keeps, one may take a comment away."""


def place_of(*, own: bool, at_post: posts.Place) -> Place:
    """The place toward a comment, which is one's `own` or not, from how one stands toward the post."""
    if own:
        return Place.AUTHOR
    return Place.READER if at_post is posts.Place.READER else Place.HOST


def may_change(place: Place, verb: By) -> bool:
    """Whether somebody in this place may do this."""
    return place in MAY[verb]
