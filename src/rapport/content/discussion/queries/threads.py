"""Comments as one viewer reads them: thread by thread, the oldest first (FEED-2, NET-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, When

from rapport.content.discussion.models import Comment, CommentMention
from rapport.content.discussion.queries.counts import NO_REACTIONS, Reactions, on_comments
from rapport.content.discussion.queries.seeing import listed_for, said_to, seen_comment
from rapport.content.discussion.rules.owning import By, may_change, place_of
from rapport.content.discussion.rules.saying import handles_in
from rapport.content.posts.queries.seeing import SeenPost, seen_post
from rapport.content.posts.queries.standing import place_at
from rapport.content.posts.rules import owning as posts
from rapport.content.posts.rules.rendering import post_html
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.faces import Face
from rapport.people.relationships.queries.people import Person, people
from rapport.people.ties.terms import unseen_by


@dataclass(frozen=True)
class CommentView:
    """A comment as one viewer sees it; without `author` it is what is left of one that others answered.

    `thread_id` is the first comment of its thread, its own id there. `answers` names whom it answers, where that
    is another answer whose author the viewer sees.
    """

    id: int
    post_id: int
    thread_id: int
    author: Person | None
    answers: Face | None
    text: str
    html: str
    at: datetime
    edited_at: datetime | None
    reactions: Reactions
    may: frozenset[By]
    may_answer: bool

    @property
    def first(self) -> bool:
        """Whether it begins its thread."""
        return self.id == self.thread_id


@dataclass(frozen=True)
class _Read:
    """A row with its author and whom it answers, each as far as the viewer sees them."""

    row: Comment
    author: Actor | None
    answered: Actor | None


def comments(
    viewer: Viewer, post_id: int, *, cursor: str | None = None, size: int = 20, now: datetime, limits: Limits
) -> Page[CommentView]:
    """The comments under a post: threads by their beginning, in each the answers in order; a page may end inside one.

    Raises: Absent, where the post is not for this viewer; Invalid (`cursor`).
    """
    post = seen_post(viewer, post_id, limits)
    rows = listed_for(viewer, Comment.objects.filter(post_id=post_id)).order_by("thread_id", "pk")
    if cursor:
        thread, last = paging.decode(cursor, int, int)
        rows = rows.filter(thread_id__gte=thread).exclude(thread_id=thread, pk__lte=last)
    page = paging.cut(_faced(viewer, rows[: size + 1]), size, key=lambda one: (one.row.thread_id, one.row.pk))
    return Page(_views(viewer, post, page.items, now), page.next)


def page_of(viewer: Viewer, post_id: int, comment_id: int, *, size: int) -> str | None:
    """The cursor of a page with this comment, under a post that the viewer sees; None where the first page has it.

    It begins with its thread, or with the comment itself where too much of the thread stands before it. Of what
    is not there for this viewer nothing is said: the list begins at its beginning.
    """
    rows = listed_for(viewer, Comment.objects.filter(post_id=post_id))
    thread = rows.filter(pk=comment_id).values_list("thread_id", flat=True).first()
    if thread is None:
        return None
    within = rows.filter(thread_id=thread, pk__lt=comment_id).count()
    if within + rows.filter(thread_id__lt=thread).count() < size:
        return None
    return paging.encode(thread, 0 if within < size else comment_id - 1)


def comment(viewer: Viewer, comment_id: int, *, now: datetime, limits: Limits) -> CommentView:
    """One comment. Raises: Absent, where it or its post is not for this viewer, or it was removed."""
    _, post = seen_comment(viewer, comment_id, limits)
    return _views(viewer, post, _faced(viewer, Comment.objects.filter(pk=comment_id)), now)[0]


def _faced(viewer: Viewer, rows: QuerySet[Comment]) -> list[_Read]:
    """The rows with who stands in them, as far as this viewer sees those."""
    answered = Comment.objects.filter(said_to(viewer), pk=OuterRef("reply_to_id")).exclude(pk=F("thread_id"))
    found = rows.select_related("author", "reply_to__author").annotate(
        said=Case(When(said_to(viewer), then=True), default=False, output_field=BooleanField()),
        named=Case(When(Exists(answered), then=True), default=False, output_field=BooleanField()),
    )
    return [
        _Read(
            row,
            row.author if row.said else None,
            row.reply_to.author if row.named and row.reply_to is not None and row.said else None,
        )
        for row in found
    ]


def _views(viewer: Viewer, post: SeenPost, read: Sequence[_Read], now: datetime) -> list[CommentView]:
    authors = {one.author.pk: one.author for one in read if one.author is not None}
    shown = {one.id: one for one in people(viewer, list(authors.values()), now)}
    said = [one.row.pk for one in read if one.author is not None]
    reactions = on_comments(viewer, said)
    barred = _barred(viewer, said)
    at_post = place_at(viewer, post)
    return [_view(viewer, one, shown, reactions, barred, at_post) for one in read]


def _view(
    viewer: Viewer,
    one: _Read,
    shown: Mapping[int, Person],
    reactions: Mapping[int, Reactions],
    barred: Mapping[int, set[str]],
    at_post: posts.Place,
) -> CommentView:
    row, author = one.row, one.author
    if author is None:
        return CommentView(
            row.pk,
            row.post_id,
            row.thread_id,
            None,
            None,
            "",
            "",
            row.at,
            None,
            NO_REACTIONS,
            frozenset(),
            False,
        )
    place = place_of(own=author.pk == viewer.actor_id, at_post=at_post)
    answered = one.answered
    return CommentView(
        id=row.pk,
        post_id=row.post_id,
        thread_id=row.thread_id,
        author=shown[author.pk],
        answers=None if answered is None else Face(answered.pk, answered.handle, answered.name),
        text=row.text,
        html=_html(row, barred.get(row.pk)),
        at=row.at,
        edited_at=row.edited_at,
        reactions=reactions[row.pk],
        may=frozenset(verb for verb in By if may_change(place, verb)),
        may_answer=not viewer.is_visitor,
    )


def _html(row: Comment, barred: set[str] | None) -> str:
    """The HTML without links to people whom this viewer does not see (REL-17)."""
    if not barred:
        return row.html
    linked = {handle for handle in handles_in(row.text) if f'href="/@{handle}"' in row.html}
    return post_html(row.text, linked - barred)


def _barred(viewer: Viewer, comment_ids: Sequence[int]) -> dict[int, set[str]]:
    """The handles in each of these comments that lead to nobody whom this viewer sees."""
    rows = CommentMention.objects.filter(comment_id__in=comment_ids).filter(
        unseen_by(viewer.actor_id, "actor_id")
    )
    found: dict[int, set[str]] = {}
    for comment_id, handle in rows.values_list("comment_id", "actor__handle"):
        found.setdefault(comment_id, set()).add(handle)
    return found
