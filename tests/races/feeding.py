"""A process that publishes as fast as it can, or that writes the index of posts; it goes on until it is killed.

    python -m tests.races.feeding publish FIRST_NUMBER AUTHOR…
    python -m tests.races.feeding index DIRECTORY

A publisher says the id of each post that is committed and for everybody, and takes back every seventh.
"""

from __future__ import annotations

import itertools
import sys
import threading
from pathlib import Path

import django

django.setup()

from rapport.content.posts.actions import changing, publishing  # noqa: E402 (the apps have to be ready first)
from rapport.kernel.clock import now  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.projections.feed.actions import index  # noqa: E402

LIMITS = Limits(posts_per_hour=100_000)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def publish(first: int, authors: list[int]) -> None:
    """Post in turn, some of it to connections alone."""
    for number in itertools.count(first):
        by, audience = Viewer(authors[number % len(authors)]), "connections" if number % 3 else "anyone"
        post = publishing.publish(
            by=by, words=f"Number {number}", audience=audience, now=now(), limits=LIMITS
        )
        if number % 7 == 0:
            changing.remove(by=by, post_id=post)
        _say(post if number % 7 and audience == "anyone" else 0)


if __name__ == "__main__":
    role, given, *rest = sys.argv[1:]
    _say("ready")
    if role == "publish":
        publish(int(given), [int(one) for one in rest])
    index.keep_following(Path(given), threading.Event(), poll_seconds=0.01)
