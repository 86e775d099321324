"""The rows of endorsements and recommendations: what is hidden, refused or asked stays between two (PRO-3, PRO-4)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, to
from tests.matrix.table_profile_pages import READERS
from tests.matrix.viewers import ONLY_SELF, SEES, Who

OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
FIRST = frozenset({Who.FIRST})
BOTH = ONLY_SELF | FIRST
"""The owner and who wrote about them."""
NEAR = BOTH | {Who.SECOND}

_FACE = to(FIRST, Canary.HEADLINE, Canary.PICTURE)
_OPEN = to(BOTH, Canary.REFERENCE, Canary.REFERENCE_CHANGE)
_LISTS = _OPEN | to(BOTH, Canary.REFERENCE_WAITING) | to(FIRST, Canary.REFERENCE_REFUSED) | _FACE
_MINE = to(ONLY_SELF, Canary.CONNECTION, Canary.SKILL)
_BOXES = ("", "?box=given", "?box=to_write", "?box=asked")
_WAYS = ("", "?direction=given")

VOUCHED_HOME: Shown = to(
    FIRST,
    Canary.REFERENCE,
    Canary.REFERENCE_CHANGE,
    Canary.REFERENCE_WAITING,
    Canary.POSITION,
    Canary.PICTURE,
)
"""What waits for who wrote about the owner: a change they are asked for, and a text by the owner."""

VOUCHING_ROWS: Mapping[str, Row] = {
    "api_endorsed_skills": Row(about={OWNER: to(SEES, Canary.SKILL)}),
    "api_endorsers": Row(about={OWNER: to(ONLY_SELF, Canary.CONNECTION)}),
    "api_endorse": WRITES,
    "api_my_endorsements": Row(_MINE, queries=_WAYS),
    "api_hide_endorsement": WRITES,
    "api_of_member": Row(about={OWNER: to(BOTH, Canary.REFERENCE, Canary.POSITION)}, queries=_WAYS),
    "api_positions_of": Row(about={OWNER: to(NEAR, Canary.POSITION)}),
    "api_my_recommendations": Row(_LISTS | to(BOTH, Canary.POSITION), queries=_BOXES),
    "api_one_recommendation": Row(_OPEN | _FACE | to(BOTH, Canary.POSITION)),
    "api_ask_for_recommendation": WRITES,
    "api_give_recommendation": WRITES,
    "api_write_recommendation": WRITES,
    "api_revise_recommendation": WRITES,
    "api_accept_recommendation": WRITES,
    "api_ask_for_change": WRITES,
    "api_decline_recommendation": WRITES,
    "api_ignore_recommendation": WRITES,
    "api_refuse_recommendation": WRITES,
    "api_show_recommendation": WRITES,
    "api_hide_recommendation": WRITES,
    "api_withdraw_recommendation": WRITES,
    "skill": Row(about={OWNER: to(READERS, Canary.SKILL) | to(ONLY_SELF, Canary.CONNECTION)}),
    "endorse": WRITES,
    "endorse_take_back": WRITES,
    "endorsements": Row(_MINE, queries=_WAYS),
    "endorsement_hide": WRITES,
    "member_recommendations": Row(about={OWNER: to(BOTH, Canary.REFERENCE, Canary.POSITION)}, queries=_WAYS),
    "recommendations": Row(_LISTS | to(BOTH, Canary.POSITION), queries=_BOXES),
    "recommendation": Row(_OPEN | _FACE | to(BOTH, Canary.POSITION)),
    "recommendation_ask": Row(
        to(ONLY_SELF, Canary.CONNECTION, Canary.POSITION) | to(ONLY_SELF | {Who.SECOND}, Canary.BRIDGE)
    ),
    "recommend": Row(about={OWNER: _FACE | to(FIRST, Canary.POSITION)}),
    "recommendation_write": PLAIN,
    "recommendation_revise": Row(to(FIRST, Canary.REFERENCE, Canary.REFERENCE_CHANGE) | _FACE),
    "recommendation_ask_change": Row(to(ONLY_SELF, Canary.REFERENCE)),
    "recommendation_accept": WRITES,
    "recommendation_decline": WRITES,
    "recommendation_ignore": WRITES,
    "recommendation_refuse": WRITES,
    "recommendation_show": WRITES,
    "recommendation_hide": WRITES,
    "recommendation_withdraw": PLAIN,
}
