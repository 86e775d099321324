"""The rows about the owner of an archive: profile and its sections, posts, address books, email addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.urls import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow(Row):
    """The owner of the archive; there is one such row."""

    first_name: str = ""
    last_name: str = ""
    maiden_name: str = ""
    address: str = ""
    birthday: PartialDate | None = None
    headline: str = ""
    summary: str = ""
    industry: str = ""
    zip_code: str = ""
    location: str = ""
    twitter: tuple[Link, ...] = ()
    websites: tuple[Link, ...] = ()
    messengers: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow(Row):
    """A position; no end means that it is current."""

    company: str = ""
    title: str = ""
    description: str = ""
    location: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationRow(Row):
    """A school and what was learned there."""

    school: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None
    notes: str = ""
    degree: str = ""
    activities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow(Row):
    """A skill."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRow(Row):
    """A language and how well it is spoken, in LinkedIn's words."""

    name: str = ""
    proficiency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationRow(Row):
    """A certificate."""

    name: str = ""
    url: str = ""
    authority: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None
    license_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow(Row):
    """A project."""

    title: str = ""
    description: str = ""
    url: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow(Row):
    """A course."""

    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationRow(Row):
    """An association one belongs to; LinkedIn's Organizations.csv, which are no companies."""

    name: str = ""
    description: str = ""
    position: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None


class Visibility(StrEnum):
    """Who could read a post; LinkedIn calls everyone MEMBER_NETWORK."""

    ANYONE = "MEMBER_NETWORK"
    CONNECTIONS = "CONNECTIONS"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow(Row):
    """A post; one that reposts does not name the other."""

    shared_at: datetime | None = None
    link: str = ""
    commentary: str = ""
    shared_url: str = ""
    media_url: str = ""
    visibility: Visibility = Visibility.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow(Row):
    """A comment on a post, which its link names."""

    written_at: datetime | None = None
    link: str = ""
    message: str = ""


class ReactionType(StrEnum):
    """The seven reactions."""

    LIKE = "LIKE"
    PRAISE = "PRAISE"
    EMPATHY = "EMPATHY"
    APPRECIATION = "APPRECIATION"
    INTEREST = "INTEREST"
    ENTERTAINMENT = "ENTERTAINMENT"
    MAYBE = "MAYBE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionRow(Row):
    """A reaction to a post, which its link names."""

    reacted_at: datetime | None = None
    reaction: ReactionType = ReactionType.LIKE
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(Row):
    """Somebody of an address book that the owner once uploaded; this makes no tie."""

    source: str = ""
    first_name: str = ""
    last_name: str = ""
    companies: str = ""
    title: str = ""
    emails: str = ""
    phones: str = ""
    created_at: datetime | None = None
    addresses: str = ""
    sites: str = ""
    messengers: str = ""
    full_name: str = ""
    birthday: str = ""
    location: str = ""
    bookmarked_at: datetime | None = None
    profiles: str = ""

    @property
    def name(self) -> str:
        """The name as one reads it."""
        return self.full_name or f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailRow(Row):
    """An email address of the owner."""

    email: str = ""
    confirmed: bool = False
    primary: bool = False
    updated_at: datetime | None = None
