"""What a member chooses about their network, and what they keep about a tie for themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.people.audience import Audience
from rapport.people.relationships.models import TieNote
from rapport.people.relationships.rules.inviting import refuse_oneself
from rapport.people.relationships.rules.process import RHYTHMS_WEEKS
from rapport.people.ties import actions as ties
from rapport.people.ties.rules import (
    LIST_AUDIENCES,
    ConnectionPolicy,
    FollowPolicy,
    InvitationPolicy,
    PrimaryButton,
    SuggestionPolicy,
)

NOTE_LENGTH, HOW_MET_LENGTH, TAG_LENGTH, TAGS_AT_MOST, LINE_LENGTH = 2000, 300, 40, 12, 200


def _one_of(
    field: str, kind: type[StrEnum], among: Sequence[StrEnum] | None = None
) -> Callable[[object], str]:
    lawful = [str(one) for one in (among if among is not None else list(kind))]

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in lawful:
            raise Invalid("Choose one of: {choices}.", code="choice", field=field, choices=", ".join(lawful))
        return value

    return check


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid("This is a line of text.", code="choice", field="connection_line")
    return text.one_line(value, field="connection_line", at_most=LINE_LENGTH)


CHOICES: Mapping[str, Callable[[object], str]] = {
    "follow_policy": _one_of("follow_policy", FollowPolicy),
    "invitation_policy": _one_of("invitation_policy", InvitationPolicy),
    "primary_button": _one_of("primary_button", PrimaryButton),
    "connection_policy": _one_of("connection_policy", ConnectionPolicy),
    "connection_line": _line,
    "connection_list": _one_of("connection_list", Audience, LIST_AUDIENCES),
    "follower_list": _one_of("follower_list", Audience, LIST_AUDIENCES),
    "suggestion_policy": _one_of("suggestion_policy", SuggestionPolicy),
}
"""Every switch of a member's network, and how what was chosen is checked (REL-1, REL-13, REL-14, REL-16, NET-3)."""


@transaction.atomic
def choose(*, actor_id: int, changes: Mapping[str, object]) -> None:
    """Change switches of one's own network, all or none.

    Raises: Invalid, naming the switch and what may be chosen.
    """
    for name in changes:
        if name not in CHOICES:
            raise Invalid("There is no such setting: {name}.", code="unknown_setting", field=name, name=name)
    ties.choose(actor_id=actor_id, **{name: CHOICES[name](value) for name, value in changes.items()})


@transaction.atomic
def keep_note(
    *,
    owner: int,
    other: int,
    note: str,
    how_met: str,
    tags: Sequence[str],
    rhythm_weeks: int | None,
    now: datetime,
) -> None:
    """Keep a private note, tags, how one met and a rhythm about someone; nobody else ever sees it (REL-18).

    Raises: Invalid (`note`, `how_met`, `tags`, `rhythm_weeks`, `oneself`).
    """
    refuse_oneself(owner, other)
    kept_tags: list[str] = []
    for tag in tags:
        clean = text.one_line(tag, field="tags", at_most=TAG_LENGTH)
        if clean and clean.casefold() not in [one.casefold() for one in kept_tags]:
            kept_tags.append(clean)
    if len(kept_tags) > TAGS_AT_MOST:
        raise Invalid("At most {count} tags fit.", code="tags", field="tags", count=TAGS_AT_MOST)
    if rhythm_weeks is not None and rhythm_weeks not in RHYTHMS_WEEKS:
        raise Invalid(
            "Choose a rhythm of {choices} weeks, or none.",
            code="rhythm",
            field="rhythm_weeks",
            choices=", ".join(str(weeks) for weeks in RHYTHMS_WEEKS),
        )
    values = {
        "note": text.many_lines(note, field="note", at_most=NOTE_LENGTH),
        "how_met": text.one_line(how_met, field="how_met", at_most=HOW_MET_LENGTH),
        "tags": kept_tags,
        "rhythm_weeks": rhythm_weeks,
    }
    if not any(values.values()):
        TieNote.objects.filter(owner_id=owner, other_id=other).delete()
        return
    TieNote.objects.update_or_create(owner_id=owner, other_id=other, defaults={**values, "changed_at": now})
