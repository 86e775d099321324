"""The rows of what hangs on posts: read and written by whoever reads the post, and by nobody else (FEED-6, REL-4)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, TALKS, Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, Write, to
from tests.matrix.table_posts import FIRST, READS_PAGES, readers
from tests.matrix.viewers import ON_PAGES, ONLY_SELF, SEES, SHUT_OUT, Who

_READERS = readers(SEES, SEES)
"""Who reads each of the owner's posts by the API."""

_SIGNED_IN = readers(ON_PAGES - SHUT_OUT, ON_PAGES - SHUT_OUT)
"""Who reads each of them on pages, signed in."""
_ON_PAGES = readers(READS_PAGES, ON_PAGES - SHUT_OUT)
_PAGE_FACES: Mapping[str, Shown] = {
    one: to(who, Canary.HEADLINE) | to(who & FIRST, Canary.PICTURE) | to(who & {Who.SECOND}, Canary.BRIDGE)
    for one, who in _ON_PAGES.items()
}
_FACES: Mapping[str, Shown] = {
    one: to(who, Canary.HEADLINE) | to(who & FIRST, Canary.PICTURE) for one, who in _READERS.items()
}
_TALK: Mapping[str, Shown] = {one: {**_FACES[one], TALKS[one]: who} for one, who in _READERS.items()}

NAMED: dict[Canary, frozenset[Who]] = {TALKS[one]: who - ONLY_SELF for one, who in _READERS.items()}
"""What notices show of the owner's comments over the API: to whom the owner names there and who may read it."""
NAMED_ON_PAGES: dict[Canary, frozenset[Who]] = {
    TALKS[one]: who - ONLY_SELF for one, who in _SIGNED_IN.items()
}
"""The same on pages."""

DISCUSSION_ROWS: Mapping[str, Row] = {
    "api_post_counts": Row(),
    "api_post_reactions": Row(about=_FACES),
    "api_post_comments": Row(about=_TALK),
    "api_one_comment": Row(about=_TALK),
    "api_comment_reactions": Row(about=_FACES),
    "api_save_post": WRITES,
    "post_reactions": Row(about=_PAGE_FACES),
    "post_react": WRITES,
    "post_save": WRITES,
    "post_comment": PLAIN,
    "comment_react": WRITES,
    "comment_edit": Row(about={one: to(ONLY_SELF, word) for one, word in TALKS.items()}),
    "comment_delete": PLAIN,
    "saved_posts": Row(to(ONLY_SELF, *POSTS.values(), Canary.HEADLINE, Canary.PRIVATE_GROUP)),
    "api_my_saved_posts": Row(to(ONLY_SELF, *POSTS.values(), Canary.HEADLINE, Canary.PRIVATE_GROUP)),
}

_REACTION = (
    *(Write(who, {"kind": "agree"}, one) for one, who in _READERS.items()),
    *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
)
_PAGE_REACTION = (
    *(Write(who, {"kind": "agree"}, one) for one, who in _SIGNED_IN.items()),
    *(Write(ONLY_SELF, {"kind": ""}, one) for one in POSTS),
)
DISCUSSION_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_post_reactions": _REACTION,
    "api_comment_reactions": _REACTION,
    "api_post_comments": tuple(Write(who, {"text": "Fresh"}, one) for one, who in _READERS.items()),
    "api_one_comment": (
        *(Write(ONLY_SELF, {"text": "Changed"}, one, "PATCH") for one in POSTS),
        *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
    ),
    "post_react": _PAGE_REACTION,
    "comment_react": _PAGE_REACTION,
    "post_save": (
        *(Write(who - ONLY_SELF, target=one) for one, who in _SIGNED_IN.items()),
        *(Write(ONLY_SELF, {"keep": "off"}, one) for one in POSTS),
    ),
    "post_comment": tuple(Write(who, {"text": "Fresh"}, one) for one, who in _SIGNED_IN.items()),
    "comment_edit": tuple(Write(ONLY_SELF, {"text": "Changed"}, one) for one in POSTS),
    "comment_delete": tuple(Write(ONLY_SELF, target=one) for one in POSTS),
    "api_save_post": (
        *(Write(who - ONLY_SELF, target=one, method="PUT") for one, who in _READERS.items()),
        *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
    ),
}
DISCUSSION_READ_ONLY = frozenset({"api_post_counts", "api_my_saved_posts", "post_reactions", "saved_posts"})
