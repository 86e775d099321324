"""How people come to a group, what they are there, and how they go: one state table (PRO-7).

A person has one *place* toward a group. `STEPS` says who may take which step from which
place and where it leads; the check of every action, the buttons, `allowed_actions`, the
diagram in the docs and the exhaustive test are all read from it. Two requests for one thing
are one effect: `AGAIN` names the places in which a step was taken before.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from rapport.people.audience import Audience
from rapport.people.ties.rules import GroupRole


class Joining(StrEnum):
    """How one joins a group (PRO-7)."""

    OPEN = "open"
    REQUEST = "request"


class Place(StrEnum):
    """Where a person stands toward a group: one of these at any time."""

    OUTSIDE = "outside"
    ASKED = "asked"
    INVITED = "invited"
    MEMBER = "member"
    MODERATOR = "moderator"
    OWNER = "owner"
    BANNED = "banned"


class By(StrEnum):
    """Who takes a step; one may be several: an owner is also a moderator and a host.

    `self` is the person whom it is about, `host` whoever may bring people, `inviter` who did.
    """

    SELF = "self"
    INVITER = "inviter"
    HOST = "host"
    MODERATOR = "moderator"
    OWNER = "owner"


class Verb(StrEnum):
    """A step, named as in the addresses of the API."""

    JOIN = "join"
    ASK = "ask"
    WITHDRAW = "withdraw"
    ADMIT = "admit"
    REFUSE = "refuse"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    LEAVE = "leave"
    REMOVE = "remove"
    BAN = "ban"
    UNBAN = "unban"
    PROMOTE = "promote"
    DEMOTE = "demote"
    SHARE = "share-ownership"
    HAND_OVER = "hand-over"
    STEP_DOWN = "step-down"


class State(StrEnum):
    """Where one request to join, or one invitation to a group, stands."""

    ASKED = "asked"
    INVITED = "invited"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Step:
    """Who may take a step, where it leads, and in which groups (`joining` None: in all)."""

    who: Set[By]
    to: Place
    joining: Joining | None = None


_SELF = frozenset({By.SELF})
_RUNNING = frozenset({By.MODERATOR})
_OWNING = frozenset({By.OWNER})

STEPS: Mapping[tuple[Place, Verb], Step] = {
    (Place.OUTSIDE, Verb.JOIN): Step(_SELF, Place.MEMBER, Joining.OPEN),
    (Place.OUTSIDE, Verb.ASK): Step(_SELF, Place.ASKED, Joining.REQUEST),
    (Place.OUTSIDE, Verb.INVITE): Step(frozenset({By.HOST}), Place.INVITED),
    (Place.OUTSIDE, Verb.BAN): Step(_RUNNING, Place.BANNED),
    (Place.ASKED, Verb.JOIN): Step(_SELF, Place.MEMBER, Joining.OPEN),
    (Place.ASKED, Verb.WITHDRAW): Step(_SELF, Place.OUTSIDE),
    (Place.ASKED, Verb.ADMIT): Step(_RUNNING, Place.MEMBER),
    (Place.ASKED, Verb.REFUSE): Step(_RUNNING, Place.OUTSIDE),
    (Place.ASKED, Verb.INVITE): Step(_RUNNING, Place.MEMBER),
    (Place.ASKED, Verb.BAN): Step(_RUNNING, Place.BANNED),
    (Place.INVITED, Verb.ACCEPT): Step(_SELF, Place.MEMBER),
    (Place.INVITED, Verb.DECLINE): Step(_SELF, Place.OUTSIDE),
    (Place.INVITED, Verb.TAKE_BACK): Step(frozenset({By.INVITER, By.MODERATOR}), Place.OUTSIDE),
    (Place.INVITED, Verb.BAN): Step(_RUNNING, Place.BANNED),
    (Place.MEMBER, Verb.LEAVE): Step(_SELF, Place.OUTSIDE),
    (Place.MEMBER, Verb.REMOVE): Step(_RUNNING, Place.OUTSIDE),
    (Place.MEMBER, Verb.BAN): Step(_RUNNING, Place.BANNED),
    (Place.MEMBER, Verb.PROMOTE): Step(_OWNING, Place.MODERATOR),
    (Place.MEMBER, Verb.SHARE): Step(_OWNING, Place.OWNER),
    (Place.MEMBER, Verb.HAND_OVER): Step(_OWNING, Place.OWNER),
    (Place.MODERATOR, Verb.LEAVE): Step(_SELF, Place.OUTSIDE),
    (Place.MODERATOR, Verb.REMOVE): Step(_OWNING, Place.OUTSIDE),
    (Place.MODERATOR, Verb.BAN): Step(_OWNING, Place.BANNED),
    (Place.MODERATOR, Verb.DEMOTE): Step(_OWNING, Place.MEMBER),
    (Place.MODERATOR, Verb.SHARE): Step(_OWNING, Place.OWNER),
    (Place.MODERATOR, Verb.HAND_OVER): Step(_OWNING, Place.OWNER),
    (Place.OWNER, Verb.LEAVE): Step(_SELF, Place.OUTSIDE),
    (Place.OWNER, Verb.STEP_DOWN): Step(_SELF, Place.MODERATOR),
    (Place.BANNED, Verb.UNBAN): Step(_RUNNING, Place.OUTSIDE),
}
"""The whole process: `(place, verb) -> (who may, next)`; what is not here cannot happen."""

INSIDE = frozenset({Place.MEMBER, Place.MODERATOR, Place.OWNER})
"""The places of those who are in the group."""

AGAIN: Mapping[Verb, Set[Place]] = {
    Verb.JOIN: INSIDE,
    Verb.ASK: frozenset({Place.ASKED}),
    Verb.WITHDRAW: frozenset({Place.OUTSIDE}),
    Verb.ADMIT: INSIDE,
    Verb.INVITE: INSIDE | {Place.INVITED},
    Verb.ACCEPT: INSIDE,
    Verb.TAKE_BACK: frozenset({Place.OUTSIDE}),
    Verb.LEAVE: frozenset({Place.OUTSIDE}),
    Verb.REMOVE: frozenset({Place.OUTSIDE}),
    Verb.BAN: frozenset({Place.BANNED}),
    Verb.UNBAN: frozenset({Place.OUTSIDE}),
    Verb.PROMOTE: frozenset({Place.MODERATOR}),
    Verb.DEMOTE: frozenset({Place.MEMBER}),
    Verb.SHARE: frozenset({Place.OWNER}),
    Verb.STEP_DOWN: frozenset({Place.MODERATOR}),
}
"""Where repeating a step is no error and changes nothing.

What is not here says so: a refusal, a decline and a handing over are told from one another.
"""

LEAVES: Mapping[Verb, State] = {
    Verb.JOIN: State.ACCEPTED,
    Verb.ADMIT: State.ACCEPTED,
    Verb.INVITE: State.ACCEPTED,
    Verb.ACCEPT: State.ACCEPTED,
    Verb.REFUSE: State.REFUSED,
    Verb.DECLINE: State.DECLINED,
    Verb.WITHDRAW: State.WITHDRAWN,
    Verb.TAKE_BACK: State.WITHDRAWN,
    Verb.BAN: State.WITHDRAWN,
}
"""What becomes of the request or invitation that was open when a step was taken."""

OPEN_STATES = frozenset({State.ASKED, State.INVITED})
"""The states that wait for an answer."""

MEMBER_LISTS = (Audience.ANYONE, Audience.MEMBERS, Audience.GROUP)
"""Whom an owner may show the list of members to."""

ROLE_OF: Mapping[Place, GroupRole] = {
    Place.MEMBER: GroupRole.MEMBER,
    Place.MODERATOR: GroupRole.MODERATOR,
    Place.OWNER: GroupRole.OWNER,
}
PLACE_OF: Mapping[GroupRole, Place] = {role: place for place, role in ROLE_OF.items()}


def hosts(role: GroupRole | None, joining: Joining, *, listed: bool) -> bool:
    """Whether one may bring people: everybody in a listed open group, else who runs it."""
    if role is None:
        return False
    return role is not GroupRole.MEMBER or (listed and joining is Joining.OPEN)


def sides(
    role: GroupRole | None,
    *,
    oneself: bool = False,
    inviter: bool = False,
    joining: Joining = Joining.REQUEST,
    listed: bool = False,
) -> frozenset[By]:
    """All that somebody is who takes a step in a group of this kind."""
    held = {
        By.SELF: oneself,
        By.INVITER: inviter and role is not None,
        By.HOST: hosts(role, joining, listed=listed),
        By.MODERATOR: role in (GroupRole.MODERATOR, GroupRole.OWNER),
        By.OWNER: role is GroupRole.OWNER,
    }
    return frozenset(by for by, so in held.items() if so)


def who_ever(verb: Verb) -> frozenset[By]:
    """Who may take `verb` from any place at all."""
    return frozenset(by for (_, some), step in STEPS.items() if some is verb for by in step.who)


def step(place: Place, verb: Verb, held: Set[By], joining: Joining) -> Step | None:
    """The step by `verb` from `place` for who is `held`, or None where the table has none."""
    found = STEPS.get((place, verb))
    if found is None or found.who.isdisjoint(held):
        return None
    return found if found.joining in (None, joining) else None


def verbs_for(place: Place, held: Set[By], joining: Joining) -> tuple[Verb, ...]:
    """The verbs that who is `held` may choose from about somebody in `place`, in the order of the table."""
    return tuple(
        verb for some, verb in STEPS if some is place and step(place, verb, held, joining) is not None
    )


def entering(place: Place, joining: Joining) -> Verb:
    """What it means to press "Join" in this place: accept an invitation, join, or ask."""
    if place is Place.INVITED:
        return Verb.ACCEPT
    return Verb.JOIN if joining is Joining.OPEN or place in INSIDE else Verb.ASK


def knows(place: Place, *, listed: bool) -> bool:
    """Whether somebody in this place may know that the group is there; visitors are outside.

    A private group exists only for those in it and those invited (PRO-7).
    """
    return listed or place in INSIDE or place is Place.INVITED
