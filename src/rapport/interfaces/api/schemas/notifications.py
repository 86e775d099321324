"""Notices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown
from rapport.interfaces.api.schemas.people import Count, Degree


class Face(Shown):
    """The least one shows of a person."""

    handle: str
    name: str


class NoticePerson(Face):
    """A person or a company that a notice is about, and how near they are (NET-1)."""

    headline: str
    degree: Degree
    mutual_count: Count


class Notification(Shown):
    """One notice (MSG-4)."""

    id: UUID
    kind: str
    text: str
    people: list[NoticePerson]
    others: Annotated[Count, Field(description="How many people it is about beside those of `people`.")]
    group: Annotated[Face | None, Field(description="The group it is about.")]
    company: Annotated[
        Face | None, Field(description="The company for which you wrote the post it is about.")
    ]
    count: Annotated[
        Count, Field(description="How many facts it stands for, such as comments under one post.")
    ]
    post: Annotated[str | None, Field(description="The post it leads to.")]
    comment: Annotated[str | None, Field(description="The comment under that post, where it is about one.")]
    excerpt: Annotated[str, Field(description="How that comment or post begins; empty for other notices.")]
    invitation: Annotated[UUID | None, Field(description="The invitation it is about.")]
    recommendation: Annotated[UUID | None, Field(description="The recommendation it is about.")]
    at: datetime
    read: bool


class NotificationList(Shown):
    """One page of notices, latest first."""

    items: list[Notification]
    next: str | None
    unread: Count


class Read(Body):
    """Which notices were read."""

    up_to: Annotated[str | None, Field(description="The id of the latest one read; left out: all.")] = None


class Unread(Shown):
    """How many are left."""

    unread: Count
