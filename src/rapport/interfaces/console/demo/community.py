"""A generated community: circles with a subject each, a few people who know everybody, two years of letters."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from rapport.interfaces.console.demo import words
from rapport.interfaces.console.demo.names import LONG_NAMES, Namer
from rapport.interfaces.console.demo.stage import Diary
from rapport.people.relationships.rules.process import DeclineReason

YEARS_IN_DAYS = 700
TIES_A_MEMBER = 3.6
"""Invitations drawn for each member; with both ends counted the mean member has about six connections."""
FOLLOWS_A_MEMBER = 2.0
LETTERS_WITH_NOTE = 0.6
IN_ONES_CIRCLE = 0.55
THROUGH_A_FRIEND = 0.15


@dataclass(frozen=True)
class Soul:
    """Somebody of the community; `pull` says how many find them, by a power law."""

    handle: str
    name: str
    headline: str
    circle: int
    joined: datetime
    pull: float
    doors: dict[str, str]


FATES: tuple[tuple[str, float], ...] = (
    ("accept", 0.80),
    ("wait", 0.07),
    ("decline", 0.035),
    ("ignore", 0.035),
    ("suggest_follow", 0.02),
    ("withdraw", 0.02),
    ("dont_know", 0.01),
    ("talk", 0.01),
)
"""What becomes of an invitation, and of how many."""

DOORS: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = (
    ("primary_button", (("follow", 0.15),)),
    ("follow_policy", (("on_request", 0.07), ("connections_only", 0.04))),
    ("invitation_policy", (("second_degree", 0.06), ("knows_email", 0.04))),
    ("connection_policy", (("shared_context", 0.15), ("people_i_know", 0.1), ("worked_with", 0.05))),
    ("connection_list", (("members", 0.25), ("only_me", 0.08), ("anyone", 0.08), ("second_degree", 0.05))),
    ("follower_list", (("members", 0.2), ("only_me", 0.06))),
)
"""How many people change which switch of their network from its default."""


class Community:
    """Draws people and writes their two years into a diary, the same for the same seed."""

    def __init__(self, chance: random.Random, now: datetime, taken: Sequence[str]) -> None:
        """Draw by `chance`; everything lies before `now`; the handles in `taken` are left alone."""
        self._chance, self._now = chance, now
        self._namer = Namer(chance, taken)
        self._written: set[frozenset[str]] = set()
        self._near: dict[str, list[Soul]] = {}

    def draw(self, count: int) -> list[Soul]:
        """`count` people; the first are the few with the longest names."""
        return [self._soul(number) for number in range(count)]

    def _soul(self, number: int) -> Soul:
        name, handle = LONG_NAMES[number] if number < len(LONG_NAMES) else self._namer.draw()
        if number < len(LONG_NAMES):
            handle = self._namer.handle(handle)
        circle = self._chance.randrange(len(words.CIRCLES))
        # the community grew: more joined lately than in the beginning
        days = YEARS_IN_DAYS * (1 - self._chance.random() ** 0.6)
        return Soul(
            handle=handle,
            name=name,
            headline=self._headline(circle, number),
            circle=circle,
            joined=self._now - timedelta(days=5 + days, minutes=self._chance.randrange(1440)),
            pull=min(self._chance.paretovariate(1.1), 60.0),
            doors=self._doors(),
        )

    def _headline(self, number: int, place: int) -> str:
        if place < len(words.LONG_HEADLINES):
            return words.LONG_HEADLINES[place]
        circle, chance = words.CIRCLES[number], self._chance
        role, company, quip = (
            chance.choice(circle.roles),
            chance.choice(circle.companies),
            chance.choice(circle.quips),
        )
        shapes = (
            f"{role} at {company}. {quip}",
            f"{role} at {company}",
            f"{role}; {quip[0].lower() + quip[1:].rstrip('.') if not quip.startswith('I ') else quip.rstrip('.')}",
            quip,
            f"{role}, {chance.choice(words.TOWNS)}",
            chance.choice(words.HEADLINES_ELSEWHERE),
            "",
        )
        return chance.choices(shapes, weights=(8, 5, 5, 4, 3, 2, 1))[0]

    def _doors(self) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for switch, choices in DOORS:
            drawn = self._chance.random()
            for value, share in choices:
                if drawn < share:
                    chosen[switch] = value
                    break
                drawn -= share
        if "connection_policy" in chosen:
            chosen["connection_line"] = self._chance.choice(words.LINES)
        return chosen

    def live(self, diary: Diary, souls: Sequence[Soul]) -> None:
        """Write everything these people do into the diary."""
        for soul in souls:
            diary.add(soul.joined, "join", handle=soul.handle, name=soul.name, headline=soul.headline)
            if soul.doors:
                diary.add(
                    soul.joined + timedelta(minutes=9), "choose", handle=soul.handle, changes=soul.doors
                )
        everybody = Urn(souls)
        circles = [
            Urn([one for one in souls if one.circle == number]) for number in range(len(words.CIRCLES))
        ]
        wanted = round(len(souls) * TIES_A_MEMBER)
        for _ in range(10 * wanted):
            # everybody looks for somebody, and most find those of great pull
            one = self._chance.choice(souls)
            two = self._partner(one, circles[one.circle], everybody)
            if two is not one and frozenset((one.handle, two.handle)) not in self._written:
                self._letter(diary, one, two)
                if len(self._written) == wanted:
                    break
        for _ in range(round(len(souls) * FOLLOWS_A_MEMBER)):
            self._follow(diary, self._chance.choice(souls), everybody.draw(self._chance))
        for month in range(YEARS_IN_DAYS // 30):
            diary.add(self._now - timedelta(days=30 * month, minutes=1), "lapse")

    def _partner(self, one: Soul, circle: Urn, everybody: Urn) -> Soul:
        drawn = self._chance.random()
        if drawn < IN_ONES_CIRCLE:
            return circle.draw(self._chance)
        if drawn < IN_ONES_CIRCLE + THROUGH_A_FRIEND and self._near.get(one.handle):
            friend = self._chance.choice(self._near[one.handle])
            return self._chance.choice(self._near[friend.handle])
        return everybody.draw(self._chance)

    def _moment(self, after: datetime, within_days: float) -> datetime:
        """A moment after `after`, soon rather than late, and before now."""
        longest = (self._now - after).total_seconds() / 86400 - 0.02
        days = min(self._chance.expovariate(1 / within_days), longest * self._chance.random())
        return after + timedelta(days=days)

    def _letter(self, diary: Diary, one: Soul, two: Soul) -> None:
        sender, recipient = (one, two) if self._chance.random() < 0.5 else (two, one)
        self._written.add(frozenset((one.handle, two.handle)))
        fate = self._chance.choices([name for name, _ in FATES], [share for _, share in FATES])[0]
        start = max(one.joined, two.joined) + timedelta(minutes=20)
        sent = self._moment(start, 160)
        if fate == "wait" and self._chance.random() < 0.7:
            sent = max(sent, self._now - timedelta(days=self._chance.uniform(0.5, 60)))
        pair = {"sender": sender.handle, "recipient": recipient.handle}
        context = self._chance.choice(list(words.NOTES))
        note = self._chance.choice(words.NOTES[context]) if self._chance.random() < LETTERS_WITH_NOTE else ""
        stays = self._chance.random() < 0.93
        diary.add(sent, "invite", context=context, note=note, follow=stays, **pair)
        answered = self._moment(sent, 4)
        if fate == "talk":
            self._talk(diary, pair, sent)
        elif fate == "accept":
            diary.add(answered, "answer", verb="accept", follow=self._chance.random() < 0.95, **pair)
            self._near.setdefault(one.handle, []).append(two)
            self._near.setdefault(two.handle, []).append(one)
        elif fate == "decline":
            diary.add(
                answered,
                "answer",
                verb="decline",
                reason=self._chance.choice(list(DeclineReason)).value,
                **pair,
            )
        elif fate != "wait":
            diary.add(answered, "answer", verb=fate, **pair)

    def _talk(self, diary: Diary, pair: dict[str, str], sent: datetime) -> None:
        asked = self._moment(sent, 2)
        question, answer = self._chance.choice(words.QUESTIONS), self._chance.choice(words.ANSWERS)
        diary.add(asked, "say", author=pair["recipient"], words=question, **pair)
        diary.add(self._moment(asked, 1), "say", author=pair["sender"], words=answer, **pair)

    def _follow(self, diary: Diary, one: Soul, two: Soul) -> None:
        policy = two.doors.get("follow_policy")
        if one is two or policy == "connections_only":
            return
        at = self._moment(max(one.joined, two.joined) + timedelta(minutes=30), 200)
        ends = {"follower": one.handle, "followee": two.handle}
        diary.add(at, "follow", private=self._chance.random() < 0.06, **ends)


class Urn:
    """People drawn in proportion to their pull."""

    def __init__(self, souls: Sequence[Soul]) -> None:
        """Put them in."""
        self._souls = list(souls)
        self._sums = list(accumulate(soul.pull for soul in souls))

    def draw(self, chance: random.Random) -> Soul:
        """One of them, who stays in."""
        return self._souls[bisect(self._sums, chance.random() * self._sums[-1])]
