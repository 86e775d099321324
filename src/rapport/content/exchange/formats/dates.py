"""The dates of an archive: each column has one shape, read and written here, and none is ever guessed.

Instants without a zone are taken as UTC, as LinkedIn keeps them. A file that a spreadsheet
saved again has other shapes; they are read apart, and where day and month could change
places, the whole file has to say which comes first (`Order`), or the row is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBER = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LEAP_YEAR = 2000
_SPREADSHEET_TURN = 30
"""Spreadsheets read two digits from here on as the last century."""


class Shape(StrEnum):
    """How a column writes its dates; the value is an example."""

    DAY = "04 Dec 2025"
    MINUTE = "1/29/26, 2:37 PM"
    MINUTE_PADDED = "01/09/24, 03:05 PM"
    SECOND = "2025-03-01 09:10:11"
    SECOND_UTC = "2026-02-01 08:00:00 UTC"
    SLASHED_UTC = "2024/02/01 15:02:55 UTC"
    CLOCK_UTC = "Sat Sep 05 08:12:14 UTC 2026"
    MONTH = "Mar 2021"
    BIRTHDAY = "Mar 3, 1984"
    UNSTATED = "2025-03-01 09:10:11 "
    """No archive says which; those shapes are taken that can be read in one way only."""


class Order(StrEnum):
    """Which comes first in the numbers of a spreadsheet's dates."""

    UNKNOWN = "unknown"
    DAY = "day first"
    MONTH = "month first"
    BOTH = "both are there"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the year, the month or the day may not be known: None then."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raises: ValueError where no calendar has such a date."""
        date(self.year or _LEAP_YEAR, self.month or 1, self.day or 1)
        if self.year is not None and not 1800 <= self.year <= 2200:
            raise ValueError(f"no year of a life: {self.year}")


Stamp = date | datetime | PartialDate


class NotADate(ValueError):
    """The text is no date of this shape."""


class TwoWays(ValueError):
    """The text is two dates at once: day and month could change places."""


_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_NATIVE: dict[Shape, re.Pattern[str]] = {
    Shape.DAY: re.compile(r"(?P<d>\d{1,2}) (?P<mon>[A-Z][a-z]{2}) (?P<y>\d{4})"),
    Shape.MINUTE: re.compile(
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<yy>\d{2}), (?P<H>\d{1,2}):(?P<M>\d{2})\s(?P<half>[AP]M)"
    ),
    Shape.SECOND: re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d) (?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)"),
    Shape.SECOND_UTC: re.compile(
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d) (?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d) UTC"
    ),
    Shape.SLASHED_UTC: re.compile(
        r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d) (?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d) UTC"
    ),
    Shape.CLOCK_UTC: re.compile(
        r"[A-Z][a-z]{2} (?P<mon>[A-Z][a-z]{2}) (?P<d>\d\d) (?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d) UTC (?P<y>\d{4})"
    ),
    Shape.MONTH: re.compile(r"(?:(?P<mon>[A-Z][a-z]{2}) )?(?P<y>\d{4})"),
    Shape.BIRTHDAY: re.compile(r"(?P<mon>[A-Z][a-z]{2}) (?P<d>\d{1,2})(?:, (?P<y>\d{4}))?"),
}
_NATIVE[Shape.MINUTE_PADDED] = _NATIVE[Shape.MINUTE]
_PLAIN_SHAPES = (Shape.SECOND, Shape.SECOND_UTC, Shape.SLASHED_UTC, Shape.CLOCK_UTC, Shape.DAY)

_SHEET_NAMED = re.compile(r"(?P<d>\d{1,2})[- ](?P<mon>[A-Za-z]{3})(?:[- ](?P<y>\d{4}|\d{2}))?")
_SHEET_MONTH = re.compile(r"(?P<mon>[A-Za-z]{3})-(?P<y>\d{4}|\d{2})")
_SHEET_ISO = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ T]{_CLOCK})?(?: UTC)?")
_SHEET_DOTS = re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}|\d{{2}})(?:,? {_CLOCK})?")
_SHEET_NUMBERS = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}|\d{{2}})(?:,? {_CLOCK}(?:\s([AP]M))?)?")


def read(text: str, shape: Shape) -> Stamp:
    """The date that `text` is in the shape that its column has.

    DAY gives a date, MONTH and BIRTHDAY a PartialDate, all others an instant in UTC.
    Raises: NotADate.
    """
    shapes = _PLAIN_SHAPES if shape is Shape.UNSTATED else (shape,)
    for one in shapes:
        if found := _NATIVE[one].fullmatch(text):
            return _made(found.groupdict(), one if shape is not Shape.UNSTATED else Shape.SECOND)
    raise NotADate(text)


def read_from_sheet(text: str, shape: Shape, order: Order) -> Stamp:
    """The date that a spreadsheet made of one of this shape; `order` as the whole file says it.

    Raises: NotADate, TwoWays.
    """
    patterns = [_SHEET_ISO, _SHEET_DOTS, _SHEET_NAMED]
    if shape is Shape.MONTH:
        patterns.insert(0, _SHEET_MONTH)
    for pattern in patterns:
        if found := pattern.fullmatch(text):
            groups = {name: value for name, value in found.groupdict().items() if value is not None}
            if "y" not in groups and shape is not Shape.BIRTHDAY:
                raise NotADate(text)
            return _made(groups | _clock(found, pattern), shape)
    if found := _SHEET_NUMBERS.fullmatch(text):
        first, second, year, *clock = found.groups()
        day, month = _in_order(first, second, order)
        return _made({"d": day, "m": month, "y": year} | _times(*clock), shape)
    raise NotADate(text)


def order_of(text: str) -> Order:
    """What this one date says about the order of day and month in its file."""
    found = _SHEET_NUMBERS.fullmatch(text)
    if found is None or found[1] == found[2]:
        return Order.UNKNOWN
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return Order.DAY
    if second > 12 >= first:
        return Order.MONTH
    return Order.UNKNOWN


def show(value: Stamp, shape: Shape) -> str:
    """`value` as a column of this shape writes it; reading it gives it back, as far as the shape can say it."""
    return _WRITERS[shape](value)


def _in_order(first: str, second: str, order: Order) -> tuple[str, str]:
    """Day and month. Raises: TwoWays."""
    if int(first) == int(second):
        return first, second
    if int(first) > 12 and int(second) > 12:
        raise NotADate(f"{first}/{second}")
    told = order_of(f"{first}/{second}/2000")
    decided = told if told is not Order.UNKNOWN else order
    if decided is Order.DAY:
        return first, second
    if decided is Order.MONTH:
        return second, first
    raise TwoWays(f"{first}/{second}")


def _clock(found: re.Match[str], pattern: re.Pattern[str]) -> dict[str, str]:
    if pattern in (_SHEET_NAMED, _SHEET_MONTH):
        return {}
    hour, minute, second = found.groups()[-3:]
    return _times(hour, minute, second, None)


def _times(hour: str | None, minute: str | None, second: str | None, half: str | None) -> dict[str, str]:
    if hour is None or minute is None:
        return {}
    return {"H": hour, "M": minute, "S": second or "0"} | ({"half": half} if half else {})


def _made(groups: dict[str, str | None], shape: Shape) -> Stamp:
    """A value out of the named parts of a pattern. Raises: NotADate."""
    try:
        year, month, day = _year(groups), _month(groups), _number(groups.get("d"))
        if shape is Shape.MONTH:
            return PartialDate(year, month)
        if shape is Shape.BIRTHDAY:
            return PartialDate(year, month, day)
        whole = date(year or 0, month or 0, day or 0)
        if not 1900 <= whole.year <= 2200:
            raise NotADate(str(groups))
        if shape is Shape.DAY:
            return whole
        return datetime(
            whole.year, whole.month, whole.day, _hour(groups), int(groups.get("M") or 0), int(groups.get("S") or 0),
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError as error:
        raise NotADate(str(error)) from None


def _year(groups: dict[str, str | None]) -> int | None:
    if short := groups.get("yy"):
        return 2000 + int(short)
    text = groups.get("y")
    if not text:
        return None
    year = int(text)
    if len(text) == 2:
        year += 2000 if year < _SPREADSHEET_TURN else 1900
    return year


def _month(groups: dict[str, str | None]) -> int | None:
    if name := groups.get("mon"):
        if name.lower() not in _NUMBER:
            raise NotADate(name)
        return _NUMBER[name.lower()]
    return _number(groups.get("m"))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _hour(groups: dict[str, str | None]) -> int:
    hour = int(groups.get("H") or 0)
    half = groups.get("half")
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise NotADate(str(hour))
    return hour % 12 + (12 if half == "PM" else 0)


def _instant(value: Stamp) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"an instant is needed, not {value!r}")
    return value.astimezone(UTC)


def _day(value: Stamp) -> str:
    if isinstance(value, PartialDate):
        raise TypeError(f"a whole day is needed, not {value!r}")
    return f"{value.day:02} {MONTHS[value.month - 1]} {value.year:04}"


def _minute(value: Stamp, *, padded: bool) -> str:
    at = _instant(value)
    hour, half = at.hour % 12 or 12, "PM" if at.hour >= 12 else "AM"
    if padded:
        return f"{at.month:02}/{at.day:02}/{at.year % 100:02}, {hour:02}:{at.minute:02} {half}"
    return f"{at.month}/{at.day}/{at.year % 100:02}, {hour}:{at.minute:02} {half}"


def _clock_utc(value: Stamp) -> str:
    at = _instant(value)
    name = _WEEKDAYS[at.weekday()]
    return f"{name} {MONTHS[at.month - 1]} {at.day:02} {at:%H:%M:%S} UTC {at.year:04}"


def _month_text(value: Stamp) -> str:
    month = f"{MONTHS[value.month - 1]} " if value.month else ""
    return f"{month}{value.year:04}"


def _birthday(value: Stamp) -> str:
    start = f"{MONTHS[(value.month or 1) - 1]} {value.day}"
    return start if value.year is None else f"{start}, {value.year:04}"


_WRITERS: dict[Shape, Callable[[Stamp], str]] = {
    Shape.DAY: _day,
    Shape.MINUTE: lambda value: _minute(value, padded=False),
    Shape.MINUTE_PADDED: lambda value: _minute(value, padded=True),
    Shape.SECOND: lambda value: f"{_instant(value):%Y-%m-%d %H:%M:%S}",
    Shape.SECOND_UTC: lambda value: f"{_instant(value):%Y-%m-%d %H:%M:%S} UTC",
    Shape.SLASHED_UTC: lambda value: f"{_instant(value):%Y/%m/%d %H:%M:%S} UTC",
    Shape.CLOCK_UTC: _clock_utc,
    Shape.MONTH: _month_text,
    Shape.BIRTHDAY: _birthday,
    Shape.UNSTATED: lambda value: f"{_instant(value):%Y-%m-%d %H:%M:%S}",
}
