"""Profiles as the dictionaries of the API; the field names come from the table of sections."""

from __future__ import annotations

from rapport.content.profiles.queries.milestones import Milestone
from rapport.content.profiles.queries.page import EntryView, ProfileView, SkillView
from rapport.content.profiles.queries.people import SharedFact
from rapport.content.profiles.rules.completeness import Completeness
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.interfaces.api.shapes import Shape, person


def entry(one: EntryView) -> Shape:
    """An entry with the fields of its section."""
    return {
        "id": one.id,
        "section": one.section.value,
        **one.values,
        "organization_handle": one.organization_handle,
        "is_current": one.is_current,
        "months": one.months,
    }


def skill(one: SkillView) -> Shape:
    """A skill as the entry of a section."""
    return {"id": one.id, "section": Section.SKILLS.value, "name": one.name}


def section(view: ProfileView, name: Section) -> list[Shape]:
    """The entries of one section, in order."""
    if name is Section.SKILLS:
        return [skill(one) for one in view.skills]
    return [entry(one) for one in view.section(name)]


def _said(view: ProfileView) -> Shape:
    shown = {one.value: section(view, one) for one in Section}
    return {
        "about": view.about,
        "location": view.facts.location,
        "industry": view.facts.industry,
        "pronouns": view.facts.pronouns,
        "open_to": view.open_to.kinds,
        "open_to_line": view.open_to.line,
        "sections": {name: entries for name, entries in shown.items() if entries},
    }


def profile(view: ProfileView, shared: tuple[SharedFact, ...]) -> Shape:
    """A profile as it is for the caller."""
    details = {one.kind: one.value for one in view.contact}
    return {
        **_said(view),
        "contact": {kind.value: details[kind] for kind in Detail if kind in details},
        "shared": [
            {
                "kind": one.kind,
                "name": one.name,
                "first_year": one.first_year,
                "last_year": one.last_year,
            }
            for one in shared
        ],
    }


def own_profile(view: ProfileView, meter: Completeness) -> Shape:
    """The caller's own profile with all that they chose."""
    chosen = view.choices
    assert chosen is not None
    return {
        **_said(view),
        "audiences": {name.value: audience for name, audience in chosen.audiences.items()},
        "endorse_policy": chosen.endorse_policy,
        "share_positions": chosen.share_positions,
        "share_anniversaries": chosen.share_anniversaries,
        "share_birthday": chosen.share_birthday,
        "milestone_audience": chosen.milestone_audience,
        "complete_percent": meter.percent,
        "missing": [
            {"part": one.part, "gain": one.weight.gain, "do": one.weight.do, "why": one.weight.why}
            for one in meter.missing
        ],
    }


def own_contact(view: ProfileView) -> Shape:
    """The caller's own contact details, said or not."""
    assert view.choices is not None
    said = {one.kind: one.value for one in view.contact}
    return {
        kind.value: {"value": said.get(kind, ""), "audience": audience}
        for kind, audience in view.choices.details.items()
    }


def milestone(one: Milestone) -> Shape:
    """A day that somebody near the caller shares."""
    return {
        "person": person(one.person),
        "kind": one.kind,
        "day": one.day,
        "years": one.years,
        "title": one.title,
        "company": one.organization_name,
    }
