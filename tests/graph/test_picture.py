"""One's own network read for its picture: exact, and naming nothing that its people do not show one (NET-5, PRO-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.profiles.actions.entries import add_entry
from rapport.content.profiles.actions.facts import choose_audience
from rapport.content.profiles.rules.sections import Section
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, inviting, removing
from rapport.people.relationships.models import Invitation
from rapport.people.ties import actions as ties
from rapport.projections.graph import queries as graph
from rapport.projections.graph.sql import SqlGraph
from rapport.projections.picture.queries import Asked, figures, picture
from rapport.projections.picture.rules.naming import Sort
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def _connect(one: int, other: int, months: int = 0) -> None:
    ties.put_connection(one=one, two=other, context="", now=START + timedelta(days=31 * months), cap=30_000)


@pytest.fixture
def me() -> int:
    """Somebody with a circle of three colleagues and a friend apart; two of the colleagues know a stranger."""
    own, stranger = make_member("mia"), make_member("stranger")
    circle = [make_member(name) for name in ("ada", "bea", "cyd")]
    for place, one in enumerate([*circle, make_member("dot")]):
        _connect(own, one, place)
    for one, two in ((0, 1), (0, 2), (1, 2)):
        _connect(circle[one], circle[two])
    _connect(circle[0], stranger)
    _connect(circle[1], stranger)
    for one in circle:
        values = {"title": "Reader", "company": "Acme Waterworks", "started": "2020"}
        add_entry(owner_id=one, section=Section.EXPERIENCE, values=values, now=START)
    return own


def _named(me: int) -> list[tuple[str, str]]:
    found = picture(Viewer(me))
    return [
        (one.fact.sort, found.words[one.fact]) if one.fact else (Sort.PERSON, found.people[one.person].handle)
        for one in found.names.values()
    ]


def _id(handle: str) -> int:
    return int(Account.objects.get(actor__handle=handle).actor_id or 0)


def test_who_is_drawn(me: int) -> None:
    """One's connections and their ties alone; nobody beyond, nobody who is gone, nobody blocked."""
    with CaptureQueriesContext(connection) as statements:
        found = picture(Viewer(me))
    assert len(statements) <= 8
    assert [one.handle for one in found.people] == ["ada", "bea", "cyd", "dot"]
    assert (list(found.labels), list(found.ties), found.whole) == ([0, 0, 0, -1], [2, 2, 2, 0], 4)
    assert _named(me) == [(Sort.COMPANY, "Acme Waterworks")]
    assert graph.current().among(_id("stranger")) == [(_id("ada"), _id("bea"))]
    removing.block(owner=_id("dot"), other=me, now=START)
    accounts.suspend(account_id=Account.objects.get(actor__handle="cyd").pk, reason="Spam", now=START)
    found = picture(Viewer(me))
    assert [one.handle for one in found.people] == ["ada", "bea"]
    assert list(found.labels) == [-1, -1]
    assert SqlGraph().among(me) == graph.current().among(me) == [(_id("ada"), _id("bea"))]


def test_what_is_not_shown_names_nothing(me: int) -> None:
    """PRO-1: a company that two of three keep to themselves is no longer what a circle is called."""
    choose_audience(owner_id=_id("ada"), section=Section.EXPERIENCE, audience="connections")
    assert _named(me) == [(Sort.COMPANY, "Acme Waterworks")]
    for handle in ("ada", "bea"):
        choose_audience(owner_id=_id(handle), section=Section.EXPERIENCE, audience="only_me")
    assert _named(me) == [(Sort.PERSON, "ada")]


def test_figures(me: int) -> None:
    """Reach, growth month by month without a gap, and accepted invitations by context; the rest only wait (REL-11)."""
    for handle, context in (("dot2", "shared_group"), ("eve", "shared_group"), ("fay", "met_at_event")):
        other = make_member(handle)
        inviting.invite(sender=me, recipient=other, context=context, now=START, limits=LIMITS)
        if handle == "eve":
            sent = Invitation.objects.get(sender_id=me, recipient_id=other).pk
            answering.accept(invitation_id=sent, actor_id=other, now=START, limits=LIMITS)
    own = figures(Viewer(me), START.replace(day=1, hour=0), START + timedelta(days=100))
    assert (own.reach.first, own.reach.second) == (5, 1)
    assert [(one.begins.month, one.count) for one in own.growth] == [(3, 2), (4, 3), (5, 4), (6, 5)]
    assert own.asked == [Asked("shared_group", 2, 1), Asked("met_at_event", 1, 0)]
