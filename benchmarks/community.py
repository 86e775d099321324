"""A community of measured size: viewers with 30, 500 and 5,000 connections among the same people."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.ties.models import Connection, Follow, Network

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIZES = (30, 500, 5000)
PEOPLE = 6000
OTHERS_EACH = 40


@transaction.atomic
def build(seed: int = 1) -> dict[int, int]:
    """Fill an empty database; the actor id of the viewer with so many connections, by that number."""
    rng = random.Random(seed)
    actors = Actor.objects.bulk_create(
        Actor(
            handle=f"member_{number}",
            name=f"Member {number}",
            name_key=f"member {number}",
            headline="Keeps a gauge on a river",
            created_at=NOW,
        )
        for number in range(PEOPLE)
    )
    ids = [actor.pk for actor in actors]
    viewers = dict(zip(SIZES, ids, strict=False))
    pairs: set[tuple[int, int]] = set()
    for size, viewer in viewers.items():
        pairs |= {(viewer, other) for other in rng.sample(ids[len(SIZES) :], size)}
    for one in ids[len(SIZES) :]:
        pairs |= {
            (min(one, other), max(one, other)) for other in rng.sample(ids, OTHERS_EACH // 2) if other != one
        }
    held: dict[int, set[int]] = {one: set() for one in ids}
    for a, b in pairs:
        if a in viewers.values() and b in viewers.values():
            continue
        held[a].add(b)
        held[b].add(a)
    for viewer, size in {viewer: size for size, viewer in viewers.items()}.items():
        for extra in sorted(held[viewer])[size:]:
            held[viewer].discard(extra)
            held[extra].discard(viewer)
    rows = [(one, other) for one, others in held.items() for other in others]
    Connection.objects.bulk_create(
        (
            Connection(owner_id=a, other_id=b, since=NOW - timedelta(minutes=(a * b) % 100_000))
            for a, b in rows
        ),
        batch_size=5000,
    )
    Follow.objects.bulk_create(
        (Follow(owner_id=a, other_id=b, origin="connection", since=NOW) for a, b in rows), batch_size=5000
    )
    Network.objects.bulk_create(
        Network(actor_id=one, connections=len(others), followers=len(others), following=len(others))
        for one, others in held.items()
    )
    Account.objects.bulk_create(
        Account(email=f"member_{number}@example.org", actor_id=one, joined_at=NOW, approved_at=NOW)
        for number, one in enumerate(ids)
    )
    return viewers


def analyse() -> None:
    """Let the planner know the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
