"""The table of groups, walked in full: every place by every verb by everybody who may press (PRO-7)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from rapport.kernel.limits.rules import Founders, Limits
from rapport.people.groups.rules.process import (
    AGAIN,
    INSIDE,
    LEAVES,
    OPEN_STATES,
    STEPS,
    By,
    Joining,
    Place,
    State,
    Verb,
    entering,
    hosts,
    knows,
    sides,
    step,
    verbs_for,
    who_ever,
)
from rapport.people.groups.rules.refusing import (
    Past,
    refuse_asking,
    refuse_founding,
    refuse_full,
    refuse_inviting_again,
    refuse_last_owner,
    refuse_many_invitations,
    refuse_role,
    refuse_step,
)
from rapport.people.ties.rules import GroupRole
from tests.people import LIMITS, START

ROLES: list[GroupRole | None] = [None, *GroupRole]
RUNS = (GroupRole.OWNER, GroupRole.MODERATOR)
KINDS = list(itertools.product(Joining, (True, False)))


def _own(place: Place, verb: Verb, joining: Joining) -> Place | None:
    """What one may do for oneself, in words of the test."""
    match place:
        case Place.OUTSIDE if joining is Joining.OPEN:
            return {Verb.JOIN: Place.MEMBER}.get(verb)
        case Place.OUTSIDE:
            return {Verb.ASK: Place.ASKED}.get(verb)
        case Place.ASKED:
            opened = {Verb.JOIN: Place.MEMBER} if joining is Joining.OPEN else {}
            return {Verb.WITHDRAW: Place.OUTSIDE, **opened}.get(verb)
        case Place.INVITED:
            return {Verb.ACCEPT: Place.MEMBER, Verb.DECLINE: Place.OUTSIDE}.get(verb)
        case Place.OWNER:
            return {Verb.LEAVE: Place.OUTSIDE, Verb.STEP_DOWN: Place.MODERATOR}.get(verb)
        case Place.MEMBER | Place.MODERATOR:
            return {Verb.LEAVE: Place.OUTSIDE}.get(verb)
        case _:
            return None


def _about_another(place: Place, verb: Verb, role: GroupRole | None, host: bool) -> Place | None:
    """What somebody in the group may do about another; who owns it may do all that a moderator may."""
    if verb is Verb.INVITE:
        if place is Place.OUTSIDE and host:
            return Place.INVITED
        return Place.MEMBER if place is Place.ASKED and role in RUNS else None
    if role not in RUNS:
        return None
    theirs = {Verb.REMOVE: Place.OUTSIDE, Verb.BAN: Place.BANNED}
    owners = {Verb.SHARE: Place.OWNER, Verb.HAND_OVER: Place.OWNER} if role is GroupRole.OWNER else {}
    table: dict[Place, dict[Verb, Place]] = {
        Place.OUTSIDE: {Verb.BAN: Place.BANNED},
        Place.ASKED: {Verb.ADMIT: Place.MEMBER, Verb.REFUSE: Place.OUTSIDE, Verb.BAN: Place.BANNED},
        Place.INVITED: {Verb.TAKE_BACK: Place.OUTSIDE, Verb.BAN: Place.BANNED},
        Place.MEMBER: {**theirs, **owners, **({Verb.PROMOTE: Place.MODERATOR} if owners else {})},
        Place.MODERATOR: {**theirs, **owners, Verb.DEMOTE: Place.MEMBER} if owners else {},
        Place.OWNER: {},
        Place.BANNED: {Verb.UNBAN: Place.OUTSIDE},
    }
    return table[place].get(verb)


@pytest.mark.parametrize(("place", "verb"), list(itertools.product(Place, Verb)))
def test_every_place_by_every_verb_by_everybody(place: Place, verb: Verb) -> None:
    """7 places, 18 verbs, oneself and 4 others, 4 kinds of groups: 2,520 cells."""
    for joining, listed in KINDS:
        found = step(place, verb, sides(None, oneself=True, joining=joining, listed=listed), joining)
        assert (found.to if found else None) == _own(place, verb, joining)
        for role in ROLES:
            host = role in RUNS or (role is not None and listed and joining is Joining.OPEN)
            assert hosts(role, joining, listed=listed) == host
            held = sides(role, joining=joining, listed=listed)
            found = step(place, verb, held, joining)
            assert (found.to if found else None) == _about_another(place, verb, role, host), (role, joining)


@pytest.mark.parametrize("verb", list(Verb))
def test_whoever_invited_may_take_it_back_while_in_the_group(verb: Verb) -> None:
    """An inviter who left takes nothing back; it is taken back for them."""
    inside = sides(GroupRole.MEMBER, inviter=True)
    assert (step(Place.INVITED, verb, inside, Joining.REQUEST) is not None) == (verb is Verb.TAKE_BACK)
    assert step(Place.INVITED, verb, sides(None, inviter=True), Joining.REQUEST) is None


def test_what_one_holds_by_a_role_does_not_serve_against_oneself() -> None:
    """No owner removes, keeps out or hands over to themselves; no moderator demotes themselves."""
    for place, role in ((Place.OWNER, GroupRole.OWNER), (Place.MODERATOR, GroupRole.MODERATOR)):
        own = set(verbs_for(place, sides(role, oneself=True), Joining.OPEN))
        assert own == ({Verb.LEAVE, Verb.STEP_DOWN} if role is GroupRole.OWNER else {Verb.LEAVE})


@pytest.mark.parametrize("verb", list(Verb))
def test_repeating_leads_where_the_step_leads(verb: Verb) -> None:
    """A place in which a step was taken before is one it leads to, or one beyond it."""
    leads = {found.to for (_, some), found in STEPS.items() if some is verb}
    again = AGAIN.get(verb, frozenset())
    assert again <= (leads | INSIDE if leads & INSIDE else leads), verb
    assert all((place, verb) not in STEPS for place in again)


def test_a_request_meets_the_answer_the_verb_says() -> None:
    """Whatever was open is closed by the step that answers it, and by being kept out."""
    ending = {verb for place, verb in STEPS if place in (Place.ASKED, Place.INVITED)}
    assert ending == set(LEAVES)
    assert not set(LEAVES.values()) & OPEN_STATES


@pytest.mark.parametrize(("place", "joining"), list(itertools.product(Place, Joining)))
def test_what_pressing_join_means(place: Place, joining: Joining) -> None:
    """An invitation is accepted; else one joins an open group and asks elsewhere."""
    if place is Place.INVITED:
        assert entering(place, joining) is Verb.ACCEPT
    elif joining is Joining.OPEN or place in INSIDE:
        assert entering(place, joining) is Verb.JOIN
    else:
        assert entering(place, joining) is Verb.ASK


@pytest.mark.parametrize("place", list(Place))
def test_a_private_group_exists_for_those_in_it_and_those_invited(place: Place) -> None:
    """PRO-7."""
    assert knows(place, listed=True)
    assert knows(place, listed=False) == (place in INSIDE or place is Place.INVITED)


def test_who_makes_groups_is_a_setting() -> None:
    """Members until organisers alone; nobody past the number one may own."""
    alone = Limits(groups=Founders.ORGANISERS, groups_owned=2)
    assert refuse_founding(is_organiser=False, owned=0, limits=LIMITS) is None
    refusals = [
        refuse_founding(is_organiser=organiser, owned=owned, limits=alone)
        for organiser, owned in ((False, 0), (True, 1), (True, 2))
    ]
    assert [one and one.code for one in refusals] == ["groups_organisers", None, "groups_owned"]


def test_the_waits_and_the_caps() -> None:
    """One asks again some days after a refusal, and invites again some days after a decline."""
    refused, declined = Past(State.REFUSED, START), Past(State.DECLINED, START)
    later = START + timedelta(days=LIMITS.group_ask_again_days)
    for now, waits in ((START, True), (later - timedelta(seconds=1), True), (later, False)):
        assert (refuse_asking(refused, LIMITS, now) is not None) == waits
        assert (refuse_inviting_again(declined, "Olga", LIMITS, now) is not None) == waits
        assert refuse_asking(declined, LIMITS, now) is None
        assert refuse_inviting_again(refused, "Olga", LIMITS, now) is None
    assert refuse_asking(None, LIMITS, START) is None
    small = Limits(group_cap=2, group_invitation_limit=1)
    assert refuse_full(1, small) is None
    assert (full := refuse_full(2, small)) is not None
    assert full.code == "group_full"
    assert refuse_many_invitations(0, small) is None
    assert (many := refuse_many_invitations(1, small)) is not None
    assert many.code == "group_invitation_limit"


@pytest.mark.parametrize("verb", list(Verb))
def test_only_the_last_owner_stays(verb: Verb) -> None:
    """The last one hands over or closes; no other step asks."""
    assert refuse_last_owner(1, verb) is None
    assert (refuse_last_owner(0, verb) is not None) == (verb in (Verb.LEAVE, Verb.STEP_DOWN))


@pytest.mark.parametrize(("place", "verb"), list(itertools.product(Place, Verb)))
def test_every_refusal_has_its_sentence(place: Place, verb: Verb) -> None:
    """Each cell without a step says something that is so, to either side."""
    for oneself in (True, False):
        refusal = refuse_step(place, verb, oneself=oneself, name="Olga")
        assert refusal.sentence()[-1] == "."
        assert refusal.code.startswith("group_")
    owners = who_ever(verb) == {By.OWNER}
    assert ("Only an owner" in refuse_role(verb).sentence()) == (
        By.MODERATOR not in who_ever(verb) if verb is not Verb.INVITE else False
    )
    assert not owners or "Only an owner" in refuse_role(verb).sentence()
