"""The page of notices: by day, new ones marked, read by a press alone (MSG-4)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.kernel import ids
from rapport.kernel.limits import actions as limits
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, inviting, removing
from rapport.projections.notifications import queries
from rapport.projections.notifications.models import Notification
from tests.cast import Cast
from tests.conftest import Clock
from tests.people import make_member
from tests.web.paper import Page, client_of, page, press

LIMITS = Limits()
pytestmark = pytest.mark.django_db


def _invite(sender: int, recipient: int, clock: Clock) -> UUID:
    return inviting.invite(
        sender=sender, recipient=recipient, context="other", now=clock.now, limits=LIMITS
    ).invitation_id


def test_notices_stand_by_day_with_where_they_lead(clock: Clock, cast: Cast) -> None:
    """Each names the person, says what happened, and leads there."""
    first = _invite(cast.dan.id, cast.alice.id, clock)
    clock.forward(days=1)
    _invite(cast.erin.id, cast.alice.id, clock)
    shown = page(client_of(cast.alice.id), "notices")
    assert shown.heads[:3] == ["Notices", "Today", "Yesterday"]
    assert "Erin Weiß would like to connect." in shown.text
    assert "Dan Okonkwo would like to connect." in shown.text
    assert shown.href("Read the invitation (Dan Okonkwo)") == reverse("invitation", args=[first])
    assert ("Dan Okonkwo", "/@dan") in shown.links
    assert len(shown.ids) == len(set(shown.ids))


def test_fetching_reads_nothing_and_a_press_reads_what_was_seen(clock: Clock, cast: Cast) -> None:
    """Quality 1: GET writes no row; what came after the page was made stays new."""
    _invite(cast.dan.id, cast.alice.id, clock)
    alice = client_of(cast.alice.id)
    shown = page(alice, "notices")
    # bob's acceptance and dan's invitation
    assert "2 are new." in shown.text
    assert "2 are new." in page(alice, "notices").text
    clock.forward(minutes=5)
    _invite(cast.erin.id, cast.alice.id, clock)
    shown = press(alice, shown.form("Mark all as read"))
    assert "All read." in shown.text
    assert "1 is new." in shown.text
    assert "Nothing new." in press(alice, shown.form("Mark all as read")).text


def test_nobody_reads_for_somebody_else(clock: Clock, cast: Cast) -> None:
    """Another member's notice is no place in one's own list; nothing happens."""
    _invite(cast.dan.id, cast.alice.id, clock)
    notice = queries.notices(Viewer(cast.alice.id), now=clock.now).items[0]
    for up_to in (str(notice.id), str(ids.new()), "no id", ""):
        answer = client_of(cast.erin.id).post(reverse("notices_read"), {"up_to": up_to})
        assert answer.status_code == 404
    assert Notification.objects.filter(owner_id=cast.alice.id, read_at=None).count() == 2


def test_what_no_longer_stands_is_gone_from_page_and_masthead(clock: Clock, cast: Cast) -> None:
    """An ignored invitation takes its notice along, a block every notice of the two."""
    invitation = _invite(cast.dan.id, cast.alice.id, clock)
    alice = client_of(cast.alice.id)
    answering.ignore(invitation_id=invitation, actor_id=cast.alice.id, now=clock.now)
    assert "Dan Okonkwo" not in page(alice, "notices").text
    removing.block(owner=cast.bob.id, other=cast.alice.id, now=clock.now)
    shown = page(alice, "notices")
    assert "Nothing to tell you yet." in shown.text
    assert "Bob" not in shown.text


def test_a_restriction_has_its_reason_and_end(clock: Clock, cast: Cast) -> None:
    """REL-12: five "don't know" answers; the notice says until when, and leads to the budget."""
    for number in range(5):
        other = make_member(f"other{number}", now=clock.now)
        invitation = _invite(cast.erin.id, other, clock)
        answering.dont_know(
            invitation_id=invitation,
            actor_id=other,
            now=clock.now,
            limits=LIMITS,
        )
    shown = page(client_of(cast.erin.id), "notices")
    assert "Until 1 April, your invitations need the person’s email address." in shown.text
    assert shown.href("See your invitations") == "/network#budget"
    assert "budget" in page(client_of(cast.erin.id), "network").ids


def test_many_notices_come_page_by_page_at_the_same_cost(clock: Clock) -> None:
    """Every notice once; query counts at 1 and at 20 rows are equal."""
    owner = make_member("owner", now=clock.now)
    browser = client_of(owner)
    costs = []
    for rows in (range(1), range(1, 21)):
        for number in rows:
            clock.forward(minutes=1)
            _invite(make_member(f"other{number}", now=clock.now), owner, clock)
        browser.get(reverse("notices"))
        with CaptureQueriesContext(connection) as spent:
            browser.get(reverse("notices"))
        costs.append(len(spent))
    assert costs[0] == costs[1]
    first = page(browser, "notices")
    rest = Page(browser.get(first.href("Show more")).content.decode())
    assert "Other0" in rest.text
    assert "Mark all as read" not in rest.text
    assert not set(first.names()) & set(rest.names())


def test_a_page_size_of_one_still_shows_everything(clock: Clock, cast: Cast) -> None:
    """Paging is by cursor; a place that was made up is refused with a sentence."""
    limits.set_limit(name="page_size", value="1", now=clock.now)
    _invite(cast.dan.id, cast.alice.id, clock)
    alice = client_of(cast.alice.id)
    assert "Show more" in page(alice, "notices").text
    answer = alice.get(reverse("notices"), {"cursor": "made up"})
    assert answer.status_code == 422
    assert "This place in the list is not known." in answer.content.decode()


def test_visitors_are_led_to_the_door() -> None:
    """Notices are their owner's."""
    assert Client().get(reverse("notices")).status_code == 303
    assert Client().post(reverse("notices_read")).status_code == 303
