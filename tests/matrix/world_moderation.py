"""Cases about everything the owner wrote, whoever may read it: moderators do, and nobody else (OPS-4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from rapport.content.discussion.models import Comment
from rapport.content.moderation.models import Case, Report
from rapport.content.posts.models import Post


def report_all(
    owner: int, reporter: int, posts: Mapping[str, int], comments: Mapping[str, int], now: datetime
) -> UUID:
    """Made by hand, as if the reporter had seen each of them then; gives the case of what connections read."""
    made: dict[str, UUID] = {}
    for audience, post in posts.items():
        text = Post.objects.get(pk=post).text
        made[audience] = _case(owner, reporter, "post", post, text, now)
        _case(
            owner,
            reporter,
            "comment",
            comments[audience],
            Comment.objects.get(pk=comments[audience]).text,
            now,
        )
    return made["connections"]


def _case(owner: int, reporter: int, thing: str, number: int, text: str, now: datetime) -> UUID:
    case = Case.objects.create(
        thing=thing, number=number, author_id=owner, member_id=owner, text=text, opened_at=now
    )
    Report.objects.create(case=case, reporter_id=reporter, reason="spam", text=text, at=now)
    return case.pk
