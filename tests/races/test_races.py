"""Races by real processes, on the database at hand: exactly one lawful outcome each (quality 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count

from rapport.kernel import clock
from rapport.kernel.jobs import run_due
from rapport.kernel.jobs.models import Job
from rapport.people.actors import actions as actors
from rapport.people.relationships.actions import inviting
from rapport.people.relationships.models import Invitation
from rapport.people.ties.models import Connection, Follow, Network
from rapport.projections.notifications.models import Notification
from tests.people import LIMITS, make_member
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 12


def _limits(**changes: int) -> dict[str, Any]:
    return {**LIMITS.__dict__, **changes}


def _pair(number: int, now: datetime) -> tuple[int, int]:
    return make_member(f"ann_{number}", now=now), make_member(f"bob_{number}", now=now)


def _invite(sender: int, recipient: int, now: datetime) -> UUID:
    return inviting.invite(
        sender=sender, recipient=recipient, context="other", now=now, limits=LIMITS
    ).invitation_id


def _counters_equal_edges() -> None:
    """Every counter counts its rows, every connection has its mirror."""
    held = {row["owner"]: row["n"] for row in Connection.objects.values("owner").annotate(n=Count("other"))}
    out = {row["owner"]: row["n"] for row in Follow.objects.values("owner").annotate(n=Count("other"))}
    into = {row["other"]: row["n"] for row in Follow.objects.values("other").annotate(n=Count("owner"))}
    for network in Network.objects.all():
        assert (network.connections, network.following, network.followers) == (
            held.get(network.pk, 0),
            out.get(network.pk, 0),
            into.get(network.pk, 0),
        )
    edges = set(Connection.objects.values_list("owner_id", "other_id"))
    assert edges == {(other, owner) for owner, other in edges}


def _notices(owner: int, kind: str) -> int:
    return Notification.objects.filter(owner_id=owner, kind=kind).count()


def test_two_accepts(crowd: Crowd, now: datetime) -> None:
    """Both are told it is accepted; one connection, one notice to each side."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        accept = {"invitation_id": _invite(a, b, now), "actor_id": b, "now": now, "limits": _limits()}
        codes = crowd.race(("accept", accept), ("accept", accept))
        assert Connection.objects.filter(owner_id=a).count() == 1
        assert (_notices(a, "connected"), _notices(b, "connected")) == (1, 1)
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("", "")}
    _counters_equal_edges()


def test_accept_against_withdraw(crowd: Crowd, now: datetime) -> None:
    """Either the two are connected or the invitation is withdrawn."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        invitation = _invite(a, b, now)
        which = {"invitation_id": invitation, "now": now}
        codes = crowd.race(
            ("accept", {**which, "actor_id": b, "limits": _limits()}), ("withdraw", {**which, "actor_id": a})
        )
        connected = Connection.objects.filter(owner_id=a).exists()
        state = Invitation.objects.get(pk=invitation).state
        assert (connected, state) in {(True, "accepted"), (False, "withdrawn")}
        return codes

    outcomes = crowd.many_times(ROUNDS, one)
    assert set(outcomes) <= {("", "invitation_closed"), ("not_found", "")}
    _counters_equal_edges()


def test_accept_against_block(crowd: Crowd, now: datetime) -> None:
    """Whichever comes first, in the end they are blocked and nothing is left between them."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        accept = {"invitation_id": _invite(a, b, now), "actor_id": b, "now": now, "limits": _limits()}
        codes = crowd.race(("accept", accept), ("block", {"owner": a, "other": b, "now": now}))
        assert not Connection.objects.filter(owner_id=a).exists()
        assert not Follow.objects.filter(owner_id__in=(a, b)).exists()
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}
    _counters_equal_edges()


def test_accept_against_deletion(crowd: Crowd, now: datetime) -> None:
    """Whichever comes first, once the jobs are done nobody is tied to the one who left."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        accept = {"invitation_id": _invite(a, b, now), "actor_id": b, "now": now, "limits": _limits()}
        codes = crowd.race(("accept", accept), ("delete", {"actor_id": a}))
        run_due()
        assert not Connection.objects.filter(owner_id=b).exists()
        assert not Invitation.objects.filter(sender_id=a, state="pending").exists()
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}
    _counters_equal_edges()


def test_crossing_invitations(crowd: Crowd, now: datetime) -> None:
    """REL-8: two that cross connect at once, in one row."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        wish = {"context": "other", "now": now, "limits": _limits()}
        codes = crowd.race(
            ("invite", {**wish, "sender": a, "recipient": b}),
            ("invite", {**wish, "sender": b, "recipient": a}),
        )
        assert Invitation.objects.filter(lo_id=min(a, b), hi_id=max(a, b)).count() == 1
        assert Connection.objects.filter(owner_id=a, other_id=b).exists()
        assert (_notices(a, "connected"), _notices(b, "connected")) == (1, 1)
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("", "")}
    _counters_equal_edges()


def test_the_last_place_below_the_cap(crowd: Crowd, now: datetime) -> None:
    """REL-9: two accepts at once, one place: one gets it, the other's invitation goes on waiting."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        c = make_member(f"cap_{number}", now=now)
        invitations = [_invite(one, c, now) for one in (a, b)]
        codes = crowd.race(
            *(
                (
                    "accept",
                    {"invitation_id": each, "actor_id": c, "now": now, "limits": _limits(connection_cap=1)},
                )
                for each in invitations
            )
        )
        assert Network.objects.get(pk=c).connections == 1
        assert Invitation.objects.filter(recipient_id=c, state="pending").count() == 1
        return sorted(codes)

    assert set(crowd.many_times(ROUNDS, one)) == {("", "connection_cap")}
    _counters_equal_edges()


def test_the_last_invitation_of_the_budget(crowd: Crowd, now: datetime) -> None:
    """REL-12: eight at once with three left: three are sent."""
    a = make_member("ann", now=now)
    others = [make_member(f"other_{number}", now=now) for number in range(8)]
    wish = {"sender": a, "context": "other", "now": now, "limits": _limits(invitation_limit=3)}
    codes = crowd.race(*(("invite", {**wish, "recipient": other}) for other in others))
    assert sorted(codes) == [""] * 3 + ["invitation_budget"] * 5
    assert Invitation.objects.filter(sender_id=a).count() == 3


@pytest.mark.parametrize("call", ["accept", "follow", "invite", "decline", "unconnect", "block"])
def test_eight_simultaneous_clicks(crowd: Crowd, now: datetime, call: str) -> None:
    """quality 7: one effect, one notification, no error."""
    a, b = _pair(0, now)
    arguments: dict[str, Any] = {"now": now}
    if call in ("accept", "decline"):
        arguments |= {"invitation_id": _invite(a, b, now), "actor_id": b}
    if call in ("accept", "invite"):
        arguments |= {"limits": _limits()}
    if call == "invite":
        arguments |= {"sender": a, "recipient": b, "context": "other"}
    if call == "follow":
        arguments |= {"follower": a, "followee": b}
    if call == "unconnect":
        met = {"invitation_id": _invite(a, b, now), "actor_id": b, "now": now, "limits": _limits()}
        assert crowd.race(("accept", met)) == [""]
        arguments |= {"actor_id": a, "other": b}
    if call == "block":
        arguments |= {"owner": a, "other": b}
    assert crowd.race(*[(call, arguments)] * 8) == [""] * 8
    told = {"accept": (a, "connected"), "invite": (b, "invitation_received"), "decline": (a, "declined")}
    if call in told:
        assert _notices(*told[call]) == 1
    assert Invitation.objects.count() <= 1
    assert Follow.objects.count() == (2 if call == "accept" else 1 if call == "follow" else 0)
    _counters_equal_edges()


def test_many_of_one_member_at_once(crowd: Crowd, now: datetime) -> None:
    """No deadlock where one member's pairs are written from all sides."""
    a = make_member("ann", now=now)
    for number in range(6):
        others = [make_member(f"other_{number}_{each}", now=now) for each in range(8)]
        follows = [("follow", {"follower": other, "followee": a, "now": now}) for other in others]
        assert crowd.race(*follows) == [""] * 8
        mixed = [
            ("block", {"owner": a, "other": other, "now": now})
            if place % 2
            else (
                "invite",
                {"sender": other, "recipient": a, "context": "other", "now": now, "limits": _limits()},
            )
            for place, other in enumerate(others)
        ]
        assert crowd.race(*mixed) == [""] * 8
    _counters_equal_edges()


def test_acting_against_suspension(crowd: Crowd, now: datetime) -> None:
    """An action and a suspension come wholly one before the other."""

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        codes = crowd.race(
            ("follow", {"follower": a, "followee": b, "now": now}), ("suspend", {"actor_id": b})
        )
        assert Follow.objects.filter(owner_id=a).exists() == (codes[0] == "")
        actors.restore(actor_id=b)
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}
    _counters_equal_edges()


def test_mails_at_once(crowd: Crowd) -> None:
    """Several jobs of one member tell each notice once (MSG-4)."""
    now = clock.now()  # the processes' own

    def one(number: int) -> list[str]:
        a, b = _pair(number, now)
        _invite(a, b, now)
        Notification.objects.filter(owner_id=b).update(due_at=now)
        codes = crowd.race(*[("mail", {"owner": b})] * 4)
        assert not Notification.objects.filter(owner_id=b, due_at__isnull=False).exists()
        assert Job.objects.filter(name="mail.send").count() == number + 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("", "", "", "")}
