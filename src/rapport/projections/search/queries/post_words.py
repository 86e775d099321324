"""What posts say, for the index of search; whoever looks."""

from __future__ import annotations

from collections.abc import Collection

from rapport.kernel.rows import Reading, Rows, together
from rapport.people.audience import Audience
from rapport.projections.search.rules.post_words import Said

_POST = (("id", int), ("audience", str), ("title", str), ("text", str))
_TAG = (("p.post_id", int), ("h.name", str))
_TAGS = "FROM posts_posthashtag p JOIN ties_hashtag h ON h.id = p.hashtag_id WHERE p.post_id IN (%s)"
_PLACED = ("post_id", int)


def said(ids: Collection[int]) -> dict[int, Said]:
    """By post what it says, of those of `ids` that are there; one statement."""
    posts, tags, alts, names, options = together(
        Reading(_POST, "FROM posts_post WHERE id IN (%s)", (ids,)),
        Reading(_TAG, _TAGS, (ids,)),
        Reading(
            (_PLACED, ("position", int), ("alt", str)), "FROM posts_postpicture WHERE post_id IN (%s)", (ids,)
        ),
        Reading(
            (_PLACED, ("0", int), ("name", str)), "FROM posts_postdocument WHERE post_id IN (%s)", (ids,)
        ),
        Reading(
            (_PLACED, ("place", int), ("text", str)), "FROM posts_polloption WHERE post_id IN (%s)", (ids,)
        ),
    )
    hashtags: dict[int, list[str]] = {}
    for post, name in sorted(tags):
        hashtags.setdefault(post, []).append(name)
    besides = _besides(alts, names, options)
    return {
        one: Said(Audience(audience), title, text, tuple(hashtags.get(one, ())), tuple(besides.get(one, ())))
        for one, audience, title, text in posts
    }


def _besides(*found: Rows) -> dict[int, list[str]]:
    """Words of pictures, documents and polls, each in their order."""
    texts: dict[int, list[str]] = {}
    for rows in found:
        for post, _place, text in sorted(rows):
            if text:
                texts.setdefault(post, []).append(text)
    return texts
