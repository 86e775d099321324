"""Endorsements: one a skill and person, counted only while they stand (PRO-3, REL-10, REL-17)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rapport.content.endorsements import actions, queries
from rapport.content.endorsements.models import Endorsement
from rapport.content.endorsements.queries import Direction, Votes
from rapport.content.endorsements.rules import Tie, stands
from rapport.content.profiles.actions import facts
from rapport.content.profiles.models import Profile, Skill
from rapport.content.profiles.rules.sections import EndorsePolicy
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.relationships.actions import following, removing
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Connection, Follow, Network
from rapport.people.ties.rules import Origin
from tests.actions.vouching import connect, member, skill
from tests.people import START

pytestmark = pytest.mark.django_db


def _endorse(endorser: int, owner: int, skill_id: UUID) -> bool:
    return actions.endorse(endorser=endorser, owner=owner, skill_id=skill_id, now=START)


def _count(viewer: int | None, owner: int, skill_id: UUID) -> int:
    return queries.votes(Viewer(viewer), owner).get(skill_id, queries.NO_VOTES).count


def _code(act: Callable[[], object]) -> str:
    try:
        act()
    except (Absent, Invalid, Refused) as refused:
        return refused.code
    return ""


@pytest.fixture
def two() -> tuple[int, int, UUID]:
    """A member, somebody connected to them, and a skill of the first."""
    owner, friend = member("owner"), member("friend")
    connect(owner, friend)
    return owner, friend, skill(owner)


def test_once_a_skill_and_person(two: tuple[int, int, UUID]) -> None:
    """PRO-3: endorsing again changes nothing; taking back twice neither."""
    owner, friend, listed = two
    assert [_endorse(friend, owner, listed) for _ in range(3)] == [True, False, False]
    assert Endorsement.objects.count() == 1
    taken = [actions.take_back(endorser=friend, owner=owner, skill_id=listed) for _ in range(2)]
    assert taken == [True, False]
    assert not Endorsement.objects.exists()


def test_what_cannot_be_endorsed(two: tuple[int, int, UUID]) -> None:
    """PRO-3: only a listed skill of somebody one sees, and stands near enough to."""
    owner, friend, listed = two
    stranger = member("stranger")
    elsewhere = skill(friend)
    assert _code(lambda: _endorse(owner, owner, listed)) == "oneself"
    assert _code(lambda: _endorse(friend, owner, elsewhere)) == "not_found"
    assert _code(lambda: _endorse(stranger, owner, listed)) == "endorse_connections"
    Profile.objects.filter(pk=owner).update(skills_audience="only_me")
    assert _code(lambda: _endorse(friend, owner, listed)) == "not_found"
    Profile.objects.filter(pk=owner).update(skills_audience="anyone")
    actors.suspend(actor_id=owner)
    assert _code(lambda: _endorse(friend, owner, listed)) == "not_found"
    actors.restore(actor_id=owner)
    removing.block(owner=owner, other=stranger, now=START)
    assert _code(lambda: _endorse(stranger, owner, listed)) == "not_found"
    assert not Endorsement.objects.exists()


def test_hiding_outlives_taking_back(two: tuple[int, int, UUID]) -> None:
    """PRO-3: what the owner hid does not come out of hiding by being given anew."""
    owner, friend, listed = two
    _endorse(friend, owner, listed)
    actions.hide(owner=owner, skill_id=listed, endorser=friend, hidden=True)
    assert _count(friend, owner, listed) == _count(owner, owner, listed) == 0
    assert queries.votes(Viewer(owner), owner)[listed] == Votes(hidden=1)
    assert queries.votes(Viewer(friend), owner)[listed] == Votes(mine=True)
    assert queries.votes(VISITOR, owner) == {}
    assert actions.take_back(endorser=friend, owner=owner, skill_id=listed)
    assert queries.votes(Viewer(owner), owner) == {}
    assert (
        _code(lambda: actions.hide(owner=owner, skill_id=listed, endorser=friend, hidden=False))
        == "not_found"
    )
    assert _endorse(friend, owner, listed)
    assert _count(owner, owner, listed) == 0
    actions.hide(owner=owner, skill_id=listed, endorser=friend, hidden=False)
    assert _count(VISITOR.actor_id, owner, listed) == 1


def test_a_removed_skill_takes_its_endorsements_along(two: tuple[int, int, UUID]) -> None:
    """PRO-3; another order of the skills changes nothing."""
    owner, friend, listed = two
    other = skill(owner, "Writing", 1)
    _endorse(friend, owner, listed)
    _endorse(friend, owner, other)
    Skill.objects.filter(pk=listed).update(place=7)
    assert _count(None, owner, listed) == 1
    Skill.objects.filter(pk=listed).delete()
    assert set(queries.votes(VISITOR, owner)) == {other}
    assert Endorsement.objects.count() == 1


FOLLOWS = ("none", "open", "private")
CELLS = list(itertools.product(EndorsePolicy, (True, False), FOLLOWS, (True, False), (True, False)))


def test_counted_as_the_table_says_in_every_situation() -> None:
    """PRO-3, REL-1, REL-2, REL-10: policy × connected × follow × closed door × suspended, for four viewers."""
    owner, friend, third = member("owner"), member("friend"), member("third")
    listed = skill(owner)
    Endorsement.objects.create(owner_id=owner, skill_id=listed, endorser_id=friend, at=START)
    for policy, connected, follow, shut, suspended in CELLS:
        with transaction.atomic():
            facts.choose_endorse_policy(owner_id=owner, policy=policy)
            if connected:
                for one, two in ((owner, friend), (friend, owner)):
                    Connection.objects.create(owner_id=one, other_id=two, context="other", since=START)
            if follow != "none":
                ties.put_follow(
                    owner=friend, other=owner, origin=Origin.CHOICE, now=START, private=follow == "private"
                )
            if shut:
                Network.objects.filter(pk=owner).update(follow_policy="connections_only")
            if suspended:
                actors.suspend(actor_id=friend)
            held = {Tie.CONNECTION} if connected else set()
            if follow == "open" and (connected or not shut):
                held.add(Tie.OPEN_FOLLOW)
            expected = stands(policy, held) and not suspended
            for viewer in (owner, friend, third, None):
                assert _count(viewer, owner, listed) == expected, (policy, connected, follow, shut, suspended)
                shown = queries.endorsers(Viewer(viewer), owner, listed, now=START).items
                assert len(shown) == expected
            if not suspended:
                refused = queries.refusal(friend, owner)
                assert (refused is None) is expected
            transaction.set_rollback(True)


@dataclass(frozen=True)
class Situation:
    """What the model knows; `row` is none, given, hidden, or withdrawn while hidden."""

    connected: bool = True
    following: bool = False
    policy: str = "connections"
    row: str = "none"

    @property
    def stands(self) -> bool:
        """The rule in words of its own."""
        near = self.connected or (self.following and self.policy == "followers")
        return near and self.policy != "nobody"

    @property
    def counted(self) -> int:
        """What anybody should read."""
        return int(self.stands and self.row == "given")


def _after(now: Situation, verb: str) -> Situation:
    """The model's own idea of each verb."""
    match verb:
        case "connect":
            return replace(now, connected=True)
        case "unconnect":
            return replace(now, connected=False)
        case "follow":
            return replace(now, following=True)
        case "unfollow":
            return replace(now, following=False)
        case "endorse" if now.stands:
            return replace(now, row={"none": "given", "withdrawn": "hidden"}.get(now.row, now.row))
        case "take_back":
            return replace(now, row={"given": "none", "hidden": "withdrawn"}.get(now.row, now.row))
        case "hide" if now.row == "given":
            return replace(now, row="hidden")
        case "show" if now.row == "hidden":
            return replace(now, row="given")
        case "connections" | "followers" | "nobody":
            return replace(now, policy=verb)
    return now


def _act(owner: int, friend: int, listed: UUID, now: Situation) -> dict[str, Callable[[], object]]:
    return {
        "connect": lambda: None if now.connected else connect(owner, friend),
        "unconnect": lambda: removing.unconnect(actor_id=owner, other=friend, now=START),
        "follow": lambda: following.follow(follower=friend, followee=owner, now=START),
        "unfollow": lambda: following.unfollow(follower=friend, followee=owner),
        "endorse": lambda: _endorse(friend, owner, listed),
        "take_back": lambda: actions.take_back(endorser=friend, owner=owner, skill_id=listed),
        "hide": lambda: actions.hide(owner=owner, skill_id=listed, endorser=friend, hidden=True),
        "show": lambda: actions.hide(owner=owner, skill_id=listed, endorser=friend, hidden=False),
        "connections": lambda: facts.choose_endorse_policy(owner_id=owner, policy="connections"),
        "followers": lambda: facts.choose_endorse_policy(owner_id=owner, policy="followers"),
        "nobody": lambda: facts.choose_endorse_policy(owner_id=owner, policy="nobody"),
    }


def test_every_situation_by_every_verb(two: tuple[int, int, UUID]) -> None:
    """PRO-3, REL-10: from each situation that can be reached each verb is tried, and the count is the model's."""
    owner, friend, listed = two
    known: set[Situation] = set()

    def walk(now: Situation) -> None:
        known.add(now)
        for verb, act in _act(owner, friend, listed, now).items():
            with transaction.atomic():
                _code(act)
                then = _after(now, verb)
                if then != now:
                    assert _count(None, owner, listed) == then.counted, (now, verb)
                    mine = queries.votes(Viewer(friend), owner).get(listed, queries.NO_VOTES).mine
                    assert mine == (then.stands and then.row in ("given", "hidden")), (now, verb)
                if then not in known:
                    walk(then)
                transaction.set_rollback(True)

    walk(Situation())
    assert len(known) == 48


def test_a_block_takes_them_for_good(two: tuple[int, int, UUID]) -> None:
    """REL-17: both directions; unblocking and connecting again restores nothing."""
    owner, friend, listed = two
    theirs = skill(friend)
    third = member("third")
    connect(owner, third)
    _endorse(friend, owner, listed)
    _endorse(owner, friend, theirs)
    _endorse(third, owner, listed)
    removing.block(owner=friend, other=owner, now=START)
    assert list(Endorsement.objects.values_list("endorser_id", flat=True)) == [third]
    removing.unblock(owner=friend, other=owner)
    connect(friend, owner)
    assert _count(friend, owner, listed) == 1


def test_whom_a_viewer_blocked_counts_for_everybody_but_them(two: tuple[int, int, UUID]) -> None:
    """REL-17: counts are exact for the viewer."""
    owner, friend, listed = two
    third = member("third")
    _endorse(friend, owner, listed)
    removing.block(owner=third, other=friend, now=START)
    assert (_count(third, owner, listed), _count(owner, owner, listed), _count(None, owner, listed)) == (
        0,
        1,
        1,
    )
    assert queries.endorsers(Viewer(third), owner, listed, now=START).items == []


def test_who_leaves_is_forgotten(two: tuple[int, int, UUID]) -> None:
    """What a member who left gave and got is deleted."""
    owner, friend, listed = two
    _endorse(friend, owner, listed)
    _endorse(owner, friend, skill(friend))
    actions.forget(actor_id=friend)
    assert not Endorsement.objects.exists()


def test_one_statement_for_fifty_skills() -> None:
    """PRO-3: counts, up to three faces, one's own mark; whom one knows comes first."""
    owner = member("owner")
    friends = [member(f"friend{number}") for number in range(6)]
    for one in friends:
        connect(owner, one)
    listed = [skill(owner, f"Skill {number}", number) for number in range(50)]
    Endorsement.objects.bulk_create(
        Endorsement(owner_id=owner, skill_id=one, endorser_id=friend, at=START)
        for one in listed
        for friend in friends
    )
    me = friends[2]
    connect(me, friends[5])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.votes(Viewer(me), owner)
    assert len(asked) == 1
    assert set(found) == set(listed)
    for votes in found.values():
        assert (votes.count, votes.mine, votes.more, votes.hidden) == (6, True, 3, 0)
        assert [face.id for face in votes.faces] == [friends[5], friends[0], friends[1]]
    shown = queries.skills(Viewer(me), owner)
    assert [(one.name, one.votes.count, one.refusal) for one in shown][:2] == [
        ("Skill 0", 6, None),
        ("Skill 1", 6, None),
    ]
    with pytest.raises(Absent):
        queries.skill(Viewer(me), owner, UUID(int=5))
    assert queries.skill(VISITOR, owner, listed[3]).votes.count == 6


def test_lists_go_page_by_page(two: tuple[int, int, UUID]) -> None:
    """PRO-3: who endorsed a skill, and one's own, received and given."""
    owner, friend, listed = two
    third = member("third")
    connect(owner, third)
    for one in (friend, third):
        _endorse(one, owner, listed)
    actions.hide(owner=owner, skill_id=listed, endorser=third, hidden=True)
    first = queries.endorsers(Viewer(owner), owner, listed, size=1, now=START)
    rest = queries.endorsers(Viewer(owner), owner, listed, size=1, cursor=first.next, now=START)
    assert [(one.person.id, one.hidden) for one in [*first.items, *rest.items]] == [
        (third, True),
        (friend, False),
    ]
    assert rest.next is None
    assert [one.person.id for one in queries.endorsers(Viewer(friend), owner, listed, now=START).items] == [
        friend
    ]
    got = queries.endorsements(Viewer(owner), direction=Direction.RECEIVED, size=1, now=START)
    more = queries.endorsements(
        Viewer(owner), direction=Direction.RECEIVED, size=1, cursor=got.next, now=START
    )
    assert [one.hidden for one in [*got.items, *more.items]] == [True, False]
    gave = queries.endorsements(Viewer(third), direction=Direction.GIVEN, now=START)
    assert [(one.person.id, one.skill, one.hidden) for one in gave.items] == [(owner, "Listening", False)]
    Profile.objects.filter(pk=owner).update(skills_audience="only_me")
    assert queries.endorsements(Viewer(third), direction=Direction.GIVEN, now=START).items == []
    assert queries.endorsements(VISITOR, direction=Direction.GIVEN, now=START).items == []


def test_a_private_follower_is_not_named(two: tuple[int, int, UUID]) -> None:
    """REL-2: following privately later sets an endorsement aside."""
    owner, _, listed = two
    fan = member("fan")
    facts.choose_endorse_policy(owner_id=owner, policy="followers")
    following.follow(follower=fan, followee=owner, now=START)
    assert _endorse(fan, owner, listed)
    following.follow(follower=fan, followee=owner, private=True, now=START)
    assert _count(None, owner, listed) == 0
    assert _code(lambda: _endorse(fan, owner, listed)) == "endorse_private_follow"
    assert Follow.objects.filter(owner_id=fan).exists()
