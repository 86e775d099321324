"""What people in the demo say of one another: endorsements, and recommendations in every state, by real actions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rapport.content.endorsements import actions as endorsements
from rapport.content.profiles.models import Profile, Skill
from rapport.content.recommendations.actions import answering, writing
from rapport.content.recommendations.queries.positions import positions
from rapport.kernel.errors import RapportError
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.ties.models import Connection

ENDORSED, ENDORSERS = 40, 8
"""Of how many people skills are endorsed, and by how many at most; more would tell nothing new."""
RECOMMENDED = 24

TEXTS = (
    (
        "Ask a question on Monday and by Wednesday there is a drawing, two sources and a better question. "
        "I have never had to ask twice."
    ),
    (
        "We shared an office with one radiator for three winters. Patient with people, strict with numbers, and "
        "the only person I know who labels cables."
    ),
    (
        "Took over a project that had lost its plan and most of its people. Six months later it had both.\n\n"
        "What stayed with me: every meeting ended with who does what."
    ),
    "The best teacher I have had at work. Explains a thing once, in order, and then lets you do it.",
    "Reads the whole file before speaking. It saves everybody a week.",
)
REVISED = "As before, and one thing more: the documentation is still in use, five years on."
WISH = "You saw the whole of the gauge project from the other side. A few lines about that would help me."
CHANGE = "Could you leave out the name of the customer? The rest is kind and true."
RELATIONS = ("same_team", "managed", "reported_to", "other_team", "client", "mentored", "studied")


@dataclass(frozen=True)
class Pen:
    """Who writes about whom at a moment."""

    author: int
    recipient: int
    now: datetime
    limits: Limits
    chance: random.Random

    def position(self, viewer: int) -> UUID | None:
        """The first position of the recipient that this viewer sees."""
        listed = positions(Viewer(viewer), self.recipient)
        return listed[0].id if listed else None

    def ask(self) -> UUID:
        """A request."""
        return writing.ask(
            recipient=self.recipient, author=self.author, position=self.position(self.recipient), note=WISH,
            now=self.now, limits=self.limits,
        ).recommendation_id  # fmt: skip

    def give(self) -> UUID:
        """A text that waits."""
        return writing.give(
            author=self.author, recipient=self.recipient, words=self.chance.choice(TEXTS),
            relation=self.chance.choice(RELATIONS), position=self.position(self.author), now=self.now,
            limits=self.limits,
        ).recommendation_id  # fmt: skip

    def shown(self) -> UUID:
        """One that stands on the recipient's page."""
        one = self.give()
        answering.accept(recommendation_id=one, actor_id=self.recipient, version=1, now=self.now)
        return one

    def changing(self) -> None:
        """One in which a change is asked for."""
        answering.ask_change(
            recommendation_id=self.give(), actor_id=self.recipient, words=CHANGE, now=self.now,
            limits=self.limits,
        )  # fmt: skip

    def revised(self) -> None:
        """One that is shown, while a revised text waits."""
        writing.revise(
            recommendation_id=self.shown(), actor_id=self.author, words=REVISED, now=self.now,
            limits=self.limits,
        )  # fmt: skip

    def hidden(self) -> None:
        """One that the recipient keeps to themselves."""
        answering.hide(recommendation_id=self.shown(), actor_id=self.recipient, now=self.now)

    def refused(self) -> None:
        """One that was not taken."""
        answering.refuse(recommendation_id=self.give(), actor_id=self.recipient, now=self.now)

    def declined(self) -> None:
        """A request that was declined."""
        answering.decline(recommendation_id=self.ask(), actor_id=self.author, now=self.now)

    def left(self) -> None:
        """A request that was silently left."""
        answering.ignore(recommendation_id=self.ask(), actor_id=self.author)


OF_ALICE: tuple[Callable[[Pen], object], ...] = (
    Pen.shown, Pen.shown, Pen.give, Pen.changing, Pen.revised, Pen.hidden, Pen.ask, Pen.declined, Pen.left,
    Pen.refused,
)  # fmt: skip
BY_ALICE: tuple[Callable[[Pen], object], ...] = (
    Pen.shown, Pen.ask, Pen.changing, Pen.give, Pen.shown, Pen.refused
)  # fmt: skip
"""What alice got and gave, one with each of her connections in turn."""


@transaction.atomic
def vouch(ids: Mapping[str, int], *, hero: str, seed: int, now: datetime, limits: Limits) -> None:
    """Let connections endorse one another's skills and write about one another, `hero` first."""
    chance = random.Random(seed)  # noqa: S311 (the same words for the same seed)
    people = [ids[hero], *(one for handle, one in sorted(ids.items()) if handle != hero)]
    around = _connections(people)
    listing = set(Skill.objects.values_list("owner_id", flat=True))
    for owner in [one for one in people if one in listing][:ENDORSED]:
        _endorse(owner, around.get(owner, ()), chance, now)
    alice = ids[hero]
    friends = list(around.get(alice, ()))
    for take, friend in zip(OF_ALICE, friends, strict=False):
        _take(take, Pen(friend, alice, _ago(chance, now), limits, chance))
    for take, friend in zip(BY_ALICE, reversed(friends), strict=False):
        _take(take, Pen(alice, friend, _ago(chance, now), limits, chance))
    others = [one for one in people[1:] if around.get(one)]
    for author in others[:RECOMMENDED]:
        pen = Pen(author, chance.choice(list(around[author])), _ago(chance, now), limits, chance)
        _take(chance.choice((Pen.shown, Pen.shown, Pen.shown, Pen.give)), pen)


def _ago(chance: random.Random, now: datetime) -> datetime:
    return now - timedelta(hours=chance.randint(2, 60 * 24))


def _connections(people: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The connections of these people, the longest first; only those who have a profile."""
    known = set(Profile.objects.values_list("pk", flat=True)) & set(people)
    around: dict[int, list[int]] = {}
    rows = Connection.objects.filter(owner_id__in=known).order_by("since", "other_id")
    for owner, other in rows.values_list("owner_id", "other_id"):
        if other in known:
            around.setdefault(owner, []).append(other)
    return {owner: tuple(others) for owner, others in around.items()}


def _endorse(owner: int, friends: Sequence[int], chance: random.Random, now: datetime) -> None:
    """Several of their connections endorse a few of the skills, the first listed the most."""
    listed = list(Skill.objects.filter(owner_id=owner).order_by("place", "pk").values_list("pk", flat=True))
    for friend in chance.sample(list(friends), min(len(friends), ENDORSERS)):
        for skill in listed[: chance.randint(1, 3)]:
            _allowed(
                lambda skill=skill, friend=friend: endorsements.endorse(  # type: ignore[misc]
                    endorser=friend, owner=owner, skill_id=skill, now=_ago(chance, now)
                )
            )


def _take(take: Callable[[Pen], object], pen: Pen) -> None:
    _allowed(lambda: take(pen))


def _allowed(act: Callable[[], object]) -> None:
    """Do it, unless a rule stands in the way, as it does in life."""
    try:
        with transaction.atomic():
            act()
    except RapportError:
        return
