"""One table in three directions: filter, check and fan-out agree with ADMITS (architecture 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from rapport.kernel.errors import Absent
from rapport.people import visibility
from rapport.people.actors import actions as actors
from rapport.people.actors.rules import Kind
from rapport.people.audience import VISITOR, Audience, Bar, Standing, Viewer, admits
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.relationships.queries.facts import Between, between
from rapport.people.ties import actions as ties
from rapport.people.ties import neighbourhood, queries
from rapport.people.ties.models import Network
from rapport.people.ties.rules import GroupRole
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db
MEMBER = {Standing.ANYONE, Standing.MEMBER}


@dataclass
class Case:
    """How one viewer stands to the owner, said by the test and not by the code."""

    standings: set[Standing]
    bars: set[Bar] = field(default_factory=set)
    listed: bool = True


def _connect(one: int, two: int) -> None:
    sent = inviting.invite(sender=one, recipient=two, context="other", follow=False, now=START, limits=LIMITS)
    answering.accept(invitation_id=sent.invitation_id, actor_id=two, follow=False, now=START, limits=LIMITS)


def _follow(one: int, two: int) -> None:
    following.follow(follower=one, followee=two, now=START)


@pytest.fixture
def situation() -> tuple[int, dict[int | None, Case]]:
    """An owner and everyone who can stand to them in some way."""
    owner = make_member("owner")
    cases: dict[int | None, Case] = {None: Case({Standing.ANYONE}, listed=False)}
    cases[owner] = Case(MEMBER | {Standing.OWNER})
    cases[make_member("stranger")] = Case(MEMBER)
    follower, followee, invited, inviter = (
        make_member(n) for n in ("follower", "followee", "invited", "inviter")
    )
    _follow(follower, owner)
    cases[follower] = Case(MEMBER | {Standing.FOLLOWER})
    _follow(owner, followee)
    cases[followee] = Case(MEMBER)
    inviting.invite(sender=owner, recipient=invited, context="other", now=START, limits=LIMITS)
    inviting.invite(sender=inviter, recipient=owner, context="other", now=START, limits=LIMITS)
    cases[invited], cases[inviter] = Case(MEMBER), Case(MEMBER)
    first, both, former, second, third = (
        make_member(n) for n in ("first", "both", "former", "second", "third")
    )
    for one in (first, both, former):
        _connect(owner, one)
    _follow(both, owner)
    removing.unconnect(actor_id=former, other=owner, now=START)
    _connect(first, second)
    _connect(second, third)
    cases[first] = Case(MEMBER | {Standing.CONNECTION})
    cases[both] = Case(MEMBER | {Standing.CONNECTION, Standing.FOLLOWER})
    cases[former] = Case(MEMBER)
    cases[second] = Case(MEMBER | {Standing.SECOND_DEGREE})
    cases[third] = Case(MEMBER)
    blocked, blocking = make_member("blocked"), make_member("blocking")
    for one in (blocked, blocking):
        _connect(one, first)
    removing.block(owner=owner, other=blocked, now=START)
    removing.block(owner=blocking, other=owner, now=START)
    for one in (blocked, blocking):
        cases[one] = Case(MEMBER | {Standing.SECOND_DEGREE}, {Bar.BLOCKED})
    lost = make_member("lost")
    _connect(owner, lost)
    behind = make_member("behind")
    _connect(lost, behind)
    actors.suspend(actor_id=lost)
    cases[behind] = Case(MEMBER)
    return owner, cases


def _enter(member: int, group: int, role: GroupRole = GroupRole.MEMBER) -> None:
    assert ties.put_membership(member=member, group=group, role=role, now=START, cap=10)


@pytest.fixture
def group_situation() -> tuple[int, dict[int | None, Case]]:
    """A group that owns a row, and everyone who can stand to it in some way."""
    group, elsewhere = (
        actors.create(kind=Kind.GROUP, handle=handle, name=handle.title(), now=START, limits=LIMITS).pk
        for handle in ("rust_group", "elsewhere")
    )
    cases: dict[int | None, Case] = {None: Case({Standing.ANYONE}, listed=False)}
    for role in GroupRole:
        cases[make_member(f"its_{role}")] = Case(MEMBER | {Standing.GROUP_MEMBER})
        _enter(list(cases)[-1] or 0, group, role)
    left, other, friend, fellow = (make_member(name) for name in ("left", "other", "friend", "fellow"))
    _enter(left, group)
    ties.end_membership(member=left, group=group)
    _enter(other, elsewhere)
    _enter(fellow, group)
    _connect(friend, fellow)
    removing.block(owner=fellow, other=other, now=START)
    cases |= {one: Case(MEMBER) for one in (left, other, friend)}
    cases[fellow] = Case(MEMBER | {Standing.GROUP_MEMBER})
    return group, cases


def _standings_as_pages_read_them(viewer: Viewer, owner: int) -> frozenset[Standing]:
    near = neighbourhood.current().closeness(viewer.actor_id, [owner])[owner]
    tie = between(viewer.actor_id, [owner], START)[owner] if viewer.actor_id else Between()
    return visibility.standings(
        viewer,
        owner_id=owner,
        connected=tie.connected,
        follows=tie.following,
        degree=near.degree,
        in_group=queries.role_in(who, owner) is not None if (who := viewer.actor_id) else False,
    )


def _compare(owner: int, cases: dict[int | None, Case], audience: Audience) -> None:
    choosing_row = Network.objects.filter(pk=owner)
    choosing_row.update(connection_list=audience.value)
    reached = set(visibility.fan_out(owner, audience).values_list("pk", flat=True))
    for who, case in cases.items():
        viewer = Viewer(who)
        expected = admits(audience, case.standings, case.bars)
        rows = Network.objects.filter(pk=owner)
        filtered = visibility.seen_by(rows, viewer, owner="actor_id", audience="connection_list").exists()
        fixed = visibility.seen_by(rows, viewer, owner="actor_id", audience=audience).exists()
        checked = visibility.may_see(viewer, owner_id=owner, audience=audience)
        assert (who, filtered, fixed, checked) == (who, expected, expected, expected)
        if not case.bars:
            assert (who, admits(audience, _standings_as_pages_read_them(viewer, owner))) == (who, expected)
        if case.listed:
            assert (who, who in reached) == (who, expected)


@pytest.mark.parametrize("audience", list(Audience))
def test_filter_check_and_fan_out_agree_with_the_table(
    situation: tuple[int, dict[int | None, Case]], audience: Audience
) -> None:
    """Every audience by every situation, on the database at hand."""
    _compare(*situation, audience)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_three_directions_agree_for_what_a_group_owns(
    group_situation: tuple[int, dict[int | None, Case]], audience: Audience
) -> None:
    """PRO-7: what is a group's own is for its members, whatever they are there, and never for former ones."""
    _compare(*group_situation, audience)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("leave", [actors.suspend, actors.delete])
def test_nothing_is_left_of_a_group_that_is_gone(
    group_situation: tuple[int, dict[int | None, Case]], audience: Audience, leave: object
) -> None:
    """NET-1: a closed or suspended group shows its own to nobody, its members included."""
    group, cases = group_situation
    leave(actor_id=group)  # type: ignore[operator]
    for case in cases.values():
        case.bars.add(Bar.OWNER_GONE)
    _compare(group, cases, audience)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_closed_door_takes_the_standing_of_outside_followers(
    situation: tuple[int, dict[int | None, Case]], audience: Audience
) -> None:
    """REL-1: they see and count for nothing, and widening restores them."""
    owner, cases = situation
    choosing.choose(actor_id=owner, changes={"follow_policy": "connections_only"})
    for case in cases.values():
        if Standing.CONNECTION not in case.standings:
            case.standings.discard(Standing.FOLLOWER)
    _compare(owner, cases, audience)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("leave", [actors.suspend, actors.delete])
def test_an_owner_who_is_gone_is_seen_by_nobody(
    situation: tuple[int, dict[int | None, Case]], audience: Audience, leave: object
) -> None:
    """NET-1: suspended and deleted people are out for everyone."""
    owner, cases = situation
    leave(actor_id=owner)  # type: ignore[operator]
    for case in cases.values():
        case.bars.add(Bar.OWNER_GONE)
    _compare(owner, cases, audience)


def test_a_member_is_absent_alike_for_every_reason(situation: tuple[int, dict[int | None, Case]]) -> None:
    """REL-17: unknown, blocked either way, and hidden raise the same error."""
    owner, cases = situation
    sentences = set()
    for viewer, handle in (
        (Viewer(next(who for who, case in cases.items() if Bar.BLOCKED in case.bars)), "owner"),
        (Viewer(owner), "blocked"),
        (Viewer(owner), "blocking"),
        (Viewer(owner), "lost"),
        (Viewer(owner), "nobody"),
        (VISITOR, "lost"),
    ):
        with pytest.raises(Absent) as absent:
            visibility.member(viewer, handle, LIMITS)
        sentences.add((absent.value.sentence(), absent.value.code, absent.value.status))
    assert len(sentences) == 1
