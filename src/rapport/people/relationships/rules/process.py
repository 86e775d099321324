"""How a connection comes about: one state table, from which everything is read.

An invitation is a process and a connection the fact it leaves. `STEPS` says who may
take which step from which state and where it leads. The check of every action, the
WHERE of every UPDATE, the buttons, `allowed_actions`, the diagram in the docs and the
exhaustive test are all read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum


class Context(StrEnum):
    """How two people know each other, as the sender says (product 1)."""

    WORKED_TOGETHER = "worked_together"
    STUDIED_TOGETHER = "studied_together"
    MET_AT_EVENT = "met_at_event"
    MUTUAL_CONNECTION = "mutual_connection"
    SHARED_GROUP = "shared_group"
    CLIENT_OR_SUPPLIER = "client_or_supplier"
    OTHER = "other"


class State(StrEnum):
    """Where an invitation stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    IGNORED = "ignored"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Side(StrEnum):
    """Who takes a step; `system` is the calendar, or a block."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    SYSTEM = "system"


class Verb(StrEnum):
    """A step of the process, named as in the addresses of the API."""

    ACCEPT = "accept"
    CROSS = "cross"
    DECLINE = "decline"
    SUGGEST_FOLLOW = "suggest-follow"
    IGNORE = "ignore"
    DONT_KNOW = "dont-know"
    REOPEN = "reopen"
    REPLY = "reply"
    REMIND = "remind"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SEVER = "sever"


class Cause(StrEnum):
    """What stands behind a state, where the state alone does not say it."""

    NONE = ""
    SUGGEST_FOLLOW = "suggest_follow"
    DONT_KNOW = "dont_know"
    BORN_IGNORED = "born_ignored"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"


class DeclineReason(StrEnum):
    """The few reasons one may give with a courteous decline (REL-7)."""

    NONE = ""
    DO_NOT_RECALL = "do_not_recall"
    ONLY_CLOSE = "only_close"
    NOT_NOW = "not_now"
    OTHER_PLACE = "other_place"


class Tray(StrEnum):
    """Where an invitation waits for its recipient (REL-13)."""

    INBOX = "inbox"
    FILTERED = "filtered"


class RequestState(StrEnum):
    """Where a request to follow stands; to the one who asked, refused looks like waiting (REL-1)."""

    WAITING = "waiting"
    REFUSED = "refused"


RHYTHMS_WEEKS = (1, 2, 4, 12, 26)
"""How often one may want to be in touch (REL-18)."""


@dataclass(frozen=True)
class Step:
    """Who may take a step, where it leads, and what it leaves as the cause (None: as it was)."""

    who: Set[Side]
    to: State
    cause: Cause | None = None


_RECIPIENT = frozenset({Side.RECIPIENT})
_SENDER = frozenset({Side.SENDER})
_BOTH = frozenset({Side.SENDER, Side.RECIPIENT})
_SYSTEM = frozenset({Side.SYSTEM})

STEPS: Mapping[tuple[State, Verb], Step] = {
    (State.PENDING, Verb.ACCEPT): Step(_RECIPIENT, State.ACCEPTED, Cause.NONE),
    (State.PENDING, Verb.CROSS): Step(_RECIPIENT, State.ACCEPTED, Cause.NONE),
    (State.PENDING, Verb.DECLINE): Step(_RECIPIENT, State.DECLINED, Cause.NONE),
    (State.PENDING, Verb.SUGGEST_FOLLOW): Step(_RECIPIENT, State.DECLINED, Cause.SUGGEST_FOLLOW),
    (State.PENDING, Verb.IGNORE): Step(_RECIPIENT, State.IGNORED, Cause.NONE),
    (State.PENDING, Verb.DONT_KNOW): Step(_RECIPIENT, State.IGNORED, Cause.DONT_KNOW),
    (State.PENDING, Verb.REPLY): Step(_BOTH, State.PENDING),
    (State.PENDING, Verb.REMIND): Step(_SENDER, State.PENDING),
    (State.PENDING, Verb.WITHDRAW): Step(_SENDER, State.WITHDRAWN),
    (State.PENDING, Verb.EXPIRE): Step(_SYSTEM, State.EXPIRED),
    (State.PENDING, Verb.SEVER): Step(_SYSTEM, State.WITHDRAWN, Cause.BLOCKED),
    (State.IGNORED, Verb.CROSS): Step(_RECIPIENT, State.ACCEPTED, Cause.NONE),
    (State.IGNORED, Verb.DONT_KNOW): Step(_RECIPIENT, State.IGNORED, Cause.DONT_KNOW),
    (State.IGNORED, Verb.REOPEN): Step(_RECIPIENT, State.PENDING, Cause.NONE),
    (State.IGNORED, Verb.REPLY): Step(_SENDER, State.IGNORED),
    (State.IGNORED, Verb.REMIND): Step(_SENDER, State.IGNORED),
    (State.IGNORED, Verb.WITHDRAW): Step(_SENDER, State.WITHDRAWN),
    (State.IGNORED, Verb.EXPIRE): Step(_SYSTEM, State.EXPIRED),
    (State.IGNORED, Verb.SEVER): Step(_SYSTEM, State.WITHDRAWN, Cause.BLOCKED),
}
"""The whole process: `(state, verb) -> (who may, next)`; what is not here cannot happen."""

OPEN_STATES = frozenset({State.PENDING, State.IGNORED})
"""The states in which the sender sees an invitation as pending (REL-11)."""

ANSWERS = frozenset({Verb.ACCEPT, Verb.CROSS, Verb.DECLINE, Verb.SUGGEST_FOLLOW, Verb.IGNORE, Verb.DONT_KNOW})
"""The verbs by which a recipient answers; they set the day of the answer."""

CLOSING = frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.EXPIRED})
"""States that nothing leaves."""


def states_for(verb: Verb) -> tuple[State, ...]:
    """The states from which `verb` may be taken, for the `WHERE state IN (…)` of its UPDATE."""
    return tuple(state for state, some in STEPS if some is verb)


def step(state: State, verb: Verb, side: Side) -> Step | None:
    """The step that `side` may take by `verb` from `state`, or None where the table has none."""
    found = STEPS.get((state, verb))
    return found if found is not None and side in found.who else None


def already_done(state: State, cause: Cause, verb: Verb, side: Side) -> bool:
    """Whether `verb` was taken before, so that repeating it is no error and changes nothing."""
    first = STEPS.get((State.PENDING, verb))
    if first is None or side not in first.who or first.to is State.PENDING or state is not first.to:
        return False
    return first.cause is None or first.cause is cause or verb is Verb.IGNORE


def apparent(state: State, side: Side) -> State:
    """The state as one side is shown it: to its sender an ignored invitation is pending (REL-11)."""
    return State.PENDING if state is State.IGNORED and side is Side.SENDER else state


def verbs_for(state: State, side: Side) -> tuple[Verb, ...]:
    """The verbs `side` may choose from in `state`, in the order of the table.

    Crossing is not among them: one crosses by inviting.
    """
    return tuple(
        verb
        for (some, verb), found in STEPS.items()
        if some is state and side in found.who and verb is not Verb.CROSS
    )
