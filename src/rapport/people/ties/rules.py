"""What a tie is, and what the owner of a network may choose about it."""

from __future__ import annotations

from enum import StrEnum

from rapport.people.audience import Audience


class Origin(StrEnum):
    """How a follow arose (REL-5): one by choice outlives the connection (REL-10)."""

    CHOICE = "choice"
    CONNECTION = "connection"


class Changed(StrEnum):
    """What the changelog says may have changed between two, for the indexes that follow it."""

    CONNECTION = "connection"
    FOLLOW = "follow"
    BLOCK = "block"


HASHTAG_FOLLOWED = "hashtag_follow"
"""What the changelog says may have changed between a member (`one`) and a hashtag they follow (`other`)."""

HASHTAGS_AT_MOST = 1_000
"""How many hashtags one member may follow."""

MUTES_AT_MOST = 5_000
"""How many people one member may mute."""
MUTED_TEXTS_AT_MOST = 500
"""How many words and hashtags one member may mute."""
MUTED_TEXT_LENGTH = 100

DOOR_CHANGED = "door"
"""What the changelog says may have changed of one member: whether only connections may follow them (REL-1)."""


class FollowPolicy(StrEnum):
    """Who may follow (REL-1)."""

    EVERYONE = "everyone"
    ON_REQUEST = "on_request"
    CONNECTIONS_ONLY = "connections_only"


class InvitationPolicy(StrEnum):
    """Whose invitations reach the inbox; all others wait in the filtered tray (REL-13)."""

    EVERYONE = "everyone"
    KNOWS_EMAIL = "knows_email"
    CONTACTS_ONLY = "contacts_only"
    SECOND_DEGREE = "second_degree"


class PrimaryButton(StrEnum):
    """What a member's page offers first (REL-14)."""

    CONNECT = "connect"
    FOLLOW = "follow"


class ConnectionPolicy(StrEnum):
    """Whom a member says they connect with: advice, not a lock (REL-14)."""

    ANYONE = "anyone"
    SHARED_CONTEXT = "shared_context"
    PEOPLE_I_KNOW = "people_i_know"
    WORKED_WITH = "worked_with"


class SuggestionPolicy(StrEnum):
    """To whom a member may be suggested, as somebody to know or to follow (NET-3)."""

    EVERYONE = "everyone"
    NOBODY = "nobody"


class GroupRole(StrEnum):
    """What a member is in a group (PRO-7)."""

    OWNER = "owner"
    MODERATOR = "moderator"
    MEMBER = "member"


class MutedKind(StrEnum):
    """What else than a person can be muted (FEED-5)."""

    WORD = "word"
    HASHTAG = "hashtag"


LIST_AUDIENCES = (
    Audience.ANYONE,
    Audience.MEMBERS,
    Audience.SECOND_DEGREE,
    Audience.CONNECTIONS,
    Audience.ONLY_ME,
)
"""The audiences a member may choose for a list of theirs (REL-16)."""

SHOWN_EXACTLY = 499
"""Others see the exact number of connections up to here, then "500+" (REL-15)."""


def shown_connections(count: int, *, to_owner: bool) -> str:
    """The number of connections as a viewer reads it: `412`, or `500+` (REL-15)."""
    return str(count) if to_owner or count <= SHOWN_EXACTLY else f"{SHOWN_EXACTLY + 1}+"
