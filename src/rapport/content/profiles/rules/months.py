"""Days of a career as people write them: "2021" or "2021-03"; their order, their length, what is lawful (PRO-1).

A year without a month is kept as it was typed: nothing is made more exact than it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rapport.content.profiles.rules.sections import Section
from rapport.kernel.errors import Invalid

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?")
EARLIEST_YEAR = 1900
STARTS_AT_MOST_YEARS_AHEAD = 1
FINISHES_AT_MOST_YEARS_AHEAD: Mapping[Section, int] = {
    Section.EXPERIENCE: 1,
    Section.EDUCATION: 10,
    Section.CERTIFICATIONS: 50,
    Section.PROJECTS: 10,
    Section.ASSOCIATIONS: 1,
}
"""How far ahead the end of an entry may lie: a degree is expected, a certificate runs out."""


@dataclass(frozen=True, order=True)
class Month:
    """A month, or a year where the month is not said (`month` 0)."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        """As it is kept and typed."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


def read(written: str) -> Month | None:
    """The month that is written; None where there is none."""
    found = _WRITTEN.fullmatch(written)
    if found is None or not (found[2] is None or 1 <= int(found[2]) <= 12):
        return None
    return Month(int(found[1]), int(found[2] or 0))


def check(typed: str, *, field: str) -> str:
    """What was typed as it is kept: "", a year or a month; blanks around it do not matter.

    Raises: Invalid (`month`), saying how one is written.
    """
    clean = typed.strip()
    if not clean:
        return ""
    month = read(clean)
    if month is None or not clean.isascii():
        raise Invalid("Write a year or a month: 2021 or 2021-03.", code="month", field=field)
    if month.year < EARLIEST_YEAR:
        raise Invalid("That is before {year}.", code="month", field=field, year=str(EARLIEST_YEAR))
    return str(month)


def check_span(section: Section, started: str, finished: str, today: date) -> None:
    """Nothing, where an entry of `section` may run from `started` to `finished` (either may be empty).

    Raises: Invalid (`month`), for a start more than a year ahead, an end too far ahead or before the start.
    """
    begin, end = read(started), read(finished)
    if begin is not None and _beyond(begin, today, STARTS_AT_MOST_YEARS_AHEAD):
        raise Invalid(
            "That is more than a year ahead. Add it when it is nearer.", code="month", field="started"
        )
    if end is None:
        return
    ahead = FINISHES_AT_MOST_YEARS_AHEAD[section]
    if _beyond(end, today, ahead):
        raise (
            Invalid("That is more than {years} years ahead.", code="month", field="finished", years=ahead)
            if ahead > 1
            else Invalid("That is more than a year ahead.", code="month", field="finished")
        )
    if begin is not None and _before(end, begin):
        raise Invalid("The end is before the start.", code="month", field="finished")


def _beyond(month: Month, today: date, years: int) -> bool:
    """Whether a month lies more than `years` after today; a year alone counts from its first day."""
    return (month.year, month.month or 1) > (today.year + years, today.month)


def _before(end: Month, begin: Month) -> bool:
    """Whether an end lies before a start for certain: where a month is not said, only the years count."""
    if end.month and begin.month:
        return end < begin
    return end.year < begin.year


def is_over(finished: str, today: date) -> bool:
    """Whether what ends at `finished` is over; a month or year that has begun is not."""
    end = read(finished)
    if end is None:
        return False
    return (end.year, end.month or 12) < (today.year, today.month)


def is_current(section: Section, finished: str, today: date) -> bool:
    """Whether an entry is of today: a position, office or project without an end, or with one to come.

    For education and certificates a missing end says nothing.
    """
    if section in (Section.EXPERIENCE, Section.ASSOCIATIONS, Section.PROJECTS):
        return not is_over(finished, today)
    return bool(finished) and not is_over(finished, today)


def length(started: str, finished: str, *, current: bool, today: date) -> int | None:
    """How many months an entry lasted, both ends counted; None where that is not known or has not begun.

    Where a month is not said on both sides it counts whole years, and less than one is not known.
    """
    begin = read(started)
    end = read(finished)
    now = Month(today.year, today.month)
    if current and (end is None or end > now):
        end = now
    if begin is None or end is None or (begin.year, begin.month or 1) > (end.year, end.month or 12):
        return None
    if begin.month and end.month:
        return (end.year - begin.year) * 12 + end.month - begin.month + 1
    return (end.year - begin.year) * 12 or None


def by_date(started: str, finished: str, *, current: bool) -> tuple[int, int, int, int, int]:
    """A key that sorts entries latest first: those of today, then by their end, then by their start."""
    begin, end = read(started) or Month(0), read(finished) or Month(0)
    if not finished and not current:
        end = begin
    # the end of a year that is not said stands behind that year's last month
    return (not current, -end.year, -(end.month or 13), -begin.year, -(begin.month or 13))


def overlap(one: tuple[str, str], two: tuple[str, str], today: date) -> tuple[int, int] | None:
    """The years in which two spans were at the same time, first and last; None where they were not for certain.

    A span without a start is not known; one without an end runs to this day.
    """
    begins, ends = (read(one[0]), read(two[0])), (read(one[1]), read(two[1]))
    if begins[0] is None or begins[1] is None:
        return None
    now = Month(today.year, today.month)
    first = max(_first(begins[0]), _first(begins[1]))
    last = min(_last(ends[0] or now), _last(ends[1] or now), _last(now))
    return (first[0], last[0]) if first <= last else None


def _first(month: Month) -> tuple[int, int]:
    return (month.year, month.month or 1)


def _last(month: Month) -> tuple[int, int]:
    return (month.year, month.month or 12)
