"""What is muted (FEED-5)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice


class Muted(StrEnum):
    """What can be muted."""

    PERSON = "person"
    WORD = "word"
    HASHTAG = "hashtag"


class MuteIn(Body):
    """For how long."""

    until: Annotated[
        datetime | None, Field(strict=False, description="Without one, until you say otherwise.")
    ] = None


class Mute(Shown):
    """Something muted."""

    kind: Annotated[str, choice(Muted)]
    what: Annotated[str, Field(description="A handle, a word or phrase, or a hashtag without its sign.")]
    until: datetime | None


class MuteList(Shown):
    """Everything muted."""

    items: list[Mute]
    next: str | None
