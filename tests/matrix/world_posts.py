"""The owner's posts, one for each audience, each under a hashtag and with a poll."""

from __future__ import annotations

from datetime import datetime

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.posts.actions import publishing
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from tests.matrix.canaries import POSTS, TALKS, Canary

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


def talk(owner: int, posts: dict[str, int], now: datetime, limits: Limits) -> dict[str, int]:
    """The owner comments on each of their posts, reacts to post and comment, and keeps the post; the comments' ids."""
    by, comments = Viewer(owner), {}
    for audience, post in posts.items():
        made = commenting.comment(
            by=by, post_id=post, words=f"Adds {TALKS[audience]}", now=now, limits=limits
        )
        reacting.react(by=by, post_id=post, kind="thanks", now=now, limits=limits)
        reacting.react_to_comment(by=by, comment_id=made, kind="thanks", now=now, limits=limits)
        reacting.save(by=by, post_id=post, now=now, limits=limits)
        comments[audience] = made
    return comments
