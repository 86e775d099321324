"""How suggestions are weighed, put in order, kept out and explained (NET-3); pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.rules.process import Cause, State
from rapport.people.ties.rules import ConnectionPolicy, PrimaryButton
from rapport.projections.suggestions.rules.following import (
    HUB,
    Worth,
    ordered,
    reasons_to_follow,
    worth,
)
from rapport.projections.suggestions.rules.lists import Past, keeps_out
from rapport.projections.suggestions.rules.reasons import NAMED, reasons
from rapport.projections.suggestions.rules.sharing import Place, hinted, shared_places
from rapport.projections.suggestions.rules.weighing import (
    ALIKE_AT_MOST,
    BRIDGE_PLACE,
    RUN,
    SIGNS,
    Found,
    Shared,
    Sign,
    arranged,
    is_weak,
    leads_out,
    likely,
    score,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
LIMITS = Limits()
DAY = timedelta(days=1)
WAIT = timedelta(days=LIMITS.reinvite_after_decline_days)


def past(state: State, *, sent: bool, cause: Cause = Cause.NONE, **moments: Any) -> Past:
    """An invitation that would lapse in ten days, unless said otherwise."""
    known = {
        "expires_at": NOW + 10 * DAY,
        "answered_at": None,
        "closed_at": None,
        "unknown_at": None,
    } | moments
    return Past(sent, state, cause, **known)


JUST, LONG = NOW - DAY, NOW - WAIT - DAY
SENT = [
    (past(State.PENDING, sent=True), True),
    (past(State.IGNORED, sent=True, answered_at=JUST), True),
    (past(State.IGNORED, sent=True, cause=Cause.DONT_KNOW, unknown_at=JUST), True),
    (past(State.IGNORED, sent=True, cause=Cause.UNREACHABLE), True),
    (past(State.PENDING, sent=True, expires_at=JUST), True),
    (past(State.PENDING, sent=True, expires_at=LONG), False),
    (past(State.IGNORED, sent=True, expires_at=LONG, answered_at=JUST), False),
    (past(State.DECLINED, sent=True, answered_at=JUST, closed_at=JUST), True),
    (past(State.DECLINED, sent=True, answered_at=LONG, closed_at=LONG), False),
    (past(State.WITHDRAWN, sent=True, closed_at=JUST), True),
    (past(State.WITHDRAWN, sent=True, closed_at=LONG), False),
    (past(State.EXPIRED, sent=True, closed_at=JUST), True),
    (past(State.ACCEPTED, sent=True, answered_at=JUST, closed_at=JUST), False),
]
RECEIVED = [
    (past(State.PENDING, sent=False), True),
    (past(State.PENDING, sent=False, expires_at=JUST), False),
    (past(State.IGNORED, sent=False, answered_at=JUST), True),
    (past(State.IGNORED, sent=False, answered_at=LONG), True),
    (past(State.EXPIRED, sent=False, answered_at=LONG, closed_at=JUST), False),
    (past(State.EXPIRED, sent=False, answered_at=JUST, closed_at=JUST), True),
    (past(State.EXPIRED, sent=False, closed_at=JUST), False),
    (past(State.DECLINED, sent=False, answered_at=JUST, closed_at=JUST), True),
    (past(State.DECLINED, sent=False, answered_at=LONG, closed_at=LONG), False),
    (past(State.WITHDRAWN, sent=False, closed_at=JUST), False),
    (past(State.WITHDRAWN, sent=False, cause=Cause.DONT_KNOW, unknown_at=JUST, closed_at=JUST), True),
    (past(State.IGNORED, sent=False, cause=Cause.UNREACHABLE), False),
    (past(State.IGNORED, sent=False, cause=Cause.BORN_IGNORED), True),
    (past(State.ACCEPTED, sent=False, answered_at=JUST), False),
]


@pytest.mark.parametrize(("one", "out"), SENT + RECEIVED)
def test_invitations_keep_out(one: Past, *, out: bool) -> None:
    """NET-3, REL-7, REL-11: open ones, and for a while those that ended without a connection."""
    assert keeps_out(one, LIMITS, NOW) is out


@given(
    state=st.sampled_from([State.PENDING, State.WITHDRAWN, State.EXPIRED]),
    expires=st.integers(-400, 200),
    closed=st.integers(0, 400),
    unknown=st.booleans(),
)
def test_an_ignored_invitation_looks_like_a_pending_one(
    state: State, expires: int, closed: int, *, unknown: bool
) -> None:
    """REL-11: what a sender may not know makes no difference to whom they are suggested."""
    ends: dict[str, Any] = {
        "expires_at": NOW + expires * DAY,
        "closed_at": None if state is State.PENDING else NOW - closed * DAY,
    }
    plain = past(state, sent=True, **ends)
    hidden = past(
        State.IGNORED if state is State.PENDING else state,
        sent=True,
        cause=Cause.DONT_KNOW if unknown else Cause.NONE,
        answered_at=NOW - 2 * DAY,
        unknown_at=NOW - 2 * DAY if unknown else None,
        **ends,
    )
    assert keeps_out(plain, LIMITS, NOW) is keeps_out(hidden, LIMITS, NOW)


def job(name: str, started: str = "", finished: str = "", page: int | None = None) -> Place:
    return Place(Section.EXPERIENCE, name, page, started, finished)


def school(name: str, started: str = "", finished: str = "") -> Place:
    return Place(Section.EDUCATION, name, None, started, finished)


SHARED_PLACES = [
    (job("Acme", "2020"), job("ACME", "2022-05"), "Both at ACME"),
    (job("Acme", "2017", "2021"), job("Acme", "2019"), "Both at Acme, 2019 to 2021"),
    (job("Acme", "2019-01", "2019-06"), job("Acme", "2019-03", "2020"), "Both at Acme, 2019"),
    (job("Acme", "2019-01", "2019-02"), job("Acme", "2019-03", "2020"), "Both worked at Acme"),
    (job("Acme", "2010", "2012"), job("Acme", "2015"), "Both worked at Acme"),
    (job("Acme", "", "2012"), job("Acme", "", "2012"), "Both worked at Acme"),
    (job("Acme", "2027-02"), job("Acme", "2020"), "Both worked at Acme"),
    (job("Acme", page=7), job("Acme Waterworks", page=7), "Both at Acme Waterworks"),
    (job("Acme", page=7), job("Acme", page=8), None),
    (job("Acme", page=7), job("acmé"), "Both at acmé"),
    (job("Acme"), job("Other"), None),
    (job(""), job(""), None),
    (job("Delft"), school("Delft"), None),
    (
        school("Delft", "2004", "2008"),
        school("Delft", "2004", "2008-06"),
        "Both studied at Delft, class of 2008",
    ),
    (school("Delft", "", "2008"), school("Delft", "", "2009"), "Both studied at Delft"),
    (school("Delft"), school("Delft"), "Both studied at Delft"),
]


@pytest.mark.parametrize(("mine", "theirs", "said"), SHARED_PLACES)
def test_shared_places(mine: Place, theirs: Place, said: str | None) -> None:
    """NET-3: a reason says what is so for certain, and no more."""
    things = shared_places([mine], [theirs], {}, TODAY)
    assert [one.sentence() for one in reasons(Found(1, shared=things), 0)] == ([said] if said else [])


def test_one_place_is_told_once_by_what_says_most() -> None:
    """NET-3: of several positions at one company the one that says most."""
    mine = [job("Acme", "2010", "2011"), job("Acme", "2015", "2018")]
    theirs = [job("Acme", "2013", "2014"), job("Acme", "2017")]
    (thing,) = shared_places(mine, theirs, {}, TODAY)
    assert (thing.sign, thing.started, thing.finished) == (Sign.COLLEAGUE, 2017, 2018)


def test_reasons_are_the_strongest_in_words() -> None:
    """NET-3: "12 mutual connections, both at Acme, both in Rust Group"."""
    found = Found(
        1,
        mutual=0.2,
        mutual_count=12,
        shared=(
            Shared(Sign.GROUP, "group:3", "Rust Group", 40),
            Shared(Sign.COLLEAGUE, "experience:acme", "Acme", 40, current=True),
            Shared(Sign.CONTACT),
        ),
    )
    said = [one.sentence() for one in reasons(found, 12)]
    assert said == ["12 mutual connections", "In your contact book", "Both at Acme", "Both in Rust Group"]
    assert reasons(found, 1)[0].sentence() == "1 mutual connection"
    assert reasons(Found(1), 0) == ()
    many = Found(1, shared=tuple(Shared(Sign.GROUP, f"group:{at}", f"G{at}") for at in range(9)))
    assert len(reasons(many, 3)) == NAMED


def test_a_way_into_another_circle_names_who_leads_there() -> None:
    """NET-3: weak ties."""
    found = Found(1, mutual=0.5, mutual_count=1, weak=True)
    assert reasons(found, 1, "Olga")[-1].sentence() == "A way into another circle, through Olga"


SIGN = st.sampled_from([Sign.COMPANY, Sign.COLLEAGUE, Sign.SCHOOL, Sign.CLASS, Sign.GROUP, Sign.CONTACT])
THING = st.builds(Shared, SIGN, st.sampled_from("abc"), st.just("X"), st.integers(0, 100))
FOUND = st.builds(
    Found,
    st.integers(1, 10**6),
    st.floats(0, 5),
    st.integers(0, 50),
    st.integers(0, 30_000),
    st.lists(THING, max_size=3, unique_by=lambda one: (one.sign, one.key)).map(tuple),
    st.booleans(),
)
POOLS = st.lists(FOUND, max_size=60, unique_by=lambda one: one.actor_id)


@given(FOUND, st.floats(0.01, 1), THING)
def test_more_in_common_never_weighs_less(one: Found, more: float, thing: Shared) -> None:
    """NET-3: every sign adds; how many connections somebody has never makes them likelier."""
    base = score(one)
    assert base >= 0
    richer = Found(
        one.actor_id, one.mutual + more, one.mutual_count + 1, one.connections, (*one.shared, thing)
    )
    assert score(richer) > base
    popular = Found(one.actor_id, one.mutual, one.mutual_count, one.connections + 500, one.shared)
    assert score(popular) <= base


@given(POOLS)
def test_order(pool: list[Found]) -> None:
    """NET-3: everybody whom something speaks for, once, however the candidates came in; variety; no score of nought."""
    ranked = arranged(pool, 100)
    assert {one.actor_id for one in ranked} == {one.actor_id for one in pool if score(one) > 0}
    assert len({one.actor_id for one in ranked}) == len(ranked)
    assert arranged(pool[::-1], 100) == ranked


@given(st.integers(0, 30), st.integers(0, 30))
def test_variety(here: int, elsewhere: int) -> None:
    """NET-3: of ten in a row at most seven come from one company, as long as there are others."""
    acme = Shared(Sign.COLLEAGUE, "experience:acme", "Acme", 5)
    pool = [Found(at + 1, shared=(acme,)) for at in range(here)]
    pool += [Found(1000 + at, mutual=0.001) for at in range(elsewhere)]
    ranked = arranged(pool)
    left = elsewhere
    for start in range(max(len(ranked) - RUN + 1, 0)):
        row = [bool(one.shared) for one in ranked[start : start + RUN]]
        left = sum(not one.shared for one in ranked[start + RUN :])
        assert sum(row) <= ALIKE_AT_MOST or left == 0


def test_weak_ties_have_a_place() -> None:
    """NET-3: the way into another circle that stood last comes forward; one that came by itself is enough."""
    pool = [Found(at, mutual=1.0 / at, mutual_count=5) for at in range(1, 40)]
    far = Found(99, mutual=0.001, mutual_count=1, weak=True)
    ranked = arranged([*pool, far])
    assert ranked.index(far) == BRIDGE_PLACE - 1
    near = Found(98, mutual=2.0, mutual_count=1, weak=True)
    assert arranged([*pool, far, near]).index(far) == 31
    assert is_weak(0, 9) is False
    assert [is_weak(count, 100) for count in (4, 5)] == [True, False]
    assert leads_out(2, (4, 5), {4, 5, 6}) is True
    assert leads_out(2, (4, 5), {4}) is False
    assert leads_out(7, (4, 5, 6), {4, 5, 6}) is False
    assert leads_out(0, (), {4}) is False


def test_who_shares_most_is_looked_at_first() -> None:
    """NET-3: without a mutual connection, rare things say more; the newest of equal ones first."""
    places = [job("Acme"), school("Delft", "", "2008")]
    by_key = {"experience:acme": {1, 2}, "education:delft:2008": {2, 3}, "group:9": set(range(3, 60))}
    hints = hinted(places, by_key)
    assert [thing.sign for thing in hints[2]] == [Sign.COMPANY, Sign.CLASS]
    assert likely(hints, 3) == [2, 3, 1]
    assert Shared(Sign.GROUP, many=3).points > Shared(Sign.GROUP, many=50).points
    assert SIGNS[Sign.CONTACT].points > SIGNS[Sign.FOLLOWS_YOU].points


ACME = Shared(Sign.COMPANY, "experience:acme", "Acme", 5)
FOLLOWING = [
    (Worth(1), ()),
    (Worth(1, mutual=0.5), ()),
    (Worth(1, followed_by=1), ("Followed by 1 person you are connected to or follow",)),
    (Worth(1, followed_by=9), ("Followed by 9 people you are connected to or follow",)),
    (Worth(1, primary_button=PrimaryButton.FOLLOW.value), ()),
    (
        Worth(1, primary_button=PrimaryButton.FOLLOW.value, shared=(ACME,)),
        ("Both worked at Acme", "Asks people to follow first"),
    ),
    (
        Worth(1, mutual=0.5, connection_policy=ConnectionPolicy.PEOPLE_I_KNOW.value),
        ("2 mutual connections", "Connects with people they know already"),
    ),
    (Worth(1, shared=(ACME,), connection_policy=ConnectionPolicy.WORKED_WITH.value), ()),
    (Worth(1, mutual=0.5, followers=HUB, connections=20), ()),
    (Worth(1, mutual=0.5, followers=40, connections=20), ("2 mutual connections", "40 followers")),
    (Worth(1, is_company=True, own="Acme"), ("On your profile",)),
    (Worth(1, is_company=True, work_there=1), ("1 of your connections works there",)),
    (Worth(1, is_company=True, work_there=3), ("3 of your connections work there",)),
    (
        Worth(1, is_company=True, followed_by=2, work_there=3, partly=True),
        (
            "Followed by at least 2 people you are connected to or follow",
            "At least 3 of your connections work there",
        ),
    ),
    (Worth(1, is_company=True, followers=9000), ()),
]


@pytest.mark.parametrize(("one", "said"), FOLLOWING)
def test_who_is_worth_following(one: Worth, said: tuple[str, ...]) -> None:
    """NET-3: something leads to them, and something speaks for following rather than connecting."""
    assert [thing.actor_id for thing in ordered([one])] == ([1] if said else [])
    assert (worth(one) > 0) is bool(said)
    if said:
        count = 2 if one.mutual else 0
        assert tuple(reason.sentence() for reason in reasons_to_follow(one, count)) == said


def test_companies_and_people_by_turns() -> None:
    """NET-3, REL-5: of three in a row one is a company at most, while there are people."""
    firms = [Worth(at, is_company=True, work_there=50) for at in range(1, 5)]
    folk = [Worth(at, followed_by=1) for at in range(11, 15)]
    assert [one.actor_id for one in ordered([*firms, *folk])] == [4, 14, 13, 3, 12, 11, 2, 1]


def test_today_is_what_is_asked() -> None:
    """NET-3: a position that ended is none of today, seen later."""
    (then,) = shared_places([job("Acme", "2020", "2026-04")], [job("Acme", "2020")], {}, TODAY)
    (later,) = shared_places([job("Acme", "2020", "2026-04")], [job("Acme", "2020")], {}, date(2026, 6, 1))
    assert (then.current, later.current, later.finished) == (True, False, 2026)
