"""Company pages: who may do what on one, and what one may say of a company (PRO-6).

Who speaks for a page holds a *role* on it, which was offered and accepted. `MAY` is the whole
rule: the check of every action, the buttons of a page, `allowed_actions` of the API and the
exhaustive test are read from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from enum import StrEnum
from urllib.parse import urlsplit

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid, RapportError, Refused
from rapport.kernel.limits.rules import Founders, Limits


class Role(StrEnum):
    """What somebody is on a company page."""

    ADMIN = "admin"
    EDITOR = "editor"


class RoleState(StrEnum):
    """A role is offered first, and held once it was accepted: nobody is put on a page unasked."""

    OFFERED = "offered"
    HELD = "held"


class Standing(StrEnum):
    """How somebody stands toward a company page; there may be several at once, or none.

    A caretaker is an organiser while a page has no admin left: somebody has to be able to hand it on.
    """

    ADMIN = "admin"
    EDITOR = "editor"
    OFFERED = "offered"
    CARETAKER = "caretaker"


class Verb(StrEnum):
    """What can be done on a company page besides reading and following it."""

    EDIT = "edit"
    SEE_ROLES = "see_roles"
    OFFER = "offer"
    CHANGE_ROLE = "change_role"
    REMOVE = "remove"
    LEAVE = "leave"
    ACCEPT = "accept"
    REFUSE = "refuse"
    DELETE = "delete"


_EDITORS = frozenset({Standing.ADMIN, Standing.EDITOR})
_ADMINS = frozenset({Standing.ADMIN})
_KEEPERS = frozenset({Standing.ADMIN, Standing.CARETAKER})
_OFFERED = frozenset({Standing.OFFERED})

MAY: Mapping[Verb, Set[Standing]] = {
    Verb.EDIT: _EDITORS,
    Verb.SEE_ROLES: _EDITORS | _KEEPERS,
    Verb.OFFER: _KEEPERS,
    Verb.CHANGE_ROLE: _ADMINS,
    Verb.REMOVE: _KEEPERS,
    Verb.LEAVE: _EDITORS,
    Verb.ACCEPT: _OFFERED,
    Verb.REFUSE: _OFFERED,
    Verb.DELETE: _ADMINS,
}
"""Who may do what; what is not here nobody may."""

ROLES_AT_MOST = 50
"""How many people may hold or be offered a role on one page."""


def standings_of(
    role: Role | None, state: RoleState | None, *, is_organiser: bool, has_admin: bool
) -> frozenset[Standing]:
    """How somebody stands toward a page, where their row says `role` and `state` or is not there."""
    found = set()
    if role is not None:
        found.add(Standing(role.value) if state is RoleState.HELD else Standing.OFFERED)
    if is_organiser and not has_admin:
        found.add(Standing.CARETAKER)
    return frozenset(found)


def allowed(standings: Set[Standing]) -> frozenset[Verb]:
    """What somebody of these standings may do."""
    return frozenset(verb for verb, who in MAY.items() if not who.isdisjoint(standings))


def refuse_verb(standings: Set[Standing], verb: Verb) -> RapportError | None:
    """Why somebody of these standings may not do this; None where they may.

    To who has no part in looking after the page there is nothing here; an editor is told.
    """
    if not MAY[verb].isdisjoint(standings):
        return None
    if Verb.SEE_ROLES in allowed(standings) and verb not in (Verb.ACCEPT, Verb.REFUSE):
        return Refused("Only an admin of this page may do that.", code="admins_only")
    return Absent()


def refuse_last_admin(admins: int) -> Refused | None:
    """Why an admin cannot stop being one while no other is left to look after the page."""
    if admins > 1:
        return None
    return Refused(
        "A page needs an admin. Make somebody else an admin first, or delete the page.", code="last_admin"
    )


def refuse_making(*, is_organiser: bool, made: int, limits: Limits) -> Refused | None:
    """Why a member who has made so many pages may not make one more; None where they may."""
    if limits.company_pages is Founders.ORGANISERS and not is_organiser:
        return Refused("Here the organisers make company pages. Ask one of them.", code="company_pages")
    if made >= limits.companies_per_member:
        return Refused(
            "You have made {count} company pages, the most one member may make.",
            code="companies_per_member",
            count=made,
        )
    return None


class Size(StrEnum):
    """How many people work there, in brackets; empty where nobody says."""

    UNSAID = ""
    ONE = "1"
    TEN = "2-10"
    FIFTY = "11-50"
    TWO_HUNDRED = "51-200"
    FIVE_HUNDRED = "201-500"
    THOUSAND = "501-1000"
    FIVE_THOUSAND = "1001-5000"
    TEN_THOUSAND = "5001-10000"
    MORE = "10001+"


ABOUT_LENGTH, WEBSITE_LENGTH, WORDS_LENGTH = 3_000, 300, 100
FIRST_YEAR = 500
"""Older than any company there is: a brewery, an inn and a builder come close."""

_HOST = re.compile(r"(?=.{1,253}\Z)[^\W_]([\w-]{0,61}[^\W_])?(\.[^\W_]([\w-]{0,61}[^\W_])?)+")


def read_website(written: str) -> str:
    """The address of a company's own site: http or https with a host name; `acme.example` is understood.

    Raises: Invalid (`website`).
    """
    address = text.one_line(written, field="website", at_most=WEBSITE_LENGTH)
    if not address:
        return ""
    wrong = Invalid("Write an address such as https://acme.example.", code="website", field="website")
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None
    host = parts.hostname or ""
    plain = host if port is None else f"{host}:{port}"
    good = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and parts.netloc.lower() == plain
    if not good or re.search(r"[\s<>\"'\\`{}|^]", address) or len(address) > WEBSITE_LENGTH:
        raise wrong
    return address


def read_founded(written: int | str | None, *, this_year: int) -> int | None:
    """The year a company was founded; None where nobody says.

    Raises: Invalid (`founded`).
    """
    if written is None or written == "":
        return None
    year = int(written) if isinstance(written, str) and re.fullmatch(r"[0-9]{1,4}", written) else written
    if isinstance(year, int) and FIRST_YEAR <= year <= this_year:
        return year
    raise Invalid(
        "Write a year from {first} to {last}, or none.",
        code="founded",
        field="founded",
        first=str(FIRST_YEAR),
        last=str(this_year),
    )


def read_size(written: str) -> Size:
    """The bracket of that name.

    Raises: Invalid (`size`).
    """
    try:
        return Size(written)
    except ValueError:
        known = ", ".join(size.value for size in Size if size)
        raise Invalid("Choose one of: {choices}.", code="choice", field="size", choices=known) from None


def read_role(written: str) -> Role:
    """The role of that name.

    Raises: Invalid (`role`).
    """
    try:
        return Role(written)
    except ValueError:
        raise Invalid(
            "Choose one of: {choices}.", code="choice", field="role", choices=", ".join(Role)
        ) from None
