"""What members are told of conversation: gathered, one notice a thing while it is unread (MSG-4, FEED-2).

A notice of these kinds names nobody by itself: it gathers deeds, and who stands in its sentence follows at each
reading from those of them that are still so and that its reader may see (FEED-6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rapport.content.discussion.events import Commented, Reacted
from rapport.content.posts.events import PostPublished
from rapport.projections.notifications.rules_telling import Detail, Kind, Leads, Stands, Telling
from rapport.projections.notifications.rules_telling import noop as _noop

TALK: Mapping[Kind, Telling] = {
    Kind.REACTION: Telling(
        event=Reacted.name,
        told=(),
        key="reaction:{post}:{comment}",
        words={
            Detail.NONE: _noop("{name} reacted to your post."),
            Detail.AT_COMMENT: _noop("{name} reacted to your comment."),
            Detail.AT_COMPANY: _noop("{name} reacted to what you wrote for {place}."),
        },
        two={
            Detail.NONE: _noop("{name} and {second} reacted to your post."),
            Detail.AT_COMMENT: _noop("{name} and {second} reacted to your comment."),
            Detail.AT_COMPANY: _noop("{name} and {second} reacted to what you wrote for {place}."),
        },
        many={
            Detail.NONE: (
                _noop("{name}, {second} and one other reacted to your post."),
                _noop("{name}, {second} and {others} others reacted to your post."),
            ),
            Detail.AT_COMMENT: (
                _noop("{name}, {second} and one other reacted to your comment."),
                _noop("{name}, {second} and {others} others reacted to your comment."),
            ),
            Detail.AT_COMPANY: (
                _noop("{name}, {second} and one other reacted to what you wrote for {place}."),
                _noop("{name}, {second} and {others} others reacted to what you wrote for {place}."),
            ),
        },
        leads=Leads.POST,
        icon="heart",
        stands=Stands.WHILE_SAID,
        heading=_noop("Someone reacts to your post or comment"),
    ),
    Kind.COMMENT: Telling(
        event=Commented.name,
        told=(),
        key="comment:{post}",
        words={
            Detail.NONE: _noop("{name} commented on your post."),
            Detail.AT_COMPANY: _noop("{name} commented on what you wrote for {place}."),
        },
        several={
            Detail.NONE: _noop("{name} commented {count} times on your post."),
            Detail.AT_COMPANY: _noop("{name} commented {count} times on what you wrote for {place}."),
        },
        two={
            Detail.NONE: _noop("{name} and {second} commented on your post."),
            Detail.AT_COMPANY: _noop("{name} and {second} commented on what you wrote for {place}."),
        },
        many={
            Detail.NONE: (
                _noop("{name}, {second} and one other commented on your post."),
                _noop("{name}, {second} and {others} others commented on your post."),
            ),
            Detail.AT_COMPANY: (
                _noop("{name}, {second} and one other commented on what you wrote for {place}."),
                _noop("{name}, {second} and {others} others commented on what you wrote for {place}."),
            ),
        },
        leads=Leads.POST,
        icon="message-circle",
        stands=Stands.WHILE_SAID,
        heading=_noop("Someone comments on your post"),
    ),
    Kind.COMMENT_REPLY: Telling(
        event=Commented.name,
        told=(),
        key="comment_reply:{post}:{comment}",
        words={Detail.NONE: _noop("{name} answered your comment.")},
        several={Detail.NONE: _noop("{name} answered your comment {count} times.")},
        two={Detail.NONE: _noop("{name} and {second} answered your comment.")},
        many={
            Detail.NONE: (
                _noop("{name}, {second} and one other answered your comment."),
                _noop("{name}, {second} and {others} others answered your comment."),
            )
        },
        leads=Leads.POST,
        icon="message-circle",
        stands=Stands.WHILE_SAID,
        heading=_noop("Someone answers your comment"),
    ),
    Kind.MENTION: Telling(
        event=PostPublished.name,
        told=(),
        key="mention:{post}:{detail}",
        words={
            Detail.NONE: _noop("{name} mentioned you in a post."),
            Detail.AT_COMMENT: _noop("{name} mentioned you in a comment."),
        },
        several={Detail.AT_COMMENT: _noop("{name} mentioned you in {count} comments.")},
        two={Detail.AT_COMMENT: _noop("{name} and {second} mentioned you in comments.")},
        many={
            Detail.AT_COMMENT: (
                _noop("{name}, {second} and one other mentioned you in comments."),
                _noop("{name}, {second} and {others} others mentioned you in comments."),
            )
        },
        leads=Leads.POST,
        icon="quote",
        stands=Stands.WHILE_SAID,
        heading=_noop("Someone mentions you in a post or comment"),
    ),
    Kind.REPOST: Telling(
        event=PostPublished.name,
        told=(),
        key="repost:{post}",
        words={
            Detail.NONE: _noop("{name} passed your post on."),
            Detail.AT_COMPANY: _noop("{name} passed on what you wrote for {place}."),
        },
        several={
            Detail.NONE: _noop("{name} passed your post on {count} times."),
            Detail.AT_COMPANY: _noop("{name} passed on {count} times what you wrote for {place}."),
        },
        two={
            Detail.NONE: _noop("{name} and {second} passed your post on."),
            Detail.AT_COMPANY: _noop("{name} and {second} passed on what you wrote for {place}."),
        },
        many={
            Detail.NONE: (
                _noop("{name}, {second} and one other passed your post on."),
                _noop("{name}, {second} and {others} others passed your post on."),
            ),
            Detail.AT_COMPANY: (
                _noop("{name}, {second} and one other passed on what you wrote for {place}."),
                _noop("{name}, {second} and {others} others passed on what you wrote for {place}."),
            ),
        },
        leads=Leads.POST,
        icon="repeat-2",
        stands=Stands.WHILE_SAID,
        heading=_noop("Someone passes your post on"),
    ),
}
"""The kinds that gather deeds."""

STRONGEST = (Kind.COMMENT_REPLY, Kind.MENTION, Kind.REPOST, Kind.COMMENT)
"""What a comment or post is to somebody to whom it is several of these: one notice, of the first."""


@dataclass(frozen=True)
class Told:
    """One deed that some are told of, each as their `kinds` say, under what they did it to.

    `source` names the deed: nobody is told of one twice. `post_id` and `comment_id` are where it stands, `about` the
    post and `at_comment` the comment (0: none) that it is about, `company_id` whose post that is if a company's.
    """

    source: str
    kinds: Mapping[int, Kind]
    actor_id: int
    post_id: int
    comment_id: int | None
    about: int
    at: datetime
    answers: int | None = None
    company_id: int | None = None

    def detail(self, kind: Kind) -> Detail:
        """What tells this notice from others of its kind in its words."""
        if kind in (Kind.REACTION, Kind.MENTION) and self.comment_id is not None:
            return Detail.AT_COMMENT
        if kind in (Kind.REACTION, Kind.COMMENT, Kind.REPOST) and self.company_id is not None:
            return Detail.AT_COMPANY
        return Detail.NONE

    def at_comment(self, kind: Kind) -> int | None:
        """The comment that a notice of this kind is about, where it is about one."""
        if kind is Kind.COMMENT_REPLY:
            return self.answers
        return self.comment_id if kind is Kind.REACTION else None

    def key(self, kind: Kind) -> str:
        """Under which a notice of this kind gathers it with others."""
        return TALK[kind].key.format(
            post=self.about, comment=self.at_comment(kind) or 0, detail=self.detail(kind).value
        )


def strongest(meanings: Mapping[Kind, frozenset[int]]) -> dict[int, Kind]:
    """Of everybody to whom a comment or post means something, what it means most."""
    found: dict[int, Kind] = {}
    for kind in STRONGEST:
        for one in meanings.get(kind, frozenset()):
            found.setdefault(one, kind)
    return found
