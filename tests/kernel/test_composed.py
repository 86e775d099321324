"""Statements composed once find the same as the ORM does each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q

from rapport.kernel.composed import MEMBER, MOMENT, composed, how_many, reading_of
from rapport.kernel.rows import together
from rapport.people.actors.models import Actor
from tests.people import START, make_member

pytestmark = pytest.mark.django_db


def _late(one: int, since: object) -> Q:
    return Q(created_at__gte=since) & ~Q(pk=one) & ~Q(name_key="") & Q(status__in=["active", "suspended"])


def test_values_take_the_place_of_marks() -> None:
    """Ids, moments and texts stand where the marks stood, as often as they did; constants are in the statement."""
    ana, bo = make_member("ana"), make_member("bo", now=START + timedelta(days=1))
    rows = Actor.objects.filter(_late(MEMBER, MOMENT)).filter(Q(handle="@handle") | Q(name_key__gt="@handle"))
    statement = composed(rows.values_list("pk", "created_at"), [MEMBER, MOMENT, "@handle"])
    assert statement is not None
    for one, since, handle in (
        (ana, START, "bo"),
        (bo, START, "ana"),
        (ana, START + timedelta(days=2), "bo"),
    ):
        found = Actor.objects.filter(_late(one, since)).filter(Q(handle=handle) | Q(name_key__gt=handle))
        expected = list(found.values_list("pk", "created_at"))
        given = {MEMBER: one, MOMENT: since, "@handle": handle}
        kinds = (int, type(START))
        assert statement.rows(given, kinds) == expected
        columns = (("pk", int), ("created_at", type(START)))
        listed, ((count,),) = together(reading_of(statement, columns, given), how_many(statement, given))
        assert (listed, count) == (expected, len(expected))


def test_what_can_find_nothing_has_no_statement() -> None:
    """It has no rows, whatever is given."""
    statement = composed(Actor.objects.filter(pk__in=[]), [])
    assert statement is None
    assert together(how_many(statement, {})) == [[(0,)]]


def test_a_constant_that_is_no_word_is_refused() -> None:
    """What somebody typed never stands in a statement itself."""
    with pytest.raises(AssertionError):
        composed(Actor.objects.filter(name="'; --"), [])
