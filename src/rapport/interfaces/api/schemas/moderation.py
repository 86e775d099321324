"""Reports, and what moderators decide about them (OPS-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.content.moderation import rules
from rapport.content.moderation.rules import WORDS_LENGTH, Decision, Reason, State, Thing
from rapport.interfaces.api.schemas.common import Body, Paging, Shown, choice
from rapport.interfaces.api.schemas.notifications import Face


class ReportIn(Body):
    """What is reported, and why."""

    about: Annotated[str, choice(Thing)]
    id: Annotated[str, Field(description="The id of the post or comment, or the handle of the member.")]
    reason: Annotated[str, choice(Reason)]
    words: Annotated[
        str, Field(description=f"In your own words, {WORDS_LENGTH} characters at most; `other` needs some.")
    ] = ""


class OwnReport(Shown):
    """A report of your own, and what became of it."""

    id: UUID
    about: Annotated[str, choice(Thing)]
    reason: Annotated[str, choice(Reason)]
    words: str
    state: Annotated[str, choice(State)]
    at: datetime
    decided_at: datetime | None


class OwnReportList(Shown):
    """One page of your reports, the latest first."""

    items: list[OwnReport]
    next: str | None


class Beyond(Shown):
    """Something that a post said beyond its words."""

    what: Annotated[str, choice(rules.Beyond)]
    words: Annotated[str, Field(description="Empty for a picture without words for it.")]


class TakenDown(Shown):
    """Something of yours that moderators took down, and why."""

    id: UUID
    about: Annotated[str, choice(Thing)]
    title: str
    text: str
    beyond: list[Beyond]
    at: datetime
    words: Annotated[str, Field(description="Why, in the moderators' words.")]


class TakenDownList(Shown):
    """One page of them, the latest first."""

    items: list[TakenDown]
    next: str | None


class CaseReport(Shown):
    """One report of a case, with what was said when it was made."""

    reporter: Face
    reason: Annotated[str, choice(Reason)]
    words: str
    title: str
    text: str
    at: datetime


class Case(Shown):
    """What was reported, as moderators read it."""

    id: UUID
    about: Annotated[str, choice(Thing)]
    about_id: Annotated[str, Field(description="The id of the post or comment, or the handle of the member.")]
    author: Face
    title: str
    text: str
    beyond: list[Beyond]
    there: Annotated[bool, Field(description="It still stands.")]
    state: Annotated[str, choice(State)]
    opened_at: datetime
    reports: list[CaseReport]
    decided_by: Face | None
    decided_at: datetime | None
    words: str
    decisions: Annotated[list[str], Field(description="What may be decided.")]


class CaseList(Shown):
    """One page of cases."""

    items: list[Case]
    next: str | None


class Which(Paging):
    """Which cases."""

    decided: bool = False


class DecisionIn(Body):
    """A decision, in words."""

    decision: Annotated[str, choice(Decision)]
    words: str
