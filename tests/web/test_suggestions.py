"""The pages of suggestions: cards, reasons, putting aside with the way back, how they arise (NET-3)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.interfaces.web.suggestions_words import SAID, SAID_TO_FOLLOW, figure
from rapport.people.relationships.actions import choosing
from rapport.projections.suggestions.rules.following import FOLLOW_SIGNS
from rapport.projections.suggestions.rules.weighing import SIGNS
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.paper import client_of, page, press

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["suggestions", "home", "network"])
def test_cards_say_why(clock: Clock, cast: Cast, name: str) -> None:
    """NET-3, NET-1: face, degree, mutuals, reasons, the two ties, and putting aside; nobody else."""
    shown = page(client_of(cast.alice.id), name)
    for words in ("People you may know", "Dan Okonkwo", "1 mutual connection", "Follows you", "Connect"):
        assert words in shown.text, words
    assert "Erin Weiß" not in shown.text
    assert ("How they arise" if name == "suggestions" else "How suggestions arise") in shown.text


def test_put_aside_and_taken_back(clock: Clock, cast: Cast) -> None:
    """NET-3: one press, at once, with the way back in the same breath; the other is not told."""
    client = client_of(cast.alice.id)
    said = press(client, page(client, "suggestions").form("Dismiss Dan"))
    assert "Dan is not suggested to you any more, and is not told." in said.text
    assert "1 mutual connection" not in said.text
    said = press(client, said.form("Undo"))
    assert "Dan may be suggested to you again." in said.text
    assert "1 mutual connection" in said.text
    press(client, page(client, "suggestions").form("Dismiss Dan"))
    said = press(client, page(client, "suggestions_how").form("Let 1 be suggested again"))
    assert "Whom you put aside may be suggested to you again." in said.text
    assert "Dan Okonkwo" in page(client, "suggestions").text
    for step in ("suggestion_follow_dismiss", "suggestion_follow_restore"):
        assert client.post(reverse(step, args=["acme"])).status_code == 303
    assert client.post(reverse("suggestion_dismiss", args=["acme"])).status_code == 404


def test_nothing_to_suggest(clock: Clock, cast: Cast) -> None:
    """NET-3: an empty list says what would fill it."""
    client = client_of(cast.erin.id)
    assert "Nobody to suggest now." in page(client, "suggestions").text
    assert "Nobody to suggest now." in page(client, "suggestions_follow").text
    assert "People you may know" not in page(client, "home").text


def test_how_suggestions_arise(clock: Clock, cast: Cast) -> None:
    """NET-3: every sign with its points as the code has them; whether one is suggested oneself."""
    client = client_of(cast.alice.id)
    assert SAID.keys() == SIGNS.keys()
    assert SAID_TO_FOLLOW.keys() == FOLLOW_SIGNS.keys()
    html = client.get(reverse("suggestions_how")).content.decode()
    shown = page(client, "suggestions_how")
    rows = [row.split("</tr>")[0] for row in html.split("<tr>")]
    points = {name: SIGNS[sign].points for sign, (name, _) in SAID.items()}
    points |= {name: FOLLOW_SIGNS[sign] for sign, (name, _) in SAID_TO_FOLLOW.items()}
    for name, weight in points.items():
        (row,) = [row for row in rows if f">{name}</th>" in row]
        assert f'<td class="num">{figure(weight)}</td>' in row, name
    assert "You may be suggested to others" in shown.text
    choosing.choose(actor_id=cast.alice.id, changes={"suggestion_policy": "nobody"})
    assert "You are suggested to nobody." in page(client, "suggestions_how").text
