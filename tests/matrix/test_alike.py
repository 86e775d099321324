"""What a member must not find out by looking closely: ignored is pending, filtered is inbox, refused is asked."""

from __future__ import annotations

import re

import pytest

from tests.matrix.canaries import found_in, text_of
from tests.matrix.routes import Route, ask, routes
from tests.matrix.viewers import SENDERS, Who
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-absent")]

_CHANGING = re.compile(
    r"nonce-[\w-]+|nonce=\"[\w-]+\"|value=\"\w{64}\"|csrf=\w+|sessionid=\w+|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
    r"\"next\":\"[\w-]+\"|cursor=[\w%-]+|RateLimit-Remaining: \d+|hue-\d|avatar[ a-z]* h\d|Date: .*"
)
OWN = re.compile(r"metrics|settings|account|photo|sign-|join|password|confirm|tokens|mfa")
"""Pages about oneself alone, and figures about nobody."""


def _seen(world: World, who: Who) -> dict[str, str]:
    """Everything this viewer is shown about the owner and about themselves, without their own name."""
    answer = {}
    for route in routes():
        if OWN.search(route.pattern) or set(route.parts) - {"handle", "invitation_id"}:
            continue
        for query in _queries(route):
            target = who if "invitation_id" in route.parts else Who.SELF
            path = route.path(world, target) + query
            text = text_of(ask(route, world.eyes[who], "GET", path))
            for word in (who.value, who.value.capitalize(), who.value[:2]):
                text = text.replace(word, "ME")
            answer[f"GET {route.pattern}{query}"] = _CHANGING.sub("", text)
    return answer


def _queries(route: Route) -> tuple[str, ...]:
    if route.name in ("people", "api_search_people"):
        return ()  # the directory shows everybody beside everybody
    if route.name != "api_my_invitations":
        return ("",)
    states = ("pending", "ignored", "withdrawn", "expired", "declined")
    return ("?direction=sent", *(f"?direction=sent&state={state}" for state in states))


@pytest.mark.parametrize("fate", sorted(SENDERS - {Who.ASKING}))
def test_to_its_sender_every_open_invitation_looks_the_same(world: World, fate: Who) -> None:
    """REL-7, REL-11, REL-13: inbox, filtered, ignored and "I don't know this person" cannot be told apart."""
    plain, other = _seen(world, Who.ASKING), _seen(world, fate)
    assert [path for path in plain if plain[path] != other[path]] == []
    assert any(found_in(text) for text in plain.values())


def test_a_refused_request_looks_asked(world: World) -> None:
    """REL-1: to the one who asked to follow, refused and waiting are the same."""
    plain, other = (_seen(world, who) for who in (Who.REQUESTED, Who.REFUSED))
    assert [path for path in plain if plain[path] != other[path]] == []
