"""The state table, walked in full: every state by every verb by every side (architecture 3)."""

from __future__ import annotations

import itertools

import pytest

from rapport.people.relationships.rules.process import (
    CLOSING,
    OPEN_STATES,
    STEPS,
    Cause,
    Side,
    State,
    Verb,
    already_done,
    apparent,
    states_for,
    step,
    verbs_for,
)

RECIPIENT_ANSWERS = {
    Verb.ACCEPT: State.ACCEPTED,
    Verb.DECLINE: State.DECLINED,
    Verb.SUGGEST_FOLLOW: State.DECLINED,
    Verb.IGNORE: State.IGNORED,
    Verb.DONT_KNOW: State.IGNORED,
}


def _expected(state: State, verb: Verb, side: Side) -> State | None:
    """product.md REL-7, REL-8, REL-11 and REL-17 in words of their own."""
    if state not in (State.PENDING, State.IGNORED):
        return None
    pending = state is State.PENDING
    match side:
        case Side.SENDER:
            return {Verb.WITHDRAW: State.WITHDRAWN, Verb.REMIND: state, Verb.REPLY: state}.get(verb)
        case Side.SYSTEM:
            return {Verb.EXPIRE: State.EXPIRED, Verb.SEVER: State.WITHDRAWN}.get(verb)
        case Side.RECIPIENT if pending:
            return {**RECIPIENT_ANSWERS, Verb.CROSS: State.ACCEPTED, Verb.REPLY: State.PENDING}.get(verb)
        case _:
            return {
                Verb.CROSS: State.ACCEPTED,
                Verb.REOPEN: State.PENDING,
                Verb.DONT_KNOW: State.IGNORED,
            }.get(verb)


@pytest.mark.parametrize(("state", "verb", "side"), list(itertools.product(State, Verb, Side)))
def test_every_state_by_every_verb_by_every_side(state: State, verb: Verb, side: Side) -> None:
    """REL-7, REL-8, REL-11: 6 states, 12 verbs, 3 sides."""
    found = step(state, verb, side)
    assert (found.to if found else None) == _expected(state, verb, side)


def test_nothing_leaves_a_closed_state() -> None:
    assert not [state for state, _ in STEPS if state in CLOSING]
    assert set(CLOSING) | set(OPEN_STATES) == set(State)


def test_the_sender_may_do_the_same_whether_pending_or_ignored() -> None:
    """REL-11: to the sender the two behave alike in every way."""
    assert verbs_for(State.PENDING, Side.SENDER) == verbs_for(State.IGNORED, Side.SENDER)
    assert apparent(State.IGNORED, Side.SENDER) is State.PENDING
    assert apparent(State.IGNORED, Side.RECIPIENT) is State.IGNORED


@pytest.mark.parametrize("verb", list(Verb))
def test_the_update_starts_from_the_table_alone(verb: Verb) -> None:
    """architecture 3: WHERE state IN (…) names just the states that the table names."""
    assert set(states_for(verb)) == {state for state, some in STEPS if some is verb}
    assert states_for(verb)


@pytest.mark.parametrize(
    ("state", "cause", "verb", "side"), list(itertools.product(State, Cause, Verb, Side))
)
def test_repeating_an_answer_is_no_error(state: State, cause: Cause, verb: Verb, side: Side) -> None:
    """product 2: idempotent; a repeat is one whose effect is there already, of the side that may."""
    effect = {
        (Side.RECIPIENT, Verb.ACCEPT): state is State.ACCEPTED and cause is Cause.NONE,
        (Side.RECIPIENT, Verb.CROSS): state is State.ACCEPTED and cause is Cause.NONE,
        (Side.RECIPIENT, Verb.DECLINE): state is State.DECLINED and cause is Cause.NONE,
        (Side.RECIPIENT, Verb.SUGGEST_FOLLOW): state is State.DECLINED and cause is Cause.SUGGEST_FOLLOW,
        (Side.RECIPIENT, Verb.IGNORE): state is State.IGNORED,
        (Side.RECIPIENT, Verb.DONT_KNOW): state is State.IGNORED and cause is Cause.DONT_KNOW,
        (Side.SENDER, Verb.WITHDRAW): state is State.WITHDRAWN,
        (Side.SYSTEM, Verb.EXPIRE): state is State.EXPIRED,
        (Side.SYSTEM, Verb.SEVER): state is State.WITHDRAWN and cause is Cause.BLOCKED,
    }
    assert already_done(state, cause, verb, side) == effect.get((side, verb), False)


def test_crossing_is_no_button() -> None:
    """One crosses by inviting (REL-8)."""
    assert Verb.CROSS not in verbs_for(State.PENDING, Side.RECIPIENT)
