"""How somebody stands toward a post: one reading for actions, pages and what hangs on posts."""

from __future__ import annotations

from typing import Protocol

from rapport.content.posts.rules.owning import Place
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.queries.standing import may
from rapport.people.organizations.rules import Verb
from rapport.people.ties.queries import role_in


class Owned(Protocol):
    """What is asked of a post to know whose it is."""

    @property
    def author_id(self) -> int:
        """Whose post it is."""
        ...

    @property
    def owner_id(self) -> int:
        """Whose audience it is for."""
        ...

    @property
    def writer_id(self) -> int:
        """Who wrote it."""
        ...

    @property
    def audience(self) -> str:
        """Whom it is for."""
        ...


def place_at(viewer: Viewer, post: Owned) -> Place:
    """Whether the viewer wrote it, looks after its company page or its group, or neither."""
    if viewer.actor_id is None:
        return Place.READER
    if viewer.actor_id == post.author_id:
        return Place.AUTHOR
    if post.author_id != post.writer_id and Verb.EDIT in may(viewer, post.author_id):
        return Place.AUTHOR
    if post.audience == Audience.GROUP.value:
        return Place.of_role(role_in(viewer.actor_id, post.owner_id))
    return Place.READER
