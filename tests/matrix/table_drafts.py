"""The rows of drafts, polls and hashtags: a draft is its writer's alone (FEED-7)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, Canary
from tests.matrix.row import PLAIN, WRITES, Row, Write, to
from tests.matrix.table_companies import RAIL
from tests.matrix.table_groups import IN_PRIVATE
from tests.matrix.table_posts import FIRST, OWNER, READS_PAGES, listed, readers
from tests.matrix.viewers import MEMBERS, NOBODY, ON_PAGES, ONLY_SELF, SEES, SHUT_OUT, Who

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
    "drafts": Row(MINE),
    "draft": Row(MINE),
    "draft_new": PLAIN,
    "article_new": PLAIN,
    "draft_keep": WRITES,
    "draft_delete": Row(MINE),
    "hashtag": Row(
        listed(READS_PAGES, ON_PAGES - SHUT_OUT)
        | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
        | to(READS_PAGES, Canary.HEADLINE)
        | to(FIRST, Canary.PICTURE)
    ),
    "hashtag_follow": WRITES,
    "hashtag_unfollow": WRITES,
    "network_hashtags": Row(RAIL | to(ONLY_SELF, Canary.HASHTAG)),
    "complete_mentions": Row(to(ONLY_SELF, Canary.CONNECTION) | to(ONLY_SELF | {Who.SECOND}, Canary.BRIDGE)),
    "complete_hashtags": Row(to(ONLY_SELF, Canary.HASHTAG), queries=("", "?q=wa")),
    # what visitors read, the same for everybody who may know of the owner
    "member_feed": Row(about={OWNER: to(READS_PAGES, Canary.POST_ANYONE)}, asked=True),
    "company_feed": Row(asked=True),
    "post_vote": WRITES,
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
    "draft": (Write(ONLY_SELF, {"do": "save", "version": 1, "text": "Changed"}),),
    "draft_new": (Write(ON_PAGES, {"do": "save", "text": "Fresh"}),),
    "article_new": (Write(ON_PAGES, {"do": "save", "text": "Fresh", "form": "article"}),),
    "draft_keep": (Write(ON_PAGES, {"text": "Fresh"}),),
    "draft_delete": (Write(ONLY_SELF),),
    "hashtag_follow": (Write(ON_PAGES),),
    "hashtag_unfollow": (Write(NOBODY),),
    "post_vote": tuple(
        Write(readers(ON_PAGES - SHUT_OUT, ON_PAGES - SHUT_OUT)[one], {"option": 1}, one) for one in POSTS
    ),
}
DRAFT_READ_ONLY = frozenset(
    {
        "api_hashtag", "api_my_hashtags", "drafts", "hashtag", "network_hashtags", "complete_mentions",
        "complete_hashtags", "member_feed", "company_feed",
    }
)  # fmt: skip
