"""Following hashtags (REL-5): silent, like every follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.content.posts.rules.scanning import hashtag_key, is_hashtag
from rapport.kernel.errors import Absent
from rapport.people.audience import Viewer
from rapport.people.ties import actions as ties


@transaction.atomic
def follow_hashtag(*, by: Viewer, name: str, now: datetime) -> bool:
    """Follow a hashtag, also one that nobody has used yet; True where that is new.

    Raises: Absent, for what cannot be a hashtag; Refused with `hashtag_cap`.
    """
    if by.actor_id is None:
        raise Absent
    return ties.put_hashtag_follow(owner=by.actor_id, name=key_of(name), now=now)


@transaction.atomic
def unfollow_hashtag(*, by: Viewer, name: str) -> bool:
    """Follow it no longer; True where one did. Raises: Absent, for what cannot be a hashtag."""
    if by.actor_id is None:
        raise Absent
    return ties.end_hashtag_follow(owner=by.actor_id, name=key_of(name))


def key_of(name: str) -> str:
    """The one spelling of what somebody typed as a hashtag. Raises: Absent."""
    if not is_hashtag(name):
        raise Absent
    return hashtag_key(name.strip())
