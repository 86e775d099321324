"""How a recommendation comes about and is kept: one state table, from which everything is read.

`STEPS` says who may take which step from which state and where it leads. The check of every
action, the WHERE of every UPDATE, the buttons, `allowed_actions`, the diagram in the docs and
the exhaustive test are all read from it.

The *author* writes, the *recipient* is written about. Every step asks that the two are
connected, but for taking something back, which its owner may do at any time. A text that was
accepted stays as it is while a revised one waits: it is the recipient who says what stands on
their page (PRO-4).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How the author worked with the recipient, as the author says it: "I …"."""

    MANAGED = "managed"
    REPORTED_TO = "reported_to"
    SAME_TEAM = "same_team"
    OTHER_TEAM = "other_team"
    CLIENT = "client"
    SUPPLIER = "supplier"
    STUDIED = "studied"
    TAUGHT = "taught"
    MENTORED = "mentored"
    MENTORED_BY = "mentored_by"
    OTHER = "other"


class State(StrEnum):
    """Where a recommendation stands."""

    ASKED = "asked"
    IGNORED = "ignored"  # asked, and silently left: to the recipient it looks asked
    DECLINED = "declined"  # asked, and courteously not written
    WAITING = "waiting"  # written; the recipient has not answered
    CHANGE_ASKED = "change_asked"
    SHOWN = "shown"
    HIDDEN = "hidden"
    SHOWN_REVISED = "shown_revised"  # shown as accepted, while a revised text waits
    HIDDEN_REVISED = "hidden_revised"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who takes a step."""

    AUTHOR = "author"
    RECIPIENT = "recipient"


class Verb(StrEnum):
    """A step of the process, named as in the addresses of the API."""

    WRITE = "write"
    DECLINE = "decline"
    IGNORE = "ignore"
    REVISE = "revise"
    ACCEPT = "accept"
    ASK_CHANGE = "ask-change"
    REFUSE = "refuse"
    SHOW = "show"
    HIDE = "hide"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Step:
    """Who may take a step, and where it leads."""

    who: Side
    to: State


def _by(side: Side, verb: Verb, **steps: State) -> dict[tuple[State, Verb], Step]:
    return {(State(start), verb): Step(side, to) for start, to in steps.items()}


_A, _R, _S = Side.AUTHOR, Side.RECIPIENT, State

STEPS: Mapping[tuple[State, Verb], Step] = {
    **_by(_A, Verb.WRITE, asked=_S.WAITING, ignored=_S.WAITING),
    **_by(_A, Verb.DECLINE, asked=_S.DECLINED, ignored=_S.DECLINED),
    **_by(_A, Verb.IGNORE, asked=_S.IGNORED),
    **_by(
        _A,
        Verb.REVISE,
        waiting=_S.WAITING,
        change_asked=_S.WAITING,
        shown=_S.SHOWN_REVISED,
        hidden=_S.HIDDEN_REVISED,
        shown_revised=_S.SHOWN_REVISED,
        hidden_revised=_S.HIDDEN_REVISED,
    ),
    **_by(
        _R,
        Verb.ACCEPT,
        waiting=_S.SHOWN,
        change_asked=_S.SHOWN,
        shown_revised=_S.SHOWN,
        hidden_revised=_S.HIDDEN,
    ),
    **_by(
        _R,
        Verb.ASK_CHANGE,
        waiting=_S.CHANGE_ASKED,
        change_asked=_S.CHANGE_ASKED,
        shown=_S.SHOWN,
        hidden=_S.HIDDEN,
        shown_revised=_S.SHOWN_REVISED,
        hidden_revised=_S.HIDDEN_REVISED,
    ),
    **_by(
        _R,
        Verb.REFUSE,
        waiting=_S.REFUSED,
        change_asked=_S.REFUSED,
        shown_revised=_S.SHOWN,
        hidden_revised=_S.HIDDEN,
    ),
    **_by(_R, Verb.SHOW, hidden=_S.SHOWN, hidden_revised=_S.SHOWN_REVISED),
    **_by(_R, Verb.HIDE, shown=_S.HIDDEN, shown_revised=_S.HIDDEN_REVISED),
    **_by(_R, Verb.WITHDRAW, asked=_S.WITHDRAWN, ignored=_S.WITHDRAWN),
    **_by(
        _A,
        Verb.WITHDRAW,
        waiting=_S.WITHDRAWN,
        change_asked=_S.WITHDRAWN,
        shown=_S.WITHDRAWN,
        hidden=_S.WITHDRAWN,
        shown_revised=_S.WITHDRAWN,
        hidden_revised=_S.WITHDRAWN,
        refused=_S.WITHDRAWN,
    ),
}
"""The whole process: `(state, verb) -> (who may, next)`; what is not here cannot happen."""

REQUESTS = frozenset({State.ASKED, State.IGNORED})
"""Asked and not written: at most one such row from one member to another."""
UNANSWERED = frozenset({State.WAITING, State.CHANGE_ASKED})
"""Written and not decided: at most one such row from one member to another."""
REVISED = frozenset({State.SHOWN_REVISED, State.HIDDEN_REVISED})
"""A revised text waits beside the accepted one."""
ON_PAGE = frozenset({State.SHOWN, State.SHOWN_REVISED})
"""The accepted text stands on the recipient's page."""
KEPT = ON_PAGE | {State.HIDDEN, State.HIDDEN_REVISED}
"""Accepted, shown or not."""
CLOSED = frozenset({State.DECLINED, State.REFUSED, State.WITHDRAWN})
"""No text is on its way any more."""
AT_ANY_TIME = frozenset({Verb.WITHDRAW})
"""What may be done also while the two are not connected: one's own words are one's own."""

DONE: Mapping[Verb, frozenset[State]] = {
    Verb.DECLINE: frozenset({State.DECLINED}),
    Verb.IGNORE: frozenset({State.IGNORED}),
    Verb.ACCEPT: KEPT - REVISED,
    Verb.REFUSE: (KEPT - REVISED) | {State.REFUSED},
    Verb.SHOW: ON_PAGE,
    Verb.HIDE: KEPT - ON_PAGE,
    Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
}
"""Where repeating a step is no error and changes nothing."""


def step(state: State, verb: Verb, side: Side) -> Step | None:
    """The step that `side` may take by `verb` from `state`, or None where the table has none."""
    found = STEPS.get((state, verb))
    return found if found is not None and found.who is side else None


def sides_of(verb: Verb) -> Set[Side]:
    """Who may ever take this step."""
    return {found.who for (_, some), found in STEPS.items() if some is verb}


def already_done(state: State, verb: Verb, side: Side) -> bool:
    """Whether `verb` was taken before, so that repeating it is no error and changes nothing."""
    return side in sides_of(verb) and state in DONE.get(verb, frozenset())


def apparent(state: State, side: Side) -> State:
    """The state as one side is shown it: to the recipient an ignored request goes on waiting."""
    return State.ASKED if state is State.IGNORED and side is Side.RECIPIENT else state


def verbs_for(state: State, side: Side, *, connected: bool = True) -> tuple[Verb, ...]:
    """The verbs `side` may choose from in `state`, in the order of the table; fewer while not connected."""
    return tuple(
        verb
        for (some, verb), found in STEPS.items()
        if some is state and found.who is side and (connected or verb in AT_ANY_TIME)
    )
