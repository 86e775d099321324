"""Who looks: every situation between a viewer and the owner that exists so far, and sets of them."""

from __future__ import annotations

from enum import StrEnum


class Who(StrEnum):
    """One viewer; members carry the value as their handle."""

    ANONYMOUS = "anonymous"
    SELF = "olga_w"
    STRANGER = "v_stranger"
    FOLLOWER = "v_follower"
    HIDDEN_FOLLOWER = "v_hidden"
    FOLLOWEE = "v_followee"
    BOTH = "v_both"
    REQUESTED = "v_waiting__1"
    REFUSED = "v_refused__1"
    ASKING = "v_asking_one"
    FILTERED = "v_filtered_1"
    IGNORED = "v_ignored__1"
    UNKNOWN = "v_unknown__1"
    ASKED = "v_asked"
    FIRST = "v_first"
    FORMER = "v_former"
    SECOND = "v_second"
    THIRD = "v_third"
    COMPANY_ADMIN = "v_company"
    SAME_OPEN = "v_same_open"
    SAME_PRIVATE = "v_same_private"
    LEFT_GROUPS = "v_left_groups"
    BLOCKED = "v_blocked"
    BLOCKING = "v_blocking"
    SUSPENDED = "v_suspended"
    ORGANISER = "v_organiser"
    ONBOARDING = "v_onboarding"
    WAITING = "v_waiting"
    NARROW = "v_narrow"
    WRONG_DOOR = "v_wrong_door"


ALL = frozenset(Who)
OUTSIDE = frozenset({Who.ANONYMOUS, Who.SUSPENDED, Who.ONBOARDING, Who.WAITING, Who.WRONG_DOOR})
"""No members (now): nobody signed in, shut out, not there yet, or a cookie at the API and a token at the pages."""
SHUT_OUT = frozenset({Who.BLOCKED, Who.BLOCKING})
"""Hidden from the owner and the owner from them (REL-17)."""
MEMBERS = ALL - OUTSIDE - {Who.NARROW}
"""Members as the API knows them; a token that lacks the scope is nobody."""
OTHERS = MEMBERS - {Who.SELF}
SEES = MEMBERS - SHUT_OUT
"""Who may see the owner's page over the API."""
SEES_OTHERS = SEES - {Who.SELF}
ON_PAGES = MEMBERS | {Who.NARROW}
"""Members on the pages: the bearer of the narrow token is signed in there as the stranger they are."""
SEES_PAGE = SEES | {Who.NARROW} | OUTSIDE - {Who.SUSPENDED, Who.ONBOARDING, Who.WAITING}
"""Who may see the owner's public page; visitors too, while `public_pages` is on."""
SENDERS = frozenset({Who.ASKING, Who.FILTERED, Who.IGNORED, Who.UNKNOWN})
"""Whose invitation to the owner is open; none of them may learn which tray or answer it met (REL-11, REL-13)."""
ONLY_SELF = frozenset({Who.SELF})
NOBODY: frozenset[Who] = frozenset()
