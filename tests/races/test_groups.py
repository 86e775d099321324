"""Races in groups by real processes: exactly one lawful outcome each (PRO-7, quality 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Count

from rapport.people.groups.actions import joining, running
from rapport.people.groups.models import Admission
from rapport.people.groups.queries.places import place_of
from rapport.people.groups.rules.process import Joining, Place, Verb
from rapport.people.ties.models import Membership, Network
from rapport.projections.notifications.models import Notification
from tests.actions.groups import connect, make_group
from tests.people import LIMITS, make_member
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def _given(group: int, actor: int, now: datetime, **changes: int) -> dict[str, Any]:
    return {"group_id": group, "actor_id": actor, "now": now, "limits": {**LIMITS.__dict__, **changes}}


def _about(verb: Verb, group: int, actor: int, person: int, now: datetime) -> tuple[str, dict[str, Any]]:
    return "group_take", {**_given(group, actor, now), "person_id": person, "verb": verb.value}


def _two(number: int) -> tuple[int, int]:
    return make_member(f"owner_{number}"), make_member(f"ann_{number}")


def _counters_equal_edges() -> None:
    held = {row["other"]: row["n"] for row in Membership.objects.values("other").annotate(n=Count("owner"))}
    for network in Network.objects.all():
        assert network.members == held.get(network.pk, 0)


def test_two_owners_leave_at_once(crowd: Crowd, now: datetime) -> None:
    """One goes, the other is the last owner and stays."""

    def one(number: int) -> list[str]:
        owner, ann = _two(number)
        group = make_group(owner, f"group_{number}")
        joining.enter(group_id=group, actor_id=ann, now=now, limits=LIMITS)
        running.take(verb=Verb.SHARE, group_id=group, actor_id=owner, person_id=ann, now=now, limits=LIMITS)
        codes = crowd.race(
            ("group_leave", _given(group, owner, now)), ("group_leave", _given(group, ann, now))
        )
        assert Membership.objects.filter(other_id=group, role="owner").count() == 1
        return sorted(codes)

    assert set(crowd.many_times(ROUNDS, one)) == {("", "group_last_owner")}
    _counters_equal_edges()


def test_admitting_against_withdrawing(crowd: Crowd, now: datetime) -> None:
    """Either they are in and told, or the request is taken back."""

    def one(number: int) -> list[str]:
        owner, ann = _two(number)
        group = make_group(owner, f"group_{number}", joining=Joining.REQUEST)
        joining.enter(group_id=group, actor_id=ann, now=now, limits=LIMITS)
        codes = crowd.race(
            _about(Verb.ADMIT, group, owner, ann, now), ("group_withdraw", _given(group, ann, now))
        )
        inside = place_of(ann, group)[0] is Place.MEMBER
        told = Notification.objects.filter(owner_id=ann, kind="group_admitted").count()
        assert (codes, told) == ((["", "group_place"], 1) if inside else (["group_request_closed", ""], 0))
        assert not Admission.objects.filter(state="asked").exists()
        return codes

    assert sum(crowd.many_times(ROUNDS, one).values()) == ROUNDS
    _counters_equal_edges()


def test_joining_against_being_kept_out(crowd: Crowd, now: datetime) -> None:
    """Whoever comes first, they are kept out in the end."""

    def one(number: int) -> list[str]:
        owner, ann = _two(number)
        group = make_group(owner, f"group_{number}")
        codes = crowd.race(("group_enter", _given(group, ann, now)), _about(Verb.BAN, group, owner, ann, now))
        assert place_of(ann, group)[0] is Place.BANNED
        assert codes[1] == ""
        assert codes[0] in ("", "group_banned")
        return codes

    assert sum(crowd.many_times(ROUNDS, one).values()) == ROUNDS
    _counters_equal_edges()


def test_the_last_places_below_the_cap(crowd: Crowd, now: datetime) -> None:
    """Eight at once, three places."""
    owner = make_member("owner")
    group = make_group(owner)
    others = [make_member(f"other_{number}") for number in range(8)]
    codes = crowd.race(*(("group_enter", _given(group, one, now, group_cap=4)) for one in others))
    assert sorted(codes) == [""] * 3 + ["group_full"] * 5
    _counters_equal_edges()


@pytest.mark.parametrize("call", ["enter", "ask", "invite", "admit"])
def test_eight_simultaneous_clicks(crowd: Crowd, now: datetime, call: str) -> None:
    """quality 7: one effect, one notice, no error."""
    owner, ann = _two(0)
    group = make_group(owner, joining=Joining.OPEN if call in ("enter", "invite") else Joining.REQUEST)
    press: tuple[str, dict[str, Any]] = ("group_enter", _given(group, ann, now))
    if call == "invite":
        connect(owner, ann)
        press = ("group_invite", {**_given(group, owner, now), "person_id": ann})
    if call == "admit":
        joining.enter(group_id=group, actor_id=ann, now=now, limits=LIMITS)
        press = _about(Verb.ADMIT, group, owner, ann, now)
    assert crowd.race(*[press] * 8) == [""] * 8
    ends = {"enter": Place.MEMBER, "ask": Place.ASKED, "invite": Place.INVITED, "admit": Place.MEMBER}
    assert place_of(ann, group)[0] is ends[call]
    told = {
        "ask": (owner, "group_request"), "invite": (ann, "group_invitation"), "admit": (ann, "group_admitted")
    }  # fmt: skip
    if call in told:
        who, kind = told[call]
        assert Notification.objects.filter(owner_id=who, kind=kind).count() == 1
    _counters_equal_edges()
