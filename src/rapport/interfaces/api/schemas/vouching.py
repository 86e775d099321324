"""Endorsements and recommendations: what is sent and what is answered (PRO-3, PRO-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.content.endorsements.queries import Direction
from rapport.content.recommendations.rules.process import Relation, Side, State
from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.notifications import Face
from rapport.interfaces.api.schemas.people import Count, Person, Reason


class EndorsedSkill(Shown):
    """A listed skill and who endorses it, as far as you see them (PRO-3)."""

    id: UUID
    name: str
    count: Count
    people: Annotated[list[Face], Field(description="Up to three of them.")]
    endorsed: Annotated[bool, Field(description="You endorse it.")]
    hidden_count: Annotated[Count, Field(description="How many you hide; 0 to everybody but the owner.")]
    refusal: Annotated[Reason | None, Field(description="Why you may not endorse it now.")]


class EndorsedSkillList(Shown):
    """All skills of a member, in their order."""

    items: list[EndorsedSkill]


class Endorser(Shown):
    """Who endorses a skill; `hidden` is only ever true to its owner."""

    person: Person
    at: datetime
    hidden: bool


class EndorserList(Shown):
    """One page of endorsers, latest first."""

    items: list[Endorser]
    next: str | None


class Endorsement(Shown):
    """One endorsement of yours; `person` is the other side."""

    direction: Annotated[str, choice(Direction)]
    person: Person
    skill_id: UUID
    skill: str
    at: datetime
    hidden: bool


class EndorsementList(Shown):
    """One page of your endorsements, latest first."""

    items: list[Endorsement]
    next: str | None


class HideEndorsement(Body):
    """Whether an endorsement is kept to yourself."""

    hidden: bool


class Position(Shown):
    """A position, as it was called when it was chosen."""

    title: str
    company: str


class PositionChoice(Position):
    """A position that may be chosen."""

    id: UUID


class PositionList(Shown):
    """The positions a recommendation may be about."""

    items: list[PositionChoice]


class Reference(Shown):
    """A recommendation on a member's page; `person` wrote it, or it is about them."""

    id: UUID
    person: Person
    relation: Annotated[str, choice(Relation)]
    position: Position | None
    text: str
    at: datetime


class ReferenceList(Shown):
    """One page of a member's recommendations; `hidden` where the section is not shown to you."""

    items: list[Reference]
    next: str | None
    hidden: bool


class Recommendation(Shown):
    """A recommendation as your side is shown it (PRO-4)."""

    id: UUID
    state: Annotated[str, choice(State)]
    side: Annotated[str, choice(Side, "Which of the two you are.")]
    other: Person
    relation: Annotated[str, choice(["", *Relation])]
    position: Position | None
    request_note: str
    text: Annotated[str, Field(description="The accepted text, or the first one that waits.")]
    draft: Annotated[str, Field(description="A revised text that waits beside the accepted one.")]
    change_words: Annotated[str, Field(description="What the recipient asks to be changed.")]
    version: Annotated[Count, Field(description="Which text it is; accepting names the one you have read.")]
    set_aside: Annotated[bool, Field(description="You two are not connected; nobody else sees it (REL-10).")]
    created_at: datetime
    changed_at: datetime
    accepted_at: datetime | None
    allowed_actions: list[str]


class RecommendationList(Shown):
    """One page of your recommendations."""

    items: list[Recommendation]
    next: str | None


class Ask(Body):
    """Whom to ask for a recommendation, about which position of yours."""

    to: Annotated[str, Field(description="The handle.", examples=["mara"])]
    position: Annotated[UUID | None, Field(strict=False, description="Needed where you list any.")] = None
    note: str = ""


class Give(Body):
    """A recommendation of your own accord."""

    to: Annotated[str, Field(description="The handle.", examples=["mara"])]
    text: str
    relation: Annotated[str, choice(Relation, "How you worked with them: “I …”.")]
    position: Annotated[UUID | None, Field(strict=False, description="Needed where they list any.")] = None


class WriteAsked(Body):
    """What you were asked for."""

    text: str
    relation: Annotated[str, choice(Relation, "How you worked with them: “I …”.")]
    position: Annotated[UUID | None, Field(strict=False, description="Else the one that was named.")] = None


class Revise(Body):
    """Another text."""

    text: str


class AcceptText(Body):
    """Which text you have read."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class AskChange(Body):
    """What should be changed."""

    words: str
