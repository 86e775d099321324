"""The rows of drafts, polls and hashtags: a draft is its writer's alone (FEED-7)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, Canary
from tests.matrix.row import WRITES, Row, Write, to
from tests.matrix.table_groups import IN_PRIVATE
from tests.matrix.table_posts import FIRST, listed, readers
from tests.matrix.viewers import MEMBERS, ONLY_SELF, SEES

MINE = to(ONLY_SELF, Canary.DRAFT)

DRAFT_ROWS: Mapping[str, Row] = {
    "api_drafts": Row(MINE, queries=("", "?limit=1")),
    "api_draft": Row(MINE),
    "api_publish_draft": WRITES,
    "api_vote": WRITES,
    "api_hashtag": Row(
        listed(SEES, SEES)
        | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
        | to(SEES, Canary.HEADLINE)
        | to(FIRST, Canary.PICTURE),
        queries=("", "?limit=1"),
    ),
    "api_my_hashtags": Row(to(ONLY_SELF, Canary.HASHTAG)),
    "api_follow_hashtag": WRITES,
}
DRAFT_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_drafts": (Write(MEMBERS, {"text": "Fresh"}),),
    "api_draft": (
        Write(ONLY_SELF, {"version": 1, "text": "Changed"}, method="PATCH"),
        Write(ONLY_SELF, method="DELETE"),
    ),
    "api_publish_draft": (Write(ONLY_SELF, {}),),
    "api_vote": tuple(Write(readers(SEES, SEES)[one], {"option": 1}, one) for one in POSTS),
    "api_follow_hashtag": (Write(MEMBERS, method="PUT"),),
}
DRAFT_READ_ONLY = frozenset({"api_hashtag", "api_my_hashtags"})
