"""People in lists, members on their page, and what stands between them and the caller."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.people.relationships.queries.invitations import Direction
from rapport.people.relationships.rules.process import State
from rapport.people.ties.rules import (
    LIST_AUDIENCES,
    ConnectionPolicy,
    FollowPolicy,
    InvitationPolicy,
    PrimaryButton,
    SuggestionPolicy,
)

Degree = Annotated[int | None, Field(ge=0, le=3, description="0 oneself, 1, 2, 3, or null out of network.")]
Picture = Annotated[
    str | None,
    Field(description="The address of the picture (WebP, 256 pixels), or null where there is none for you."),
]
Count = Annotated[int, Field(ge=0)]


class Person(Shown):
    """A person in a list (NET-1)."""

    handle: str
    name: str
    headline: str
    picture: Picture
    degree: Degree
    mutual_count: Count
    following: Annotated[bool, Field(description="You follow them.")]
    followed_by: Annotated[bool, Field(description="They follow you.")]
    connected_since: datetime | None


class PersonList(Shown):
    """One page of people."""

    items: list[Person]
    next: str | None


class HidablePersonList(PersonList):
    """One page of a member's list; `hidden` where its owner does not show it to you (REL-16)."""

    hidden: bool


class PathList(Shown):
    """How you are connected to a member (NET-2)."""

    degree: Degree
    paths: Annotated[
        list[list[str | None]],
        Field(
            description="All shortest paths, up to 20: handles from you to the member, both included, "
            "and null for whom you may not be told. None past the 3rd degree."
        ),
    ]


class OpenInvitation(Shown):
    """The open invitation between the two."""

    id: UUID
    state: Annotated[str, choice(State)]
    direction: Annotated[str, choice(Direction)]


class Reason(Shown):
    """Why something is not possible now."""

    code: str
    detail: str
    until: datetime | None


class Relationship(Shown):
    """What stands between you and a member, and what you may do."""

    following: bool
    following_privately: bool
    followed_by: bool
    follow_requested: bool
    connected: bool
    connected_since: datetime | None
    context: Annotated[str, Field(description="How the two are connected; empty where they are not.")]
    degree: Degree
    mutual_count: Count
    invitation: OpenInvitation | None
    allowed_actions: list[str]
    invite_refusal: Reason | None
    email_required_until: datetime | None


class Member(Shown):
    """What you may see of a member."""

    handle: str
    name: str
    headline: str
    picture: Picture
    joined_at: datetime
    connection_count: Annotated[
        str, Field(description='Exact to "499", then "500+"; exact for oneself (REL-15).')
    ]
    follower_count: Count
    connections_shown: bool
    followers_shown: bool
    primary_button: Annotated[str, choice(PrimaryButton)]
    follow_policy: Annotated[str, choice(FollowPolicy)]
    connection_policy: Annotated[str, choice(ConnectionPolicy)]
    connection_line: str
    relationship: Relationship


class SiteLimits(Shown):
    """The figures a client wants to know before it asks."""

    connection_cap: Count
    note_length: Count
    reply_length: Count
    name_length: Count
    headline_length: Count
    page_size: Count
    reads_per_minute: Count
    writes_per_minute: Count


class Me(Shown):
    """Oneself."""

    handle: str
    name: str
    headline: str
    picture: Picture
    joined_at: datetime
    is_organiser: bool
    is_moderator: bool
    connection_count: Annotated[str, Field(description="Exact (REL-15).")]
    follower_count: Count
    following_count: Annotated[int, Field(ge=0, description="People; companies are counted apart.")]
    companies_followed_count: Count
    unread_notifications: Count
    scopes: list[str]
    stream_url: Annotated[str | None, Field(description="Where server-sent events are, if anywhere.")]
    limits: SiteLimits


class MeChange(Body):
    """What to change of oneself; what is left out stays."""

    name: str = ""
    headline: str = ""


class Settings(Shown):
    """Every switch of one's network (REL-1, REL-13, REL-14, REL-16)."""

    follow_policy: Annotated[str, choice(FollowPolicy)]
    invitation_policy: Annotated[str, choice(InvitationPolicy)]
    primary_button: Annotated[str, choice(PrimaryButton)]
    connection_policy: Annotated[str, choice(ConnectionPolicy)]
    connection_line: str
    connection_list: Annotated[str, choice(LIST_AUDIENCES)]
    follower_list: Annotated[str, choice(LIST_AUDIENCES)]
    suggestion_policy: Annotated[str, choice(SuggestionPolicy, "Whether you are suggested to others.")]


class SettingsChange(Body):
    """Which switches to turn; what is left out stays."""

    follow_policy: Annotated[str, choice(FollowPolicy)] = ""
    invitation_policy: Annotated[str, choice(InvitationPolicy)] = ""
    primary_button: Annotated[str, choice(PrimaryButton)] = ""
    connection_policy: Annotated[str, choice(ConnectionPolicy)] = ""
    connection_line: str = ""
    connection_list: Annotated[str, choice(LIST_AUDIENCES)] = ""
    follower_list: Annotated[str, choice(LIST_AUDIENCES)] = ""
    suggestion_policy: Annotated[str, choice(SuggestionPolicy)] = ""


class FollowChange(Body):
    """How to follow."""

    private: bool = Field(default=False, description="Counted, but not named (REL-2). Left out: as it is.")


class TieNote(Shown):
    """What one keeps about someone, for oneself alone (REL-18)."""

    handle: str
    note: str
    tags: list[str]
    how_met: str
    rhythm_weeks: int | None
    changed_at: datetime | None


class TieNoteIn(Body):
    """What to keep from now on; what is left out is empty."""

    note: str = ""
    tags: Annotated[list[str], Field(max_length=100, default_factory=list)]
    how_met: str = ""
    rhythm_weeks: Annotated[int | None, Field(description="1, 2, 4, 12 or 26 weeks, or none.")] = None
