"""What the writings of posts have in common: who may, whom a text names, what it is about, what the log is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapport.content.posts.models import Mention, Post, PostHashtag
from rapport.content.posts.queries.seeing import seen_post
from rapport.content.posts.queries.standing import place_at
from rapport.content.posts.rules.forms import POST_CHANGED, TAGGED
from rapport.content.posts.rules.owning import By, may_change
from rapport.kernel.changelog import actions as changelog
from rapport.kernel.changelog.rules import Change
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Hashtag


def own(viewer: Viewer, post_id: int, verb: By) -> Post:
    """The post, locked, where this member may do this with it.

    What they said to others they may take away always, and reword only while they still see it there: not in a group
    that they left, nor where what they passed on went out of their sight (FEED-6).

    Raises: Absent, where it is not there, or not theirs to change.
    """
    if viewer.actor_id is None:
        raise Absent
    ties.lock_all({viewer.actor_id})
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not may_change(place_at(viewer, post), verb):
        raise Absent
    if verb is By.EDIT:
        seen_post(viewer, post_id, Limits())  # a member: what visitors see is not asked
    return post


def lock(post_id: int) -> None:
    """Let what happens under a post come in turn, and the post not change or go meanwhile."""
    list(Post.objects.select_for_update(no_key=True).filter(pk=post_id).values_list("pk"))


def named(writer: int, handles: Collection[str]) -> Mapping[str, int]:
    """The people and companies whom these handles name to the writer, by handle: as far as they see them."""
    if not handles:
        return {}
    rows = Actor.objects.filter(
        handle__in=handles, kind__in=(Kind.PERSON.value, Kind.COMPANY.value), status=Status.ACTIVE.value
    )
    seen = visibility.seen_by(rows, Viewer(writer), owner="pk", audience=Audience.MEMBERS)
    return dict(seen.values_list("handle", "pk"))


def hang(post_id: int, *, mentioned: Collection[int], hashtags: Collection[str]) -> set[int]:
    """Make the mentions and hashtags of a post these; gives the ids of hashtags it gained or lost."""
    wanted, tags = set(mentioned), _hashtags(hashtags)
    there = set(Mention.objects.filter(post_id=post_id).values_list("actor_id", flat=True))
    Mention.objects.filter(post_id=post_id, actor_id__in=there - wanted).delete()
    had = set(PostHashtag.objects.filter(post_id=post_id).values_list("hashtag_id", flat=True))
    PostHashtag.objects.filter(post_id=post_id, hashtag_id__in=had - tags).delete()
    _put(post_id, wanted - there, tags - had)
    return tags ^ had


def hang_on_new(post_id: int, *, mentioned: Collection[int], hashtags: Collection[str]) -> set[int]:
    """The same for a post on which nothing hangs yet: nothing is asked."""
    tags = _hashtags(hashtags)
    _put(post_id, mentioned, tags)
    return tags


def _put(post_id: int, mentioned: Collection[int], hashtags: Collection[int]) -> None:
    Mention.objects.bulk_create(Mention(post_id=post_id, actor_id=one) for one in sorted(mentioned))
    PostHashtag.objects.bulk_create(PostHashtag(post_id=post_id, hashtag_id=one) for one in sorted(hashtags))


def _hashtags(names: Collection[str]) -> set[int]:
    """Their ids, new ones where they are not there yet; one statement where all are."""
    if not names:
        return set()
    rows = Hashtag.objects.filter(name__in=names)
    found = dict(rows.values_list("name", "pk"))
    missing = sorted(set(names) - found.keys())
    if missing:
        Hashtag.objects.bulk_create((Hashtag(name=name) for name in missing), ignore_conflicts=True)
        found |= dict(rows.filter(name__in=missing).values_list("name", "pk"))
    return set(found.values())


def tell(post: Post, hashtags: Collection[int]) -> None:
    """Write into the changelog that this post may stand otherwise, under its owner and these hashtags."""
    changelog.append(
        Change(POST_CHANGED, post.pk, post.owner_id),
        *(Change(TAGGED, post.pk, one) for one in sorted(hashtags)),
    )


def hashtags_of(post_ids: Collection[int]) -> dict[int, set[int]]:
    """The hashtags of these posts."""
    found: dict[int, set[int]] = {one: set() for one in post_ids}
    for post, hashtag in PostHashtag.objects.filter(post_id__in=post_ids).values_list(
        "post_id", "hashtag_id"
    ):
        found[post].add(hashtag)
    return found
