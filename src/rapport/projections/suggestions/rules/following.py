"""Who is worth following: what speaks for it, how much, and in which order they stand (NET-3, REL-5)."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapport.people.ties.rules import ConnectionPolicy, PrimaryButton
from rapport.projections.suggestions.rules.reasons import NAMED, Reason, mutuals, of_shared
from rapport.projections.suggestions.rules.weighing import SIGNS, Shared, Sign

FOLLOWED = 150
"""So many of those whom the viewer's people follow most are looked at."""
ASKED = 30
"""So many of the viewer's connections and followees, the latest, are asked whom they follow and where they work."""
HUB = 30
"""From so many followers on somebody is read rather than known; connected to few of them, they are followed."""
HUB_RATIO = 2.0
COMPANY_EVERY = 3
"""Of three in a row at most one is a company, while there are people."""
LISTED = 100


def _noop(text: str) -> str:
    """Marks a text for the translators; interfaces give it in the reader's language."""
    return text


class FollowSign(StrEnum):
    """What speaks for following somebody."""

    FOLLOWED_BY = "followed_by"
    WORK_THERE = "work_there"
    OWN_COMPANY = "own_company"
    FOLLOW_FIRST = "follow_first"
    KNOWN_ONLY = "known_only"
    WIDELY_READ = "widely_read"
    TALKED = "talked"


FOLLOW_SIGNS: Mapping[FollowSign, float] = {
    FollowSign.FOLLOWED_BY: 1.0,
    FollowSign.WORK_THERE: 0.8,
    FollowSign.OWN_COMPANY: 1.5,
    FollowSign.FOLLOW_FIRST: 0.8,
    FollowSign.KNOWN_ONLY: 0.3,
    FollowSign.WIDELY_READ: 0.5,
    FollowSign.TALKED: 2.0,
}
"""Points: of what is counted (who follows them, who works there) times the doublings of the number; of conversation
times the strength it gives a tie, beside what it adds as something shared."""


@dataclass(frozen=True)
class Worth:
    """Somebody who may be worth following, a member or a company."""

    actor_id: int
    is_company: bool = False
    followed_by: int = 0
    work_there: int = 0
    partly: bool = False
    """Not all of the viewer's people were asked, so that what is counted may be more."""
    own: str = ""
    mutual: float = 0.0
    followers: int = 0
    connections: int = 0
    primary_button: str = PrimaryButton.CONNECT.value
    connection_policy: str = ConnectionPolicy.ANYONE.value
    shared: tuple[Shared, ...] = ()

    @property
    def is_hub(self) -> bool:
        """Many more follow them than they are connected to."""
        return not self.is_company and self.followers >= max(HUB, HUB_RATIO * self.connections)

    @property
    def talk(self) -> float:
        """How strong past conversation makes the viewer's tie to them; 0 without any."""
        return max((thing.strength for thing in self.shared if thing.sign is Sign.TALKED), default=0.0)

    @property
    def signs(self) -> tuple[FollowSign, ...]:
        """What speaks for following them rather than connecting."""
        worked = any(thing.sign in (Sign.COMPANY, Sign.COLLEAGUE) for thing in self.shared)
        wary = self.connection_policy in _WARY and not (
            worked and self.connection_policy == ConnectionPolicy.WORKED_WITH.value
        )
        held = {
            FollowSign.FOLLOWED_BY: self.followed_by > 0,
            FollowSign.WORK_THERE: self.work_there > 0,
            FollowSign.OWN_COMPANY: bool(self.own),
            FollowSign.FOLLOW_FIRST: not self.is_company
            and self.primary_button == PrimaryButton.FOLLOW.value,
            FollowSign.KNOWN_ONLY: not self.is_company and wary,
            FollowSign.WIDELY_READ: self.is_hub,
            FollowSign.TALKED: self.talk > 0,
        }
        return tuple(sign for sign in FollowSign if held[sign])


def worth(one: Worth) -> float:
    """How worth following they are to this viewer; 0 where nothing speaks for it.

    A wish to be followed or to be left to acquaintances counts where something else leads to them.
    """
    signs = one.signs
    if not signs:
        return 0.0
    led = one.followed_by or one.work_there or one.own or one.mutual or one.shared
    if not led:
        return 0.0
    counts = {
        FollowSign.FOLLOWED_BY: math.log2(1 + one.followed_by),
        FollowSign.WORK_THERE: math.log2(1 + one.work_there),
        FollowSign.TALKED: one.talk,
    }
    points = sum(FOLLOW_SIGNS[sign] * counts.get(sign, 1.0) for sign in signs)
    return points + SIGNS[Sign.MUTUAL].points * one.mutual + sum(thing.points for thing in one.shared)


def ordered(found: Sequence[Worth], room: int = LISTED) -> list[Worth]:
    """Who is worth following, most first; people and companies by turns, equal ones the newest first."""
    points = {one.actor_id: worth(one) for one in found}
    best = sorted(
        (one for one in found if points[one.actor_id] > 0),
        key=lambda one: (-points[one.actor_id], -one.actor_id),
    )
    waiting, chosen = deque(best), list[Worth]()
    while waiting and len(chosen) < room:
        crowded = any(one.is_company for one in chosen[len(chosen) - COMPANY_EVERY + 1 :] if chosen)
        place = next((at for at, one in enumerate(waiting) if not (crowded and one.is_company)), 0)
        chosen.append(waiting[place])
        del waiting[place]
    return chosen


_WARY = {
    ConnectionPolicy.PEOPLE_I_KNOW.value: _noop("Connects with people they know already"),
    ConnectionPolicy.WORKED_WITH.value: _noop("Connects with people they have worked with"),
}
"""What somebody says who connects with few, where the viewer is none of them (REL-14)."""


_COUNTED = {
    (FollowSign.FOLLOWED_BY, False): (
        _noop("Followed by {count} person you are connected to or follow"),
        _noop("Followed by {count} people you are connected to or follow"),
    ),
    (FollowSign.FOLLOWED_BY, True): (
        _noop("Followed by at least {count} person you are connected to or follow"),
        _noop("Followed by at least {count} people you are connected to or follow"),
    ),
    (FollowSign.WORK_THERE, False): (
        _noop("{count} of your connections works there"),
        _noop("{count} of your connections work there"),
    ),
    (FollowSign.WORK_THERE, True): (
        _noop("At least {count} of your connections works there"),
        _noop("At least {count} of your connections work there"),
    ),
}
"""What is counted, in words: of everybody, or of those who were asked."""


def _counted(sign: FollowSign, count: int, *, partly: bool) -> Reason:
    return Reason(sign, *_COUNTED[sign, partly], count)


def reasons_to_follow(one: Worth, mutual_count: int) -> tuple[Reason, ...]:
    """Why this viewer is suggested to follow them, the strongest first."""
    said: list[Reason] = []
    if one.followed_by:
        said.append(_counted(FollowSign.FOLLOWED_BY, one.followed_by, partly=one.partly))
    if one.own:
        said.append(Reason(FollowSign.OWN_COMPANY, _noop("On your profile")))
    if one.work_there:
        said.append(_counted(FollowSign.WORK_THERE, one.work_there, partly=one.partly))
    if mutual_count:
        said.append(mutuals(mutual_count))
    said += [
        of_shared(thing) for thing in sorted(one.shared, key=lambda thing: (-thing.points, thing.name))[:2]
    ]
    told = {
        FollowSign.FOLLOW_FIRST: Reason(FollowSign.FOLLOW_FIRST, _noop("Asks people to follow first")),
        FollowSign.KNOWN_ONLY: Reason(FollowSign.KNOWN_ONLY, _WARY.get(one.connection_policy, "")),
        FollowSign.WIDELY_READ: Reason(
            FollowSign.WIDELY_READ, _noop("{count} follower"), _noop("{count} followers"), one.followers
        ),
    }
    said += [told[sign] for sign in one.signs if sign in told]
    return tuple(said[:NAMED])
