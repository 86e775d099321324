"""What the owner is writing, and the hashtag they follow."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from rapport.content.posts.actions import drafting, tagging
from rapport.content.posts.actions.drafting import Words
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from tests.matrix.canaries import Canary


def write_draft(owner: int, now: datetime, limits: Limits) -> UUID:
    """Keep a draft and follow a hashtag; gives the id of the draft."""
    tagging.follow_hashtag(by=Viewer(owner), name=Canary.HASHTAG, now=now)
    words = Words(title=f"About {Canary.DRAFT}", text=f"Says {Canary.DRAFT}")
    return drafting.save(by=Viewer(owner), words=words, now=now, limits=limits)
