"""Where posts of a feed come from, and which of a source's posts a standing opens.

A source is an actor (a person, a company, a group) or a hashtag. The index keeps the posts of a source in one row for
each kind below, so that whoever may read one post of a row may mostly read all of it (quality 7).
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.people.audience import Audience

OPEN, CLOSE, INSIDE = "open", "close", "inside"
TAGGED, TAGGED_CLOSE = "tagged", "tagged_close"
ACTOR_KINDS = (OPEN, CLOSE, INSIDE)
TAG_KINDS = (TAGGED, TAGGED_CLOSE)
KINDS = (*ACTOR_KINDS, *TAG_KINDS)

KIND_OF: Mapping[str, str] = {
    Audience.ANYONE.value: OPEN,
    Audience.MEMBERS.value: OPEN,
    Audience.CONNECTIONS.value: CLOSE,
    Audience.GROUP.value: INSIDE,
    Audience.ONLY_ME.value: INSIDE,
}
"""In which row of its owner a post stands: what every member may read, what connections may, and what only those
inside may (of a group its members, else the owner)."""

TAG_KIND_OF: Mapping[str, str] = {OPEN: TAGGED, CLOSE: TAGGED_CLOSE}
"""In which row of its hashtags a post stands; what is for those inside reaches them by its owner."""

PLACES = {kind: place for place, kind in enumerate(ACTOR_KINDS)}
"""The number of a kind, where it is written as one."""

OVERLAY_AT_MOST = 2_000
"""How many missing changes a request takes in by itself; beyond, it asks SQL."""

TOP = 2**63 - 1
"""Above every post."""

PAGE = 20
PAGE_AT_MOST = 100
AT_ONCE = 25
"""So many posts are chosen at once for a page of 20: one tells whether more follow, some may be hidden."""
MOST_AT_ONCE = 400
ROUNDS = 12
"""How often a page is refilled before it is given as it is, with a cursor to where it stopped: about 3,000 posts
that are all hidden by mutes."""
NEW_AT_MOST = 20
"""The bar of new posts counts up to here, then says "20+"."""
