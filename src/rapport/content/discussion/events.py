"""What happened under posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class Reacted(Event):
    """Somebody reacted to a post, or to the comment `comment_id` under it (0: to the post), for the first time."""

    name: ClassVar[str] = "discussion.Reacted"
    post_id: int
    comment_id: int
    actor_id: int


@dataclass(frozen=True)
class Commented(Event):
    """A comment stands under a post."""

    name: ClassVar[str] = "discussion.Commented"
    comment_id: int
    post_id: int
    author_id: int


@dataclass(frozen=True)
class CommentEdited(Event):
    """A comment says something else now."""

    name: ClassVar[str] = "discussion.CommentEdited"
    comment_id: int
    post_id: int
    author_id: int
