"""People you may know, and who to follow (NET-3)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Shown, choice
from rapport.interfaces.api.schemas.people import Person
from rapport.projections.suggestions.rules.following import FollowSign
from rapport.projections.suggestions.rules.weighing import Sign


class Evidence(Shown):
    """One reason for programs."""

    kind: Annotated[str, choice([*Sign, *FollowSign])]
    count: Annotated[int, Field(description="What the sentence counts; 1 where it counts nothing.")]
    name: Annotated[str, Field(description="The company, school, group or person it names, if any.")]


class Suggested(Person):
    """Somebody who is suggested."""

    reasons: Annotated[
        list[str],
        Field(description="Why, the strongest first: made of what you may see of them, and of nothing else."),
    ]
    evidence: Annotated[
        list[Evidence], Field(description="The same reasons for programs, in the same order.")
    ]


class SuggestedList(Shown):
    """One page of people you may know."""

    items: list[Suggested]
    next: str | None


class Followable(Suggested):
    """A member or a company worth following; a company has no degree, and no connections in common."""

    kind: Annotated[str, choice(["person", "company"])]


class FollowableList(Shown):
    """One page of whom to follow."""

    items: list[Followable]
    next: str | None
