"""Who is erased leaves no word behind, in any row of any table (quality 3, OPS-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db.models import QuerySet

from rapport.content.exchange.queries.exports import folder_of
from rapport.kernel.idempotency import actions as idempotency
from rapport.kernel.jobs import actions as jobs
from rapport.kernel.jobs import run_due
from rapport.people.accounts import actions as accounts
from rapport.people.actors.models import Actor
from tests.matrix.canaries import COMPANIES, NAMES, Canary, found_in
from tests.matrix.viewers import Who
from tests.matrix.world import World

pytestmark = pytest.mark.django_db

STAYS = {
    **dict.fromkeys(NAMES, "other members, whose own handle and name it is"),
    **dict.fromkeys(COMPANIES, "companies, whose own handle and name it is"),
    **dict.fromkeys(
        (Canary.PRIVATE_GROUP, Canary.INVITED_GROUP, Canary.GROUP_ABOUT, Canary.GROUP_NOTE),
        "groups that others are in, and what others wrote to them",
    ),
    Canary.INVITATION_POLICY: "a word that every member may choose",
    Canary.SUSPENSION: "about another",
    Canary.HASHTAG: "a word that is nobody's; who followed it is gone",
}
"""What the search finds and is not the erased member's."""

GOES = frozenset(Canary) - STAYS.keys()
REDRAWN = {Canary.BUDGET, Canary.RESTRICTION, Canary.PIXELS, Canary.ARCHIVED}
"""What stands in no table in the form it is searched for: a figure that is reckoned, a day, a picture, a file."""
FACE = ("Self Person", "self@example.org", "canemail@example.org")
"""Name and addresses of the owner, which are no canaries."""


def _rows() -> dict[str, str]:
    """All that every table holds, as text."""
    text = {}
    for model in apps.get_models():
        rows: QuerySet = model._default_manager.all()
        text[model._meta.label] = "\n".join(repr(row) for row in rows.values_list())
    return text


def _where(text: dict[str, str]) -> dict[str, list[str]]:
    """The tables that still speak of the owner, and what they say."""
    told = {
        label: sorted(found_in(rows) & GOES) + [words for words in FACE if words in rows]
        for label, rows in text.items()
    }
    return {label: said for label, said in told.items() if said}


def test_nothing_stands_of_who_is_erased(world: World) -> None:
    """It is all there until the grace period ends, and nothing after it, but that the handle is taken."""
    account, later = world.accounts[Who.SELF], world.now + timedelta(days=world.limits.erase_after_days)
    spoken = {canary for said in _where(_rows()).values() for canary in said}
    assert GOES - spoken <= REDRAWN
    assert folder_of(world.owner).exists()

    accounts.leave(account_id=account, now=world.now, limits=world.limits)
    assert accounts.erase_due(now=later - timedelta(seconds=1)) == 0
    still = {canary for said in _where(_rows()).values() for canary in said}
    # sessions and keys of programs end with leaving
    assert spoken - still == {Canary.SESSION, Canary.SESSION_PLACE, Canary.TOKEN}

    with time_machine.travel(later, tick=False):
        assert accounts.erase_due(now=later) == 1
        run_due(now=later)
        jobs.prune(now=later + timedelta(days=8))
        idempotency.prune(now=later)
        assert _where(_rows()) == {}
        assert not folder_of(world.owner).exists()
        assert not Actor.objects.filter(handle=Who.SELF.value).exists()
        assert Actor.objects.get(pk=world.owner).picture == ""
