"""Editing a post, and taking it away (FEED-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rapport.content.posts.actions import attaching, linking
from rapport.content.posts.actions.steps import hang, hashtags_of, named, own, tell
from rapport.content.posts.events import PostEdited, PostRemoved
from rapport.content.posts.models import Mention, Post, PostVersion
from rapport.content.posts.rules.audiences import check_audience, check_within
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.owning import By
from rapport.content.posts.rules.saying import check_said, said_before
from rapport.kernel.errors import Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience, Viewer


@transaction.atomic
def edit(
    *,
    by: Viewer,
    post_id: int,
    words: str | None = None,
    title: str | None = None,
    audience: str | None = None,
    may_be_empty: bool = False,
    now: datetime,
    limits: Limits,
) -> bool:
    """Change what a post says, or whom it is for; True where anything is different now.

    What it said before stays in its history, open to whoever sees the post and might have read it then. What None
    stands for stays as it is.

    Raises: Absent, where it is not theirs, or not before their eyes any more; Invalid (`text`, `title`, `audience`);
    Refused with `reposted_already`.
    """
    post = own(by, post_id, By.EDIT)
    form = Form(post.form)
    said = check_said(
        form,
        post.title if title is None else title,
        post.text if words is None else words,
        limits=limits,
        may_be_empty=may_be_empty or form is Form.REPOST or attaching.comes_with(post.pk),
    )
    chosen = _audience(post, audience)
    if post.original is not None:
        _check_repost(post, post.original, said.text, chosen)
    reworded = (said.title, said.text) != (post.title, post.text)
    if not reworded and chosen.value == post.audience:
        return False
    changed: set[int] = set()
    if reworded:
        PostVersion.objects.create(
            post_id=post.pk,
            version=post.version,
            title=post.title,
            text=post.text,
            html=post.html,
            audience=post.audience,
            at=post.edited_at or post.published_at,
        )
        mentioned = named(post.writer_id, said.handles)
        post.title, post.text, post.html = said.title, said.text, said.html(mentioned.keys())
        post.version, post.edited_at = post.version + 1, now
        changed = hang(post.pk, mentioned=mentioned.values(), hashtags=said.hashtags)
        if form is not Form.REPOST:
            linking.link_again(post_id=post.pk, words=said.text, now=now)
    if chosen.value != post.audience:
        post.audience = chosen.value
        changed |= hashtags_of([post.pk])[post.pk]
    post.save()
    tell(post, changed)
    emit(PostEdited(post.pk, post.author_id, post.owner_id, post.writer_id))
    return True


def _check_repost(post: Post, original: Post, words: str, audience: Audience) -> None:
    """It reaches no further than its original, and without words there is one of each (FEED-2).

    Raises: Invalid (`audience`); Refused with `reposted_already`.
    """
    if audience.value != post.audience:
        check_within(audience, Audience(original.audience))
    others = Post.objects.filter(author_id=post.author_id, original_id=original.pk, text="").exclude(
        pk=post.pk
    )
    if not words and post.text and others.exists():
        raise Refused("You have passed this on without words already.", code="reposted_already")


def _audience(post: Post, audience: str | None) -> Audience:
    if audience is None or audience == post.audience:
        return Audience(post.audience)
    kind = Kind.PERSON if post.author_id == post.writer_id else Kind.COMPANY
    return check_audience(Kind.GROUP if post.audience == Audience.GROUP.value else kind, audience)


@transaction.atomic
def remove(*, by: Viewer, post_id: int) -> None:
    """Take a post away for good, with everything that hung on it, reposts among it.

    Raises: Absent, where it is not theirs to take away.
    """
    post = own(by, post_id, By.DELETE)
    _drop([post, *Post.objects.filter(original_id=post.pk)])


@transaction.atomic
def take_down(*, post_id: int) -> None:
    """Take a post away as `remove` does, for who keeps the whole site in order; nothing, where it is gone."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is not None:
        _drop([post, *Post.objects.filter(original_id=post.pk)])


def _drop(posts: Collection[Post]) -> None:
    """Delete these posts; reposts of them have to be among them."""
    # locked, so that nobody says something under one of them meanwhile
    list(Post.objects.select_for_update().filter(pk__in=[post.pk for post in posts]).order_by("pk"))
    tags = hashtags_of([post.pk for post in posts])
    for post in posts:
        tell(post, tags[post.pk])
        emit(PostRemoved(post.pk, post.author_id, post.owner_id))
    ids = [post.pk for post in posts]
    attaching.let_go(ids)
    linking.unlink(ids)
    Post.objects.filter(pk__in=ids, original__isnull=False).delete()
    Post.objects.filter(pk__in=ids).delete()


@transaction.atomic
def remove_preview(*, by: Viewer, post_id: int) -> None:
    """Show no preview of its link in a post; twice is once. Raises: Absent, where the post is not theirs."""
    linking.remove(post_id=own(by, post_id, By.EDIT).pk)


_AT_ONCE = 500


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left has published, and their name from what others wrote."""
    while some := list(Post.objects.filter(author_id=actor_id).order_by("pk")[:_AT_ONCE]):
        ids = [post.pk for post in some]
        reposts = Post.objects.filter(original_id__in=ids).exclude(pk__in=ids)
        _drop([*some, *reposts])
    unname(actor_id=actor_id)
    attaching.forget(owner=actor_id)


def unname(*, actor_id: int) -> None:
    """Make plain text of a name that leads nowhere any more."""
    for mention in Mention.objects.filter(actor_id=actor_id).select_related("post"):
        post = mention.post
        mention.delete()
        others = Mention.objects.filter(post_id=post.pk).values_list("actor__handle", flat=True)
        said = said_before(Form(post.form), post.title, post.text)
        Post.objects.filter(pk=post.pk).update(html=said.html(set(others)))
