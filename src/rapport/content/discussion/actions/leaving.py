"""What goes with a member who leaves (OPS-2)."""

from __future__ import annotations

from django.db import transaction

from rapport.content.discussion.actions.commenting import drop
from rapport.content.discussion.models import Comment, CommentMention, CommentReaction, PostReaction, Save
from rapport.content.discussion.rules.saying import handles_in
from rapport.content.posts.models import Post
from rapport.content.posts.rules.rendering import post_html

_AT_ONCE = 500


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left said, and make plain text of their name in what others wrote."""
    while some := list(Comment.objects.filter(author_id=actor_id).order_by("pk")[:_AT_ONCE]):
        posts = {one.post_id for one in some}
        list(
            Post.objects.select_for_update(no_key=True).filter(pk__in=posts).order_by("pk").values_list("pk")
        )
        drop([one.pk for one in some])
    PostReaction.objects.filter(actor_id=actor_id).delete()
    CommentReaction.objects.filter(actor_id=actor_id).delete()
    Save.objects.filter(owner_id=actor_id).delete()
    for mention in CommentMention.objects.filter(actor_id=actor_id).select_related("comment"):
        comment = mention.comment
        mention.delete()
        others = CommentMention.objects.filter(comment_id=comment.pk).values_list("actor__handle", flat=True)
        linked = handles_in(comment.text) & set(others)
        Comment.objects.filter(pk=comment.pk).update(html=post_html(comment.text, linked))
