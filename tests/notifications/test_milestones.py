"""Notices of milestones: told once, to connections, as long as they are let know (PRO-5, MSG-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.content.profiles.actions import milestones
from rapport.content.profiles.models import ContactDetail, Entry, Profile
from rapport.content.profiles.rules.milestones import Happened, MilestoneKind, is_announced
from rapport.kernel import jobs
from rapport.people.actors import actions as actors
from rapport.people.audience import Audience, Viewer
from rapport.people.relationships.actions import following, removing
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.rules_telling import Kind
from tests.actions.vouching import connect, member, position
from tests.people import START

pytestmark = pytest.mark.django_db
POSITION = "{name} has a new position."
ANNIVERSARY = "{name} has a work anniversary this month."
BIRTHDAY = "{name} has a birthday on {until}."
ALL = [POSITION, ANNIVERSARY, BIRTHDAY]


def _told(who: int, at: timedelta = timedelta(0)) -> list[str]:
    """The words that stand, in the order of the kinds."""
    found = queries.notices(Viewer(who), now=START + at).items
    return sorted((one.template for one in found if one.kind is Kind.MILESTONE), key=ALL.index)


def _announce(at: timedelta = timedelta(0)) -> None:
    milestones.announce(after=0, now=START + at)
    jobs.run_due()


@pytest.fixture
def owner() -> int:
    """A member with a new position, an anniversary (START is in March) and a birthday in a few days."""
    owner = member("owner")
    new, old = position(owner, "Editor"), position(owner, "Printer")
    Entry.objects.filter(pk=new).update(started="2026-02", created_at=START)
    Entry.objects.filter(pk=old).update(started="2020-03", created_at=START - timedelta(days=400))
    ContactDetail.objects.create(owner_id=owner, kind="birthday", value="1984-03-08", audience="only_me")
    Profile.objects.filter(pk=owner).update(
        share_positions=True, share_anniversaries=True, share_birthday=True
    )
    return owner


@pytest.fixture
def friend(owner: int) -> int:
    """A connection of the owner."""
    friend = member("friend")
    connect(owner, friend)
    return friend


def test_connections_are_told_once_and_nobody_else(owner: int, friend: int) -> None:
    """PRO-5: not followers, not strangers, not the owner; a second day and eight runs say nothing new."""
    follower, stranger = member("follower"), member("stranger")
    following.follow(follower=follower, followee=owner, now=START)
    Profile.objects.filter(pk=owner).update(milestone_audience=Audience.ANYONE.value)
    _announce()
    assert _told(friend) == ALL
    assert [_told(one) for one in (follower, stranger, owner)] == [[], [], []]
    actions.mark_read(actor_id=friend, now=START)
    _announce()
    _announce(timedelta(days=1))
    assert _told(friend) == ALL
    assert queries.unread_count(Viewer(friend), START) == 0


def test_nothing_is_told_that_was_not_chosen(owner: int, friend: int) -> None:
    """PRO-5: each kind by its own choice."""
    for column, words in zip(("share_positions", "share_anniversaries", "share_birthday"), ALL, strict=True):
        Profile.objects.filter(pk=owner).update(
            share_positions=False, share_anniversaries=False, share_birthday=False
        )
        _announce()
        assert _told(friend) == []
        Profile.objects.filter(pk=owner).update(**{column: True})
        _announce()
        assert _told(friend) == [words]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"milestone_audience": "only_me"}, []),
        ({"milestone_audience": "group"}, []),
        ({"milestone_audience": "members"}, ALL),
        ({"milestone_audience": "second_degree"}, ALL),
        ({"experience_audience": "only_me"}, [BIRTHDAY]),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_who_may_not_see_it_is_not_told(
    owner: int, friend: int, change: dict[str, str], left: list[str], before: bool
) -> None:
    """PRO-5: whether it was kept from them before or after they were told; shown again, it is so again."""
    if not before:
        _announce()
    Profile.objects.filter(pk=owner).update(**change)
    _announce()
    assert _told(friend) == left


def test_a_notice_goes_with_what_it_says(owner: int, friend: int) -> None:
    """MSG-4: with the position, the birthday's date and its day, and the tie."""
    _announce()
    assert _told(friend, timedelta(days=6)) == ALL
    assert _told(friend, timedelta(days=7)) == [POSITION, ANNIVERSARY]
    Entry.objects.filter(owner_id=owner, title="Editor").delete()
    ContactDetail.objects.filter(owner_id=owner).delete()
    assert _told(friend) == [ANNIVERSARY]
    removing.unconnect(actor_id=owner, other=friend, now=START)
    assert _told(friend) == []


def test_a_suspended_member_announces_nothing(owner: int, friend: int) -> None:
    """NET-1: who is out of the graph is told of to nobody, and tells nothing."""
    actors.suspend(actor_id=owner)
    _announce()
    assert _told(friend) == []


def test_batches_go_on_where_the_last_ended(owner: int, friend: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """PRO-5: one by one or all at once, the same is told."""
    Profile.objects.filter(pk=friend).update(share_birthday=True)
    ContactDetail.objects.create(owner_id=friend, kind="birthday", value="--03-09", audience="only_me")
    monkeypatch.setattr(milestones, "BATCH", 1)
    after: int | None = 0
    steps = 0
    while after is not None:
        after, steps = milestones.announce(after=after, now=START), steps + 1
    jobs.run_due()
    assert (steps, _told(friend), _told(owner)) == (3, ALL, [BIRTHDAY])


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (MilestoneKind.POSITION, range(3)),
        (MilestoneKind.ANNIVERSARY, range(3)),
        (MilestoneKind.BIRTHDAY, range(-7, -4)),
    ],
)
def test_days_of_announcing(kind: MilestoneKind, days: range) -> None:
    """PRO-5: the first days; those of a birthday begin a week ahead."""
    day = START.date()
    one = Happened(kind, day, "key")
    announced = [number for number in range(-20, 21) if is_announced(one, day + timedelta(days=number))]
    assert announced == list(days)
