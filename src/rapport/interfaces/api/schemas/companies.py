"""Company pages, in lists and whole, and the roles on them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person, Picture
from rapport.people.organizations.rules import Role, RoleState, Size, Verb

Year = Annotated[int | None, Field(description="The year it was founded, where that is said.")]


class CompanyTie(StrEnum):
    """How one is tied to the companies of one's own list."""

    FOLLOWING = "following"
    ROLE = "role"


class CompanyInList(Shown):
    """A company in a list (PRO-6)."""

    handle: str
    name: str
    headline: str
    industry: str
    location: str
    size: Annotated[str, choice(Size, "How many people work there.")]
    founded: Year
    follower_count: Count
    following: Annotated[bool, Field(description="You follow it.")]
    following_privately: bool
    role: Annotated[str | None, Field(description="What you are on its page, if anything.")]
    offered_role: Annotated[str | None, Field(description="What you are asked to be on its page.")]
    picture: Picture


class Company(CompanyInList):
    """A company page as you see it."""

    about: str
    website: str
    created_at: datetime
    allowed_actions: Annotated[list[str], Field(description=f"Among: {', '.join(Verb)}.")]


class CompanyList(Shown):
    """One page of companies."""

    items: list[CompanyInList]
    next: str | None


class CompanyIn(Body):
    """A company page to make; you are its first admin."""

    handle: str
    name: str
    headline: str = ""
    about: str = ""
    website: str = ""
    industry: str = ""
    location: str = ""
    size: Annotated[str, choice(Size)] = ""
    founded: Year = None
    another: Annotated[
        bool, Field(description="It is another company than the one of the same name that has a page.")
    ] = False


class CompanyChange(Body):
    """What to change of a page; what is left out stays."""

    name: str = ""
    headline: str = ""
    about: str = ""
    website: str = ""
    industry: str = ""
    location: str = ""
    size: Annotated[str, choice(Size)] = ""
    founded: Year = None


class PageRole(Shown):
    """Somebody who holds or is offered a role on a page."""

    member: Person
    role: Annotated[str, choice(Role)]
    state: Annotated[str, choice(RoleState)]
    since: datetime


class PageRoleList(Shown):
    """Everybody who looks after a page; it comes whole."""

    items: list[PageRole]
    next: str | None


class RoleOffer(Body):
    """Whom to offer which role."""

    member: Annotated[str, Field(description="The handle.", examples=["mara"])]
    role: Annotated[str, choice(Role)]


class RoleChange(Body):
    """Which role it is to be."""

    role: Annotated[str, choice(Role)]
