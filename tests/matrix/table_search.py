"""The rows of search: a private part of a profile, and a post, is found by those it is for alone (NET-4, FEED-6)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import COMPANIES, NAMES, Canary
from tests.matrix.row import Row, to
from tests.matrix.table_groups import IN_PRIVATE
from tests.matrix.table_posts import FIRST, READS_PAGES, listed
from tests.matrix.viewers import ALL, MEMBERS, ON_PAGES, ONLY_SELF, OTHERS, SEES, SEES_PAGE, SHUT_OUT, Who

_NEAR = frozenset({Who.SELF, Who.FIRST, Who.SECOND})
_NEAREST = frozenset({Who.SELF, Who.FIRST})

PARTS = (
    "?q=canskil",
    "?q=caneducatio",
    "?q=canfact",
    "?q=canpositio",
    "?open_to=mentoring",
    "?company=works",
)
"""Beginnings of the words: an answer that only repeats what was typed holds no whole one."""
MISSPELT = ("?q=canskli", "?q=caneducatoin", "?q=canfatcs")

POSTS_FOUND = ("?q=says", "?q=canpos", "?q=canpots", "?q=says&limit=1")
"""Each post of the owner says so, whomever it is for."""

SEARCH_ROWS: Mapping[str, Row] = {
    # that somebody is a member is known to members; whom the owner blocked they do not meet
    "api_search_people": Row(
        to(MEMBERS, *(NAMES - {Canary.BLOCKED}))
        | to(OTHERS, Canary.BLOCKED)
        | to(SEES, Canary.HEADLINE, Canary.SKILL)
        | to(_NEAR, Canary.FACTS)
        | to(_NEAREST, Canary.EDUCATION),
        queries=("", "?q=can", "?degree=1", "?degree=2&limit=1", *PARTS, *MISSPELT),
    ),
    "api_search_companies": Row(to(MEMBERS, *COMPANIES), queries=("?q=can", "?q=canlik", "?q=canheadlin")),
    "api_search_groups": Row(
        to(IN_PRIVATE, Canary.PRIVATE_GROUP) | to(ONLY_SELF, Canary.INVITED_GROUP),
        queries=("?q=can", "?q=cangrou"),
    ),
    "api_search_posts": Row(
        listed(SEES, SEES)
        | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
        | to(SEES, Canary.HEADLINE)
        | to(FIRST, Canary.PICTURE),
        queries=POSTS_FOUND,
    ),
    # that somebody follows a hashtag is told to themselves alone
    "api_search_hashtags": Row(to(ONLY_SELF, Canary.HASHTAG), queries=("?q=can", "?q=canhash", "?q=wat")),
}

_READS_PAGES = SEES_PAGE | {Who.SUSPENDED}
_ON_PAGES = ALL - {Who.ONBOARDING, Who.WAITING}

SEARCH_PAGE_ROWS: Mapping[str, Row] = {
    "search": Row(
        listed(READS_PAGES, ON_PAGES - SHUT_OUT)
        | to(_ON_PAGES, *(NAMES - {Canary.BLOCKED}), *COMPANIES)
        | to(_ON_PAGES - ONLY_SELF, Canary.BLOCKED)
        | to(_READS_PAGES, Canary.HEADLINE, Canary.SKILL)
        | to(_NEAR, Canary.FACTS)
        | to(_NEAREST, Canary.EDUCATION)
        # one's own groups are offered as a filter
        | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
        | to(ONLY_SELF, Canary.INVITED_GROUP, Canary.HASHTAG),
        queries=(
            "",
            "?q=can",
            "?kind=companies&q=can",
            "?kind=groups&q=can",
            *PARTS[:3],
            *(f"{query}&kind=posts" for query in POSTS_FOUND[:2]),
            "?kind=hashtags&q=can",
        ),
    ),
    "search_complete": Row(to(_READS_PAGES, Canary.HEADLINE), queries=PARTS[:3]),
}

SEARCH_READ_ONLY = frozenset({*SEARCH_ROWS, *SEARCH_PAGE_ROWS})
