"""The positions a recommendation may be about: those of the recipient that the author sees."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rapport.content.profiles.models import Entry, Profile
from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.sections import Section
from rapport.people import visibility
from rapport.people.audience import Audience, Viewer


@dataclass(frozen=True)
class PositionChoice:
    """One position, by what it is called; when it was tells two of one name apart."""

    id: UUID
    title: str
    company: str
    started: str = ""
    finished: str = ""


def positions(viewer: Viewer, owner_id: int) -> list[PositionChoice]:
    """The positions of a member in their order, as far as this viewer sees that section; else none."""
    profile = Profile.objects.filter(pk=owner_id)
    audience = profile.values_list("experience_audience", flat=True).first() or Audience.ONLY_ME
    if not visibility.may_see(viewer, owner_id=owner_id, audience=Audience(audience)):
        return []
    rows = Entry.objects.filter(owner_id=owner_id, section=Section.EXPERIENCE.value).order_by("place", "pk")
    columns = ("place", "pk", "title", "organization_name", "started", "finished")
    found = [(place, PositionChoice(*row)) for place, *row in rows.values_list(*columns)]
    return [choice for _, choice in sorted(found, key=lambda one: _order(*one))]


def _order(place: int, one: PositionChoice) -> tuple[object, ...]:
    """As on the page: by date, then those that were put in order by hand."""
    return place, *months.by_date(one.started, one.finished, current=not one.finished), one.id
