"""What is said under posts, for tests, made by the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.discussion.queries import threads
from rapport.content.discussion.queries.counts import Counts, counts
from rapport.content.discussion.queries.threads import CommentView
from rapport.people.audience import Viewer
from tests.people import LIMITS, START

LATER = START + timedelta(days=1)


def say(
    by: int, post_id: int, words: str = "Well", reply_to: int | None = None, *, now: datetime = START
) -> int:
    """The id of a new comment."""
    return commenting.comment(
        by=Viewer(by), post_id=post_id, words=words, reply_to=reply_to, now=now, limits=LIMITS
    )


def react(by: int, post_id: int, kind: str = "thanks", *, now: datetime = START) -> bool:
    """A reaction to a post."""
    return reacting.react(by=Viewer(by), post_id=post_id, kind=kind, now=now, limits=LIMITS)


def react_to(by: int, comment_id: int, kind: str = "thanks", *, now: datetime = START) -> bool:
    """A reaction to a comment."""
    return reacting.react_to_comment(by=Viewer(by), comment_id=comment_id, kind=kind, now=now, limits=LIMITS)


def remove(by: int, comment_id: int) -> None:
    """Take a comment away."""
    commenting.remove(by=Viewer(by), comment_id=comment_id, limits=LIMITS)


def read(viewer: int | None, post_id: int, size: int = 20) -> list[CommentView]:
    """All comments under a post as somebody reads them, page by page."""
    found: list[CommentView] = []
    cursor = None
    while True:
        page = threads.comments(Viewer(viewer), post_id, cursor=cursor, size=size, now=LATER, limits=LIMITS)
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


def said(viewer: int | None, post_id: int, size: int = 20) -> list[str]:
    """The words of these comments; answers stand behind a dash, and what is left of a comment is empty."""
    return [one.text if one.first else f"- {one.text}" for one in read(viewer, post_id, size)]


def figures(viewer: int | None, post_id: int) -> Counts:
    """The figures below a post."""
    return counts(Viewer(viewer), [post_id], LIMITS)[post_id]
