"""Where the demo is played: a diary of steps, and real actions that take them in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rapport.kernel.errors import Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions as accounts
from rapport.people.actors.models import Actor
from rapport.people.groups.actions import founding, joining, running
from rapport.people.groups.actions.founding import Words
from rapport.people.groups.rules.process import Verb
from rapport.people.relationships.actions import answering, choosing, following, inviting

STEPS_A_TRANSACTION = 100


@dataclass(frozen=True, order=True)
class Step:
    """One thing somebody does at a moment; `number` keeps the order of what happens at once."""

    at: datetime
    number: int
    verb: str = field(compare=False)
    with_: dict[str, Any] = field(compare=False)


class Diary:
    """Steps as they come to mind; they are taken in the order of their moments."""

    def __init__(self) -> None:
        """An empty one."""
        self._steps: list[Step] = []

    def add(self, at: datetime, verb: str, /, **with_: Any) -> None:
        """Somebody takes `verb`, a method of `Stage`, at the moment `at`."""
        self._steps.append(Step(at, len(self._steps), verb, with_))

    @property
    def steps(self) -> list[Step]:
        """All steps in the order of time."""
        return sorted(self._steps)


class Stage:
    """Takes steps by real actions; people are known by their handles, letters by sender and recipient."""

    def __init__(self, limits: Limits, domain: str) -> None:
        """Begin with nobody; new members get addresses at `domain`."""
        self.ids: dict[str, int] = {}
        self.refused = 0
        self._limits, self._domain = limits, domain
        self._letters: dict[tuple[str, str], UUID] = {}

    def learn(self, handles: Iterable[str]) -> None:
        """Know people who are here already."""
        known = Actor.objects.filter(handle__in=list(handles)).values_list("handle", "pk")
        self.ids.update(known)

    def play(self, diary: Diary, advance: Callable[[int], None]) -> None:
        """Take all steps, telling `advance` how many were taken."""
        steps = diary.steps
        for start in range(0, len(steps), STEPS_A_TRANSACTION):
            chunk = steps[start : start + STEPS_A_TRANSACTION]
            with transaction.atomic():
                for step in chunk:
                    self._take(step)
            advance(len(chunk))

    def _take(self, step: Step) -> None:
        try:
            getattr(self, step.verb)(now=step.at, **step.with_)
        except Refused:
            # a rule stood in the way, as it does in life: a full budget, a restriction
            self.refused += 1

    def join(self, *, handle: str, name: str, headline: str, now: datetime) -> None:
        """Become a member; nobody signs in as them, since a password costs a tenth of a second each."""
        account = accounts.create_member(
            handle=handle,
            email=f"{handle}@{self._domain}",
            name=name,
            headline=headline,
            password=None,
            now=now,
            limits=self._limits,
        )
        assert account.actor_id is not None
        self.ids[handle] = account.actor_id

    def invite(
        self,
        *,
        sender: str,
        recipient: str,
        context: str,
        note: str = "",
        email: str = "",
        follow: bool = True,
        now: datetime,
    ) -> None:
        """Send an invitation."""
        sent = inviting.invite(
            sender=self.ids[sender],
            recipient=self.ids[recipient],
            context=context,
            note=note,
            email=email,
            follow=follow,
            now=now,
            limits=self._limits,
        )
        self._letters[sender, recipient] = sent.invitation_id

    def answer(self, *, sender: str, recipient: str, verb: str, now: datetime, **more: Any) -> None:
        """Let one end of an invitation take a step; nothing, where the invitation was never sent."""
        letter = self._letters.get((sender, recipient))
        if letter is None:
            return
        action, by_sender, with_limits = ANSWERS[verb]
        actor = self.ids[sender if by_sender else recipient]
        if with_limits:
            more["limits"] = self._limits
        action(invitation_id=letter, actor_id=actor, now=now, **more)

    def say(self, *, sender: str, recipient: str, author: str, words: str, now: datetime) -> None:
        """Write in the thread of an invitation."""
        letter = self._letters.get((sender, recipient))
        if letter is not None:
            answering.reply(
                invitation_id=letter, actor_id=self.ids[author], words=words, now=now, limits=self._limits
            )

    def follow(self, *, follower: str, followee: str, private: bool = False, now: datetime) -> None:
        """Follow, or ask to."""
        following.follow(follower=self.ids[follower], followee=self.ids[followee], private=private, now=now)

    def unfollow(self, *, follower: str, followee: str, now: datetime) -> None:  # noqa: ARG002 (as all steps)
        """Stop following."""
        following.unfollow(follower=self.ids[follower], followee=self.ids[followee])

    def admit(self, *, followee: str, follower: str, now: datetime) -> None:
        """Let someone follow who asked to."""
        following.accept_request(owner=self.ids[followee], requester=self.ids[follower], now=now)

    def choose(self, *, handle: str, changes: dict[str, str], now: datetime) -> None:  # noqa: ARG002 (as all steps)
        """Turn switches of one's own network."""
        choosing.choose(actor_id=self.ids[handle], changes=changes)

    def keep(
        self,
        *,
        owner: str,
        other: str,
        note: str = "",
        how_met: str = "",
        tags: tuple[str, ...] = (),
        rhythm_weeks: int | None = None,
        now: datetime,
    ) -> None:
        """Keep a private note about a tie."""
        choosing.keep_note(
            owner=self.ids[owner],
            other=self.ids[other],
            note=note,
            how_met=how_met,
            tags=tags,
            rhythm_weeks=rhythm_weeks,
            now=now,
        )

    def found_group(
        self, *, handle: str, name: str, headline: str, owner: str, now: datetime, **words: Any
    ) -> None:
        """Make a group; groups are known by their handles like people."""
        self.ids[handle] = founding.found(
            actor_id=self.ids[owner],
            is_organiser=False,
            handle=handle,
            name=name,
            headline=headline,
            words=Words(**words),
            now=now,
            limits=self._limits,
        )

    def enter_group(self, *, member: str, group: str, note: str = "", now: datetime) -> None:
        """Join, accept an invitation, or ask."""
        ends = {"group_id": self.ids[group], "actor_id": self.ids[member]}
        joining.enter(**ends, note=note, now=now, limits=self._limits)

    def step_in_group(self, *, verb: str, by: str, person: str, group: str, now: datetime) -> None:
        """Invite somebody to a group, or do about them what those who run it do."""
        ends = {"group_id": self.ids[group], "actor_id": self.ids[by], "person_id": self.ids[person]}
        if verb == Verb.INVITE:
            running.invite(**ends, now=now, limits=self._limits)
        else:
            running.take(verb=Verb(verb), **ends, now=now, limits=self._limits)

    def lapse(self, *, now: datetime) -> None:
        """Let invitations expire whose day has come."""
        inviting.expire_due(now=now)


Answer = tuple[Callable[..., None], bool, bool]

ANSWERS: dict[str, Answer] = {
    "accept": (answering.accept, False, True),
    "decline": (answering.decline, False, False),
    "suggest_follow": (answering.suggest_follow, False, False),
    "ignore": (answering.ignore, False, False),
    "dont_know": (answering.dont_know, False, True),
    "withdraw": (inviting.withdraw, True, False),
    "remind": (inviting.remind, True, True),
}
"""Each step of an invitation: its action, whether it is the sender's, whether it takes the limits."""
