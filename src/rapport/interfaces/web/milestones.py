"""What people near the reader share of their days, in a sentence each; nobody's congratulation is written (PRO-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapport.content.profiles.queries.milestones import Milestone
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.parts import PersonCard
from rapport.people.audience import Viewer

_ = words.translate


@dataclass(frozen=True)
class MilestonePart:
    """One of them: who, what, and the day it belongs to."""

    person: PersonCard
    sentence: str
    day: date
    symbol: str
    dated: bool  # the day itself is known, not only its month


def milestone_part(one: Milestone, viewer: Viewer) -> MilestonePart:
    """A milestone as Home tells it."""
    where = {"title": one.title, "company": one.organization_name}
    if one.kind is MilestoneKind.POSITION:
        return MilestonePart(
            card(one.person, viewer),
            _("New position: {title}, {company}", **where),
            one.day,
            "file-text",
            True,
        )
    if one.kind is MilestoneKind.ANNIVERSARY:
        told = words.translate_plural(
            "{count} year this month: {title}, {company}", "{count} years this month: {title}, {company}",
            one.years, **where,
        )  # fmt: skip
        return MilestonePart(card(one.person, viewer), told, one.day, "calendar-days", False)
    return MilestonePart(card(one.person, viewer), _("Birthday"), one.day, "calendar-days", True)
