"""The owner's posts, one for each audience."""

from __future__ import annotations

from datetime import datetime

from rapport.content.posts.actions import publishing
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from tests.matrix.canaries import POSTS, Canary


def publish_posts(owner: int, now: datetime, limits: Limits) -> dict[str, int]:
    """Publish them; gives their ids by audience."""
    return {
        audience: publishing.publish(
            by=Viewer(owner),
            words=f"Says {word}",
            audience=audience,
            group=Canary.PRIVATE_GROUP if audience == "group" else "",
            now=now,
            limits=limits,
        )
        for audience, word in POSTS.items()
    }
