"""The states of an import and the steps between them: one table (OPS-1).

::

    uploaded ──begin──> reading ──preview──> previewed ──confirm──> applying ──finish──> done
                           │                                            │                 │
                           └────────────────fail────────────> failed <──┘             undo│
                                                                 └──────undo──> undoing <─┘ ──finish──> undone
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rapport.kernel.errors import Refused

CHUNK = 500
"""Rows that are taken in one transaction."""
ROWS_AT_MOST = 500_000
"""Of one import: each leaves a line in its report, and many something kept."""
LEFT_FILES_AT_MOST = 200
"""So many files that are not read are named; of the others it is told how many they are."""
REMARKS_AT_MOST = 20
SLICE_SECONDS = 4.0
"""After so long a job makes room for others and goes on later."""
STALLS_AT_MOST = 5
"""So often it is tried to go on from one place before an import is given up."""


class Source(StrEnum):
    """What kind of file an import reads."""

    LINKEDIN = "linkedin"
    VCARD = "vcard"
    JSON_RESUME = "json_resume"


class State(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Verb(StrEnum):
    """What happens to an import."""

    BEGIN = "begin"
    PREVIEW = "preview"
    CONFIRM = "confirm"
    FINISH = "finish"
    FAIL = "fail"
    UNDO = "undo"
    DISCARD = "discard"


STEPS: Mapping[tuple[State, Verb], State | None] = {
    (State.UPLOADED, Verb.BEGIN): State.READING,
    (State.READING, Verb.PREVIEW): State.PREVIEWED,
    (State.UPLOADED, Verb.FAIL): State.FAILED,
    (State.READING, Verb.FAIL): State.FAILED,
    (State.PREVIEWED, Verb.CONFIRM): State.APPLYING,
    (State.APPLYING, Verb.FINISH): State.DONE,
    (State.APPLYING, Verb.FAIL): State.FAILED,
    (State.DONE, Verb.UNDO): State.UNDOING,
    (State.FAILED, Verb.UNDO): State.UNDOING,
    (State.UNDOING, Verb.FINISH): State.UNDONE,
    (State.UNDOING, Verb.FAIL): State.FAILED,
    (State.PREVIEWED, Verb.DISCARD): None,
    (State.UNDONE, Verb.DISCARD): None,
}
"""The whole process; None is the end, of which nothing is left."""

MOVING = frozenset({State.UPLOADED, State.READING, State.APPLYING, State.UNDOING})
"""The worker has something to do; one import of a member at a time."""

BY_MEMBER = (Verb.CONFIRM, Verb.UNDO, Verb.DISCARD)
"""The steps that are the owner's to take."""

_WORDS = {
    State.APPLYING: "This import is being taken in.",
    State.UNDOING: "This import is being taken back.",
    State.PREVIEWED: "This import waits for your choice.",
    State.DONE: "This import is done.",
    State.UNDONE: "This import was taken back.",
    State.FAILED: "This import could not be finished.",
}


def allowed(state: State) -> tuple[Verb, ...]:
    """What the owner may do now."""
    return tuple(verb for verb in BY_MEMBER if (state, verb) in STEPS)


def states_for(verb: Verb) -> tuple[State, ...]:
    """From which states `verb` leads on."""
    return tuple(state for state, known in STEPS if known is verb)


def refuse(state: State) -> Refused:
    """The reason why a step cannot be taken from here."""
    return Refused(_WORDS.get(state, "This file is still being read."), code="import_state")
