"""Notices of the owner's comments to every viewer, of every comment, whether they may read it or not (FEED-6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from rapport.content.discussion.models import CommentMention
from rapport.projections.notifications.actions_talk import gather
from rapport.projections.notifications.rules_talk import Told
from rapport.projections.notifications.rules_telling import Kind


def tell_everybody(
    owner: int, viewers: Collection[int], posts: Mapping[str, int], comments: Mapping[str, int], now: datetime
) -> None:
    """As if all had been named when they could see them: what they see of it now is asked at each reading."""
    for place, (audience, comment) in enumerate(comments.items(), start=1):
        CommentMention.objects.bulk_create(
            (CommentMention(comment_id=comment, actor_id=one) for one in viewers), ignore_conflicts=True
        )
        told = Told(
            source=f"comment:{comment}",
            kinds=dict.fromkeys(viewers, Kind.MENTION),
            actor_id=owner,
            post_id=posts[audience],
            comment_id=comment,
            about=posts[audience],
            at=now + timedelta(seconds=place),  # in one order for all
        )
        gather(told, owner_ids=list(viewers))
