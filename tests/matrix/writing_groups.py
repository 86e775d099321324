"""What is sent to the addresses of groups, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Write
from tests.matrix.viewers import MEMBERS, NOBODY, ON_PAGES, ONLY_SELF, Who
from tests.matrix.world_groups import CIRCLE

PRIVATE = Canary.PRIVATE_GROUP.value
INSIDE, ASKING, APART = (frozenset({who}) for who in (Who.SAME_OPEN, Who.STRANGER, Who.SAME_PRIVATE))
MAY_ASK = MEMBERS - ONLY_SELF - INSIDE - ASKING - {Who.THIRD}
"""Who neither is in the circle, nor has asked, nor is kept out of it; whom the owner blocked may ask."""
PAGE = {"name": "Fresh", "handle": "fresh", "seen": "listed", "joining": "open", "member_list": "group"}
FIRST, FELLOW, ASKER = f"{Who.FIRST}", f"{CIRCLE}:{Who.SAME_OPEN}", f"{CIRCLE}:{Who.STRANGER}"
INVITED, SHUT_OUT = f"{CIRCLE}:{Canary.CONNECTION}", f"{CIRCLE}:{Who.THIRD}"

WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_groups": (Write(MEMBERS, {"handle": "fresh", "name": "Fresh"}),),
    "api_group": (
        Write(ONLY_SELF, {"about": "Changed"}, CIRCLE, "PATCH"),
        Write(ONLY_SELF, target=PRIVATE, method="DELETE"),
    ),
    "api_enter_group": (
        Write(MAY_ASK, {"note": "Hm."}, CIRCLE, "PUT"),
        Write(NOBODY, target=PRIVATE, method="PUT"),
        Write(INSIDE | ASKING, target=CIRCLE, method="DELETE"),
        Write(APART, target=PRIVATE, method="DELETE"),
    ),
    "api_step_down": (Write(NOBODY, target=CIRCLE),),
    "api_decline_group": (Write(ONLY_SELF, target=Canary.INVITED_GROUP.value, method="DELETE"),),
    "api_change_role": (
        Write(ONLY_SELF, {"step": "promote"}, FELLOW, "PATCH"),
        Write(ONLY_SELF, target=FELLOW, method="DELETE"),
    ),
    "api_group_invitations": (Write(ONLY_SELF, {"to": FIRST}, CIRCLE),),
    "api_take_back_invitation": (Write(ONLY_SELF, target=INVITED, method="DELETE"),),
    "api_keep_out": (
        Write(ONLY_SELF, target=FELLOW, method="PUT"),
        Write(ONLY_SELF, target=SHUT_OUT, method="DELETE"),
    ),
    "api_admit_to_group": (Write(ONLY_SELF, target=ASKER),),
    "api_refuse_to_group": (Write(ONLY_SELF, target=ASKER),),
    "group_new": (Write(ON_PAGES, PAGE),),
    "group_edit": (Write(ONLY_SELF, PAGE, CIRCLE), Write(ONLY_SELF, PAGE, PRIVATE)),
    "group_picture": (Write(ONLY_SELF, {"do": "audience", "picture_audience": "members"}, CIRCLE),),
    "group_join": (
        Write(MAY_ASK | {Who.NARROW}, {"note": "Hm."}, CIRCLE),
        Write(NOBODY, {"note": "Hm."}, PRIVATE),
    ),
    "group_withdraw": (Write(ASKING, target=CIRCLE),),
    "group_decline": (Write(ONLY_SELF, target=Canary.INVITED_GROUP.value),),
    "group_step_down": (Write(NOBODY, target=CIRCLE),),
    "group_leave": (Write(INSIDE, target=CIRCLE), Write(APART, target=PRIVATE)),
    "group_close": (Write(ONLY_SELF, target=CIRCLE), Write(ONLY_SELF, target=PRIVATE)),
    "group_invite": (Write(ONLY_SELF, {"to": FIRST}, CIRCLE),),
    "group_take_back": (Write(ONLY_SELF, target=INVITED),),
    "group_admit": (Write(ONLY_SELF, target=ASKER),),
    "group_refuse": (Write(ONLY_SELF, target=ASKER),),
    "group_role": (Write(ONLY_SELF, {"step": "promote"}, FELLOW),),
    "group_remove": (Write(ONLY_SELF, target=FELLOW),),
    "group_ban": (Write(ONLY_SELF, target=FELLOW),),
    "group_hand_over": (Write(ONLY_SELF, target=FELLOW),),
    "group_unban": (Write(ONLY_SELF, target=SHUT_OUT),),
}
"""What is sent, by route."""

READ_ONLY = frozenset(
    {
        "api_my_groups", "api_my_group_invitations", "api_shared_groups", "api_group_members",
        "api_group_requests", "api_group_bans", "groups", "group", "group_members", "group_requests",
        "group_banned",
    }
)  # fmt: skip
"""Addresses that take nothing in."""
