"""The rows of what hangs on posts: read and written by whoever reads the post, and by nobody else (FEED-6, REL-4)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import POSTS, TALKS, Canary
from tests.matrix.row import Row, Shown, Write, to
from tests.matrix.table_posts import FIRST, readers
from tests.matrix.viewers import ONLY_SELF, SEES

_READERS = readers(SEES, SEES)
"""Who reads each of the owner's posts by the API."""

_FACES: Mapping[str, Shown] = {
    one: to(who, Canary.HEADLINE) | to(who & FIRST, Canary.PICTURE) for one, who in _READERS.items()
}
_TALK: Mapping[str, Shown] = {one: {**_FACES[one], TALKS[one]: who} for one, who in _READERS.items()}

DISCUSSION_ROWS: Mapping[str, Row] = {
    "api_post_counts": Row(),
    "api_post_reactions": Row(about=_FACES),
    "api_post_comments": Row(about=_TALK),
    "api_one_comment": Row(about=_TALK),
    "api_comment_reactions": Row(about=_FACES),
    "api_save_post": Row(read=False),
    "api_my_saved_posts": Row(to(ONLY_SELF, *POSTS.values(), Canary.HEADLINE, Canary.PRIVATE_GROUP)),
}

_REACTION = (
    *(Write(who, {"kind": "agree"}, one) for one, who in _READERS.items()),
    *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
)
DISCUSSION_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_post_reactions": _REACTION,
    "api_comment_reactions": _REACTION,
    "api_post_comments": tuple(Write(who, {"text": "Fresh"}, one) for one, who in _READERS.items()),
    "api_one_comment": (
        *(Write(ONLY_SELF, {"text": "Changed"}, one, "PATCH") for one in POSTS),
        *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
    ),
    "api_save_post": (
        *(Write(who - ONLY_SELF, target=one, method="PUT") for one, who in _READERS.items()),
        *(Write(ONLY_SELF, target=one, method="DELETE") for one in POSTS),
    ),
}
DISCUSSION_READ_ONLY = frozenset({"api_post_counts", "api_my_saved_posts"})
