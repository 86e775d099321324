"""What becomes of a row, and the sentence that says why (OPS-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of one row; every row has exactly one."""

    IMPORTED = "imported"
    MERGED = "merged"
    KEPT = "kept_aside"
    SKIPPED = "skipped"
    FAILED = "failed"


def _noop(text: str) -> str:
    """The text as it is; the name tells the translators' tools that it is read by people."""
    return text


REASONS: Mapping[str, str] = {
    "": "",
    "known": _noop("It stands here already."),
    "filled": _noop("What was missing here was filled in."),
    "replaced": _noop("What stood here was replaced."),
    "nothing_new": _noop("Nothing of it is empty here."),
    "found_here": _noop("A member here: you may invite or follow them."),
    "connected_already": _noop("You are connected here already."),
    "closed_account": _noop("A closed account: only the date is left."),
    "no_name": _noop("It names nobody."),
    "not_here": _noop("Not a member here; this community keeps no contact books."),
    "book_full": _noop("Your contact book is full."),
    "invitation": _noop("Kept for you alone; an old invitation is not sent again."),
    "note_added": _noop("Its note went to the person in your contact book."),
    "nobody_to_note": _noop("The person it is about is not among your contacts; kept for you alone."),
    "follow_ended": _noop("You had ended that follow: it will not be offered again."),
    "by_name_alone": _noop("Only a name is known, which proves nothing; kept for you alone."),
    "ambiguous": _noop("Several of your contacts have that name: say which one it was."),
    "company_followed": _noop("You follow that company here now."),
    "no_such_company": _noop("There is no page of exactly that name here yet; kept for you alone."),
    "not_followed": _noop("You had ended this; kept for you alone."),
    "words_of_others": _noop("Written by or for others: kept for you alone, and shown to nobody."),
    "no_place_yet": _noop("There is no place for it here yet; kept for you as it came."),
    "under_elsewhere": _noop("What it stood under is not here; kept for you as it came."),
    "drafted": _noop("A draft of yours now, which you alone see until you publish it."),
    "nothing_said": _noop("It has no words of its own; kept for you as it came."),
    "drafts_full": _noop("You keep as many drafts as there is room for; kept for you as it came."),
    "no_draft": _noop("It cannot be a draft here, such as for its length; kept for you as it came."),
    "hashtag_followed": _noop("You follow that hashtag here now."),
    "no_hashtag": _noop("This cannot be written as a hashtag here; kept for you alone."),
    "tie_elsewhere": _noop("A tie on another site: kept for you alone."),
    "picture_stands": _noop("You have a picture here already; it stays."),
    "not_known_here": _noop("This is not known here."),
    "own_address": _noop("This is the address of your account."),
    "add_address": _noop("To use this address here, add it in your settings and verify it."),
    "parts_left_out": _noop("Taken without: {fields}."),
    "left_out": _noop("You left this part out."),
}
"""Every reason but those of unreadable rows and of refusals, which bring their own sentence."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row; `made` says what was written, so that it can be taken back."""

    outcome: Outcome
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    made: tuple[tuple[Any, ...], ...] = ()


def sentence(reason: str, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The English template of a reason and what fills it; a refusal carries its own."""
    template = values.get("_")
    rest = {name: value for name, value in values.items() if name != "_"}
    return (str(template), rest) if template is not None else (REASONS.get(reason, ""), rest)
