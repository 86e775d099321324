"""Drafts as they are sent and as they are shown (FEED-7)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.content.posts.rules.audiences import AUDIENCES
from rapport.content.posts.rules.drafting import DRAFTED, DraftState
from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Reason
from rapport.interfaces.api.schemas.polls import PollIn
from rapport.interfaces.api.schemas.posts import PostGroup, Words

_WHEN = "When it goes out by itself; RFC 3339 with a zone, given back in UTC."


class DraftPoll(Shown):
    """The poll of a draft, as it was typed."""

    options: list[str]
    days: int


class Draft(Shown):
    """Something you are writing; nobody else sees it."""

    id: UUID
    state: Annotated[str, choice(DraftState)]
    form: Annotated[str, choice(DRAFTED)]
    title: str
    text: Words
    audience: Annotated[str, choice(AUDIENCES)]
    company: Annotated[PostGroup | None, Field(description="The company page it is written for.")]
    group: PostGroup | None
    poll: DraftPoll | None
    publish_at: Annotated[datetime | None, Field(description=_WHEN)]
    problem: Annotated[Reason | None, Field(description="Why it did not go out at its time.")]
    due_at: Annotated[datetime | None, Field(description="When that was.")]
    first_said_at: Annotated[
        datetime | None, Field(description="When it was said elsewhere, where an archive brought it.")
    ]
    version: Annotated[int, Field(description="1, and one more with each change; changing asks for it.")]
    changed_at: datetime


class DraftList(Shown):
    """One page of drafts, latest changed first."""

    items: list[Draft]
    next: str | None


class DraftIn(Body):
    """Something to keep: what could not be published yet is kept all the same."""

    form: Annotated[str, choice(DRAFTED)] = "post"
    title: str = ""
    text: Words = ""
    audience: Annotated[str, choice(AUDIENCES)] = "anyone"
    company: Annotated[str, Field(description="The handle of a company whose page you look after.")] = ""
    group: Annotated[str, Field(description="The handle of a group you are in.")] = ""
    poll: PollIn | None = None


class DraftChange(Body):
    """What to change of a draft; what is left out stays. `version` is the one you have seen."""

    version: int
    form: Annotated[str, choice(DRAFTED)] = "post"
    title: str = ""
    text: Words = ""
    audience: Annotated[str, choice(AUDIENCES)] = "anyone"
    company: str = ""
    group: str = ""
    poll: PollIn | None = None


class Publishing(Body):
    """Now, without a time; at its time with one; None takes a time back."""

    publish_at: Annotated[str | None, Field(description=_WHEN)] = None


class Outcome(Shown):
    """What became of a draft: the id of a post, or the draft that waits for its time."""

    post_id: str | None
    draft: Draft | None
