"""Deeds that notices gather: which of them are so still, and whom their owner reads in the sentence (FEED-6).

What is asked here is asked at each reading, of page, count, API and mail alike: a post or comment that is hidden,
taken away or out of sight, a reaction taken back, a person muted or blocked take their part of a notice along.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.content.discussion.models import Comment, CommentMention, CommentReaction, PostReaction
from rapport.content.discussion.queries.seeing import said_to
from rapport.content.posts.models import Mention, Post
from rapport.content.posts.queries.seeing import posts_seen
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.models import PageRole
from rapport.people.organizations.rules import RoleState
from rapport.people.ties import terms
from rapport.projections.notifications.models import Deed
from rapport.projections.notifications.rules_telling import Kind

EXCERPT = 140
"""So many characters are shown of what a notice is about."""


@dataclass(frozen=True)
class Gathered:
    """What a notice gathers as its owner may know it: who, the latest first, how many deeds, and the latest itself."""

    people: tuple[int, ...]
    count: int
    post_id: int
    comment_id: int | None
    excerpt: str


def _ours(owner_id: int, post: str) -> Exists:
    """The post in this column is the owner's, or one they wrote for a company that they look after still."""
    looks_after = PageRole.objects.filter(
        owner_id=OuterRef("author_id"), other_id=owner_id, state=RoleState.HELD.value
    )
    rows = Post.objects.filter(pk=OuterRef(post))
    return Exists(rows.filter(Q(author_id=owner_id) | (Q(writer_id=owner_id) & Q(Exists(looks_after)))))


def _so(owner_id: int) -> Q:
    """Rows of Deed that are still what was told of them."""
    reacted = PostReaction.objects.filter(post_id=OuterRef("post_id"), actor_id=OuterRef("actor_id"))
    liked = CommentReaction.objects.filter(comment_id=OuterRef("comment_id"), actor_id=OuterRef("actor_id"))
    mine = Comment.objects.filter(pk=OuterRef("comment_id"), author_id=owner_id)
    answers = Comment.objects.filter(pk=OuterRef("comment_id"), reply_to__author_id=owner_id)
    named = Mention.objects.filter(post_id=OuterRef("post_id"), actor_id=owner_id)
    said = CommentMention.objects.filter(comment_id=OuterRef("comment_id"), actor_id=owner_id)
    passed = Post.objects.filter(pk=OuterRef("post_id")).filter(_ours(owner_id, "original_id"))
    at_post = Q(comment__isnull=True)
    return (
        Q(kind=Kind.REACTION.value) & at_post & Q(Exists(reacted)) & Q(_ours(owner_id, "post_id"))
        | Q(kind=Kind.REACTION.value) & ~at_post & Q(Exists(liked)) & Q(Exists(mine))
        | Q(kind=Kind.COMMENT.value) & Q(_ours(owner_id, "post_id"))
        | Q(kind=Kind.COMMENT_REPLY.value) & Q(Exists(answers))
        | Q(kind=Kind.MENTION.value) & at_post & Q(Exists(named))
        | Q(kind=Kind.MENTION.value) & ~at_post & Q(Exists(said))
        | Q(kind=Kind.REPOST.value) & Q(Exists(passed))
    )


def standing(owner_id: int, now: datetime) -> QuerySet[Deed]:
    """The deeds that a member was told of and may know of now: so still, in sight, of nobody whom they mute."""
    me = Viewer(owner_id)
    seen = posts_seen(me, Limits(), Post.objects.filter(pk=OuterRef("post_id")))
    comment = Comment.objects.filter(said_to(me), pk=OuterRef("comment_id"))
    return (
        Deed.objects.filter(owner_id=owner_id)
        .filter(_so(owner_id))
        .filter(Exists(seen))
        .filter(Q(comment__isnull=True) | Q(Exists(comment)))
        .exclude(terms.unseen_by(owner_id, "actor_id"))
        .exclude(terms.muted(owner_id, OuterRef("actor_id"), now))
    )


def gathered(owner_id: int, notices: Collection[UUID], now: datetime) -> Mapping[UUID, Gathered]:
    """What these notices of a member gather; one statement."""
    if not notices:
        return {}
    rows = standing(owner_id, now).filter(notice__in=notices).order_by("-at", "-source")
    found: dict[UUID, list[tuple[int, int, int | None, str]]] = {}
    for notice, actor, post, comment, *texts in rows.values_list(
        "notice", "actor_id", "post_id", "comment_id", "comment__text", "post__title", "post__text"
    ):
        words = next((text for text in texts if text), "")
        found.setdefault(notice, []).append((actor, post, comment, words))
    return {
        notice: Gathered(
            tuple(dict.fromkeys(deed[0] for deed in deeds)), len(deeds), deeds[0][1], deeds[0][2],
            _excerpt(deeds[0][3]),
        )
        for notice, deeds in found.items()
    }  # fmt: skip


def _excerpt(words: str) -> str:
    whole = " ".join(words.split())
    return whole if len(whole) <= EXCERPT else whole[: EXCERPT - 1].rstrip() + "…"


@dataclass(frozen=True)
class About:
    """A post that something happens to: whose it is, who is told of that, and for whom it is."""

    id: int
    author_id: int
    owner_id: int
    writer_id: int
    audience: str

    @property
    def company_id(self) -> int | None:
        """The company whose post it is; None where its author is who wrote it."""
        return self.author_id if self.author_id != self.writer_id else None


_ABOUT = ("pk", "author_id", "owner_id", "writer_id", "audience")


def about(post_id: int) -> About:
    """The post of this id."""
    return About(*Post.objects.values_list(*_ABOUT).get(pk=post_id))


def reacted_at(post_id: int, comment_id: int, actor_id: int) -> datetime:
    """When somebody reacted to the post, or to the comment where that is not 0."""
    if comment_id:
        return CommentReaction.objects.values_list("at", flat=True).get(
            comment_id=comment_id, actor_id=actor_id
        )
    return PostReaction.objects.values_list("at", flat=True).get(post_id=post_id, actor_id=actor_id)


def author_of(comment_id: int) -> int | None:
    """Who said this; None where it was removed."""
    return Comment.objects.values_list("author_id", flat=True).get(pk=comment_id)


@dataclass(frozen=True)
class Said:
    """A comment for who is told of it: when, whom it answers and names."""

    at: datetime
    answers: int | None
    answered_author: int | None
    named: frozenset[int]


def said(comment_id: int) -> Said:
    """The comment of this id; two statements."""
    at, answers, author = Comment.objects.values_list("at", "reply_to_id", "reply_to__author_id").get(
        pk=comment_id
    )
    rows = CommentMention.objects.filter(comment_id=comment_id).values_list("actor_id", flat=True)
    return Said(at, answers, author, frozenset(rows))


def named_in(post_id: int) -> frozenset[int]:
    """Whom a post names."""
    return frozenset(Mention.objects.filter(post_id=post_id).values_list("actor_id", flat=True))


def edited_at(comment_id: int) -> datetime:
    """When a comment was changed last."""
    rows = Comment.objects.values_list("edited_at", "at")
    edited, at = rows.get(pk=comment_id)
    return edited or at


def changed_at(post_id: int) -> datetime:
    """When a post was changed last, or else published."""
    edited, at = Post.objects.values_list("edited_at", "published_at").get(pk=post_id)
    return edited or at


def listening(owner_ids: Collection[int], actor_id: int, post: About, now: datetime) -> list[int]:
    """Of these, the members who may be told that this actor did something at this post: in their order.

    They see the post, are not the actor, mute them not, and no block stands between them and anybody in it.
    """
    admitted = visibility.fan_out(post.owner_id, Audience(post.audience)).filter(pk__in=owner_ids)
    bars = terms.blocked(OuterRef("pk"), actor_id) | terms.blocked(OuterRef("pk"), post.author_id)
    rows: QuerySet[Actor] = admitted.exclude(pk=actor_id).exclude(bars)
    rows = rows.exclude(terms.muted(OuterRef("pk"), actor_id, now))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def told_of(owner_ids: Collection[int], source: str) -> set[int]:
    """Those of these members who have been told of this deed already."""
    rows = Deed.objects.filter(owner_id__in=owner_ids, source=source)
    return set(rows.values_list("owner_id", flat=True))
