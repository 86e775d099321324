"""The words in which the table of notices is written: kinds, how long each stands, where it leads (MSG-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about."""

    INVITATION = "invitation_received"
    CONNECTED = "connected"
    DECLINED = "declined"
    FOLLOW_SUGGESTED = "follow_suggested"
    REPLY = "reply"
    RESTRICTION = "restriction"
    PAGE_ROLE = "page_role"
    PAGE_ROLE_ACCEPTED = "page_role_accepted"
    CONTACT_JOINED = "contact_joined"
    GROUP_INVITATION = "group_invitation"
    GROUP_REQUEST = "group_request"
    GROUP_ADMITTED = "group_admitted"
    GROUP_ROLE = "group_role"
    ENDORSEMENT = "endorsement"
    RECOMMENDATION_ASKED = "recommendation_asked"
    RECOMMENDATION = "recommendation"
    MILESTONE = "milestone"
    REACTION = "reaction"
    COMMENT = "comment"
    COMMENT_REPLY = "comment_reply"
    MENTION = "mention"
    REPOST = "repost"
    REPORT_OUTCOME = "report_outcome"
    TAKEN_DOWN = "taken_down"


class Frequency(StrEnum):
    """How soon a member wants a kind by mail; in the pages it stands at once (MSG-4)."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class Stands(StrEnum):
    """How long what a notice says is so."""

    ALWAYS = "always"
    WHILE_WAITING = "while_waiting"  # for the recipient: the invitation asks for an answer
    WHILE_THREAD_OPEN = "while_thread_open"  # for either: as far as each may know
    WHILE_CONNECTED = "while_connected"
    WHILE_RESTRICTED = "while_restricted"
    WHILE_ROLE_OFFERED = "while_role_offered"
    WHILE_OFFERED = "while_offered"  # one stands in the other's contact book, and they are not connected
    WHILE_INVITED_THERE = "while_invited_there"  # the group's invitation asks for an answer
    WHILE_ASKED_THERE = "while_asked_there"  # the request waits, and the reader runs the group
    WHILE_THERE = "while_there"  # the reader is in the group
    WHILE_ENDORSED = "while_endorsed"
    WHILE_ASKED = "while_asked"  # for a recommendation, by a connection
    WHILE_RECOMMENDED = "while_recommended"  # between connections, and as `SO_WHILE` says
    WHILE_SAID = "while_said"  # one at least of its deeds is so still, and the reader sees where
    WHILE_SHARED = "while_shared"  # by a connection who still lets it be known; a birthday until it is over


class Leads(StrEnum):
    """Where a notice leads; each interface knows its own address of it."""

    LETTER = "letter"  # the received invitation
    SENT = "sent"  # one's own invitation
    MEMBER = "member"  # the page of the person it is about
    COMPANY = "company"  # the page of the company it is about
    BUDGET = "budget"  # what one may send, and until when not
    PLACE = "place"  # the page of the group it is about
    REQUESTS = "requests"  # the requests to join that group
    ENDORSEMENTS = "endorsements"  # all that one got
    RECOMMENDATION = "recommendation"  # the request, or the text with its answers
    REPORTS = "reports"  # what one reported oneself
    TAKEN_DOWN = "taken_down"  # what was taken down of one's own, and why
    POST = "post"  # the post, at the comment where it is about one


class Detail(StrEnum):
    """What tells two notices of one kind apart in their words."""

    NONE = ""
    REMINDER = "reminder"
    ACCEPTED = "accepted"  # to the one who had invited
    ASKED = "asked"  # the reader had invited, and is asked something
    ANSWERED = "answered"  # the reader had asked
    KNOWS = "knows"  # the reader came, and stands in somebody's contact book
    AT_COMMENT = "at_comment"  # it is about a comment, and not the post itself
    AT_COMPANY = "at_company"  # about a post the reader wrote for a company


@dataclass(frozen=True)
class Telling:
    """One row of the table: an event, whom it is told to, and how.

    `told` pairs fields of the event: who is told (one or several), about whom ("" where about
    nobody); it is empty where all connections are. `place` is the field of the group it is about.
    `key` names what may be said only once to one member; a later fact of the same key renews it.
    `words` go by the detail of the notice, `several` where it stands for more facts than one;
    `two` and `many` where it names two people, and those with `{others}` more.
    """

    event: str
    told: tuple[tuple[str, str], ...]
    key: str
    words: Mapping[str, str]
    leads: Leads
    icon: str
    stands: Stands
    heading: str
    renewed: bool = False
    frequency: Frequency = Frequency.WEEKLY
    several: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    two: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def noop(text: str) -> str:
    """The text as it is; as `_noop` it tells the translators' tools that it is read by people."""
    return text
