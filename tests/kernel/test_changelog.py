"""The changelog: in the transaction of the change, in the order of commits, of one database (architecture 5)."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from rapport.kernel import clock
from rapport.kernel.changelog import actions, queries
from rapport.kernel.changelog.models import Change as Row
from rapport.kernel.changelog.queries import Foreign, TooFar
from rapport.kernel.changelog.rules import KEEP, Change, Position


def _append(number: int) -> None:
    with transaction.atomic():
        actions.append(Change("tie", number, number + 1))


def _new(position: Position, *known: Change) -> set[Change]:
    """What is missing since, without what is given again while an older transaction runs in any database here."""
    return set(queries.since(position, at_most=10).changes) - set(known)


@pytest.mark.django_db(transaction=True)
def test_what_is_missing_since() -> None:
    begun = actions.begin()
    assert queries.since(begun, at_most=10).changes == ()
    _append(1)
    _append(2)
    _append(2)
    first = queries.since(begun, at_most=10)
    assert first.changes == (Change("tie", 1, 2), Change("tie", 2, 3))
    assert _new(first.position, *first.changes) == set()
    _append(3)
    assert _new(first.position, *first.changes) == {Change("tie", 3, 4)}
    with pytest.raises(TooFar):
        queries.since(begun, at_most=3)


@pytest.mark.django_db(transaction=True)
def test_own_changes_are_seen_before_they_are_committed_and_never_when_rolled_back() -> None:
    begun = actions.begin()
    with transaction.atomic():
        _append(1)
        assert queries.since(begun, at_most=10).changes == (Change("tie", 1, 2),)
        transaction.set_rollback(True)
    assert queries.since(begun, at_most=10).changes == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_nothing_is_passed_over_while_transactions_overlap() -> None:
    """The one that began first commits last: who has read on meanwhile is still given its change."""
    begun = actions.begin()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.append(Change("tie", 1, 2))
            wrote.set()
            may_commit.wait(5)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert wrote.wait(5)
    if connection.vendor == "sqlite":  # its writers stand in one line
        may_commit.set()
        thread.join()
    _append(7)
    between = queries.since(begun, at_most=10)
    assert Change("tie", 7, 8) in between.changes
    may_commit.set()
    thread.join()
    after = queries.since(between.position, at_most=10)
    assert Change("tie", 1, 2) in (*between.changes, *after.changes)
    # given again while an older transaction runs in any database of the server; never anything else
    assert set(queries.since(after.position, at_most=10).changes) <= {
        Change("tie", 1, 2),
        Change("tie", 7, 8),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_an_index_begins_when_those_before_it_have_ended() -> None:
    """What was written beside them is in what the index reads, and is not given to it once more."""
    wrote = threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.append(Change("tie", 1, 2))
            wrote.set()
            time.sleep(0.2)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert wrote.wait(5)
    begun = actions.begin()
    thread.join()
    assert queries.since(begun, at_most=10).changes == ()


@pytest.mark.django_db(transaction=True)
def test_a_position_of_another_log_is_refused() -> None:
    begun = actions.begin()
    for foreign in (replace(begun, mark=uuid4()), replace(begun, anchor=begun.anchor + 1000)):
        with pytest.raises(Foreign):
            queries.since(foreign, at_most=10)
    if connection.vendor == "postgresql":
        with pytest.raises(Foreign):
            queries.since(replace(begun, horizon=2**60), at_most=10)


@pytest.mark.django_db
def test_old_changes_are_forgotten_but_the_newest_stays() -> None:
    begun = actions.begin()
    _append(1)
    _append(2)
    newest = queries.since(begun, at_most=10).position
    assert actions.prune(now=clock.now() + KEEP - timedelta(minutes=1)) == 0
    assert actions.prune(now=clock.now() + KEEP + timedelta(minutes=1)) == 2
    assert Row.objects.count() == 1
    assert Change("tie", 9) not in queries.since(newest, at_most=10).changes
    with pytest.raises(Foreign):
        queries.since(begun, at_most=10)
