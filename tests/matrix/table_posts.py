"""The rows of posts: each for its audience, wherever it may turn up (FEED-6)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, TALKS, Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, Write, to
from tests.matrix.table_groups import IN_PRIVATE
from tests.matrix.viewers import MEMBERS, ON_PAGES, ONLY_SELF, SEES, SEES_PAGE, SHUT_OUT, Who

OWNER = Who.SELF.value
FIRST = frozenset({Who.FIRST})
FOLLOWS = frozenset({Who.FOLLOWER, Who.HIDDEN_FOLLOWER, Who.BOTH})
"""Whose follow of the owner counts."""


def readers(seeing: frozenset[Who], members: frozenset[Who]) -> Mapping[str, frozenset[Who]]:
    """Who reads the owner's post to each audience, where these see the owner, and these of them as members."""
    return {
        "anyone": seeing,
        "members": members,
        "connections": ONLY_SELF | FIRST,
        "group": IN_PRIVATE,
        "only_me": ONLY_SELF,
    }


def listed(seeing: frozenset[Who], members: frozenset[Who], *but: str) -> dict[Canary, frozenset[Who]]:
    """The owner's posts in a list of theirs."""
    found = readers(seeing, members)
    return {POSTS[one]: who for one, who in found.items() if one not in but}


def each(seeing: frozenset[Who], members: frozenset[Who]) -> Mapping[str, Shown]:
    """A post by itself, with the face of its author, and the group it was written to."""
    found = readers(seeing, members)
    shown = {
        one: to(who, POSTS[one], Canary.HEADLINE) | to(who & FIRST, Canary.PICTURE)
        for one, who in found.items()
    }
    shown["group"] = {**shown["group"], Canary.PRIVATE_GROUP: found["group"]}
    return shown


READS_PAGES = SEES_PAGE | {Who.SUSPENDED}
"""A browser whose member was suspended is signed out, and reads on as a visitor."""
_API, _PAGE = each(SEES, SEES), each(READS_PAGES, ON_PAGES - SHUT_OUT)

_MINE = tuple(POSTS)
_MAY_PASS_ON = ("anyone", "members")
_PASSED = {one: {word: who & ON_PAGES for word, who in _PAGE[one].items()} for one in _MAY_PASS_ON}
_FEEDS = FOLLOWS | ONLY_SELF
FED = to(_FEEDS, Canary.POST_ANYONE, Canary.POST_MEMBERS, Canary.HEADLINE) | to(
    ONLY_SELF, Canary.POST_CONNECTIONS, Canary.POST_ONLY_ME
)
FED |= to(IN_PRIVATE, Canary.POST_GROUP, Canary.PRIVATE_GROUP) | {Canary.HEADLINE: _FEEDS | IN_PRIVATE}
"""The owner's posts in somebody's feed."""
SLIDERS = ("connections", "people", "companies", "groups", "hashtags", "second")
_GROUP_FORM = to(ONLY_SELF, Canary.POST_GROUP, Canary.PRIVATE_GROUP)

POST_ROWS: Mapping[str, Row] = {
    "api_publish": WRITES,
    "api_post": Row(about=_API),
    "api_post_versions": Row(about={one: {POSTS[one]: shown[POSTS[one]]} for one, shown in _API.items()}),
    "api_repost": WRITES,
    "api_upload": WRITES,
    "api_remove_link_preview": WRITES,
    # whose files these are, and who is given them, stands in tests/posts/test_attached.py
    "media_page": Row(asked=True),
    "post_document": Row(),
    "post_link_remove": WRITES,
    "api_member_posts": Row(
        about={
            OWNER: listed(SEES, SEES)
            | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
            | to(SEES, Canary.HEADLINE)
            | to(FIRST, Canary.PICTURE)
        }
    ),
    "api_company_posts": Row(),
    # the owner's posts in the feed of whoever follows them, and their own
    "api_feed": Row(FED, queries=("", "?kind=top", "?kind=top&since=2020-01-01T00:00:00Z")),
    "feed_fresh": PLAIN,
    "feed_kind": WRITES,
    "feed_catch_up": Row(FED, queries=("", "?days=14")),
    "feed_caught_up": WRITES,
    "feed_how": PLAIN,
    "settings_feed": PLAIN,
    "feed_less_from": WRITES,
    "feed_as_before_from": WRITES,
    "feed_less_about": WRITES,
    "feed_as_before_about": WRITES,
    "api_feed_settings": PLAIN,
    "api_less": WRITES,
    "api_my_mutes": PLAIN,
    "api_mute": WRITES,
    "settings_mutes": PLAIN,
    "unmute_text": WRITES,
    "mute_person": WRITES,
    "unmute_person": WRITES,
    "post_new": PLAIN,
    "post": Row(about={one: {**shown, TALKS[one]: shown[POSTS[one]]} for one, shown in _PAGE.items()}),
    "post_history": Row(about={one: {POSTS[one]: shown[POSTS[one]]} for one, shown in _PAGE.items()}),
    "post_edit": Row(about={one: to(ONLY_SELF, POSTS[one]) for one in POSTS} | {"group": _GROUP_FORM}),
    "post_delete": PLAIN,
    "post_repost": Row(about={one: _PASSED[one] for one in _MAY_PASS_ON}),
    "member_posts": Row(
        about={
            OWNER: listed(READS_PAGES, ON_PAGES - SHUT_OUT)
            | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
            | to(READS_PAGES, Canary.HEADLINE)
        }
    ),
    "company_posts": PLAIN,
    "group_posts": Row(
        about={Canary.PRIVATE_GROUP.value: to(IN_PRIVATE, Canary.POST_GROUP, Canary.HEADLINE)}
    ),
    "api_group_posts": Row(
        about={Canary.PRIVATE_GROUP.value: to(IN_PRIVATE, Canary.POST_GROUP, Canary.HEADLINE)}
    ),
}

POST_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_publish": (Write(MEMBERS, {"text": "Fresh"}),),
    "api_post": (
        *(Write(ONLY_SELF, {"text": "Changed"}, one, "PATCH") for one in _MINE),
        *(Write(ONLY_SELF, target=one, method="DELETE") for one in _MINE),
    ),
    "api_upload": (Write(frozenset(), {"file": "none"}),),
    "post_link_remove": (Write(frozenset(), target="anyone"),),
    "api_remove_link_preview": (Write(frozenset(), target="anyone", method="DELETE"),),
    "api_repost": tuple(
        Write(readers(SEES, SEES)[one] if one in _MAY_PASS_ON else frozenset(), {"text": "See"}, one)
        for one in _MINE
    ),
    # whoever sees the owner may mute them; nobody had
    "api_mute": (
        Write(SEES - ONLY_SELF, {"until": None}, OWNER, "PUT"),
        Write(frozenset(), target=OWNER, method="DELETE"),
    ),
    "settings_mutes": (Write(ON_PAGES, {"text": "rain"}),),
    "settings_feed": (Write(ON_PAGES, {"kind": "top", **dict.fromkeys(SLIDERS, "3")}),),
    "feed_kind": (Write(ON_PAGES, {"kind": "top"}),),
    "feed_caught_up": (Write(frozenset()),),
    "feed_less_from": (Write(ON_PAGES - SHUT_OUT - ONLY_SELF, target=OWNER),),
    "feed_as_before_from": (Write(frozenset(), target=OWNER),),
    "feed_less_about": (Write(ON_PAGES),),
    "feed_as_before_about": (Write(frozenset()),),
    "api_feed_settings": (Write(MEMBERS, {"kind": "top"}, method="PATCH"),),
    "api_less": (
        Write(SEES - ONLY_SELF, {}, OWNER, "PUT"),
        Write(frozenset(), target=OWNER, method="DELETE"),
    ),
    "unmute_text": (Write(frozenset(), {"kind": "word", "text": "rain"}),),
    "mute_person": (Write(ON_PAGES - SHUT_OUT - ONLY_SELF, target=OWNER),),
    "unmute_person": (Write(frozenset(), target=OWNER),),
    "post_new": (Write(ON_PAGES, {"text": "Fresh"}),),
    "post_edit": tuple(Write(ONLY_SELF, {"text": "Changed"}, one) for one in _MINE),
    "post_delete": tuple(Write(ONLY_SELF, target=one) for one in _MINE),
    "post_repost": tuple(
        Write(ON_PAGES - SHUT_OUT if one in _MAY_PASS_ON else frozenset(), {"text": "See"}, one)
        for one in _MINE
    ),
}
POST_READ_ONLY = frozenset(
    {
        "api_feed", "api_my_mutes", "feed_catch_up", "feed_how", "feed_fresh",
        "api_post_versions", "api_member_posts", "api_company_posts", "api_group_posts", "post", "post_history",
        "media_page",
        "post_document",
        "member_posts", "company_posts", "group_posts",
    }
)  # fmt: skip
