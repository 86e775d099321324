"""Every address × every viewer: what is shown is what the table says, and reading writes nothing (quality 1)."""

from __future__ import annotations

import pytest

from rapport.kernel.limits import actions as settings
from tests.matrix.digest import changed, digests, statements
from tests.matrix.reading import UNDECLARED, problems
from tests.matrix.routes import ask, routes
from tests.matrix.table import TABLE, VISITORS
from tests.matrix.viewers import Who
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-reading")]


def test_every_address_has_a_row() -> None:
    """A route that nobody reviewed fails here, and so does a row whose route is gone."""
    declared, there = set(TABLE), {route.name: route for route in routes()}
    sentences = [
        UNDECLARED.format(name=name, pattern=there[name].pattern) for name in sorted(set(there) - declared)
    ]
    sentences += [f"The row {name} has no route any more." for name in sorted(declared - set(there))]
    assert not sentences, "\n".join(sentences)
    assert len(there) == len(routes()), "two addresses have one name"


ON_BOTH = frozenset(
    {
        Who.ANONYMOUS, Who.SELF, Who.FOLLOWER, Who.BOTH, Who.ASKING, Who.FIRST, Who.SECOND, Who.SAME_PRIVATE,
        Who.BLOCKED, Who.SUSPENDED, Who.ORGANISER, Who.NARROW,
    }
)  # fmt: skip
"""Who reads everything on PostgreSQL too: one of each kind, for whom a statement is composed differently (ADR 0017)."""


@pytest.mark.parametrize(
    "who", [pytest.param(one, marks=() if one in ON_BOTH else pytest.mark.page) for one in Who]
)
def test_what_a_viewer_is_shown(world: World, who: Who) -> None:
    """The canaries in each answer are those of the table; no answer is kept by others; no row is written."""
    before = digests()
    found = problems(world, who, routes())
    assert not found, "\n".join(found)
    differ = changed(before, digests())
    assert differ <= ({"accounts_session"} if who is Who.SUSPENDED else set())


@pytest.mark.parametrize("who", sorted(VISITORS))
def test_without_public_pages_a_visitor_is_shown_nothing(world: World, who: Who) -> None:
    """With `public_pages` off, nothing of anybody is open to those who are no members."""
    settings.set_limit(name="public_pages", value="off", now=world.now)
    some = [route for route in routes() if not route.pattern.startswith(("settings", "network"))]
    found = problems(world, who, some, off=VISITORS)
    assert not found, "\n".join(found)


@pytest.mark.page
@pytest.mark.parametrize("who", [Who.ANONYMOUS, Who.SELF])
def test_head_says_what_get_says(world: World, who: Who) -> None:
    """HEAD has the status of GET and writes as little; the server sends no body with it."""
    eyes, wrong = world.eyes[who], []
    for route in routes():
        path = route.path(world, route.targets[0])
        with statements() as written:
            head = ask(route, eyes, "HEAD", path)
        if written or head.status_code != ask(route, eyes, "GET", path).status_code:
            wrong.append(f"HEAD {path}: {head.status_code} {written[:1]}")
    assert not wrong, "\n".join(wrong)
