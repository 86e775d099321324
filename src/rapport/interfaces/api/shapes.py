"""Read models as the dictionaries of the API: the field names of its contract, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from rapport.interfaces.api.errors import sentence
from rapport.kernel.errors import Refused
from rapport.people.organizations.queries.pages import CompanyPage, CompanyView
from rapport.people.organizations.queries.roles import RoleView
from rapport.people.organizations.rules import Verb
from rapport.people.relationships.queries.facts import OpenInvitation
from rapport.people.relationships.queries.invitations import Direction, InvitationView, ReplyView
from rapport.people.relationships.queries.lists import PeopleList
from rapport.people.relationships.queries.pages import MemberPage
from rapport.people.relationships.queries.people import Person, Relationship
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.process import Side

Shape = dict[str, Any]
T = TypeVar("T")


def page(items: Iterable[T], next_cursor: str | None, shape: Callable[[T], Shape]) -> Shape:
    """One page of a list."""
    return {"items": [shape(item) for item in items], "next": next_cursor}


def picture(key: str) -> str | None:
    """Where somebody's picture is, for those who may see it; other sizes than 256 are 48, 96 and 512."""
    return f"/media/{key}/256" if key else None


def person(one: Person) -> Shape:
    """A person in a list (NET-1)."""
    return {
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "picture": picture(one.picture),
        "degree": one.degree,
        "mutual_count": one.mutual_count,
        "following": one.you_follow,
        "followed_by": one.follows_you,
        "connected_since": one.since,
    }


def people(found: PeopleList) -> Shape:
    """One page of a list of one's own."""
    return page(found.items, found.next, person)


def hidable(found: PeopleList) -> Shape:
    """One page of a member's list, or that it is hidden (REL-16)."""
    return {"hidden": found.hidden, **people(found)}


def member(shown: MemberPage) -> Shape:
    """A member as the caller may see them."""
    one = shown.person
    return {
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "picture": picture(one.picture),
        "joined_at": shown.joined_at,
        "connection_count": shown.connection_count,
        "follower_count": shown.follower_count,
        "connections_shown": shown.connections_shown,
        "followers_shown": shown.followers_shown,
        "primary_button": shown.primary_button,
        "follow_policy": shown.follow_policy,
        "connection_policy": shown.connection_policy,
        "connection_line": shown.connection_line,
        "relationship": _oneself(one) if shown.relationship is None else relationship(shown.relationship),
    }


def relationship(tie: Relationship) -> Shape:
    """What stands between the caller and a member."""
    return {
        "following": tie.following,
        "following_privately": tie.follow_private,
        "followed_by": tie.followed_by,
        "follow_requested": tie.follow_requested,
        "connected": tie.connected,
        "connected_since": tie.connected_since,
        "context": tie.context,
        "degree": tie.degree,
        "mutual_count": tie.mutual_count,
        "invitation": None if tie.invitation is None else _open_invitation(tie.invitation),
        "allowed_actions": tie.allowed_actions,
        "invite_refusal": None if tie.invite_refusal is None else reason(tie.invite_refusal),
        "email_required_until": tie.restricted_until,
    }


def company_tie(one: CompanyView) -> Shape:
    """What stands between the caller and a company: a follow or none, and nothing else (REL-5)."""
    return {
        **_no_tie(),
        "following": one.following,
        "following_privately": one.following_privately,
        "allowed_actions": ["unfollow" if one.following else "follow"],
    }


def _oneself(one: Person) -> Shape:
    return {**_no_tie(), "degree": one.degree, "mutual_count": one.mutual_count}


def _no_tie() -> Shape:
    return {
        "following": False,
        "following_privately": False,
        "followed_by": False,
        "follow_requested": False,
        "connected": False,
        "connected_since": None,
        "context": "",
        "degree": None,
        "mutual_count": 0,
        "invitation": None,
        "allowed_actions": [],
        "invite_refusal": None,
        "email_required_until": None,
    }


def _open_invitation(one: OpenInvitation) -> Shape:
    direction = Direction.SENT if one.side is Side.SENDER else Direction.RECEIVED
    return {"id": one.id, "state": one.state, "direction": direction}


def reason(refusal: Refused) -> Shape:
    """Why something is not possible now."""
    until = refusal.values.get("until")
    return {
        "code": refusal.code,
        "detail": sentence(refusal),
        "until": until if isinstance(until, datetime) else None,
    }


def company(one: CompanyView) -> Shape:
    """A company in a list (PRO-6)."""
    return {
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "industry": one.industry,
        "location": one.location,
        "size": one.size,
        "founded": one.founded,
        "follower_count": one.follower_count,
        "following": one.following,
        "following_privately": one.following_privately,
        "role": one.role,
        "offered_role": one.offered,
        "picture": picture(one.picture),
    }


def company_page(shown: CompanyPage) -> Shape:
    """A company page as the caller sees it."""
    return {
        **company(shown.company),
        "about": shown.about,
        "website": shown.website,
        "created_at": shown.created_at,
        "allowed_actions": [verb for verb in Verb if verb in shown.may],
    }


def page_role(one: RoleView) -> Shape:
    """Somebody who looks after a company page."""
    return {"member": person(one.person), "role": one.role, "state": one.state, "since": one.since}


def invitation(one: InvitationView) -> Shape:
    """An invitation as the caller's side is shown it."""
    return {
        "id": one.id,
        "state": one.state,
        "direction": one.direction,
        "from": person(one.sender),
        "to": person(one.recipient),
        "context": one.context,
        "note": one.note,
        "tray": one.tray or None,
        "sent_at": one.sent_at,
        "expires_at": one.expires_at,
        "answered_at": one.answered_at,
        "closed_at": one.closed_at,
        "decline_reason": one.decline_reason,
        "follow_suggested": one.follow_suggested,
        "reminders": one.reminders,
        "remind_from": one.reminder_from,
        "reply_count": len(one.replies),
        "allowed_actions": one.allowed_actions,
    }


def reply(one: ReplyView) -> Shape:
    """One message of a thread."""
    return {"id": one.id, "from": one.author_handle, "text": one.text, "at": one.at, "mine": one.mine}


def budget(figures: Budget) -> Shape:
    """What the caller may still send (REL-12)."""
    limit = figures.restriction
    return {
        "limit": figures.limit,
        "window_days": figures.window_days,
        "used": figures.used,
        "refunded": figures.refunded,
        "left": figures.left,
        "pending": figures.pending,
        "pending_limit": figures.pending_limit,
        "renews_at": figures.renews_at,
        "full_at": figures.full_at,
        "restriction": None
        if limit is None
        else {"reason": limit.reason, "started_at": limit.started_at, "ends_at": limit.ends_at},
    }
