"""Groups, who is in them, and what waits there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person, Picture, Reason
from rapport.people.groups.rules.process import INSIDE, MEMBER_LISTS, Joining, Place, Verb


class GroupFace(Shown):
    """The least one shows of a group."""

    handle: str
    name: str


class GroupRow(GroupFace):
    """A group in a list (PRO-7)."""

    headline: str
    joining: Annotated[str, choice(Joining)]
    listed: Annotated[bool, Field(description="Else it is private: there for those in it and those invited.")]
    member_count: Count
    place: Annotated[str, choice(Place, "Where you stand toward it.")]
    picture: Picture


class GroupList(Shown):
    """One page of groups, by name."""

    items: list[GroupRow]
    next: str | None


class Group(GroupRow):
    """A group as you see it, and what you may do."""

    about: str
    rules: str
    member_list: Annotated[str, choice(MEMBER_LISTS, "Who may read who is in it.")]
    members_shown: bool
    connections: Annotated[list[Person], Field(description="Some of your connections who are in it.")]
    connection_count: Annotated[Count, Field(description="How many of your connections are in it.")]
    invited_by: Person | None
    asked_at: datetime | None
    requests: Annotated[Count, Field(description="How many ask to join; for those who run it.")]
    refusal: Annotated[Reason | None, Field(description="Why you cannot come in now.")]
    created_at: datetime
    allowed_actions: list[str]


class NewGroup(Body):
    """A group to make."""

    handle: str
    name: str
    headline: str = ""
    about: str = ""
    rules: str = ""
    joining: Annotated[str, choice(Joining)] = Joining.REQUEST.value
    listed: bool = True
    member_list: Annotated[str, choice(MEMBER_LISTS)] = "group"


class GroupChange(Body):
    """What to change of a group; what is left out stays."""

    name: str = ""
    headline: str = ""
    about: str = ""
    rules: str = ""
    joining: Annotated[str, choice(Joining)] = ""
    listed: bool = True
    member_list: Annotated[str, choice(MEMBER_LISTS)] = ""


class Wish(Body):
    """What goes with a request to join, to those who run the group."""

    note: str = ""


class Standing(Shown):
    """Where somebody stands toward a group now."""

    place: Annotated[str, choice(Place)]


class GroupMember(Shown):
    """Somebody in a group, and what you may do about them."""

    person: Person
    role: Annotated[str, choice(sorted(place.value for place in INSIDE))]
    since: datetime
    allowed_actions: list[str]


class GroupMemberList(Shown):
    """One page of a group's members, latest first; `hidden` where its owners do not show it to you."""

    items: list[GroupMember]
    next: str | None
    hidden: bool


class RoleStep(Body):
    """What to make of a member."""

    step: Annotated[str, choice((Verb.PROMOTE, Verb.DEMOTE, Verb.SHARE, Verb.HAND_OVER), "By owners alone.")]


class KeptOut(Shown):
    """Somebody who is kept out of a group."""

    person: Person
    since: datetime
    allowed_actions: list[str]


class KeptOutList(Shown):
    """One page of them, latest first."""

    items: list[KeptOut]
    next: str | None


class GroupRequest(Shown):
    """A request to join that waits."""

    id: UUID
    person: Person
    note: str
    at: datetime
    allowed_actions: list[str]


class GroupRequestList(Shown):
    """One page of requests, oldest first."""

    items: list[GroupRequest]
    next: str | None


class Bring(Body):
    """Whom to invite."""

    to: Annotated[str, Field(description="The handle of one of your connections.", examples=["mara"])]


class GroupInvitation(Shown):
    """An invitation to a group that waits for an answer."""

    id: UUID
    person: Person
    invited_by: Person | None
    at: datetime
    allowed_actions: list[str]


class GroupInvitationList(Shown):
    """One page of them, latest first."""

    items: list[GroupInvitation]
    next: str | None


class ReceivedInvitation(Shown):
    """An invitation to a group that waits for yours."""

    id: UUID
    group: GroupFace
    headline: str
    member_count: Count
    invited_by: Person
    at: datetime


class ReceivedInvitationList(Shown):
    """One page of them, latest first."""

    items: list[ReceivedInvitation]
    next: str | None


class SharedGroups(Shown):
    """The groups two members are both in."""

    items: list[GroupFace]
