"""Lists: each to its end without a miss or a double, at a cost that does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.kernel import paging
from tests.api import crowd
from tests.api.caller import Callers
from tests.cast import Cast
from tests.conftest import Clock

Fill = Callable[[int, list[int], datetime], None]


def _received(owner: int, others: list[int], now: datetime) -> None:
    crowd.invitations(others, [owner] * len(others), now)


def _sent(owner: int, others: list[int], now: datetime) -> None:
    crowd.invitations([owner] * len(others), others, now)


def _nothing(owner: int, others: list[int], now: datetime) -> None:
    """Being a member is enough."""


def _around(owner: int, others: list[int], now: datetime) -> None:
    """All at the 2nd degree, through one."""
    (hub,) = crowd.crowd(1, now, "hub")
    crowd.connected(owner, [hub], now)
    crowd.connected(hub, others, now)


def _at_third(owner: int, others: list[int], now: datetime) -> None:
    (hub,) = crowd.crowd(1, now, "far")
    _around(owner, [hub], now)
    crowd.connected(hub, others, now)


def _companies(owner: int, others: list[int], now: datetime) -> None:
    crowd.companies(owner, others, now)


def _follow_acme(owner: int, others: list[int], now: datetime) -> None:
    crowd.follow("acme", others, now)


LISTS: dict[str, tuple[str, Fill]] = {
    "following": ("/me/following", crowd.connected),
    "followers": ("/me/followers", crowd.connected),
    "connections": ("/me/connections", crowd.connected),
    "connections by name": ("/me/connections?sort=name", crowd.connected),
    "connections found": ("/me/connections?q=person", crowd.connected),
    "blocks": ("/me/blocks", crowd.blocked),
    "follow requests": ("/me/follow-requests", crowd.asking),
    "received": ("/me/invitations", _received),
    "sent": ("/me/invitations?direction=sent", _sent),
    "sent and pending": ("/me/invitations?direction=sent&state=pending", _sent),
    "notices": ("/notifications", crowd.told),
    "unread": ("/notifications?unread=true", crowd.told),
    "people": ("/search/people?q=person", _nothing),
    "2nd degree": ("/search/people?q=person&degree=2", _around),
    "3rd degree": ("/search/people?q=person&degree=3", _at_third),
    "1st degree": ("/search/people?q=person&degree=1", crowd.connected),
    "a member's connections": ("/members/erin/connections", crowd.connected),
    "a member's followers": ("/members/erin/followers", crowd.connected),
    "companies": ("/companies?q=company", _companies),
    "companies one follows": ("/me/companies", _companies),
    "followers of a company": ("/companies/acme/followers", _follow_acme),
    "mutual connections": ("/members/bob/mutual-connections", crowd.connected),
}


@pytest.mark.parametrize("name", LISTS)
def test_to_the_end(name: str, call: Callers, cast: Cast, clock: Clock) -> None:
    """Page by page gives the same rows as one page, whatever equals another."""
    path, fill = LISTS[name]
    now = clock.now
    others = crowd.crowd(23, now)
    fill(cast.erin.id, others, now)
    if "bob" in path:
        crowd.connected(cast.bob.id, others, now)
    mark = "&" if "?" in path else "?"
    whole = call.erin.get(f"{path}{mark}limit=100").json
    assert whole["next"] is None
    assert len(whole["items"]) >= 23
    for size in (1, 7, len(whole["items"])):
        found: list[object] = []
        cursor: str | None = ""
        pages = 0
        while cursor is not None:
            page = call.erin.get(f"{path}{mark}limit={size}&cursor={cursor}").json
            assert len(page["items"]) <= size
            found += page["items"]
            cursor, pages = page["next"], pages + 1
            assert pages < 60
        assert found == whole["items"]
    assert len(call.erin.get(path).json["items"]) == 20


@pytest.mark.parametrize("name", LISTS)
def test_cost_does_not_grow_with_rows(name: str, call: Callers, cast: Cast, clock: Clock) -> None:
    """Statements are the same at 1 and at 20 rows."""
    path, fill = LISTS[name]
    now = clock.now
    asked: list[int] = []
    rows: list[object] = []
    for count, prefix in ((1, "one"), (19, "many")):
        others = crowd.crowd(count, now, prefix)
        if fill in (_around, _at_third) and asked:
            hub = "hub_0" if fill is _around else "far_0"
            crowd.connected(_id(hub), others, now)
        else:
            fill(cast.erin.id, others, now)
        if "bob" in path:
            crowd.connected(cast.bob.id, others, now)
        with CaptureQueriesContext(connection) as queries:
            rows = call.erin.get(path).json["items"]
        asked.append(len(queries))
    assert len(rows) == 20
    assert asked[0] == asked[1]


def _id(handle: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM actors_actor WHERE handle = %s", [handle])
        return int(cursor.fetchone()[0])


CURSORS = [
    "nonsense", "é", "AAAA", "W10", paging.encode(1), paging.encode("a", "b", "c"), paging.encode(None, None),
    "A" * 1001, "%00", "W3sidCI6IjAwMDEtMDEtMDFUMDA6MDA6MDArMTQ6MDAifSwxXQ",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_bad_cursors_are_refused(name: str, call: Callers) -> None:
    """Whatever `next` cannot have said is a 422 with the code `cursor`."""
    path, _ = LISTS[name]
    mark = "&" if "?" in path else "?"
    reader = call.alice if "/members/" in path else call.erin
    path = path.replace("erin", "bob") if "/members/" in path else path
    for cursor in CURSORS:
        if name == "mutual connections" and cursor == paging.encode(1):
            continue
        answer = reader.get(f"{path}{mark}cursor={cursor}")
        assert (answer.status, answer.code, answer.json["field"]) == (422, "cursor", "cursor"), cursor
