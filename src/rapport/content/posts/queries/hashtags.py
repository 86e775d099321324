"""Hashtags: which one follows, how many do, and which begin with what is being typed (REL-5, FEED-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from rapport.content.posts.models import Post, PostHashtag
from rapport.content.posts.queries.seeing import posts_seen
from rapport.content.posts.rules.audiences import REPOSTED
from rapport.content.posts.rules.scanning import hashtag_key, is_hashtag
from rapport.kernel import ids, paging
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.ties.models import Hashtag, HashtagFollow


@dataclass(frozen=True)
class HashtagView:
    """A hashtag as one viewer sees it; followers are members in the graph."""

    name: str
    followers: int
    since: datetime | None

    @property
    def following(self) -> bool:
        """Whether the viewer follows it."""
        return self.since is not None


def hashtag(viewer: Viewer, name: str) -> HashtagView:
    """One hashtag, also where nobody has used it. Raises: Absent, for what cannot be one."""
    if not is_hashtag(name):
        raise Absent
    key = hashtag_key(name.strip())
    found = Hashtag.objects.filter(name=key).values_list("pk", flat=True).first() or 0
    mine = HashtagFollow.objects.filter(owner_id=viewer.actor_id or 0, hashtag_id=found)
    return HashtagView(key, _followers([found]).get(found, 0), mine.values_list("since", flat=True).first())


def followed(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> Page[HashtagView]:
    """The hashtags one follows, latest first; for oneself alone. Raises: Invalid (`cursor`)."""
    rows = HashtagFollow.objects.filter(owner_id=viewer.actor_id or 0)
    if cursor is not None:
        at, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(since__lt=at) | Q(since=at, hashtag_id__lt=last))
    found = rows.order_by("-since", "-hashtag_id").values_list("hashtag_id", "hashtag__name", "since")
    page = paging.cut(list(found[: size + 1]), size, key=lambda row: (row[2], row[0]))
    counts = _followers([row[0] for row in page.items])
    return Page([HashtagView(name, counts.get(one, 0), since) for one, name, since in page.items], page.next)


def followed_count(viewer: Viewer) -> int:
    """How many hashtags one follows."""
    return HashtagFollow.objects.filter(owner_id=viewer.actor_id or 0).count()


def _followers(hashtags: Iterable[int]) -> Mapping[int, int]:
    """How many members in the graph follow each."""
    rows = HashtagFollow.objects.filter(hashtag_id__in=list(hashtags), owner__status=Status.ACTIVE.value)
    return dict(rows.values("hashtag_id").annotate(many=Count("owner_id")).values_list("hashtag_id", "many"))


OFFERED = 8
_LOOKED_AT = 100
_RECENTLY = timedelta(days=90)


@dataclass(frozen=True)
class Offer:
    """A hashtag to complete a word with, and how often it was used lately in posts that the viewer sees."""

    name: str
    uses: int


def completions(viewer: Viewer, typed: str, *, now: datetime, limits: Limits) -> list[Offer]:
    """Hashtags that begin with what was typed: those most used lately first, then the shortest.

    Only such as stand in a post to members or anyone that the viewer sees, and those they follow: a word that
    stands in a private post alone is offered to nobody (FEED-6).
    """
    if viewer.actor_id is None or (typed and not is_hashtag(typed)):
        return []
    key = hashtag_key(typed.strip())
    mine = HashtagFollow.objects.filter(owner_id=viewer.actor_id, hashtag_id=OuterRef("pk"))
    if not key:
        names = Hashtag.objects.filter(Exists(mine)).order_by("name")
        return _offers(viewer, list(names[:_LOOKED_AT]), now, limits)
    open_posts = Post.objects.filter(audience__in=[one.value for one in REPOSTED])
    here = posts_seen(viewer, limits, open_posts.filter(pk=OuterRef("post_id")))
    used = PostHashtag.objects.filter(Exists(here), hashtag_id=OuterRef("pk"))
    beginning = Hashtag.objects.filter(name__gte=key, name__lt=key + "\U0010ffff")
    names = beginning.filter(Exists(mine) | Exists(used)).order_by("name")
    return _offers(viewer, list(names[:_LOOKED_AT]), now, limits)


def _offers(viewer: Viewer, found: list[Hashtag], now: datetime, limits: Limits) -> list[Offer]:
    open_posts = Post.objects.filter(
        audience__in=[one.value for one in REPOSTED], pk__gte=ids.first_of(now - _RECENTLY)
    )
    here = posts_seen(viewer, limits, open_posts.filter(pk=OuterRef("post_id")))
    rows = PostHashtag.objects.filter(Exists(here), hashtag_id__in=[one.pk for one in found])
    uses = dict(rows.values("hashtag_id").annotate(many=Count("post_id")).values_list("hashtag_id", "many"))
    offers = [Offer(one.name, uses.get(one.pk, 0)) for one in found]
    return sorted(offers, key=lambda one: (-one.uses, len(one.name), one.name))[:OFFERED]
