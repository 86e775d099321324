"""What happened to posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class PostPublished(Event):
    """A post is there from now on; `original_id` is 0 but for a repost, and `names` says that it may name people."""

    name: ClassVar[str] = "posts.PostPublished"
    post_id: int
    author_id: int
    owner_id: int
    writer_id: int
    original_id: int
    names: bool


@dataclass(frozen=True)
class PostEdited(Event):
    """A post says something else now, or says it to others."""

    name: ClassVar[str] = "posts.PostEdited"
    post_id: int
    author_id: int
    owner_id: int
    writer_id: int


@dataclass(frozen=True)
class PostRemoved(Event):
    """A post and everything that hung on it are gone."""

    name: ClassVar[str] = "posts.PostRemoved"
    post_id: int
    author_id: int
    owner_id: int
