"""Dates, numbers and names in the reader's way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.utils import formats, timezone
from django.utils.dateformat import format as written
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from rapport.interfaces.web.engine_page import spoken
from rapport.kernel import clock
from rapport.kernel.text import initials as text_initials

NEAR = timedelta(days=300)  # beyond this a date needs its year


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def local_day(moment: datetime | date) -> date:
    """The day a moment lies in, where the reader is."""
    return _local(moment).date() if isinstance(moment, datetime) else moment


def plain_date(moment: datetime | date, *, weekday: bool = False) -> str:
    """ "29 November", with the year where it is not near, with the weekday if asked."""
    day = local_day(moment)
    if abs(day - local_day(clock.now())) >= NEAR:
        return written(day, pgettext("date pattern", "j F Y"))
    if weekday:
        return written(day, pgettext("date pattern", "l j F"))
    return written(day, pgettext("date pattern", "j F"))


def near_date(moment: datetime | date) -> str:
    """ "Today", "Yesterday", "Tuesday" (the last six days), else as `plain_date`."""
    return _near(local_day(moment))


def _near(day: date) -> str:
    return _worded(day, local_day(clock.now()), spoken())


# A list says few days again and again.
@lru_cache(maxsize=1024)
def _worded(day: date, today: date, _language: str | None) -> str:
    days = (today - day).days
    if days == 0:
        return gettext("Today")
    if days == 1:
        return gettext("Yesterday")
    if 1 < days < 7:
        return written(day, "l")
    return plain_date(day)


def _time_element(moment: datetime | date, words: str, css: str) -> SafeString:
    if isinstance(moment, datetime):
        stamp = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    else:
        stamp = moment.isoformat()
    style = f' class="{escape(css)}"' if css else ""
    return SafeString(f'<time{style} datetime="{stamp}">{escape(words)}</time>')


def date_words(moment: datetime | date, css: str = "") -> SafeString:
    """A `<time>` that reads "Today", "Yesterday", "Tuesday" or "29 November"."""
    return _time_element(moment, near_date(moment), css)


def day_words(moment: datetime | date, weekday: bool = False, css: str = "") -> SafeString:
    """A `<time>` that always names the day: "29 November", "Thursday 26 November"."""
    return _time_element(moment, plain_date(moment, weekday=weekday), css)


def moment_words(moment: datetime, css: str = "") -> SafeString:
    """A `<time>` with the hour: "Today, 10:42", "29 November, 10:42"."""
    here = _local(moment)
    return _time_element(moment, f"{_near(here.date())}, {here:%H:%M}", css)


def due(moment: datetime) -> str:
    """A moment to come that somebody chose, with its year where it is another, and its zone: "28 July, 10:30 UTC"."""
    here = _local(moment)
    same = here.year == local_day(clock.now()).year
    pattern = pgettext("date pattern", "j F") if same else pgettext("date pattern", "j F Y")
    return f"{written(here.date(), pattern)}, {here:%H:%M} {here.tzname()}"


def due_words(moment: datetime) -> SafeString:
    """The same as a `<time>`, which script writes anew in the zone of the reader."""
    stamp = moment.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")
    return SafeString(f'<time datetime="{stamp}" data-zoned>{escape(due(moment))}</time>')


def hour_words(moment: datetime, css: str = "") -> SafeString:
    """A `<time>` with the hour alone: "10:42"."""
    return _time_element(moment, f"{_local(moment):%H:%M}", css)


def number(value: int) -> str:
    """An integer with the thousands separated as the reader's language does."""
    return str(formats.number_format(value, use_l10n=True, force_grouping=True))


def first_name(name: str) -> str:
    """What one calls a person when space is short: the first word of the name."""
    return name.split(maxsplit=1)[0] if name.split() else name


def bdi(name: str, lang: str = "") -> SafeString:
    """A name that neither direction nor script around it can disturb."""
    spoken = f' lang="{escape(lang)}"' if lang else ""
    return SafeString(f"<bdi{spoken}>{escape(name)}</bdi>")


def _filled(text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    shown, marked = {}, False
    for name, value in values.items():
        shown[name] = plain_date(value) if isinstance(value, date) else value
        marked = marked or hasattr(value, "__html__")
    if not marked:
        return text.format(**shown)
    for name, value in shown.items():
        shown[name] = value.__html__() if hasattr(value, "__html__") else escape(str(value))
    return SafeString(_escaped(text).format(**shown))


# Catalogues do not change while a process runs, and looking a text up in one costs more than rendering it.
@cache
def _known(_language: str | None, text: str) -> str:
    return gettext(text)


@cache
def _escaped(text: str) -> str:
    return escape(text)


@lru_cache(maxsize=4096)
def _known_plural(_language: str | None, one: str, many: str, count: int) -> tuple[str, str]:
    return ngettext(one, many, count), number(count)


def translate(text: str, /, **values: Any) -> str:
    """The text in the reader's language, its `{names}` filled; markup among the values is kept, text is not."""
    return _filled(_known(spoken(), text), values)


def translate_plural(one: str, many: str, count: int, /, **values: Any) -> str:
    """As `translate`, for a count; `{count}` is filled with the separated number."""
    text, shown = _known_plural(spoken(), one, many, count)
    return _filled(text, {"count": shown, **values})


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """`kernel.text.initials`, remembered: a list shows the same people again and again."""
    return text_initials(name)


def ordinal(degree: int) -> str:
    """The word of a degree: 1st, 2nd, 3rd."""
    return {1: gettext("1st"), 2: gettext("2nd"), 3: gettext("3rd")}[degree]


def near_name(given: str, degree: int | None, mutual_count: int) -> str:
    """A name inside a line, with degree and mutual connections where there are any (NET-1): "Olga (2nd, 3 mutual)"."""
    name = bdi(given)
    if degree not in (1, 2, 3):
        return name
    if not mutual_count:
        return translate("{name} ({degree})", name=name, degree=ordinal(degree))
    return translate_plural(
        "{name} ({degree}, {count} mutual)",
        "{name} ({degree}, {count} mutual)",
        mutual_count,
        name=name,
        degree=ordinal(degree),
    )
