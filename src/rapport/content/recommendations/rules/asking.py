"""What is asked of a request and of a text, as pure decisions with their refusals (PRO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.recommendations.rules.process import Relation
from rapport.kernel.errors import Invalid, Refused
from rapport.kernel.limits.rules import Limits

AT_LEAST = 20
"""Fewer characters recommend nobody."""


@dataclass(frozen=True)
class Position:
    """The position a recommendation is about, as it was called when it was chosen."""

    title: str
    company: str


def refuse_oneself(one: int, two: int) -> None:
    """Raises: Invalid (`oneself`)."""
    if one == two:
        raise Invalid("A recommendation is about somebody else.", code="oneself")


def checked_relation(relation: str) -> Relation:
    """How the two worked together. Raises: Invalid (`relation`)."""
    try:
        return Relation(relation)
    except ValueError:
        raise Invalid("Say how you worked together.", code="relation", field="relation") from None


def not_connected(name: str) -> Refused:
    """Why nothing can be asked, written or shown now."""
    return Refused(
        "Recommendations are between connections, and {name} is not one of yours.",
        code="not_connected",
        name=name,
    )


def again_from(closed_at: datetime, limits: Limits) -> datetime:
    """From when one may ask or write again after this ended."""
    return closed_at + timedelta(days=limits.recommendation_again_days)


def refuse_asking(
    *, closed_at: datetime | None, open_requests: int, name: str, limits: Limits, now: datetime
) -> Refused | None:
    """Why one may not ask `name` now, or None. Codes: `recommendation_wait`, `recommendation_requests`.

    `closed_at` is when one's last request to them was declined or taken back.
    """
    if closed_at is not None and now < again_from(closed_at, limits):
        return Refused(
            "You asked {name} not long ago. You can ask again on {until}.",
            code="recommendation_wait",
            name=name,
            until=again_from(closed_at, limits),
        )
    if open_requests >= limits.recommendation_requests_limit:
        return Refused(
            "{count} of your requests wait for an answer, the most anyone may have. Take one back first.",
            code="recommendation_requests",
            count=open_requests,
        )
    return None


def refuse_writing(
    *, unanswered: bool, ended_at: datetime | None, name: str, limits: Limits, now: datetime
) -> Refused | None:
    """Why one may not write another for `name` now, or None. Codes: `recommendation_waiting`,
    `recommendation_wait`.

    `ended_at` is when one's last text for them was not taken, or was withdrawn.
    """
    if unanswered:
        return Refused(
            "{name} has not answered the one you wrote. You can change that one.",
            code="recommendation_waiting",
            name=name,
        )
    if ended_at is not None and now < again_from(ended_at, limits):
        return Refused(
            "Your last one for {name} ended not long ago. You can write again on {until}, or when they ask you.",
            code="recommendation_wait",
            name=name,
            until=again_from(ended_at, limits),
        )
    return None


def refuse_changed(seen: int, version: int, name: str) -> Refused | None:
    """Why one may not accept a text that is no longer the one that was read. Code: `text_changed`."""
    if seen == version:
        return None
    return Refused(
        "{name} has changed the text since you read it. Read it again first.", code="text_changed", name=name
    )
