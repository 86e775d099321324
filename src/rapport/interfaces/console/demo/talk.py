"""What the characters of the demo say under each other's posts: comments, answers, reactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.discussion.actions import commenting, reacting
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Remark:
    """What somebody says under the post at this place of the list; `answers` is the place of another remark."""

    hours_ago: float
    post: int
    by: str
    words: str
    answers: int | None = None


REMARKS = (
    Remark(
        149,
        15,
        "bob",
        "I still have your gloves from last time. They are drying on a first edition of nothing.",
    ),
    Remark(148, 15, "olga", "Does Tuesday include the tea map? I would travel for the tea map."),
    Remark(147.5, 15, "alice", "@olga it does. Bring biscuits, keep them away from it.", 1),
    Remark(26, 5, "wilhelmina", "And the person in forty years will still ask which datum you meant."),
    Remark(25, 5, "jonas", "Ours. It is always ours.", 3),
    Remark(
        9,
        3,
        "minh_khai",
        "Ours stopped over one column nobody wanted to name. @alice, your archive must know it.",
    ),
    Remark(0.8, 0, "siobhan", "Ninety-one years. Somebody tell the peat, it likes a long story."),
    Remark(
        0.5, 0, "alice", "Would you let us have the gauge books? We have a dry shelf and a patient scanner."
    ),
    Remark(0.3, 0, "tomas", "Gladly. They smell of river, be warned.", 7),
)
"""In the order in which they were said."""

REACTIONS: Mapping[int, Mapping[str, str]] = {
    0: {"rania": "congratulations", "kwame": "congratulations", "alice": "interesting", "haruka": "support"},
    5: {"wilhelmina": "agree", "teodor": "agree", "alice": "thanks"},
    10: {"haruka": "interesting", "priya": "thanks"},
    15: {
        "bob": "thanks",
        "olga": "congratulations",
        "jonas": "support",
        "priya": "thanks",
        "tomas": "interesting",
    },
}
"""Who reacted to the post at each place, and how."""


def write(ids: Mapping[str, int], made: Mapping[int, int], *, now: datetime, limits: Limits) -> None:
    """Say all of it by the real actions, the oldest first; who is not here says nothing."""
    said: dict[int, int] = {}
    for place, one in enumerate(REMARKS):
        if one.by not in ids or one.post not in made or (one.answers is not None and one.answers not in said):
            continue
        said[place] = commenting.comment(
            by=Viewer(ids[one.by]),
            post_id=made[one.post],
            words=one.words,
            reply_to=None if one.answers is None else said[one.answers],
            now=now - timedelta(hours=one.hours_ago),
            limits=limits,
        )
    for place, reactions in REACTIONS.items():
        for number, (who, kind) in enumerate(reactions.items()):
            if who in ids and place in made:
                at = now - timedelta(minutes=10 + number)
                reacting.react(by=Viewer(ids[who]), post_id=made[place], kind=kind, now=at, limits=limits)
