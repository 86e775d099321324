"""Hidden equals absent: whoever may not know of somebody gets the very answer of nobody (quality 1)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

from rapport.kernel.limits import actions as settings
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.models import Account
from tests.matrix.canaries import Canary
from tests.matrix.routes import NO_SUCH_ID, Route, ask, routes
from tests.matrix.viewers import Who
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-absent")]

MAY_NAME_BLOCKED = frozenset({("unblock", "POST"), ("api_block", "DELETE"), ("api_block", "PUT")})
"""Who has blocked somebody may take it back, and blocking twice is blocking once (REL-17)."""
BODIES = {"api_invite": {"to": "HANDLE", "context": "other"}, "api_replies": {"text": "Why?"}}
FORMS = {"invite": {"context": "other"}, "invitation_reply": {"text": "Why?"}, "tie_note": {"note": "Hm."}}

_NONCE = re.compile(r"nonce-[\w-]+|nonce=\"[\w-]+\"|name=\"csrfmiddlewaretoken\" value=\"\w+\"|csrf=\w+")
_FREE = {"Date", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}


def _plain(answer: HttpResponse, named: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, without nonces and without what was asked for."""

    def plain(text: str) -> str:
        return _NONCE.sub("NONCE", text).replace(named, "NAMED")

    headers = {name: plain(value) for name, value in answer.headers.items() if name not in _FREE}
    cookies = sorted(answer.cookies)
    return answer.status_code, {**headers, "cookies": str(cookies)}, plain(answer.content.decode())


def _methods(route: Route) -> tuple[str, ...]:
    return ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH") if route.is_api else ("GET", "HEAD", "POST")


def _ask(world: World, who: Who, route: Route, method: str, path: str, named: str) -> HttpResponse:
    body = BODIES.get(route.name, {}) if method == "POST" else None
    if body:
        body = {name: named if value == "HANDLE" else value for name, value in body.items()}
    form = FORMS.get(route.name, {}) if method == "POST" and not route.is_api else None
    return ask(route, world.eyes[who], method, path, body=body or None, form=form)


def _unlike(
    world: World, who: Who, hidden: Who, *, may: frozenset[tuple[str, str]] = frozenset()
) -> list[str]:
    """The addresses that answer this viewer differently about `hidden` than about nobody."""
    found = []
    for route in routes():
        if "handle" not in route.parts and route.name != "api_invite":
            continue
        for method in _methods(route):
            if (route.name, method) in may:
                continue
            seen = [
                _plain(_ask(world, who, route, method, route.path(world, one), one), one)
                for one in (hidden.value, "n" * len(hidden))
            ]
            if seen[0] != seen[1]:
                found.append(f"{method} {route.pattern} by {who.name}: {_difference(*seen)}")
    return found


def _difference(
    one: tuple[int, dict[str, str], str], two: tuple[int, dict[str, str], str]
) -> str:  # fmt: skip
    if one[0] != two[0]:
        return f"status {one[0]} for somebody, {two[0]} for nobody"
    if one[1] != two[1]:
        return f"headers {set(one[1].items()) ^ set(two[1].items())}"
    return f"body …{one[2][:300]}…"


@pytest.mark.parametrize("who", [Who.BLOCKED, Who.BLOCKING])
def test_blocked_either_way_looks_like_nobody(world: World, who: Who) -> None:
    """REL-17: each is hidden from the other, on every page and operation."""
    may = MAY_NAME_BLOCKED if who is Who.BLOCKING else frozenset()
    assert _unlike(world, who, Who.SELF, may=may) == []


def test_owner_finds_nobody_where_somebody_blocked_them(world: World) -> None:
    """REL-17: a block is silent, so the one who is blocked finds nobody, whatever they try."""
    assert _unlike(world, Who.SELF, Who.BLOCKING) == []


def _suspend(world: World) -> None:
    accounts.suspend(account_id=world.accounts[Who.SELF], reason=Canary.SUSPENSION, now=world.now)


def _delete(world: World) -> None:
    accounts.erase(account_id=world.accounts[Who.SELF], now=world.now)


@pytest.mark.parametrize("gone", [_suspend, _delete])
@pytest.mark.parametrize(
    "who", [Who.ANONYMOUS, Who.FIRST, Who.FOLLOWER, Who.ASKED, Who.ASKING, Who.REQUESTED, Who.ORGANISER]
)
def test_gone_looks_like_nobody(world: World, who: Who, gone: Callable[[World], None]) -> None:
    """A suspended or deleted owner is out of everybody's sight at once, also of organisers' on these pages."""
    gone(world)
    assert _unlike(world, who, Who.SELF) == []


@pytest.mark.parametrize("who", [Who.ANONYMOUS, Who.WRONG_DOOR])
def test_without_public_pages_visitors_find_nobody(world: World, who: Who) -> None:
    """With `public_pages` off a visitor cannot tell a member's address from any other."""
    settings.set_limit(name="public_pages", value="off", now=world.now)
    assert _unlike(world, who, Who.SELF) == []


OUTSIDERS = sorted(set(Who) - {Who.SELF, Who.SUSPENDED})
"""All but whose browser is signed out at its first step, so that its second answer is a visitor's."""


@pytest.mark.parametrize("who", OUTSIDERS)
def test_letters_of_others_look_like_none(world: World, who: Who) -> None:
    """An invitation between two others is nothing, whatever one asks of it."""
    found = []
    for route in (one for one in routes() if "invitation_id" in one.parts):
        for method in _methods(route):
            letter = world.invitations["received" if method in ("GET", "POST") else "sent"]
            seen = []
            for one in (letter, NO_SUCH_ID):
                path = route.path_with({"invitation_id": one})
                seen.append(_plain(_ask(world, who, route, method, path, str(one)), str(one)))
            if seen[0] != seen[1]:
                found.append(f"{method} {route.pattern} by {who.name}: {_difference(*seen)}")
    assert found == []


def _group_routes() -> list[Route]:
    """Every address that names a group, and the page of a member: a group has such a handle too."""
    return [one for one in routes() if "group" in one.parts or one.name in ("member", "api_member")]


@pytest.mark.parametrize("who", [Who.ANONYMOUS, Who.FIRST, Who.SAME_OPEN, Who.LEFT_GROUPS, Who.ORGANISER])
def test_a_private_group_looks_like_none(world: World, who: Who) -> None:
    """PRO-7: for who is neither in it nor invited it is nothing, whatever they try; also for former members."""
    found = []
    for route in _group_routes():
        for method in ("GET", "POST") if not route.is_api else ("GET", "POST", "PUT", "DELETE", "PATCH"):
            seen = []
            for one in (Canary.PRIVATE_GROUP.value, "nogroups"):
                values = {"group": one, "handle": Who.SAME_PRIVATE.value if "group" in route.parts else one}
                path = route.path_with(values)
                body = {"step": "promote"} if route.name == "api_change_role" else {"to": Who.SELF.value}
                sent = {"note": "Hm."} if "join" in route.name or "enter" in route.name else body
                answer = ask(
                    route, world.eyes[who], method, path, body=sent, form=sent if method == "POST" else None
                )
                seen.append(_plain(answer, one))
            if seen[0] != seen[1]:
                found.append(f"{method} {route.pattern} by {who.name}: {_difference(*seen)}")
    assert found == []


def test_withdrawn_letter_is_gone_for_its_recipient(world: World) -> None:
    """api.md: a withdrawn one is gone for its recipient; so is one that a block ended, for both."""
    withdraw = next(one for one in routes() if one.name == "api_withdraw")
    for sender in (Who.ASKING, Who.IGNORED):
        letter = world.invitations[sender]
        assert ask(
            withdraw, world.eyes[sender], "POST", withdraw.path_with({"invitation_id": letter})
        ).status_code == 200  # fmt: skip
        for route in (one for one in routes() if "invitation_id" in one.parts):
            for method in ("GET", "POST"):
                seen = [
                    _plain(
                        _ask(
                            world, Who.SELF, route, method, route.path_with({"invitation_id": one}), str(one)
                        ),
                        str(one),
                    )
                    for one in (letter, NO_SUCH_ID)
                ]
                assert seen[0] == seen[1], (route, method)


def test_deleted_owner_leaves_no_address(world: World) -> None:
    """The address of a member who left stands nowhere in their account."""
    _delete(world)
    assert not Account.objects.filter(email__contains=Canary.EMAIL).exists()
