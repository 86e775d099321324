"""Groups by real actions: the table holds in the database, and its consequences follow (PRO-7)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from rapport.kernel.errors import Absent, Invalid, RapportError, Refused
from rapport.kernel.jobs import run_due
from rapport.kernel.limits.rules import Founders, Limits
from rapport.people import visibility
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.audience import VISITOR, Viewer
from rapport.people.groups.actions import founding, joining
from rapport.people.groups.models import Admission, Ban, Group
from rapport.people.groups.queries import groups, people, waiting
from rapport.people.groups.queries.places import known
from rapport.people.groups.queries.shared import shared
from rapport.people.groups.rules.process import AGAIN, INSIDE, Joining, Place, Verb, knows, sides, step
from rapport.people.relationships.actions import removing
from rapport.people.ties.models import Membership, Network
from rapport.people.ties.rules import GroupRole
from tests.actions.groups import connect, enter, invite, make_group, place, take
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db
OWN = {Verb.JOIN, Verb.ASK, Verb.WITHDRAW, Verb.ACCEPT, Verb.DECLINE, Verb.LEAVE, Verb.STEP_DOWN}


def _put(person: int, group: int, owner: int, where: Place) -> None:
    """Bring somebody to a place, in a group that is open and listed meanwhile."""
    if where in (Place.OUTSIDE, Place.INVITED):
        if where is Place.INVITED:
            invite(owner, person, group)
        return
    if where is Place.BANNED:
        take(Verb.BAN, owner, person, group)
        return
    if where is Place.ASKED:
        Group.objects.filter(pk=group).update(joining=Joining.REQUEST.value)
    enter(person, group)
    if where is Place.MODERATOR:
        take(Verb.PROMOTE, owner, person, group)
    if where is Place.OWNER:
        take(Verb.SHARE, owner, person, group)


def _press(verb: Verb, actor: int, person: int, group: int) -> None:
    given = {"group_id": group, "actor_id": actor, "now": START, "limits": LIMITS}
    own = {
        Verb.DECLINE: joining.decline, Verb.WITHDRAW: joining.withdraw, Verb.LEAVE: joining.leave,
        Verb.STEP_DOWN: joining.step_down,
    }  # fmt: skip
    if verb in (Verb.JOIN, Verb.ASK, Verb.ACCEPT):
        joining.enter(**given)  # type: ignore[arg-type]
    elif verb in own:
        own[verb](**given)  # type: ignore[arg-type]
    elif verb is Verb.INVITE:
        invite(actor, person, group)
    else:
        take(verb, actor, person, group)


@pytest.mark.parametrize("where", list(Place))
def test_the_table_holds_for_every_place_verb_and_role(where: Place) -> None:
    """Every verb by oneself, an outsider, a member, a moderator and an owner, in open groups and by request.

    What the table has happens; what it does not is refused and leaves everything as it was.
    """
    owner, person, actors_by = make_member("owner"), make_member("person"), {}
    group = make_group(owner)
    for name, role in (("outsider", None), ("fellow", Place.MEMBER), ("mod", Place.MODERATOR)):
        actors_by[name] = make_member(name)
        connect(actors_by[name], person)
        if role:
            _put(actors_by[name], group, owner, role)
    actors_by |= {"owner": owner, "self": person}
    connect(owner, person)
    _put(person, group, owner, where)
    roles = {
        "outsider": None, "fellow": GroupRole.MEMBER, "mod": GroupRole.MODERATOR, "owner": GroupRole.OWNER,
    }  # fmt: skip
    for kind, verb, who in itertools.product(Joining, Verb, actors_by):
        if (verb in OWN) != (who == "self"):
            continue
        if verb in (Verb.JOIN, Verb.ASK, Verb.ACCEPT) and verb is not _meant(where, kind):
            continue  # one presses "Join" and the rules say what it means
        held = sides(roles.get(who), oneself=who == "self", joining=kind, listed=True, inviter=who == "owner")
        found = step(where, verb, held, kind)
        before = _state(group)
        try:
            with transaction.atomic():
                Group.objects.filter(pk=group).update(joining=kind.value)
                _press(verb, actors_by[who], person, group)
                after = place(person, group)
                assert after is (found.to if found else where), (kind, verb, who)
                again = AGAIN.get(verb, frozenset({Place.OWNER} if verb is Verb.HAND_OVER else ()))
                assert found is not None or where in again, (kind, verb, who)
                _counts(group)
                _press_again(verb, actors_by[who], person, group, after)
                transaction.set_rollback(True)
        except RapportError as refused:
            assert found is None, (kind, verb, who, refused.code)
            assert isinstance(refused, Absent) == (who == "outsider"), (kind, verb, who, refused.code)
        assert _state(group) == before


def _meant(where: Place, kind: Joining) -> Verb:
    if where is Place.INVITED:
        return Verb.ACCEPT
    return Verb.JOIN if kind is Joining.OPEN or where in INSIDE else Verb.ASK


def _press_again(verb: Verb, actor: int, person: int, group: int, after: Place) -> None:
    """The second press changes nothing."""
    counted = _state(group)
    _press(verb, actor, person, group)
    assert place(person, group) is after
    assert _state(group) == counted


def _state(group: int) -> object:
    return (
        sorted(Membership.objects.filter(other_id=group).values_list("owner_id", "role")),
        sorted(Admission.objects.values_list("person_id", "state", "sender_id")),
        sorted(Ban.objects.values_list("owner_id", "other_id")),
        list(Network.objects.filter(pk=group).values_list("members", flat=True)),
    )


def _counts(group: int) -> None:
    assert Network.objects.get(pk=group).members == Membership.objects.filter(other_id=group).count()


@pytest.mark.parametrize("where", list(Place))
def test_what_is_private_is_absent_for_who_may_not_know(where: Place) -> None:
    """A private group exists for those in it and those invited: for all others it is no group at all."""
    owner, person = make_member("owner"), make_member("person")
    connect(owner, person)
    group = make_group(owner)
    _put(person, group, owner, where)
    founding.describe(
        group_id=group,
        actor_id=owner,
        changes={"listed": False, "joining": "request"},
        now=START,
        limits=LIMITS,
    )
    where = Place.OUTSIDE if where is Place.ASKED else where
    viewer = Viewer(person)
    listed = [one.handle for one in groups.directory(viewer, limits=LIMITS).items]
    if knows(where, listed=False):
        assert known(viewer, "rust", LIMITS).pk == group
        assert listed == ["rust"]
        return
    assert listed == []
    refusals: list[Callable[[], object]] = [
        lambda: known(viewer, "rust", LIMITS),
        lambda: enter(person, group),
        lambda: people.members(viewer, "rust", limits=LIMITS, now=START),
        lambda: groups.group_page(viewer, "rust", LIMITS, START),
        lambda: _press(Verb.LEAVE, person, person, group),
    ]
    for refusal in refusals:
        with pytest.raises(Absent):
            refusal()
    with pytest.raises(Absent):
        known(VISITOR, "rust", LIMITS)


def test_a_block_takes_an_invitation_away_and_unblocking_gives_it_back() -> None:
    """REL-17, derived at reading: what a blocked person sent is not there."""
    owner, person = make_member("owner"), make_member("person")
    connect(owner, person)
    group = make_group(owner, listed=False)
    invite(owner, person, group)
    assert [one.group.handle for one in waiting.received(Viewer(person), now=START).items] == ["rust"]
    removing.block(owner=person, other=owner, now=START)
    assert waiting.received(Viewer(person), now=START).items == []
    with pytest.raises(Absent):
        enter(person, group)
    removing.unblock(owner=person, other=owner)
    assert enter(person, group) is Place.MEMBER


def test_a_hidden_invitation_makes_room_for_another() -> None:
    """Somebody else may invite who was invited by one they blocked; one row is open."""
    owner, second, person = (make_member(name) for name in ("owner", "second", "person"))
    group = make_group(owner)
    enter(second, group)
    for one in (owner, second):
        connect(one, person)
    invite(owner, person, group)
    removing.block(owner=owner, other=person, now=START)
    assert invite(second, person, group) is Place.INVITED
    (found,) = waiting.received(Viewer(person), now=START).items
    assert found.sender.handle == "second"
    assert Admission.objects.filter(person_id=person, state="invited").count() == 1


def test_one_invites_ones_connections_alone() -> None:
    """No invitations to strangers; whoever declined is left in peace for some days."""
    owner, stranger, friend = (make_member(name) for name in ("owner", "stranger", "friend"))
    group = make_group(owner)
    connect(owner, friend)
    with pytest.raises(Refused, match="none of them") as refused:
        invite(owner, stranger, group)
    assert refused.value.code == "group_invite_connections"
    invite(owner, friend, group)
    joining.decline(group_id=group, actor_id=friend, now=START, limits=LIMITS)
    joining.decline(group_id=group, actor_id=friend, now=START, limits=LIMITS)
    with pytest.raises(Refused) as again:
        invite(owner, friend, group)
    assert again.value.code == "group_invite_again"
    assert enter(friend, group) is Place.MEMBER


def test_a_refused_one_may_ask_again_after_some_days() -> None:
    """The page says from when; refusing twice is refusing once."""
    owner, asker = make_member("owner"), make_member("asker")
    group = make_group(owner, joining=Joining.REQUEST)
    assert enter(asker, group, note="I write crates.") is Place.ASKED
    (request,) = waiting.requests(Viewer(owner), "rust", limits=LIMITS, now=START).items
    assert (request.person.handle, request.note) == ("asker", "I write crates.")
    for _ in range(2):
        take(Verb.REFUSE, owner, asker, group)
    page = groups.group_page(Viewer(asker), "rust", LIMITS, START)
    assert page.refusal is not None
    assert page.refusal.code == "group_ask_again"
    with pytest.raises(Refused) as refused:
        enter(asker, group)
    assert refused.value.code == "group_ask_again"
    later = START + timedelta(days=LIMITS.group_ask_again_days)
    assert joining.enter(group_id=group, actor_id=asker, now=later, limits=LIMITS) is Place.ASKED


def test_whoever_may_not_invite_any_more_has_invited_nobody() -> None:
    """Leaving, and a group that is not open any more, take back what members sent; those who run it stay."""
    owner, fellow, one, two = (make_member(name) for name in ("owner", "fellow", "one", "two"))
    group = make_group(owner)
    enter(fellow, group)
    connect(fellow, one)
    connect(owner, two)
    invite(fellow, one, group)
    invite(owner, two, group)
    founding.describe(
        group_id=group, actor_id=owner, changes={"joining": "request"}, now=START, limits=LIMITS
    )
    assert (place(one, group), place(two, group)) == (Place.OUTSIDE, Place.INVITED)
    founding.describe(group_id=group, actor_id=owner, changes={"joining": "open"}, now=START, limits=LIMITS)
    invite(fellow, one, group)
    joining.leave(group_id=group, actor_id=fellow, now=START, limits=LIMITS)
    assert place(one, group) is Place.OUTSIDE


def test_the_last_owner_hands_over_or_closes() -> None:
    """A group is never without an owner who is here; a suspended one does not count."""
    owner, second = make_member("owner"), make_member("second")
    group = make_group(owner)
    enter(second, group)
    with pytest.raises(Refused) as refused:
        joining.leave(group_id=group, actor_id=owner, now=START, limits=LIMITS)
    assert refused.value.code == "group_last_owner"
    take(Verb.SHARE, owner, second, group)
    actors.suspend(actor_id=second)
    with pytest.raises(Refused):
        joining.step_down(group_id=group, actor_id=owner, now=START, limits=LIMITS)
    actors.restore(actor_id=second)
    joining.leave(group_id=group, actor_id=owner, now=START, limits=LIMITS)
    assert place(second, group) is Place.OWNER


def test_handing_over_leaves_a_moderator() -> None:
    """Twice is once: who gave the group away gives nothing more."""
    owner, heir, third = (make_member(name) for name in ("owner", "heir", "third"))
    group = make_group(owner)
    for one in (heir, third):
        enter(one, group)
    for _ in range(2):
        take(Verb.HAND_OVER, owner, heir, group)
    assert (place(owner, group), place(heir, group)) == (Place.MODERATOR, Place.OWNER)
    with pytest.raises(Refused) as refused:
        take(Verb.HAND_OVER, owner, third, group)
    assert refused.value.code == "group_role"


def test_who_blocked_each_other_share_a_group_and_never_meet_in_it() -> None:
    """Neither stands in the other's list nor is within reach of their tools; the count is one for all."""
    owner, one, two = (make_member(name) for name in ("owner", "one", "two"))
    group = make_group(owner)
    for person in (one, two):
        enter(person, group)
    take(Verb.PROMOTE, owner, one, group)
    removing.block(owner=one, other=two, now=START)
    for viewer, unseen in ((one, two), (two, one)):
        found = people.members(Viewer(viewer), "rust", limits=LIMITS, now=START)
        assert unseen not in {item.person.id for item in found.items}
        assert groups.group_page(Viewer(viewer), "rust", LIMITS, START).card.member_count == 3
        with pytest.raises(Absent):
            people.member(Viewer(viewer), "rust", unseen, LIMITS, START)
    with pytest.raises(Absent):
        take(Verb.REMOVE, one, two, group)
    assert place(two, group) is Place.MEMBER


@pytest.mark.parametrize("heirs", [("mod", "fellow"), ("fellow",), ()])
def test_a_group_outlives_its_owner_while_somebody_is_in_it(heirs: tuple[str, ...]) -> None:
    """Who is deleted falls out; the longest-serving moderator, else member, owns it then, else it is closed."""
    owner = make_member("owner")
    group = make_group(owner)
    ids = {name: make_member(name) for name in heirs}
    for name, one in ids.items():
        enter(one, group)
        if name == "mod":
            take(Verb.PROMOTE, owner, one, group)
    actors.delete(actor_id=owner)
    if heirs:
        assert groups.group_page(Viewer(ids["fellow"]), "rust", LIMITS, START).card.member_count == len(heirs)
    run_due()
    assert not Membership.objects.filter(owner_id=owner).exists()
    if not heirs:
        assert Actor.objects.get(pk=group).status == "deleted"
        return
    assert place(ids[heirs[0]], group) is Place.OWNER
    assert Group.objects.get(pk=group).founder_id is None


def test_closing_leaves_nothing_but_the_handle() -> None:
    """It is gone for everybody at once; who was in it is in nothing; the name is not given away again."""
    owner, fellow, asker = (make_member(name) for name in ("owner", "fellow", "asker"))
    group = make_group(owner)
    enter(fellow, group)
    Group.objects.filter(pk=group).update(joining="request", about="Ferrous words.")
    enter(asker, group)
    take(Verb.BAN, owner, make_member("spammer"), group)
    with pytest.raises(Refused):
        founding.close(group_id=group, actor_id=fellow, now=START)
    founding.close(group_id=group, actor_id=owner, now=START)
    for viewer in (VISITOR, Viewer(owner), Viewer(fellow)):
        with pytest.raises(Absent):
            known(viewer, "rust", LIMITS)
        assert groups.mine(viewer).items == []
    run_due()
    assert (Membership.objects.count(), Ban.objects.count()) == (0, 0)
    assert not Admission.objects.filter(state="asked").exists()
    assert Group.objects.get(pk=group).about == ""
    with pytest.raises(Invalid, match="taken"):
        make_group(owner)


def test_a_full_group_lets_nobody_in_whichever_way() -> None:
    """Joining, admitting, accepting and asking say so, and nothing is written."""
    tight = Limits(group_cap=1)
    owner, person = make_member("owner"), make_member("person")
    group = make_group(owner, limits=tight)
    connect(owner, person)
    for prepared in (Place.OUTSIDE, Place.INVITED, Place.ASKED):
        with transaction.atomic():
            _put(person, group, owner, prepared)
            before = _state(group)
            doing: Callable[[], object] = partial(enter, person, group, limits=tight)
            if prepared is Place.ASKED:
                doing = partial(take, Verb.ADMIT, owner, person, group, tight)
            with pytest.raises(Refused) as refused, transaction.atomic():
                doing()
            assert refused.value.code == "group_full"
            assert _state(group) == before
            transaction.set_rollback(True)


def test_making_a_group_is_judged_and_checked() -> None:
    """Who, how many, and every field; nothing is left of what was refused."""
    owner = make_member("owner")
    with pytest.raises(Refused) as refused:
        make_group(owner, limits=Limits(groups=Founders.ORGANISERS))
    assert refused.value.code == "groups_organisers"
    make_group(owner, limits=Limits(groups_owned=1))
    with pytest.raises(Refused) as owned:
        make_group(owner, "second", limits=Limits(groups_owned=1))
    assert owned.value.code == "groups_owned"
    bad = (
        {"joining": "shut"}, {"member_list": "connections"}, {"about": "x" * 5001}, {"listed": "yes"},
        {"name": ""}, {"name": 1}, {"about": 1}, {"founder_id": 7},
    )  # fmt: skip
    group = Actor.objects.get(handle="rust").pk
    for changes in bad:
        with pytest.raises(Invalid) as wrong:
            founding.describe(group_id=group, actor_id=owner, changes=changes, now=START, limits=LIMITS)
        assert wrong.value.field == next(iter(changes))
    assert Actor.objects.filter(kind="group").count() == 1


def test_what_two_share_is_theirs_to_know_alone() -> None:
    """The groups both are in, private ones too; nothing for visitors, outsiders and groups that are gone."""
    one, two, third = (make_member(name) for name in ("one", "two", "third"))
    both, private, single = make_group(one), make_group(one, "secret", listed=False), make_group(two, "go")
    enter(two, both)
    connect(one, two)
    invite(one, two, private)
    enter(two, private)
    enter(third, both)
    assert [face.handle for face in shared(Viewer(one), two)] == ["rust", "secret"]
    assert [face.handle for face in shared(Viewer(third), two)] == ["rust"]
    assert shared(VISITOR, two) == shared(Viewer(two), two) == ()
    founding.close(group_id=private, actor_id=one, now=START)
    assert [face.handle for face in shared(Viewer(two), one)] == ["rust"]
    assert place(one, single) is Place.OUTSIDE


def test_the_picture_of_a_private_group_is_for_those_in_it() -> None:
    """It is hidden with the group: whoever left, and whoever is only invited, sees initials and gets nothing."""
    owner, friend = make_member("owner"), make_member("friend")
    connect(owner, friend)
    group = make_group(owner)
    actors.give_picture(actor_id=group, key="a" * 32)
    assert visibility.pictured(VISITOR, "a" * 32, LIMITS) == group
    founding.describe(group_id=group, actor_id=owner, changes={"listed": False}, now=START, limits=LIMITS)
    invite(owner, friend, group)
    assert visibility.pictured(Viewer(owner), "a" * 32, LIMITS) == group
    assert groups.group_page(Viewer(owner), "rust", LIMITS, START).card.picture == "a" * 32
    assert groups.group_page(Viewer(friend), "rust", LIMITS, START).card.picture == ""
    for viewer in (VISITOR, Viewer(friend)):
        with pytest.raises(Absent):
            visibility.pictured(viewer, "a" * 32, LIMITS)


@pytest.mark.parametrize("audience", ["anyone", "members", "group"])
def test_the_list_of_members_is_for_whom_the_owner_says(audience: str) -> None:
    """A hidden list says so; whoever is not shown it learns of no connection in it either."""
    owner, fellow, outsider = (make_member(name) for name in ("owner", "fellow", "outsider"))
    group = make_group(owner)
    enter(fellow, group)
    connect(outsider, fellow)
    founding.describe(
        group_id=group, actor_id=owner, changes={"member_list": audience}, now=START, limits=LIMITS
    )
    sees = {VISITOR: audience == "anyone", Viewer(outsider): audience != "group", Viewer(fellow): True}
    for viewer, shown in sees.items():
        found = people.members(viewer, "rust", limits=LIMITS, now=START)
        assert found.hidden is not shown
        assert len(found.items) == (2 if shown else 0)
        assert groups.group_page(viewer, "rust", LIMITS, START).members_shown is shown
    page = groups.group_page(Viewer(outsider), "rust", LIMITS, START)
    assert page.known_count == (0 if audience == "group" else 1)
