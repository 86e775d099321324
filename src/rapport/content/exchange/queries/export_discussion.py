"""What a member said under posts, and what they keep for later: their part of the document (OPS-2)."""

from __future__ import annotations

from typing import Any

from rapport.content.discussion.models import Comment, CommentReaction, PostReaction, Save
from rapport.content.exchange.queries.export_tables import Owner

Record = dict[str, Any]


def comments(owner: Owner) -> list[Record]:
    """What one said under posts, oldest first; the posts of others are named by their number alone."""
    rows = Comment.objects.filter(author_id=owner.id).order_by("pk")
    return [
        {
            "id": str(row.pk),
            "post": str(row.post_id),
            "answers": str(row.reply_to_id) if row.reply_to_id else "",
            "text": row.text,
            "at": row.at,
            "edited_at": row.edited_at,
        }
        for row in rows
    ]


def reactions(owner: Owner) -> list[Record]:
    """One's reactions to posts and to comments, oldest first."""
    posts = PostReaction.objects.filter(actor_id=owner.id).values_list("at", "post_id", "kind")
    under = CommentReaction.objects.filter(actor_id=owner.id).values_list("at", "comment_id", "kind")
    found = [(*row, "post") for row in posts] + [(*row, "comment") for row in under]
    return [{"to": to, "id": str(one), "kind": kind, "at": at} for at, one, kind, to in sorted(found)]


def saved(owner: Owner) -> list[Record]:
    """The posts one keeps for later, by number."""
    rows = Save.objects.filter(owner_id=owner.id).order_by("at", "post_id").values_list("post_id", "at")
    return [{"post": str(post), "at": at} for post, at in rows]
