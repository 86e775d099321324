"""The owner's posts, one for each audience, each under a hashtag and with a poll."""

from __future__ import annotations

from datetime import datetime

from rapport.content.posts.actions import publishing
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from tests.matrix.canaries import POSTS, Canary

TOPIC = "waters"
"""The hashtag of each."""


def publish_posts(owner: int, now: datetime, limits: Limits) -> dict[str, int]:
    """Publish them; gives their ids by audience."""
    return {
        audience: publishing.publish(
            by=Viewer(owner),
            words=f"Says {word} #{TOPIC}",
            audience=audience,
            group=Canary.PRIVATE_GROUP if audience == "group" else "",
            poll=NewPoll(("This", "That"), 7),
            now=now,
            limits=limits,
        )
        for audience, word in POSTS.items()
    }
