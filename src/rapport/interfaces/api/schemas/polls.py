"""Polls as they are asked and as they are shown (FEED-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from rapport.content.posts.rules.polling import FEWEST, LONGEST, MOST, OPTION_LENGTH, SHORTEST, USUAL
from rapport.interfaces.api.schemas.common import Body, Shown

_STANDS = "Null while you are not shown how it stands: until you vote, unless you asked, or it is over."


class PollIn(Body):
    """A poll to ask with a post."""

    options: Annotated[
        list[str],
        Field(description=f"{FEWEST} to {MOST} different answers of at most {OPTION_LENGTH} characters."),
    ]
    days: Annotated[int, Field(description=f"How long it is open: {SHORTEST} to {LONGEST} days.")] = USUAL


class PollOption(Shown):
    """One of the answers."""

    place: int
    text: str
    votes: Annotated[int | None, Field(description=_STANDS)]


class Poll(Shown):
    """A poll as you see it; who chose what is told to nobody."""

    options: list[PollOption]
    ends_at: datetime
    over: bool
    chosen: Annotated[int | None, Field(description="The place of the answer you chose.")]
    votes: Annotated[int | None, Field(description=_STANDS)]
    may_vote: bool


class Vote(Body):
    """The answer you choose."""

    option: Annotated[int, Field(description="Its `place` among the answers, from 1.")]
