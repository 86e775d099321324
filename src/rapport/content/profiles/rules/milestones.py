"""Days that a member may share with others, as one table; nothing is shared that they did not choose (PRO-5).

Everything is derived from the profile at each reading: when a position or a birthday is taken
back, its milestone is gone. No congratulation is ever written for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rapport.content.profiles.rules.months import read


class MilestoneKind(StrEnum):
    """What there is to hear of."""

    POSITION = "position"
    ANNIVERSARY = "anniversary"
    BIRTHDAY = "birthday"


NEWS_LASTS = timedelta(days=30)
"""How long a new position is news after it was written down."""
NEW_FOR_MONTHS = 3
"""A position is new when it began at most so many months ago: what is filled in about the past is no news."""
BIRTHDAY_AHEAD = timedelta(days=7)
BIRTHDAY_BEHIND = timedelta(days=1)
"""A birthday stands a week before its day, and the day after."""
TOLD_FOR = timedelta(days=3)
"""So long a milestone is announced, so that a worker which stood still for a day leaves none out."""


@dataclass(frozen=True)
class Happened:
    """A milestone: its kind, the day it belongs to, how many years it is (0 where none is counted), and its key.

    The key is the same whenever it is derived, and another for another day: a member is told once.
    """

    kind: MilestoneKind
    day: date
    key: str
    years: int = 0


def new_position(entry_id: str, started: str, added: date, today: date) -> Happened | None:
    """That a position of today is new; None where it is no news, or began without a month being said."""
    begin = read(started)
    if begin is None or not begin.month or not added <= today <= added + NEWS_LASTS:
        return None
    months = (added.year - begin.year) * 12 + added.month - begin.month
    if not 0 <= months <= NEW_FOR_MONTHS:
        return None
    return Happened(MilestoneKind.POSITION, added, f"position:{entry_id}")


def anniversary(entry_id: str, started: str, today: date) -> Happened | None:
    """That a position of today began in this month, some years ago; the day of it is not known, so the month counts."""
    begin = read(started)
    if begin is None or begin.month != today.month or begin.year >= today.year:
        return None
    key = f"anniversary:{entry_id}:{today.year}"
    return Happened(MilestoneKind.ANNIVERSARY, today.replace(day=1), key, today.year - begin.year)


def birthday(owner_id: int, written: str, today: date) -> Happened | None:
    """That a birthday ("1984-03-05", "--03-05") is near; never the year or the age."""
    for year in (today.year - 1, today.year, today.year + 1):
        day = _day_in(year, int(written[-5:-3]), int(written[-2:])) if written else None
        if day is not None and today - BIRTHDAY_BEHIND <= day <= today + BIRTHDAY_AHEAD:
            return Happened(MilestoneKind.BIRTHDAY, day, f"birthday:{owner_id}:{year}")
    return None


def is_announced(one: Happened, today: date) -> bool:
    """Whether connections get a notice of it now: in its first days; a birthday's begin a week ahead."""
    first = one.day - BIRTHDAY_AHEAD if one.kind is MilestoneKind.BIRTHDAY else one.day
    return first <= today < first + TOLD_FOR


def _day_in(year: int, month: int, day: int) -> date:
    """A birthday in a year; who was born on 29 February has it on the 28th where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def days_near(today: date) -> list[str]:
    """The ends, "03-05", of the birthdays that are near; 29 February stands beside the 28th."""
    ahead = (BIRTHDAY_AHEAD + BIRTHDAY_BEHIND).days
    first = today - BIRTHDAY_BEHIND
    ends = [f"{first + timedelta(days=number):%m-%d}" for number in range(ahead + 1)]
    return [*ends, "02-29"] if "02-28" in ends and "02-29" not in ends else ends


def merged(found: Iterable[Happened | None]) -> list[Happened]:
    """What there is, the latest day first."""
    return sorted((one for one in found if one is not None), key=lambda one: (-one.day.toordinal(), one.key))
