"""Days that leave: an iCalendar of whole days that come again (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rapport.content.exchange.formats.vcard_writing import escaped, folded

_LEAP_YEAR = 2000


@dataclass(frozen=True)
class Day:
    """A day that comes again every year, or every `weeks` weeks; `uid` stays the same in every export."""

    uid: str
    title: str
    first: date
    weeks: int | None = None
    url: str = ""


def birthday(text: str) -> date:
    """The first of a birthday's days: that of birth, or in a leap year where the year is not told."""
    if text.startswith("--"):
        month, day = text[2:].split("-")
        return date(_LEAP_YEAR, int(month), int(day))
    return date.fromisoformat(text)


def _lines(days: Iterable[Day], now: datetime) -> Iterable[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Rapport//Calendar//EN"
    yield "CALSCALE:GREGORIAN"
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(day.uid)}"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}"
        if day.weeks is not None:
            yield f"RRULE:FREQ=WEEKLY;INTERVAL={day.weeks}"
        elif (day.first.month, day.first.day) == (2, 29):
            yield "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"  # on the 28th where there is no 29th
        else:
            yield "RRULE:FREQ=YEARLY"
        yield f"SUMMARY:{escaped(day.title)}"
        if day.url:
            yield f"URL:{day.url}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def calendar_text(days: Iterable[Day], now: datetime) -> str:
    """The days as one file, stamped `now`."""
    return "".join(folded(line) for line in _lines(days, now))
