"""The rows about other people: connections, invitations, messages, follows, endorsements, recommendations, notes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.urls import names, profile_slug

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li|html|body|table|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_LINE_END = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6])\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has: where it stands, and what of it could not be read although the row is kept."""

    file: str = ""
    line: int = 0
    left_out: tuple[BadRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyRow(Row):
    """A row that names nobody and nothing; in Connections.csv a closed account, with the date alone."""

    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow(Row):
    """A connection of the owner: company and position are today's, not as of connecting."""

    first_name: str = ""
    last_name: str = ""
    url: str = ""
    email: str = ""
    company: str = ""
    position: str = ""
    connected_on: date | None = None

    @property
    def name(self) -> str:
        """Both names, as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def slug(self) -> str:
        """What names the person in the address of the profile, "" where it is not known."""
        return profile_slug(self.url)


class Direction(StrEnum):
    """Which way an invitation went."""

    INCOMING = "INCOMING"
    OUTGOING = "OUTGOING"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow(Row):
    """An invitation of the last 6 to 10 months; its time has no zone and is taken as UTC."""

    sender: str = ""
    recipient: str = ""
    sent_at: datetime | None = None
    note: str = ""
    direction: Direction = Direction.OUTGOING
    sender_url: str = ""
    recipient_url: str = ""

    @property
    def slug(self) -> str:
        """What names the other person, "" before late 2023."""
        return profile_slug(self.sender_url if self.direction is Direction.INCOMING else self.recipient_url)


class Folder(StrEnum):
    """Where a message lay."""

    INBOX = "INBOX"
    ARCHIVE = "ARCHIVE"
    SPAM = "SPAM"
    NONE = ""
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow(Row):
    """A message; `content` as it came, `text` without markup."""

    conversation: str = ""
    title: str = ""
    sender: str = ""
    sender_url: str = ""
    to: str = ""
    recipient_urls: tuple[str, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    content: str = ""
    folder: Folder = Folder.NONE
    attachments: str = ""
    draft: bool = False
    conversation_draft: bool = False

    @property
    def slug(self) -> str:
        """What names the sender, "" where LinkedIn kept no address."""
        return profile_slug(self.sender_url)

    @property
    def recipients(self) -> tuple[tuple[str, str], ...]:
        """Name and address of each recipient; names are "" where they cannot be told apart."""
        if not self.recipient_urls:
            return ((self.to, ""),) if self.to else ()
        known = names(self.to, len(self.recipient_urls)) or ("",) * len(self.recipient_urls)
        return tuple(zip(known, self.recipient_urls, strict=True))

    @property
    def text(self) -> str:
        """The content as plain text, where it was HTML."""
        return plain_text(self.content)


class FollowStatus(StrEnum):
    """What became of following a member."""

    ACTIVE = "Active"
    UNFOLLOW = "Unfollow"
    MUTE = "Mute"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFollowRow(Row):
    """A follow that did not come with a connection, or the end of one that did; known by full name alone."""

    followed_at: datetime | None = None
    status: FollowStatus = FollowStatus.ACTIVE
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFollowRow(Row):
    """A company that is followed."""

    organization: str = ""
    followed_at: datetime | None = None


class HashtagState(StrEnum):
    """What became of following a hashtag."""

    FOLLOW = "Follow"
    OTHER = "Unfollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class HashtagFollowRow(Row):
    """A hashtag that is followed."""

    hashtag: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None
    state: HashtagState = HashtagState.FOLLOW


class EndorsementStatus(StrEnum):
    """What the owner of the skill said to an endorsement."""

    ACCEPTED = "ACCEPTED"
    PENDING = "PENDING"
    HIDDEN = "HIDDEN"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementRow(Row):
    """An endorsement of a skill, received from or given to the one who is named."""

    endorsed_at: datetime | None = None
    skill: str = ""
    first_name: str = ""
    last_name: str = ""
    url: str = ""
    status: EndorsementStatus = EndorsementStatus.PENDING

    @property
    def name(self) -> str:
        """Both names, as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def slug(self) -> str:
        """What names the person, "" where it is not known."""
        return profile_slug(self.url)


class RecommendationStatus(StrEnum):
    """Whether a recommendation is shown."""

    VISIBLE = "VISIBLE"
    HIDDEN = "HIDDEN"
    NONE = ""
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRow(Row):
    """A recommendation, received from or given to the one who is named."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    title: str = ""
    text: str = ""
    created_at: datetime | None = None
    status: RecommendationStatus = RecommendationStatus.NONE

    @property
    def name(self) -> str:
        """Both names, as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow(Row):
    """A private note about a connection."""

    first_name: str = ""
    last_name: str = ""
    url: str = ""
    note: str = ""
    created_at: datetime | None = None
    edited_at: datetime | None = None

    @property
    def name(self) -> str:
        """Both names, as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def slug(self) -> str:
        """What names the person, "" where it is not known."""
        return profile_slug(self.url)


def plain_text(content: str) -> str:
    """`content` without markup and entities where it is HTML, and as it stands where it is not."""
    if not _MARKUP.search(content):
        return content
    broken = _LINE_END.sub("\n", content.replace("\n", " "))
    lines = [" ".join(line.split()) for line in html.unescape(_TAG.sub("", broken)).split("\n")]
    return "\n".join(lines).strip()
