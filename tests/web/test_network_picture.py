"""The page of one's network drawn and in figures: its picture, its lists and its words (NET-5)."""

from __future__ import annotations

import pytest

from rapport.kernel.limits.rules import Limits
from tests.cast import Cast, connect
from tests.conftest import Clock
from tests.people import make_member
from tests.web.paper import client_of, page

LIMITS = Limits()
pytestmark = pytest.mark.django_db


def test_the_picture_and_what_stands_below(clock: Clock, cast: Cast) -> None:
    """A circle is listed with its people, who is in none apart, and the figures follow."""
    alice = client_of(cast.alice.id)
    for name in ("Zoë <Anders>", "Ana Berg"):
        other = make_member(name[:3].lower().replace("ë", "e"), name=name, now=clock.now)
        connect(cast.alice.id, other, context="studied_together", now=clock.now, limits=LIMITS)
        connect(cast.bob.id, other, context="studied_together", now=clock.now, limits=LIMITS)
    shown = page(alice, "network_picture")
    assert "Around Bob Asante" in shown.text
    assert "there are 2 ties among them" in shown.text
    assert "1st degree" in shown.text
    assert "Zoë <Anders>" in shown.text
    told = alice.get("/network/picture/people").json()
    assert [row[3] for row in told["people"]] == ["bob", "zoe", "ana"]
    assert told["ties"] == [0, 1, 0, 2]


def test_with_nobody_to_draw(cast: Cast) -> None:
    """Who has no connections reads what would be here."""
    shown = page(client_of(cast.erin.id), "network_picture")
    assert "There is nothing to draw yet." in shown.text
    assert "You sent none in these months." in shown.text
