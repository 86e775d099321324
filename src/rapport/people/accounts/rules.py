"""Which addresses may be taken, who may sign up how, and where an account stands."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from enum import StrEnum

from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits, SignUp

CODE_LASTS = timedelta(days=30)
CODE_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that look alike
CODE_GROUPS, CODE_GROUP = 4, 5  # 20 signs of 30: 98 bits
UNVERIFIED_LASTS = timedelta(days=1)
APPLICATION_LENGTH = 500
REASON_LENGTH = 300

_ADDRESS = re.compile(r"[^\s@\x00-\x1f\"(),:;<>\[\\\]]{1,64}@[^\s@\x00-\x1f\"(),:;<>\[\\\]]+\.[^\s@.]{2,}")


class Duty(StrEnum):
    """What an account may do for the whole community beside being a member's (product.md 2)."""

    ORGANISER = "organiser"
    MODERATOR = "moderator"


class Stand(StrEnum):
    """Where an account stands, and so which pages are for it."""

    MEMBER = "member"
    ONBOARDING = "onboarding"
    WAITING = "waiting"  # for an organiser's approval (OPS-3)
    SUSPENDED = "suspended"
    LEAVING = "leaving"  # out of sight, and erased when the grace period ends (OPS-2)
    GONE = "gone"


def stand(
    *,
    now: datetime,
    deleted_at: datetime | None,
    suspended_at: datetime | None,
    suspended_until: datetime | None,
    approved_at: datetime | None,
    erase_at: datetime | None,
    actor_id: int | None,
) -> Stand:
    """Where an account with these marks stands at `now`; a suspension without an end lasts until restored."""
    if deleted_at is not None:
        return Stand.GONE
    if suspended_at is not None and (suspended_until is None or now < suspended_until):
        return Stand.SUSPENDED
    if erase_at is not None:
        return Stand.LEAVING
    if approved_at is None:
        return Stand.WAITING
    return Stand.MEMBER if actor_id is not None else Stand.ONBOARDING


def check_email(email: str) -> str:
    """The address as it is kept: trimmed, in small letters.

    Raises: Invalid, saying what is missing.
    """
    address = email.strip().lower()
    name, at, domain = address.partition("@")
    if at and name and domain and "." not in domain and "@" not in domain:
        raise Invalid(
            "Something is missing after “{domain}”, such as “.example”.",
            code="email",
            field="email",
            domain=domain,
        )
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or ".." in address:
        raise Invalid("Write an address such as mara@lindenhof.example.", code="email", field="email")
    return address


def check_domain(address: str, limits: Limits) -> None:
    """Where sign-up goes by domain, that the checked `address` lies in one of them (OPS-3).

    Raises: Invalid, naming the domains.
    """
    if limits.sign_up is not SignUp.DOMAIN or address.rpartition("@")[2] in limits.sign_up_domains:
        return
    if not limits.sign_up_domains:
        raise Invalid("Sign-up is closed at the moment.", code="sign_up_domain", field="email")
    raise Invalid(
        "Sign-up is open to addresses at {domains}. Use yours from there.",
        code="sign_up_domain",
        field="email",
        domains=", ".join(limits.sign_up_domains),
    )


def code_digest(code: str) -> str:
    """What is kept of a sign-up code; spaces, hyphens and the case of letters do not matter.

    A plain digest serves: 98 random bits are not guessed, whatever the speed of the hash.
    """
    return hashlib.sha256(re.sub(r"[^A-Z0-9]", "", code.upper()).encode()).hexdigest()


def code_refused() -> Invalid:
    """The one answer to every code that does not serve: unknown, used, expired, or bound to another address."""
    return Invalid(
        "This code does not open the door: it is mistyped, used, past its day, or meant for another address. "
        "Ask whoever gave it to you for a new one.",
        code="sign_up_code",
        field="code",
    )
