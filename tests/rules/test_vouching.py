"""The tables of endorsements and recommendations, walked in full (PRO-3, PRO-4)."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from rapport.content.endorsements.rules import (
    CARRIES,
    Tie,
    policies_for,
    refuse_endorsing,
    refuse_own_skill,
    stands,
    ties_of,
)
from rapport.content.profiles.rules.sections import EndorsePolicy
from rapport.content.recommendations.rules.asking import (
    checked_relation,
    refuse_asking,
    refuse_changed,
    refuse_oneself,
    refuse_writing,
)
from rapport.content.recommendations.rules.process import (
    CLOSED,
    DONE,
    KEPT,
    ON_PAGE,
    STEPS,
    Side,
    State,
    Verb,
    already_done,
    apparent,
    sides_of,
    step,
    verbs_for,
)
from rapport.kernel.errors import Invalid, Refused
from tests.people import LIMITS, START

EVERY_SET_OF_TIES = [frozenset(some) for size in range(3) for some in itertools.combinations(Tie, size)]


@pytest.mark.parametrize(("policy", "ties"), list(itertools.product(EndorsePolicy, EVERY_SET_OF_TIES)))
def test_every_policy_by_every_set_of_ties(policy: EndorsePolicy, ties: frozenset[Tie]) -> None:
    """PRO-3: connections by default; followers where the member says so; nobody."""
    expected = {
        EndorsePolicy.CONNECTIONS: Tie.CONNECTION in ties,
        EndorsePolicy.FOLLOWERS: bool(ties),
        EndorsePolicy.NOBODY: False,
    }[policy]
    assert stands(policy, ties) is expected
    assert any(policy in policies_for(tie) for tie in ties) is expected
    refused = refuse_endorsing(policy, ties, name="Olga")
    assert (refused is None) is expected
    if refused is not None:
        assert refused.code == f"endorse_{policy.value}"


def test_what_ties_two_for_an_endorsement() -> None:
    """REL-2: a private follow carries none."""
    assert ties_of(connected=True, follows=True, privately=False) == set(Tie)
    assert ties_of(connected=True, follows=True, privately=True) == {Tie.CONNECTION}
    assert ties_of(connected=False, follows=False, privately=False) == frozenset()


def test_who_follows_privately_is_told_why() -> None:
    """REL-2: an endorsement would name them."""
    told = refuse_endorsing(EndorsePolicy.FOLLOWERS, frozenset(), name="Olga", privately=True)
    assert told is not None and told.code == "endorse_private_follow"
    told = refuse_endorsing(EndorsePolicy.CONNECTIONS, frozenset(), name="Olga", privately=True)
    assert told is not None and told.code == "endorse_connections"


def test_nobody_endorses_or_recommends_themselves() -> None:
    """PRO-3, PRO-4."""
    assert set(CARRIES) == set(EndorsePolicy)
    for refuse in (refuse_own_skill, refuse_oneself):
        refuse(1, 2)
        with pytest.raises(Invalid, match=r"^[A-Z]"):
            refuse(1, 1)


def test_unknown_choices_are_refused() -> None:
    """PRO-4."""
    assert checked_relation("managed")
    with pytest.raises(Invalid):
        checked_relation("boss")


_OPEN = (State.ASKED, State.IGNORED)
_FIRST = (State.WAITING, State.CHANGE_ASKED)
_BESIDE = {State.SHOWN_REVISED: State.SHOWN, State.HIDDEN_REVISED: State.HIDDEN}
_AUTHOR: dict[Verb, dict[State, State]] = {
    Verb.WRITE: dict.fromkeys(_OPEN, State.WAITING),
    Verb.DECLINE: dict.fromkeys(_OPEN, State.DECLINED),
    Verb.IGNORE: {State.ASKED: State.IGNORED},
    Verb.REVISE: dict.fromkeys(_FIRST, State.WAITING)
    | dict.fromkeys(ON_PAGE, State.SHOWN_REVISED)
    | dict.fromkeys(KEPT - ON_PAGE, State.HIDDEN_REVISED),
    Verb.WITHDRAW: dict.fromkeys([*_FIRST, *KEPT, State.REFUSED], State.WITHDRAWN),
}
_RECIPIENT: dict[Verb, dict[State, State]] = {
    Verb.ACCEPT: dict.fromkeys(_FIRST, State.SHOWN) | _BESIDE,
    Verb.REFUSE: dict.fromkeys(_FIRST, State.REFUSED) | _BESIDE,
    Verb.ASK_CHANGE: dict.fromkeys(_FIRST, State.CHANGE_ASKED) | {state: state for state in KEPT},
    Verb.SHOW: {State.HIDDEN: State.SHOWN, State.HIDDEN_REVISED: State.SHOWN_REVISED},
    Verb.HIDE: {State.SHOWN: State.HIDDEN, State.SHOWN_REVISED: State.HIDDEN_REVISED},
    Verb.WITHDRAW: dict.fromkeys(_OPEN, State.WITHDRAWN),
}


def _expected(state: State, verb: Verb, side: Side) -> State | None:
    """PRO-4, written down from the other end: by verb."""
    return (_AUTHOR if side is Side.AUTHOR else _RECIPIENT).get(verb, {}).get(state)


@pytest.mark.parametrize(("state", "verb", "side"), list(itertools.product(State, Verb, Side)))
def test_every_state_by_every_verb_by_every_side(state: State, verb: Verb, side: Side) -> None:
    """PRO-4: 11 states, 10 verbs, 2 sides."""
    found = step(state, verb, side)
    assert (found.to if found else None) is _expected(state, verb, side)
    assert (verb in verbs_for(state, side)) is (found is not None)
    apart = verbs_for(state, side, connected=False)
    assert (verb in apart) is (found is not None and verb is Verb.WITHDRAW)


def test_nothing_is_shown_that_the_recipient_did_not_accept() -> None:
    """PRO-4: only the recipient's accepting or showing leads onto a page, and only accepted texts are hidden."""
    for (state, verb), found in STEPS.items():
        if found.to in ON_PAGE and state not in ON_PAGE:
            assert found.who is Side.RECIPIENT and verb in (Verb.ACCEPT, Verb.SHOW)
        if found.to in KEPT and state not in KEPT:
            assert verb is Verb.ACCEPT


def test_nothing_leaves_a_closed_state_but_ones_own_words() -> None:
    """PRO-4: the author of a refused text may still take its words away."""
    leaving = {(state, verb) for state, verb in STEPS if state in CLOSED}
    assert leaving == {(State.REFUSED, Verb.WITHDRAW)}


def test_repeating_a_step_is_no_error_where_it_led() -> None:
    """PRO-4: eight clicks on any button, one effect; none of the steps that carry words is repeated so."""
    for (_, verb), found in STEPS.items():
        done = already_done(found.to, verb, found.who)
        assert done is (verb in DONE)
        assert already_done(found.to, verb, found.who) or verb in {Verb.WRITE, Verb.REVISE, Verb.ASK_CHANGE}
    assert not already_done(State.SHOWN, Verb.ACCEPT, Side.AUTHOR)
    assert sides_of(Verb.WITHDRAW) == {Side.AUTHOR, Side.RECIPIENT}


def test_a_silently_left_request_looks_asked_to_who_asked() -> None:
    """PRO-4: it may be withdrawn, and nothing else, whichever it is."""
    assert apparent(State.IGNORED, Side.RECIPIENT) is State.ASKED
    assert apparent(State.IGNORED, Side.AUTHOR) is State.IGNORED
    assert verbs_for(State.ASKED, Side.RECIPIENT) == verbs_for(State.IGNORED, Side.RECIPIENT)


def _code(refused: Refused | None) -> str:
    return refused.code if refused else ""


def test_asking_waits_and_is_capped() -> None:
    """PRO-4: 30 days after a request ended, and 20 open ones at most."""
    day = timedelta(days=1)
    common: dict[str, Any] = {"name": "Olga", "limits": LIMITS, "now": START}
    assert _code(refuse_asking(closed_at=None, open_requests=19, **common)) == ""
    assert _code(refuse_asking(closed_at=None, open_requests=20, **common)) == "recommendation_requests"
    assert _code(refuse_asking(closed_at=START - 30 * day, open_requests=0, **common)) == ""
    late = refuse_asking(closed_at=START - 29 * day, open_requests=0, **common)
    assert late is not None and late.values["until"] == START + day


def test_writing_waits_for_the_last_one() -> None:
    """PRO-4: one text waits at a time, and none is pressed on somebody."""
    day = timedelta(days=1)
    common: dict[str, Any] = {"name": "Olga", "limits": LIMITS, "now": START}
    assert _code(refuse_writing(unanswered=False, ended_at=None, **common)) == ""
    assert _code(refuse_writing(unanswered=True, ended_at=None, **common)) == "recommendation_waiting"
    assert (
        _code(refuse_writing(unanswered=False, ended_at=START - 29 * day, **common)) == "recommendation_wait"
    )
    assert _code(refuse_writing(unanswered=False, ended_at=START - 30 * day, **common)) == ""


def test_one_accepts_what_one_has_read() -> None:
    """PRO-4."""
    assert refuse_changed(2, 2, "Olga") is None
    assert _code(refuse_changed(1, 2, "Olga")) == "text_changed"
