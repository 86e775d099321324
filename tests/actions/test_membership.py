"""The edge of group membership: counted, capped, and read for those who see each other (PRO-7)."""

from __future__ import annotations

import pytest

from rapport.people.actors import actions as actors
from rapport.people.actors.rules import Kind
from rapport.people.relationships.actions import answering, inviting, removing
from rapport.people.ties import actions as ties
from rapport.people.ties import queries
from rapport.people.ties.models import Membership, Network
from rapport.people.ties.rules import GroupRole
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> int:
    """A group without anybody."""
    return actors.create(kind=Kind.GROUP, handle="rust", name="Rust", now=START, limits=LIMITS).pk


def _enter(member: int, group: int, cap: int = 10) -> bool:
    return ties.put_membership(member=member, group=group, role=GroupRole.MEMBER, now=START, cap=cap)


def _counted(group: int) -> int:
    assert Network.objects.get(pk=group).members == Membership.objects.filter(other_id=group).count()
    return queries.member_counts([group])[group]


def test_the_counter_follows_the_rows(group: int) -> None:
    """Entering and leaving are counted once each."""
    ann, bob = make_member("ann"), make_member("bob")
    assert _enter(ann, group)
    assert _enter(bob, group)
    assert _counted(group) == 2
    assert ties.end_membership(member=ann, group=group)
    assert not ties.end_membership(member=ann, group=group)
    assert _counted(group) == 1


def test_nobody_comes_in_past_the_cap(group: int) -> None:
    """At the cap nothing is written."""
    ann, bob = make_member("ann"), make_member("bob")
    assert _enter(ann, group, cap=1)
    assert not _enter(bob, group, cap=1)
    assert _counted(group) == 1


def test_who_is_gone_is_neither_counted_nor_shown(group: int) -> None:
    """NET-1: a suspended member falls out of list and count and comes back with both."""
    ann, bob = make_member("ann"), make_member("bob")
    for one in (ann, bob):
        _enter(one, group)
    actors.suspend(actor_id=bob)
    assert (_counted(group), queries.members(ann, group).count()) == (1, 1)
    actors.restore(actor_id=bob)
    assert (_counted(group), queries.members(ann, group).count()) == (2, 2)


def test_a_block_hides_in_the_list_and_changes_no_count(group: int) -> None:
    """PRO-7, REL-17: two who blocked each other may share a group and never see each other in it."""
    ann, bob = make_member("ann"), make_member("bob")
    for one in (ann, bob):
        _enter(one, group)
    removing.block(owner=ann, other=bob, now=START)
    for one in (ann, bob):
        assert list(queries.members(one, group).values_list("owner_id", flat=True)) == [one]
    assert _counted(group) == 2


def test_a_role_changes_once(group: int) -> None:
    """The second time nothing changes; outsiders have no role."""
    ann = make_member("ann")
    _enter(ann, group)
    assert ties.set_role(member=ann, group=group, role=GroupRole.MODERATOR)
    assert not ties.set_role(member=ann, group=group, role=GroupRole.MODERATOR)
    assert queries.role_in(ann, group) is GroupRole.MODERATOR
    assert queries.role_in(make_member("bob"), group) is None


def test_connections_in_a_group_are_found_from_either_side(group: int) -> None:
    """The same people, whether the group or the network is the larger."""
    ann, bob, cem, dee = (make_member(name) for name in ("ann", "bob", "cem", "dee"))
    for one in (bob, cem):
        sent = inviting.invite(sender=ann, recipient=one, context="other", now=START, limits=LIMITS)
        answering.accept(invitation_id=sent.invitation_id, actor_id=one, now=START, limits=LIMITS)
    _enter(bob, group)
    assert queries.connected_members(ann, group) == [bob]
    for one in (ann, dee):
        _enter(one, group)
    assert queries.connected_members(ann, group) == [bob]
    actors.suspend(actor_id=bob)
    assert queries.connected_members(ann, group) == []


def test_memberships_end_with_their_group(group: int) -> None:
    """A group that is gone is in nobody's list."""
    ann = make_member("ann")
    _enter(ann, group)
    assert queries.memberships(ann).count() == 1
    actors.delete(actor_id=group)
    assert queries.memberships(ann).count() == 0
