"""The addresses of pictures, and in which other answers the address of the owner's stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, to
from tests.matrix.viewers import ONLY_SELF, Who

OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
FIRST = frozenset({Who.FIRST})
SELF_AND_FIRST = ONLY_SELF | FIRST
"""The owner shows their picture to connections."""

MEDIA: Mapping[str, Row] = {
    "media": Row(to(SELF_AND_FIRST, Canary.PIXELS), asked=True),
    "profile_photo": PLAIN,
    "api_change_photo": WRITES,
}

_THEIRS = to(FIRST, Canary.PICTURE)

PICTURED: Mapping[str, Mapping[str, Shown]] = {
    "api_member": {OWNER: _THEIRS},
    "api_mutual_connections": {THIRD: _THEIRS},
    "api_my_connections": {"": _THEIRS},
    "api_my_invitations": {"": _THEIRS},
    "api_search_people": {"": _THEIRS},
    "api_search_posts": {"": _THEIRS},
    "people": {"": _THEIRS},
    "search": {"": _THEIRS},
    "search_complete": {"": _THEIRS},
    "invite": {OWNER: _THEIRS, THIRD: _THEIRS},
    "member": {OWNER: _THEIRS, THIRD: _THEIRS},
    "member_connections": {OWNER: _THEIRS},
    "member_mutuals": {THIRD: _THEIRS},
    "member_path": {OWNER: _THEIRS, THIRD: _THEIRS},
    "network_connections": {"": _THEIRS},
    "notices": {"": _THEIRS},
    "api_my_milestones": {"": _THEIRS},
    "api_company_followers": {Canary.COMPANY_FOLLOWED.value: _THEIRS},
    "api_post": dict.fromkeys(("anyone", "members", "connections"), _THEIRS),
    "api_member_posts": {OWNER: _THEIRS},
    "member_posts": {OWNER: _THEIRS},
    "company_followers": {Canary.COMPANY_FOLLOWED.value: _THEIRS},
}
"""By address and what it is asked about: where a connection is told of the picture; nobody else is, anywhere."""


def with_pictures(table: Mapping[str, Row]) -> dict[str, Row]:
    """The table with these cells in it."""
    return {name: _with(row, PICTURED.get(name, {})) for name, row in table.items()}


def _with(row: Row, cells: Mapping[str, Shown]) -> Row:
    about = {one: {**row.about.get(one, {}), **cells.get(one, {})} for one in {*row.about, *cells} - {""}}
    return replace(row, shows={**row.shows, **cells.get("", {})}, about=about)
