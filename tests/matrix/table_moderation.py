"""The rows of reports: whoever sees a thing reports it, moderators read what was reported, and nobody else (OPS-4)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, TALKS, Canary
from tests.matrix.row import PLAIN, WRITES, Row, Write, to
from tests.matrix.table_posts import readers
from tests.matrix.viewers import ON_PAGES, SEES_OTHERS, SHUT_OUT, Who

_ORGANISER = frozenset({Who.ORGANISER})
_REPORTED = to(_ORGANISER, *POSTS.values(), *TALKS.values())
_CASE = to(_ORGANISER, POSTS["connections"], Canary.CONNECTION)
_SIGNED_IN = readers(ON_PAGES - SHUT_OUT, ON_PAGES - SHUT_OUT)

MODERATION_ROWS: Mapping[str, Row] = {
    "api_report": WRITES,
    "api_my_reports": PLAIN,
    "api_my_taken_down": PLAIN,
    "api_cases": Row(_REPORTED | to(_ORGANISER, Canary.CONNECTION), queries=("", "?limit=100")),
    "api_one_case": Row(_CASE),
    "api_decide": WRITES,
    "post_report": PLAIN,
    "comment_report": PLAIN,
    "member_report": PLAIN,
    "reports": PLAIN,
    "taken_down": PLAIN,
    "moderation": Row(_REPORTED),
    "moderation_case": Row(_CASE),
}

_WORDS = {"reason": "other", "words": "Look at this."}
_DECISION = {"decision": "take_down", "words": "Not here."}
MODERATION_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_report": (Write(SEES_OTHERS, {"about": "member", "id": Who.SELF.value, **_WORDS}),),
    "api_decide": (Write(_ORGANISER, _DECISION),),
    "post_report": tuple(
        Write(who - {Who.SELF}, _WORDS, one) for one, who in _SIGNED_IN.items() if one != "only_me"
    ),
    "comment_report": tuple(
        Write(who - {Who.SELF}, _WORDS, one) for one, who in _SIGNED_IN.items() if one != "only_me"
    ),
    "member_report": (Write(SEES_OTHERS | {Who.NARROW}, _WORDS, Who.SELF.value),),
    "moderation_case": (Write(_ORGANISER, _DECISION),),
}
MODERATION_READ_ONLY = frozenset(
    {
        "api_my_reports",
        "api_my_taken_down",
        "api_cases",
        "api_one_case",
        "reports",
        "taken_down",
        "moderation",
    }
)
