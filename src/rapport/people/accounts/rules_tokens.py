"""What an API token may do: scopes, which of them contain which, and how a token is written."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Set
from enum import StrEnum

from rapport.kernel.errors import Invalid


class Scope(StrEnum):
    """One thing, or one family of things, that a token may do for its member (OPS-6)."""

    ALL = "all"
    READ = "read"
    WRITE = "write"
    READ_PROFILE = "read:profile"
    READ_RELATIONSHIPS = "read:relationships"
    READ_COMPANIES = "read:companies"
    READ_GROUPS = "read:groups"
    READ_NOTES = "read:notes"
    READ_IMPORTS = "read:imports"
    READ_NOTIFICATIONS = "read:notifications"
    READ_RECOMMENDATIONS = "read:recommendations"
    READ_POSTS = "read:posts"
    READ_MODERATION = "read:moderation"
    WRITE_PROFILE = "write:profile"
    WRITE_RELATIONSHIPS = "write:relationships"
    WRITE_COMPANIES = "write:companies"
    WRITE_GROUPS = "write:groups"
    WRITE_NOTES = "write:notes"
    WRITE_IMPORTS = "write:imports"
    WRITE_NOTIFICATIONS = "write:notifications"
    WRITE_RECOMMENDATIONS = "write:recommendations"
    WRITE_POSTS = "write:posts"
    WRITE_MODERATION = "write:moderation"


MEANING: Mapping[Scope, str] = {
    Scope.ALL: "Everything its member may do.",
    Scope.READ: "Everything its member may read.",
    Scope.WRITE: "Everything its member may change.",
    Scope.READ_PROFILE: "Read one's own profile and settings, other members' pages, and search.",
    Scope.READ_RELATIONSHIPS: "Read lists, requests, invitations, the budget and blocks.",
    Scope.READ_COMPANIES: "Read company pages, and the roles on one's own.",
    Scope.READ_GROUPS: "Read groups, who is in them, and what waits there.",
    Scope.READ_IMPORTS: "Read one's imports and the contact book.",
    Scope.READ_NOTES: "Read one's private notes about people.",
    Scope.READ_NOTIFICATIONS: "Read one's notices.",
    Scope.READ_RECOMMENDATIONS: "Read one's own endorsements and recommendations, and what waits for an answer.",
    Scope.READ_POSTS: "Read posts, the feed, and what is said under posts.",
    Scope.READ_MODERATION: "Read one's own reports and what was taken down; moderators: what was reported.",
    Scope.WRITE_PROFILE: "Change one's own profile and settings.",
    Scope.WRITE_RELATIONSHIPS: "Follow, invite, answer, unconnect and block.",
    Scope.WRITE_COMPANIES: "Make company pages, change one's own, offer and take roles on them.",
    Scope.WRITE_GROUPS: "Join, leave, make and run groups.",
    Scope.WRITE_IMPORTS: "Bring files, take them in or back, and delete contacts.",
    Scope.WRITE_NOTES: "Keep private notes about people.",
    Scope.WRITE_NOTIFICATIONS: "Mark notices as read.",
    Scope.WRITE_RECOMMENDATIONS: "Endorse skills; ask for, write and answer recommendations.",
    Scope.WRITE_POSTS: "Publish, change and take away posts; comment, react, save and mute.",
    Scope.WRITE_MODERATION: "Report posts, comments and members; moderators: decide about them.",
}
"""Every scope in one sentence for the person who grants it."""

GRANTS: Mapping[Scope, Set[Scope]] = {
    scope: frozenset(
        one for one in Scope if scope is Scope.ALL or one is scope or one.startswith(f"{scope.value}:")
    )
    for scope in Scope
}
"""What each scope contains: `all` everything, `read` every `read:…`, `write` every `write:…`."""

PREFIX = "rpt_"
NAME_LENGTH = 60
AT_MOST = 50


def granted(scopes: Iterable[Scope], needed: Scope) -> bool:
    """Whether a token of these scopes may do what needs `needed`."""
    return any(needed in GRANTS[scope] for scope in scopes)


def read_scopes(names: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes of these names, each once, in the order of the table.

    Raises: Invalid (`scope`), for none or an unknown one.
    """
    wanted = {name.strip() for name in names}
    if not wanted or not wanted <= {scope.value for scope in Scope}:
        raise Invalid(
            "Choose scopes among: {known}.",
            code="scope", field="scopes", known=", ".join(scope.value for scope in Scope),
        )  # fmt: skip
    return tuple(scope for scope in Scope if scope.value in wanted)


def draw() -> str:
    """A fresh token: the prefix and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token. It is random through and through, so a fast hash without salt is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
