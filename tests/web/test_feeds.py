"""Both feeds on Home: the choice that stays, what posts weigh, catching up, less like this (FEED-3, FEED-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rapport.content.posts.actions import publishing
from rapport.people.accounts.models import Session
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, following, inviting
from tests.conftest import Clock
from tests.people import LIMITS, make_member
from tests.web.reading import read, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def _stage(clock: Clock) -> int:
    """Anna is connected to Bert, who wrote of owls."""
    anna, bert = make_member("anna", now=clock.now), make_member("bert", now=clock.now)
    sent = inviting.invite(
        sender=anna, recipient=bert, context="met_at_event", note="", now=clock.now, limits=LIMITS
    )
    answering.accept(invitation_id=sent.invitation_id, actor_id=bert, now=clock.now, limits=LIMITS)
    following.follow(follower=anna, followee=bert, now=clock.now)
    return bert


def _anna() -> Client:
    """Her browser, whose forms are taken as they are written here."""
    browser = signed_in("anna")
    browser.handler.enforce_csrf_checks = False
    return browser


def _say(author: int, text: str, clock: Clock) -> int:
    return publishing.publish(by=Viewer(author), words=text, audience="anyone", now=clock.now, limits=LIMITS)


def test_the_choice_of_feed_stays(clock: Clock) -> None:
    """FEED-3: chosen once, it is there the next time; a later page belongs to the feed of the first."""
    bert = _stage(clock)
    for place in range(25):
        _say(bert, f"Owls, part {place}", clock)
    anna = _anna()
    assert "Newest first, and complete" in anna.get("/").content.decode()
    assert anna.post("/feed/kind", {"kind": "top"}).status_code == 303
    page = anna.get("/").content.decode()
    assert "It weighs" in page
    assert "feed=top" in page
    assert "It weighs" not in anna.get("/?feed=following").content.decode()
    assert "It weighs" in anna.get("/").content.decode()
    anna.post("/feed/kind", {"kind": "best"})
    assert "It weighs" in anna.get("/").content.decode()


def test_sliders_and_less_like_this(clock: Clock) -> None:
    """FEED-4: a slider at nothing takes posts out of Top; less is said, listed, and taken back."""
    _say(_stage(clock), "Of #owls", clock)
    anna = _anna()
    anna.post("/feed/kind", {"kind": "top"})
    levels = dict.fromkeys(("connections", "people", "companies", "groups", "hashtags", "second"), "2")
    assert anna.post("/feed/less/from/bert").status_code == 303
    assert anna.post("/feed/less/about/owls").status_code == 303
    assert anna.post("/feed/less/from/nobody").status_code == 404
    settings = anna.get("/settings/feed").content.decode()
    assert "/feed/less/from/bert/end" in settings
    assert "/feed/less/about/owls/end" in settings
    assert "You asked for less of" in anna.get("/").content.decode()
    anna.post("/feed/less/from/bert/end")
    anna.post("/feed/less/about/owls/end")
    assert "You asked for less of" not in anna.get("/").content.decode()
    assert anna.post("/settings/feed", {"kind": "top", **levels, "connections": "9"}).status_code == 422
    assert anna.post("/settings/feed", {"kind": "top", **levels, "connections": "0"}).status_code == 303
    assert "It weighs" not in anna.get("/").content.decode()


def test_who_was_away_is_offered_what_mattered(clock: Clock) -> None:
    """FEED-4: after six days away Home offers it, until one has caught up; a day later it is offered no more."""
    bert = _stage(clock)
    anna = _anna()
    anna.get("/")
    assert "You were away" not in anna.get("/").content.decode()
    clock.set(clock.now + timedelta(days=6))
    _say(bert, "While you were away", clock)
    assert "You were away 6 days." in anna.get("/").content.decode()
    page = anna.get("/feed/catch-up").content.decode()
    assert "You were away 6 days: 1 post that matters." in page
    assert "While you were away" in page
    assert anna.post("/feed/caught-up").status_code == 303
    assert "You were away" not in anna.get("/").content.decode()
    assert Session.objects.filter(away_since__isnull=False).count() == 0


def test_of_how_many_days_one_catches_up(clock: Clock) -> None:
    """FEED-4: the span that is shown is the one that is marked, in words of its own for one day."""
    _say(_stage(clock), "Today's news", clock)
    anna = _anna()
    for asked, chosen, words in (
        ("", "1 day", ", of the last day."),
        ("?days=3", "3 days", ", of the last 3 days."),
    ):
        page = read(anna.get(f"/feed/catch-up{asked}"))
        assert words in page.text
        (chips,) = page.all("nav", aria_label="Of how many days")
        assert [one.text for one in chips.all("a", aria_current="true")] == [chosen]


def test_ones_own_post_says_why_it_is_there(clock: Clock) -> None:
    """FEED-4: in Following as in Top."""
    _stage(clock)
    anna = _anna()
    anna.post("/posts/new", {"text": "Mine", "audience": "anyone"})
    page = read(anna.get("/?feed=following")).text
    assert "why is this here? You wrote it. This feed has no ranking: the newest stands first." in page


def test_visitors_have_no_feed() -> None:
    """They are led to sign in."""
    assert Client().get("/feed/how").status_code == 303
