"""What was found, as parts of a page: posts in a few words (NET-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.interfaces.web import posts_parts
from rapport.interfaces.web.posts_parts import PostCard
from rapport.people.audience import Viewer
from rapport.projections.search.queries.posts import Hit
from rapport.projections.search.rules.snippet import Part


@dataclass(frozen=True)
class FoundPost:
    """A post that was found: who says it, its title and a piece of its text in parts, with what was looked for marked.

    Parts are plain text; the template escapes each. `passed_on` names who wrote what it passes on.
    """

    post: PostCard
    title: Sequence[Part]
    snippet: Sequence[Part]
    passed_on: str


def found_post(hit: Hit, viewer: Viewer) -> FoundPost:
    """A post as a part of the results."""
    original = hit.post.original
    return FoundPost(
        posts_parts.card(hit.post, viewer), hit.title, hit.snippet, original.author.name if original else ""
    )
