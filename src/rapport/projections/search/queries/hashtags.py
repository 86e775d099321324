"""Finding hashtags by how they begin, or by a similar word: as far as the viewer sees posts under them (NET-4, FEED-6).

Two statements for a page. A hashtag stands there with the posts under it that this viewer sees, or because they
follow it; one that is in posts for others alone is neither found nor counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rapport.content.posts.models import Post, PostHashtag
from rapport.content.posts.queries.seeing import posts_seen
from rapport.content.posts.rules.scanning import hashtag_key
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.ties.models import Hashtag, HashtagFollow
from rapport.projections.search.queries import spelling
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.post_words import tag_word
from rapport.projections.search.rules.ranking import RANKED_AT_MOST
from rapport.projections.search.rules.words import words


@dataclass(frozen=True)
class FoundHashtag:
    """A hashtag with how many posts under it the viewer sees, how many members follow it, and whether they do."""

    name: str
    posts: int
    followers: int
    following: bool


@dataclass(frozen=True)
class HashtagHits:
    """One page of hashtags that were found, as `people.Hits`."""

    items: list[FoundHashtag]
    next: str | None = None
    count: int = 0
    more: bool = False
    similar: bool = False
    hidden: bool = False


Key = tuple[int, int, str, int]
"""Whether it is not the word itself, its posts (negative), name, id: the order of a list, and its cursor."""


def hashtags(
    viewer: Viewer, q: str, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> HashtagHits:
    """The hashtags that begin with what was typed, the word itself first, then those with most posts.

    Several words ask for them written as one. Where nothing begins so, similar ones. Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return HashtagHits([], hidden=True)
    after: tuple[int, Key] | None = None
    if cursor:
        similar, *key = paging.decode(cursor, int, int, int, str, int)
        after = similar, (key[0], key[1], key[2], key[3])
    asked = _spellings(q)
    if not asked:
        return HashtagHits([])
    found = HashtagHits([])
    if after is None or not after[0]:
        found = _page(viewer, asked, False, after, size, limits)
    if after[0] if after else not found.items:
        meant = _similar(asked)
        if meant:
            near = _page(viewer, meant, True, after, size, limits)
            return near if near.count else found
    return found


def _spellings(q: str) -> list[str]:
    """How what was typed may be written as one hashtag; with accents as they were typed."""
    typed = hashtag_key(q.strip().lstrip("#＃")).split()
    plain = words(q)
    return list(dict.fromkeys(one for one in ("".join(typed), "_".join(typed), "".join(plain)) if one))


def _similar(asked: Sequence[str]) -> list[str]:
    terms = [Term((tag_word(one),), begins=True) for one in asked]
    close = spelling.corrected(terms, spelling.POSTS)
    return sorted({word[1:] for term in close for word in term.instead if word.startswith("#")})


def _page(
    viewer: Viewer,
    asked: Sequence[str],
    similar: bool,
    after: tuple[int, Key] | None,
    size: int,
    limits: Limits,
) -> HashtagHits:
    fits = Q(name__in=asked)
    if not similar:
        for one in asked:
            fits |= Q(name__startswith=one)
    rows = {one: (name, many, mine) for one, name, many, mine in _known(viewer, fits, limits)}
    order = sorted((0 if name in asked else 1, -many, name, one) for one, (name, many, _) in rows.items())
    rest = [key for key in order[:RANKED_AT_MOST] if after is None or key > after[1]]
    page = paging.cut(rest[: size + 1], size, key=lambda key: (int(similar), *key))
    followers = _followers([key[-1] for key in page.items])
    items = [
        FoundHashtag(name, -many, followers.get(one, 0), bool(rows[one][2]))
        for _, many, name, one in page.items
    ]
    more = len(order) > RANKED_AT_MOST
    return HashtagHits(items, page.next, min(len(order), RANKED_AT_MOST), more, similar)


def _known(viewer: Viewer, fits: Q, limits: Limits) -> list[tuple[int, str, int, bool]]:
    """Those that fit and of which the viewer may know, with the posts they see under them, and whether they follow."""
    seen = posts_seen(viewer, limits, Post.objects.filter(pk=OuterRef("post_id")))
    under = PostHashtag.objects.filter(Exists(seen), hashtag_id=OuterRef("pk"))
    many = under.order_by().values("hashtag_id").annotate(many=Count("post_id")).values("many")
    mine = HashtagFollow.objects.filter(owner_id=viewer.actor_id or 0, hashtag_id=OuterRef("pk"))
    rows = Hashtag.objects.filter(fits).annotate(
        many=Coalesce(Subquery(many, output_field=IntegerField()), 0), mine=Exists(mine)
    )
    return list(rows.filter(Q(many__gt=0) | Q(mine=True)).values_list("pk", "name", "many", "mine"))


def _followers(ids: Sequence[int]) -> dict[int, int]:
    """How many members in the graph follow each."""
    rows = HashtagFollow.objects.filter(hashtag_id__in=ids, owner__status=Status.ACTIVE.value)
    return dict(rows.values("hashtag_id").annotate(many=Count("owner_id")).values_list("hashtag_id", "many"))
