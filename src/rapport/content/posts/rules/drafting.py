"""What is kept while it is being written, and when it may go out by itself (FEED-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from rapport.content.posts.rules.forms import Form
from rapport.kernel import text
from rapport.kernel.errors import Invalid, RapportError, Refused

TITLE_LENGTH = 300
"""Characters of a draft's title: more than may be published, so that what is too long is not lost."""
AT_MOST = 500
"""How many drafts one member may keep."""
AHEAD = timedelta(days=365)
"""How far in the future a post may be scheduled."""

DRAFTED = (Form.POST, Form.ARTICLE)
"""The forms that can be kept as drafts; a repost is said at once or not at all."""

OVERDUE = timedelta(minutes=5)
"""What was due so long ago and is still there is looked at again."""


class DraftState(StrEnum):
    """How a draft stands."""

    WRITING = "writing"
    SCHEDULED = "scheduled"
    NOT_PUBLISHED = "not_published"

    @classmethod
    def of(cls, publish_at: datetime | None, problem: object) -> DraftState:
        """The state of a draft with this time and this problem."""
        if publish_at is not None:
            return cls.SCHEDULED
        return cls.NOT_PUBLISHED if problem else cls.WRITING


@dataclass(frozen=True)
class Typed:
    """What somebody is writing, as it is kept: nothing is refused but what could not be stored."""

    form: Form
    title: str
    text: str


def check_typed(form: str, title: str, words: str, *, longest: int) -> Typed:
    """What was typed, made fit to keep.

    Raises: Invalid (`form`, `title`, `text`).
    """
    if form not in {one.value for one in DRAFTED}:
        known = ", ".join(one.value for one in DRAFTED)
        raise Invalid("Choose one of these forms: {known}.", code="form", field="form", known=known)
    return Typed(
        Form(form),
        text.one_line(title, field="title", at_most=TITLE_LENGTH),
        text.many_lines(words, field="text", at_most=longest),
    )


def check_time(at: datetime, now: datetime) -> datetime:
    """The time itself where a post may be scheduled for it.

    Raises: Invalid (`publish_at`) with `past` or `too_far`.
    """
    if at <= now:
        raise Invalid("Choose a time that is still to come.", code="past", field="publish_at")
    if at - now > AHEAD:
        raise Invalid(
            "Choose a time within the next {limit} days.",
            code="too_far", field="publish_at", limit=AHEAD.days,
        )  # fmt: skip
    return at


def kept_problem(error: RapportError) -> dict[str, Any]:
    """Why something was not published, as it is kept: the sentence is made in the reader's language."""
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in error.values.items()
    }
    return {"code": error.code, "template": error.template, "values": values}


def problem_of(kept: Mapping[str, Any]) -> Refused:
    """The refusal that `kept_problem` wrote down."""
    return Refused(kept["template"], code=kept["code"], **kept["values"])
