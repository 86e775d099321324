"""Rows by SQL of our own come back alike on both databases, and as the ORM reads them."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.kernel.rows import Reading, fetch, literals, together
from rapport.people.relationships.actions import choosing, inviting
from rapport.people.relationships.models import Invitation
from rapport.people.relationships.rules.process import State
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "sender_id", "note", "asked", "sent_at", "answered_at")
KINDS = (UUID, int, str, bool, datetime, datetime)


def _invite(recipient: int, sender: int) -> UUID:
    return inviting.invite(
        sender=sender, recipient=recipient, context="other", note="Hello", now=START, limits=LIMITS
    ).invitation_id


def test_a_row_is_what_the_orm_reads() -> None:
    one = _invite(make_member("bert"), make_member("anna"))
    sql = f"SELECT {', '.join(COLUMNS)} FROM relationships_invitation WHERE id = %s AND sent_at = %s"
    assert fetch(sql, one, START, kinds=KINDS) == [Invitation.objects.values_list(*COLUMNS).get()]


def test_a_collection_is_written_as_marks() -> None:
    anna = make_member("anna")
    some = [_invite(make_member(f"other{number}"), anna) for number in range(3)]
    sql = "SELECT id FROM relationships_invitation WHERE id IN (%s) AND sender_id = %s ORDER BY id"
    assert fetch(sql, some[:2], anna, kinds=(UUID,)) == [(one,) for one in sorted(some[:2])]
    assert fetch(sql, [], anna, kinds=(UUID,)) == []


def test_readings_sent_together_are_what_each_is_alone() -> None:
    """One statement; rows, kinds and values nobody gave come back as by themselves."""
    anna, bert = make_member("anna"), make_member("bert")
    one, other = _invite(bert, anna), _invite(make_member("carl"), anna)
    whole = Reading(
        tuple(zip(COLUMNS, KINDS, strict=True)),
        "FROM relationships_invitation WHERE id IN (%s) AND sent_at = %s",
        ([one, other], START),
    )
    names = Reading((("handle", str), ("id", int)), "FROM actors_actor WHERE id = %s", (bert,))
    counted = Reading((("COUNT(*)", int),), "FROM relationships_invitation")
    none = Reading((("closed_at", datetime), ("id", UUID)), "FROM relationships_invitation WHERE 1 = 0")
    choosing.keep_note(
        owner=anna, other=bert, note="Tea", how_met="", tags=["x", "y"], rhythm_weeks=None, now=START
    )
    noted = Reading((("tags", str), ("note", str)), "FROM relationships_tienote")
    moments = Reading((("sent_at", datetime), ("asked", bool)), "FROM relationships_invitation")
    with CaptureQueriesContext(connection) as statements:
        found = together(none, names, whole, counted, moments, noted)
    assert len(statements) == 1
    assert found[:2] == [[], [("bert", bert)]]
    assert sorted(found[2]) == sorted(Invitation.objects.values_list(*COLUMNS))
    assert found[3:5] == [[(2,)], [(START, False)] * 2]
    ((tags, note),) = found[5]
    assert (json.loads(tags), note) == (["x", "y"], "Tea")
    assert [together(reading)[0] for reading in (none, names, counted)] == [found[0], found[1], found[3]]


def test_constants_in_a_statement_are_words_alone() -> None:
    assert literals([State.PENDING, State.IGNORED]) == "'ignored', 'pending'"
    for typed in ("o'brien", "two words", ""):
        with pytest.raises(AssertionError):
            literals([typed])
