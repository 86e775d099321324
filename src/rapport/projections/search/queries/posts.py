"""Finding posts by their words, as far as the one predicate of posts lets the viewer see them (NET-4, FEED-6).

Three statements for a page, and one question to the neighbourhood for how near the authors are: who fits, with the
predicate in it, so that what a viewer may not see is neither found nor counted; the posts of the page; what stands
around them. Mutes hide nothing here: they are about feeds, and search shows what one asks for (FEED-5).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q
from django.db.models.expressions import RawSQL

from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import posts_seen, seen_posts
from rapport.content.posts.queries.views import PostView, views
from rapport.content.posts.rules.forms import Form
from rapport.kernel import ids, paging
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.ties import neighbourhood, terms
from rapport.projections.search import engines
from rapport.projections.search.queries import spelling
from rapport.projections.search.rules import asking, nearness
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.nearness import Key
from rapport.projections.search.rules.post_words import ANYWHERE, HEAD
from rapport.projections.search.rules.ranking import RANKED_AT_MOST
from rapport.projections.search.rules.snippet import Part, snippet


@dataclass(frozen=True)
class Hit:
    """A post that was found: its title and a piece of its text, with what was looked for marked."""

    post: PostView
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True)
class PostHits:
    """One page of posts that were found, as `people.Hits`."""

    items: list[Hit]
    next: str | None = None
    count: int = 0
    more: bool = False
    similar: bool = False
    hidden: bool = False


NOTHING = PostHits([])


@dataclass(frozen=True)
class _After:
    """Where to go on: among similar words or not, behind which post, and as things were valued at which time."""

    similar: int
    key: Key
    at: datetime


def posts(
    viewer: Viewer, q: str, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> PostHits:
    """The posts with the words of `q` that this viewer sees, by `rules.nearness`; where there are none, similar words.

    Pages that follow are valued as of the first one, so that none is missed or doubled as posts grow older.
    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return PostHits([], hidden=True)
    after = _after(cursor)
    asked = asking.read(q)
    if not asked:
        return NOTHING
    found = NOTHING
    at = after.at if after else now
    if after is None or not after.similar:
        found = _page(viewer, asked, after, at, size, limits)
    if after.similar if after else not found.items:
        close = spelling.corrected(asked, spelling.POSTS)
        if any(term.instead for term in close):
            near = _page(viewer, close, after, at, size, limits)
            return near if near.count else found
    return found


def _after(cursor: str | None) -> _After | None:
    if not cursor:
        return None
    similar, points, last, at = paging.decode(cursor, int, int, int, datetime)
    return _After(similar, (points, last), at)


def _page(
    viewer: Viewer, asked: Sequence[Term], after: _After | None, at: datetime, size: int, limits: Limits
) -> PostHits:
    fitting = _fitting(viewer, asked, None if after is None else at, limits)
    ranked = fitting[:RANKED_AT_MOST]
    authors = {author for _, author, _, _, _ in ranked}
    near = dict(zip(authors, neighbourhood.current().nearness(viewer.actor_id, authors).ranks, strict=True))
    originals: dict[int, int] = {}
    keys: list[Key] = []
    for one, author, original, in_head, followed in ranked:
        age = max(at - ids.moment_of(one), timedelta())
        degree = near[author][0]
        worth = nearness.points(in_head=bool(in_head), degree=degree, followed=bool(followed), age=age)
        keys.append((-worth, -one))
        if original is not None:
            originals[one] = original
    rest = sorted(key for key in keys if after is None or key > after.key)
    similar = any(term.instead for term in asked)
    page = paging.cut(rest[: size + 1], size, key=lambda key: (int(similar), *key, at))
    items = _hits(viewer, [-last for _, last in page.items], originals, asked, limits)
    return PostHits(items, page.next, len(keys), len(fitting) > RANKED_AT_MOST, similar)


def _fitting(
    viewer: Viewer, asked: Sequence[Term], until: datetime | None, limits: Limits
) -> list[tuple[int, int, int | None, bool, bool]]:
    """The newest posts that fit and that this viewer sees: id, author, original, words in the head, author followed."""
    rows = Post.objects.filter(pk__in=_matching(asked, ANYWHERE))
    if until is not None:
        rows = rows.filter(published_at__lte=until)
    followed = terms.follows(viewer.actor_id or 0, OuterRef("author_id"))
    in_head = ExpressionWrapper(Q(pk__in=_matching(asked, HEAD)), BooleanField())
    seen = posts_seen(viewer, limits, rows).annotate(in_head=in_head, followed=followed)
    found = seen.order_by("-pk").values_list("pk", "author_id", "original_id", "in_head", "followed")
    return list(found[: RANKED_AT_MOST + 1])


def _matching(asked: Sequence[Term], levels: str) -> RawSQL:
    engine = engines.current(engines.POSTS)
    return RawSQL(  # noqa: S611 (words of ours; what was typed is a parameter)
        f"SELECT {engine.id} FROM {engine.source} WHERE {engine.matches}",  # noqa: S608
        (engine.asked(asked, levels),),
    )


def _hits(
    viewer: Viewer, order: Sequence[int], originals: dict[int, int], asked: Sequence[Term], limits: Limits
) -> list[Hit]:
    """These posts as they are shown, looked at by the predicate once more; what they pass on is read along."""
    wanted = {*order, *(originals[one] for one in order if one in originals)}
    found = views(viewer, seen_posts(viewer, wanted, limits), limits)
    return [
        Hit(post, snippet(post.title, asked, length=len(post.title)), snippet(_plain(post), asked))
        for post in (found[one] for one in order if one in found)
    ]


_TAG = re.compile(r"<[^>]*>")


def _plain(post: PostView) -> str:
    """The words of a post without the marks of Markdown."""
    return html.unescape(_TAG.sub(" ", post.html)) if post.form is Form.ARTICLE else post.text
