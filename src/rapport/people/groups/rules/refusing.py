"""Why a step cannot be taken now: the reason a page shows is the reason the action enforces (PRO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.kernel.errors import Refused
from rapport.kernel.limits.rules import Founders, Limits
from rapport.people.groups.rules.process import By, Place, State, Verb, who_ever


@dataclass(frozen=True)
class Past:
    """How the latest request or invitation of one person ended."""

    state: State
    answered_at: datetime


def refuse_founding(*, is_organiser: bool, owned: int, limits: Limits) -> Refused | None:
    """Why one may not make a group, or None."""
    if limits.groups is Founders.ORGANISERS and not is_organiser:
        return Refused("Only organisers make groups here. Ask one of them.", code="groups_organisers")
    if owned >= limits.groups_owned:
        return Refused(
            "You own {count} groups, the most anyone can. Hand one over or close it to make another.",
            code="groups_owned",
            count=owned,
        )
    return None


def refuse_full(members: int, limits: Limits) -> Refused | None:
    """Why nobody more may come in, or None."""
    if members < limits.group_cap:
        return None
    return Refused("This group is full: it has {cap} members.", code="group_full", cap=limits.group_cap)


def refuse_asking(past: Past | None, limits: Limits, now: datetime) -> Refused | None:
    """Why one may not ask to join now, or None: a refused one waits some days."""
    until = _wait(past, State.REFUSED, limits)
    if past is None or until is None or until <= now:
        return None
    return Refused(
        "Your request was turned down on {since}. You can ask again on {until}.",
        code="group_ask_again",
        since=past.answered_at,
        until=until,
    )


def refuse_inviting_again(past: Past | None, name: str, limits: Limits, now: datetime) -> Refused | None:
    """Why somebody may not be invited again yet, or None: who declined is left in peace for some days."""
    until = _wait(past, State.DECLINED, limits)
    if past is None or until is None or until <= now:
        return None
    return Refused(
        "{name} declined an invitation to this group on {since}. You can ask again on {until}.",
        code="group_invite_again",
        name=name,
        since=past.answered_at,
        until=until,
    )


def _wait(past: Past | None, state: State, limits: Limits) -> datetime | None:
    if past is None or past.state is not state:
        return None
    return past.answered_at + timedelta(days=limits.group_ask_again_days)


def refuse_last_owner(others: int, verb: Verb) -> Refused | None:
    """Why the last owner may not go, or None; `others` counts the other owners who are here."""
    if others or verb not in (Verb.LEAVE, Verb.STEP_DOWN):
        return None
    return Refused(
        "You are the last owner. Hand the group over to somebody first, or close it.",
        code="group_last_owner",
    )


def refuse_many_invitations(waiting: int, limits: Limits) -> Refused | None:
    """Why one may not invite more people to groups now, or None."""
    if waiting < limits.group_invitation_limit:
        return None
    return Refused(
        "{count} of your invitations to groups wait for an answer, the most there may be.",
        code="group_invitation_limit",
        count=waiting,
    )


def refuse_role(verb: Verb) -> Refused:
    """What somebody in the group is told who is not the one to take `verb`, whatever the other's place."""
    if verb is Verb.INVITE:
        return Refused("Only those who run this group invite to it.", code="group_role")
    if By.MODERATOR in who_ever(verb):
        return Refused("Only owners and moderators of this group do that.", code="group_role")
    return Refused("Only an owner of this group does that.", code="group_role")


_OUTSIDE = "{name} is not in this group."
_CLOSED = "This request is not waiting any more."
_WORDS: dict[Place, str] = {
    Place.OUTSIDE: _OUTSIDE,
    Place.ASKED: "{name} has asked to join and waits for an answer.",
    Place.INVITED: "{name} is invited and has not answered yet.",
    Place.MEMBER: "{name} is in this group already.",
    Place.MODERATOR: "{name} is a moderator of this group.",
    Place.OWNER: "{name} is an owner of this group.",
    Place.BANNED: "{name} is kept out of this group.",
}
_OWN: dict[Place, str] = {
    Place.OUTSIDE: "You are not in this group.",
    Place.ASKED: "You have asked to join and wait for an answer.",
    Place.INVITED: "You are invited to this group.",
    Place.MEMBER: "You are in this group already.",
    Place.MODERATOR: "You are in this group already.",
    Place.OWNER: "You are in this group already.",
    Place.BANNED: "Those who run this group keep you out of it.",
}


def refuse_step(place: Place, verb: Verb, *, oneself: bool, name: str) -> Refused:
    """What one is told whom the table gives no such step from here."""
    if place is Place.BANNED and verb is not Verb.UNBAN:
        return Refused(_OWN[place] if oneself else _WORDS[place], code="group_banned", name=name)
    if oneself and place in (Place.OUTSIDE, Place.ASKED) and verb is Verb.JOIN:
        return Refused("Those who run this group let people in. Ask to join.", code="group_by_request")
    if place is Place.OUTSIDE and verb in (Verb.ADMIT, Verb.REFUSE):
        return Refused(_CLOSED, code="group_request_closed")
    if place is Place.OUTSIDE and verb in (Verb.ACCEPT, Verb.DECLINE):
        return Refused("This invitation is not waiting any more.", code="group_invitation_closed")
    return Refused(_OWN[place] if oneself else _WORDS[place], code="group_place", name=name)
