"""Dates, numbers and names as the reader sees them; toasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.toasts import Action, Toast, said, say
from tests.conftest import Clock

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "Today"),
        (1, "Yesterday"),
        (2, "Saturday"),
        (6, "Tuesday"),
        (7, "23 February"),
        (300, "6 May 2025"),
        (-1, "3 March"),
        (-180, "29 August"),
        (-400, "6 April 2027"),
    ],
)
def test_near_dates(clock: Clock, days: int, expected: str) -> None:
    """Design, Voice: dates, not "later"; the year only where it is not near."""
    shown = words.date_words(clock.now - timedelta(days=days))
    assert f">{expected}</time>" in shown


def test_time_elements(clock: Clock) -> None:
    """The machine's date stands beside the words; the words are escaped with their class."""
    moment = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    assert words.date_words(moment, "faint") == (
        '<time class="faint" datetime="2026-03-02T08:15:00Z">Today</time>'
    )
    assert words.day_words(moment, weekday=True) == (
        '<time datetime="2026-03-02T08:15:00Z">Monday 2 March</time>'
    )
    assert words.day_words(date(2026, 3, 2)) == '<time datetime="2026-03-02">2 March</time>'
    assert ">Today, 08:15</time>" in words.moment_words(moment)
    assert clock.now > moment


def test_days_are_the_reader_s(clock: Clock) -> None:
    """Late in the evening in London it is tomorrow in Tokyo."""
    clock.set(datetime(2026, 3, 2, 23, tzinfo=UTC))
    early = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert ">Yesterday, 23:30<" in words.moment_words(early)


def test_a_moment_to_come_names_its_zone_and_another_year(clock: Clock) -> None:
    """Half a year ahead it may be another year."""
    clock.set(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert words.due(datetime(2026, 12, 1, 10, 30, tzinfo=UTC)) == "1 December, 10:30 UTC"
    with timezone.override("Europe/Berlin"):
        assert ">1 July 2027, 12:30 CEST<" in words.due_words(datetime(2027, 7, 1, 10, 30, tzinfo=UTC))


def test_numbers_follow_the_language() -> None:
    """Thousands are separated as the language does."""
    assert words.number(30000) == "30,000"
    with translation.override("de"):
        assert words.number(30000) == "30.000"


def test_translation_fills_and_escapes() -> None:
    """Plain values give plain text; markup among them makes the whole text markup."""
    assert words.translate("Nothing") == "Nothing"
    assert words.translate("{who} & <co>", who="Olga") == "Olga & <co>"
    assert words.translate("{who} & <co>", who=words.bdi("O<")) == "<bdi>O&lt;</bdi> &amp; &lt;co&gt;"
    assert words.translate("until {day}", day=date(2026, 11, 29)).startswith("until 29 November")
    assert words.translate_plural("{count} person", "{count} people", 1) == "1 person"
    assert words.translate_plural("{count} person", "{count} people", 1204) == "1,204 people"
    with translation.override("de"):
        assert words.translate("Monday") == "Montag"


def test_names() -> None:
    """Every name stands in `bdi`, with its language where it is known."""
    assert words.bdi("小林", "ja") == '<bdi lang="ja">小林</bdi>'
    assert words.first_name("Siobhán Ó Raghallaigh") == "Siobhán"
    assert words.first_name(" ") == " "


def _request() -> HttpRequest:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_toasts_are_said_once() -> None:
    """A sentence and at most one action; asking forgets them."""
    request = _request()
    undo = Action("Undo", "/undo", fields=(("handle", "lucia"),))
    say(request, "Invitation ignored. Lucía is not told.", undo)
    say(request, "Saved.")
    assert said(request) == (
        Toast("Invitation ignored. Lucía is not told.", undo),
        Toast("Saved."),
    )


def test_other_people_s_messages_are_toasts_too() -> None:
    """What allauth says through Django's messages is shown the same way."""
    request = _request()
    request._messages.add(20, "Signed in.", "account-tag")  # type: ignore[attr-defined]
    assert said(request) == (Toast("Signed in."),)
