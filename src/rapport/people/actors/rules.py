"""What an actor is, and which handles may be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from rapport.kernel.errors import Invalid
from rapport.people.audience import Audience


class Kind(StrEnum):
    """What stands behind a public face."""

    PERSON = "person"
    COMPANY = "company"
    GROUP = "group"


class Status(StrEnum):
    """Suspended and deleted actors are out of the graph for everyone (NET-1)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


STATUS_CHANGED = "status"
"""What the changelog says may have changed of one actor, for the indexes that follow it."""

PICTURE_AUDIENCES: Mapping[Kind, tuple[Audience, ...]] = {
    Kind.PERSON: (
        Audience.ANYONE,
        Audience.MEMBERS,
        Audience.SECOND_DEGREE,
        Audience.CONNECTIONS,
        Audience.ONLY_ME,
    ),
    Kind.COMPANY: (Audience.ANYONE, Audience.MEMBERS),
    Kind.GROUP: (Audience.ANYONE, Audience.MEMBERS, Audience.GROUP),
}
"""For whom a picture may be, by what it is a picture of (PRO-1)."""


def check_picture_audience(kind: Kind, audience: str) -> Audience:
    """The audience itself where a picture of this kind of actor may be for it.

    Raises: Invalid.
    """
    for one in PICTURE_AUDIENCES[kind]:
        if one.value == audience:
            return one
    raise Invalid("Choose one of the given audiences.", code="audience", field="picture_audience")


HANDLE = re.compile(r"[a-z][a-z0-9_]{1,29}")

RESERVED = frozenset(
    {
        "about", "account", "accounts", "admin", "administrator", "anyone", "api", "companies",
        "company", "complete", "everyone", "group", "groups", "help", "home", "login", "logout", "me",
        "members", "moderator", "network", "new", "notices", "null", "organiser", "organizer", "people",
        "rapport", "root", "settings", "sign_in", "sign_up", "staff", "static", "stream", "support",
        "system", "undefined",
        "you",
    }
)  # fmt: skip
"""Handles that could be mistaken for a page or for the people who run the site."""


def check_handle(handle: str) -> str:
    """The handle itself where it may be taken (api.md: `[a-z][a-z0-9_]{1,29}`).

    Raises: Invalid, saying which letters there may be, or that the name is kept.
    """
    if not HANDLE.fullmatch(handle):
        raise Invalid(
            "Use 2 to 30 small letters, digits and _, beginning with a letter.", code="handle", field="handle"
        )
    if handle in RESERVED:
        raise Invalid(
            "“{handle}” is kept for the site itself. Choose another.",
            code="handle",
            field="handle",
            handle=handle,
        )
    return handle


def suggest_handle(wanted: str) -> str:
    """A lawful handle close to what was typed: `mara l` gives `mara_l`."""
    folded = re.sub(r"[^a-z0-9_]+", "_", wanted.strip().lower()).strip("_")
    folded = re.sub(r"^[^a-z]+", "", folded)[:30].rstrip("_")
    return folded if len(folded) >= 2 else (folded + "_1" if folded else "member")


def fold(name: str) -> str:
    """The name as searched and sorted: small letters without accents (`Bălănescu` gives `balanescu`)."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in apart if not unicodedata.combining(char)))[
        :140
    ]
