"""The rows of groups: a private one is there for those in it and those invited, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, to
from tests.matrix.viewers import ONLY_SELF, Who
from tests.matrix.world_groups import CIRCLE

PRIVATE = Canary.PRIVATE_GROUP.value
OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
IN_PRIVATE = frozenset({Who.SELF, Who.SAME_PRIVATE})
IN_CIRCLE = frozenset({Who.SELF, Who.SAME_OPEN})

_LISTED = to(IN_PRIVATE, Canary.PRIVATE_GROUP) | to(ONLY_SELF, Canary.INVITED_GROUP)
_LETTER = to(ONLY_SELF, Canary.INVITED_GROUP, Canary.BRIDGE)
_MEMBERS: Mapping[str, Shown] = {
    PRIVATE: to(IN_PRIVATE, Canary.HEADLINE, Canary.CONNECTION),
    CIRCLE: to(IN_CIRCLE, Canary.HEADLINE),
}
# whom of one's own connections one finds in it is for those who may read its list
_PAGE: Mapping[str, Shown] = {
    PRIVATE: to(IN_PRIVATE, Canary.GROUP_ABOUT) | to(ONLY_SELF, Canary.CONNECTION),
}
_REQUESTS: Mapping[str, Shown] = {CIRCLE: to(ONLY_SELF, Canary.GROUP_NOTE)}
_OWN = to(ONLY_SELF, Canary.CONNECTION, Canary.BRIDGE)

GROUPS: Mapping[str, Row] = {
    "api_groups": Row(_LISTED, queries=("", "?q=can", "?limit=1")),
    "api_group": Row(about=_PAGE),
    "api_my_groups": Row(to(IN_PRIVATE, Canary.PRIVATE_GROUP)),
    "api_enter_group": WRITES,
    "api_step_down": WRITES,
    "api_my_group_invitations": Row(_LETTER),
    "api_decline_group": WRITES,
    "api_shared_groups": Row(
        about={
            OWNER: to(IN_PRIVATE - ONLY_SELF, Canary.PRIVATE_GROUP),
            THIRD: to(IN_PRIVATE, Canary.PRIVATE_GROUP),
        }
    ),
    "api_group_members": Row(about=_MEMBERS, queries=("", "?q=can", "?running=true")),
    "api_change_role": WRITES,
    "api_group_requests": Row(about=_REQUESTS),
    "api_group_invitations": Row(about={CIRCLE: to(ONLY_SELF, Canary.CONNECTION, Canary.HEADLINE)}),
    "api_take_back_invitation": WRITES,
    "api_group_bans": PLAIN,
    "api_keep_out": WRITES,
    "api_admit_to_group": WRITES,
    "api_refuse_to_group": WRITES,
    "groups": Row(_LISTED | _LETTER, queries=("", "?q=can")),
    "group_new": PLAIN,
    "group": Row(about=_PAGE),
    "group_picture": PLAIN,
    "group_edit": Row(about={PRIVATE: to(ONLY_SELF, Canary.GROUP_ABOUT)}),
    # whoever is in it is led to its page
    "group_join": Row(about=_PAGE),
    "group_withdraw": WRITES,
    "group_decline": WRITES,
    "group_step_down": WRITES,
    "group_leave": PLAIN,
    "group_close": PLAIN,
    "group_members": Row(about=_MEMBERS, queries=("", "?q=can")),
    "group_requests": Row(about=_REQUESTS),
    "group_banned": PLAIN,
    # one's own connections, whichever group they are invited to
    "group_invite": Row(about={CIRCLE: _OWN, PRIVATE: _OWN}),
    "group_take_back": WRITES,
    "group_admit": WRITES,
    "group_refuse": WRITES,
    "group_role": WRITES,
    "group_remove": PLAIN,
    "group_ban": PLAIN,
    "group_hand_over": PLAIN,
    "group_unban": WRITES,
}
"""Every address of groups."""
