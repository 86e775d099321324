"""What hangs on posts as it is sent and as it is shown (FEED-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from rapport.content.discussion.rules.reacting import Reaction
from rapport.interfaces.api.schemas.common import Body, Paging, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person

_WORDS = "Plain text with @handles, #hashtags and addresses."


class Reactions(Shown):
    """How many reacted, as far as you see them, and how you did."""

    total: Count
    kinds: Annotated[dict[str, int], Field(description="How many by kind; kinds of nobody are left out.")]
    mine: Reaction | None


class Counts(Shown):
    """The figures below a post, as you may know them: of nobody you do not see."""

    reactions: Reactions
    comment_count: Count
    repost_count: Count
    saved: Annotated[bool, Field(description="You keep the post for later; nobody else knows.")]


class ReactionIn(Body):
    """A reaction."""

    kind: Annotated[str, choice(Reaction)]


class Reactor(Shown):
    """Somebody who reacted."""

    person: Person
    kind: Annotated[str, choice(Reaction)]
    at: datetime


class ReactorList(Shown):
    """One page of who reacted, the latest first."""

    items: list[Reactor]
    next: str | None


class OfKind(Paging):
    """Which page of who reacted, and of which kind."""

    kind: Annotated[str, choice(Reaction, "Only who reacted so; without it, all.")] = ""


class Answered(Shown):
    """Whom an answer answers."""

    handle: str
    name: str


class Comment(Shown):
    """A comment as you see it. What is left of one that others answered is `removed`: without author and words."""

    id: str
    post: str
    thread: Annotated[str, Field(description="The first comment of its thread; its own id there.")]
    removed: bool
    author: Person | None
    answers: Annotated[
        Answered | None, Field(description="Whom it answers, where that is not the first of the thread.")
    ]
    text: Annotated[str, Field(description=_WORDS)]
    html: Annotated[str, Field(description="The text as it is shown: safe HTML.")]
    at: datetime
    edited_at: datetime | None
    reactions: Reactions
    allowed_actions: Annotated[list[str], Field(description="Among: answer, react, edit, delete.")]


class CommentList(Shown):
    """One page of comments: threads by their beginning, in each the answers in order; it may end inside a thread."""

    items: list[Comment]
    next: str | None


class CommentIn(Body):
    """What to say."""

    text: Annotated[str, Field(description=_WORDS)]
    reply_to: Annotated[str | None, Field(description="The id of the comment it answers.")] = None


class CommentChange(Body):
    """What the comment says instead."""

    text: Annotated[str, Field(description=_WORDS)]
