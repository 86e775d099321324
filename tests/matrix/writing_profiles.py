"""What is sent to the addresses of profiles, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.row import Write
from tests.matrix.viewers import MEMBERS, ONLY_SELF

POSITION = {"title": "Changed", "company": "Changed"}

PROFILE_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_my_profile": (Write(MEMBERS, {"about": "Changed"}, method="PATCH"),),
    "api_my_section": (Write(MEMBERS, POSITION),),
    "api_order_my_section": (Write(ONLY_SELF, {"order": ["POSITION"]}, method="PUT"),),
    "api_my_entry": (
        Write(ONLY_SELF, {"title": "Changed"}, method="PATCH"),
        Write(ONLY_SELF, method="DELETE"),
    ),
    "api_my_contact_details": (Write(MEMBERS, {"phone": {"value": "+1 555 0100"}}, method="PUT"),),
}

PROFILE_READ_ONLY = frozenset({"api_member_profile", "api_my_milestones"})
