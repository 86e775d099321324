"""What is sent to the addresses of endorsements and recommendations, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Write
from tests.matrix.viewers import NOBODY, ONLY_SELF, Who

OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
FIRST = frozenset({Who.FIRST})
TEXT = "Another text about them."
GIVEN = {"text": TEXT, "relation": "client", "position": "POSITION"}
STEPS: Mapping[str, frozenset[Who]] = {
    "decline": NOBODY,
    "ignore": NOBODY,
    "refuse": NOBODY,
    "show": NOBODY,
    "hide": ONLY_SELF,
    "withdraw": FIRST,
}
"""Of a recommendation by FIRST that the owner shows; what was done before has no effect again."""

VOUCHING_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_endorse": (Write(FIRST, target=OWNER, method="PUT"), Write(NOBODY, target=OWNER, method="DELETE")),
    "api_hide_endorsement": (Write(ONLY_SELF, {"hidden": False}, target=THIRD, method="PATCH"),),
    "api_ask_for_recommendation": (Write(FIRST, {"to": OWNER}),),
    "api_give_recommendation": (Write(FIRST, {"to": OWNER, **GIVEN}),),
    "api_write_recommendation": (Write(NOBODY, {"text": TEXT, "relation": "client"}),),
    "api_revise_recommendation": (Write(FIRST, {"text": TEXT}),),
    "api_accept_recommendation": (Write(NOBODY, {"version": 1}),),
    "api_ask_for_change": (Write(ONLY_SELF, {"words": "Shorter"}),),
    **{f"api_{step}_recommendation": (Write(who),) for step, who in STEPS.items()},
    "endorse": (Write(FIRST, target=OWNER),),
    "endorse_take_back": (Write(NOBODY, target=OWNER),),
    "endorsement_hide": (Write(ONLY_SELF, {"hidden": "off"}, target=THIRD),),
    "recommendation_ask": (Write(FIRST, {"to": OWNER}),),
    "recommend": (Write(FIRST, GIVEN, target=OWNER),),
    "recommendation_write": (Write(NOBODY, {"text": TEXT, "relation": "client"}),),
    "recommendation_revise": (Write(FIRST, {"text": TEXT}),),
    "recommendation_accept": (Write(NOBODY, {"version": 1}),),
    "recommendation_ask_change": (Write(ONLY_SELF, {"words": "Shorter"}),),
    **{f"recommendation_{step}": (Write(who),) for step, who in STEPS.items()},
}

VOUCHING_READ_ONLY = frozenset(
    {
        "api_endorsed_skills", "api_endorsers", "api_my_endorsements", "api_of_member", "api_positions_of",
        "api_my_recommendations", "api_one_recommendation", "skill", "endorsements",
        "member_recommendations", "recommendations", "recommendation",
    }
)  # fmt: skip
