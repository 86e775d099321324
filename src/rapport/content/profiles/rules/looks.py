"""Through whose eyes an owner may look at their own profile (PRO-1)."""

from __future__ import annotations

from enum import StrEnum


class Look(StrEnum):
    """A kind of viewer, from the farthest to the nearest."""

    PUBLIC = "public"
    MEMBER = "member"
    FOLLOWER = "follower"
    SECOND_DEGREE = "second_degree"
    CONNECTION = "connection"
