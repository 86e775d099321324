"""What the Top feed has to hold, reckoned a second time: each post is looked at by itself, with the ORM, from the
formula as docs/rules/feed.md states it (FEED-4, FEED-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from django.db.models import Q

from rapport.content.discussion.models import Comment, PostReaction
from rapport.content.discussion.queries.talk import talked
from rapport.content.posts.models import Post, PostHashtag
from rapport.content.posts.queries.seeing import seen_posts
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.ties.models import Block, Connection, Follow, HashtagFollow, Mute, Network
from rapport.people.ties.rules import FollowPolicy
from rapport.projections.feed.models import LessAbout, LessFrom
from rapport.projections.feed.queries.following import Chooser
from rapport.projections.feed.queries.top import TopItem, page
from tests.feed.world import World
from tests.people import LIMITS

Told = tuple[int, float, frozenset[str]]


def shown(world: World, viewer_id: int, index: Chooser, size: int) -> list[Told]:
    """The whole Top feed, page by page: post, weight and reasons; every item's terms give its weight."""
    found: list[TopItem] = []
    cursor = None
    while True:
        got = page(Viewer(viewer_id), cursor=cursor, size=size, now=world.now, limits=LIMITS, index=index)
        found += got.items
        cursor = got.next
        if cursor is None:
            break
    return [
        (one.id, round(one.worked.weight, 9), frozenset(reason.why.value for reason in one.reasons))
        for one in found
    ]


class Reckoning:
    """One reader's Top feed by the rule alone."""

    def __init__(self, world: World, viewer_id: int) -> None:
        self.world, self.me, self.now = world, viewer_id, world.now
        gone = set(Actor.objects.exclude(status="active").values_list("pk", flat=True))
        bars = Block.objects.filter(Q(owner_id=viewer_id) | Q(other_id=viewer_id))
        self.out = gone | {one for pair in bars.values_list("owner_id", "other_id") for one in pair} - {
            viewer_id
        }
        self.near = self._others(Connection) - self.out
        doors = Network.objects.filter(follow_policy=FollowPolicy.CONNECTIONS_ONLY.value)
        closed = set(doors.values_list("pk", flat=True)) - self.near
        self.followed = self._others(Follow) - self.out - closed
        muted = Mute.objects.filter(owner_id=viewer_id).exclude(until__lte=self.now)
        self.muted = set(muted.values_list("other_id", flat=True))
        self.tags = set(HashtagFollow.objects.filter(owner_id=viewer_id).values_list("hashtag_id", flat=True))
        self.less = set(LessFrom.objects.filter(owner_id=viewer_id).values_list("other_id", flat=True))
        self.less_tags = set(
            LessAbout.objects.filter(owner_id=viewer_id).values_list("hashtag_id", flat=True)
        )
        self.talk = talked(Viewer(viewer_id), None, self.now)
        self.seen = seen_posts(Viewer(viewer_id), list(Post.objects.values_list("pk", flat=True)), LIMITS)

    def _others(self, edges: type[Follow] | type[Connection]) -> set[int]:
        return set(edges.objects.filter(owner_id=self.me).values_list("other_id", flat=True))

    def feed(self) -> list[Told]:
        """The heaviest at each place, given what stands above it."""
        following = dict(self.world.feed(self.me))
        open_posts = {
            one.pk: one for one in Post.objects.filter(pk__in=self.seen) if self._fresh(one) is not None
        }
        waiting = []
        for post in open_posts.values():
            reasons = {why.partition(":")[0] for why in following.get(post.pk, set())}
            reasons |= self._brought(post) if not self.world.hidden(self.me, post) else set()
            if reasons:
                waiting.append((post, self._plain(post, reasons), frozenset(reasons)))
        placed: list[Told] = []
        authors: list[int] = []
        while waiting:
            best = max(waiting, key=lambda one: (one[1] * 0.6 ** authors.count(one[0].author_id), one[0].pk))
            post, weight, reasons_of = best
            placed.append((post.pk, round(weight * 0.6 ** authors.count(post.author_id), 9), reasons_of))
            authors.append(post.author_id)
            about = self._about(post)
            if len(placed) == 60:
                break
            waiting = [one for one in waiting if self._about(one[0]) != about and one[0].pk != post.pk]
        return placed

    def _about(self, post: Post) -> int:
        return post.original_id if post.original_id is not None and not post.text else post.pk

    def _fresh(self, post: Post) -> float | None:
        age = self.now - post.published_at
        return None if age > timedelta(days=14) else float(0.5 ** (age / timedelta(hours=36)))

    def _brought(self, post: Post) -> set[str]:
        """FEED-5: of the 2nd degree, for anyone, by a connection who is not muted."""
        theirs = set(Connection.objects.filter(owner_id=post.author_id).values_list("other_id", flat=True))
        second = theirs & self.near and post.author_id not in self.near and post.author_id != self.me
        if not second or post.audience != "anyone":
            return set()
        found = set()
        by = self.near - self.muted - {post.author_id}
        if Comment.objects.filter(post=post, author_id__in=by).exists():
            found.add("commented")
        passed = Post.objects.filter(original=post, author_id__in=by, pk__in=self.seen)
        if passed.exists():
            found.add("reposted")
        return found

    def _plain(self, post: Post, reasons: set[str]) -> float:
        """The weight without variety."""
        connected, followed = post.author_id in self.near, post.author_id in self.followed
        if post.author_id == self.me:
            base = 0.1
        elif connected:
            mutual = len(self._mutual(post.author_id))
            base = 0.4 + 0.3 * mutual / (mutual + 10)
        elif followed:
            base = 0.2
        else:
            base = 0.1 if reasons & {"group", "commented", "reposted"} else 0.0
        tie = 1 - (1 - base) * (1 - self.talk.get(post.author_id, 0.0))
        carried = set(
            PostHashtag.objects.filter(post_id__in=[post.pk, post.original_id or post.pk]).values_list(
                "hashtag_id", flat=True
            )
        )
        topic = 1.0 if carried & self.tags else 0.5 if carried & self._known() else 0.0
        talkers = (self.near | self.followed) & (
            set(Comment.objects.filter(post=post).values_list("author_id", flat=True))
            | set(Post.objects.filter(original=post, pk__in=self.seen).values_list("author_id", flat=True))
        )
        said = min(len(talkers - {post.author_id, self.me}), 5) / 5
        points = 50 * tie + 30 * said + 20 * topic
        less = {post.author_id, post.owner_id} & self.less or carried & self.less_tags
        fresh = self._fresh(post)
        assert fresh is not None
        return points * fresh * (0.3 if less else 1.0)

    def _mutual(self, other: int) -> set[int]:
        theirs = set(Connection.objects.filter(owner_id=other).values_list("other_id", flat=True))
        return (theirs & self.near) - {other, self.me}

    def _known(self) -> set[int]:
        since: datetime = self.now - timedelta(days=90)
        posts = (
            set(Post.objects.filter(author_id=self.me, published_at__gt=since).values_list("pk", flat=True))
            | set(Comment.objects.filter(author_id=self.me, at__gt=since).values_list("post_id", flat=True))
            | set(
                PostReaction.objects.filter(actor_id=self.me, at__gt=since).values_list("post_id", flat=True)
            )
        )
        return set(PostHashtag.objects.filter(post_id__in=posts).values_list("hashtag_id", flat=True))


def difference(found: Sequence[Told], expected: Sequence[Told]) -> str:
    """The first place at which two feeds do not agree, weights to the last place that means anything; else nothing."""
    for place, (one, two) in enumerate(zip_longest(found, expected)):
        alike = one is not None and two is not None and (one[0], one[2]) == (two[0], two[2])
        if not alike or abs(one[1] - two[1]) > 1e-6:
            return f"{place}: {one} and not {two}"
    return ""
