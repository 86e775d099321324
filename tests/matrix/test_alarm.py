"""The alarm rings: the checker of the matrix goes red when something is broken on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.interfaces.api import network
from rapport.kernel.limits.models import SiteSetting
from rapport.people import audience, visibility
from rapport.people.audience import Audience, Standing
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.notes import PrivateNote
from tests.matrix import reading
from tests.matrix.canaries import Canary
from tests.matrix.reading import problems
from tests.matrix.routes import Route, routes
from tests.matrix.viewers import Who
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-reading")]


def _only(*names: str) -> list[Route]:
    return [route for route in routes() if route.name in names]


def test_one_broken_cell_of_admits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member who is let into what is for connections: both interfaces are caught, by the canary's name."""
    broken = audience.ADMITS[Audience.CONNECTIONS] | {Standing.MEMBER}
    some = _only("api_connections", "member_connections", "api_followers", "member_followers")
    assert problems(world, Who.STRANGER, some) == []
    monkeypatch.setitem(audience.ADMITS, Audience.CONNECTIONS, broken)
    found = problems(world, Who.STRANGER, some)
    for name in ("api_connections", "member_connections", "api_followers", "member_followers"):
        assert any(sentence.startswith(f"{name} about olga_w shows") for sentence in found), name


def test_one_cell_of_admits_shut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection who is shut out of what is theirs is noticed as well."""
    shut = audience.ADMITS[Audience.CONNECTIONS] - {Standing.CONNECTION}
    monkeypatch.setitem(audience.ADMITS, Audience.CONNECTIONS, shut)
    found = problems(world, Who.FIRST, _only("api_connections"))
    assert any("hides CONNECTION from FIRST" in sentence for sentence in found)


def test_bars_that_do_not_hold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is blocked and comes across the owner is caught, on the page and over the API."""
    monkeypatch.setattr(visibility, "_bars", lambda *_: visibility.NONE)
    found = problems(world, Who.BLOCKED, _only("api_search_people", "people"))
    for name in ("api_search_people", "people"):
        assert f"{name} about oneself shows HEADLINE to BLOCKED; the table says no." in found


def test_somebody_elses_notes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note read by whom it is about."""
    monkeypatch.setattr(network, "note_about", lambda *_: PrivateNote(note=Canary.NOTE))
    found = problems(world, Who.FIRST, _only("api_my_note"))
    assert any("shows NOTE to FIRST" in sentence for sentence in found)


def test_a_reading_that_writes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A GET with a write in it."""
    directory = lists.directory

    def counted(*given: Any, **named: Any) -> Any:
        SiteSetting.objects.create(name="visits", value="1", changed_at=world.now)
        return directory(*given, **named)

    monkeypatch.setattr(lists, "directory", counted)
    assert any("it wrote" in sentence for sentence in problems(world, Who.STRANGER, _only("people")[:1]))


def test_a_route_without_a_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, with its address and what to do."""
    monkeypatch.setattr(reading, "TABLE", {})
    found = problems(world, Who.STRANGER, _only("healthz"))
    assert found == [reading.UNDECLARED.format(name="healthz", pattern="healthz")]
