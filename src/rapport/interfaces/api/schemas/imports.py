"""Imports, their reports, and the contact book."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.content.exchange.rules.process import Source, State
from rapport.content.exchange.rules.reasons import Outcome
from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person


class ImportFile(Shown):
    """One file of an import."""

    name: str
    part: Annotated[str | None, Field(description="What may be chosen; null where the file is left.")]
    rows: Count
    chosen: bool
    outcomes: Annotated[dict[str, int], Field(description="Rows by what became of them, once taken.")]
    reason: Annotated[str, Field(description="Why it is left; empty where it is read.")]
    remarks: list[str]


class ImportProblem(Shown):
    """Why an import failed."""

    code: str
    detail: str


class Import(Shown):
    """One file that you brought (OPS-1)."""

    id: UUID
    source: Annotated[str, choice(Source)]
    file_name: str
    size: Count
    state: Annotated[str, choice(State)]
    files: list[ImportFile]
    total: Annotated[int, Field(ge=0, description="Rows of the chosen parts.")]
    done: Count
    outcomes: dict[str, int]
    problem: ImportProblem | None
    left: Annotated[list[str], Field(description="What was changed since, and so was not taken back.")]
    made_at: datetime
    finished_at: datetime | None
    kept_until: Annotated[datetime, Field(description="Until then it can be taken back.")]
    allowed_actions: list[str]


class ImportList(Shown):
    """Your imports, latest first."""

    items: list[Import]
    next: str | None


class ImportChoice(Body):
    """The parts to take in."""

    parts: Annotated[list[str], Field(description="Parts of the preview.", max_length=100)]
    replace: Annotated[bool, Field(description="Let the file win over what stands in your profile.")] = False


class ReportRow(Shown):
    """What became of one row."""

    part: str
    file: str
    line: Count
    outcome: Annotated[str, choice(Outcome)]
    reason: str


class Report(Shown):
    """One page of a report, in the order of the file."""

    items: list[ReportRow]
    next: str | None


class BookContact(Shown):
    """Somebody in your contact book; addresses are kept as marks that can be compared alone."""

    id: UUID
    name: str
    company: str
    position: str
    connected_on: date | None
    note: str
    has_address: bool


class ContactList(Shown):
    """One page of your contact book, by name."""

    items: list[BookContact]
    next: str | None
    count: Count


class ContactOffer(Shown):
    """A member whom you know, or who knows your address."""

    person: Person
    knows_you: Annotated[bool, Field(description="They have your address in their book.")]
    how: str


class ContactOffers(Shown):
    """Whom you may want to invite or follow."""

    items: list[ContactOffer]
    next: None
    count: Count
