"""What a profile lacks, and what it would gain: one table (PRO-1).

It counts what helps others to recognise, find and trust somebody. It is advice for the owner
alone; nobody else sees it, and nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from rapport.content.profiles.rules.sections import Section


class Part(StrEnum):
    """Something a profile may have or lack."""

    PHOTO = "photo"
    HEADLINE = "headline"
    ABOUT = "about"
    POSITION = "position"
    DESCRIBED = "described"  # a position says what one does there
    EDUCATION = "education"
    SKILLS = "skills"
    LOCATION = "location"
    INDUSTRY = "industry"
    LANGUAGES = "languages"


SKILLS_ENOUGH = 3


@dataclass(frozen=True)
class Weight:
    """How much a part counts, of 100; what to do about it, why, and in which section (None: above them all)."""

    gain: int
    do: str
    why: str
    section: Section | None


def _noop(text: str) -> str:
    """The text as it is; the name tells the translators' tools that it is read by people."""
    return text


WEIGHTS: Mapping[Part, Weight] = {
    Part.PHOTO: Weight(
        15, _noop("Add a photo."), _noop("People recognise a face before they remember a name."), None
    ),
    Part.POSITION: Weight(
        15,
        _noop("Add where you work, or have worked."),
        _noop("Colleagues find each other by the places they worked at."),
        Section.EXPERIENCE,
    ),
    Part.ABOUT: Weight(
        15,
        _noop("Write a few sentences about yourself."),
        _noop("It is what people read before they decide whether to write to you."),
        Section.ABOUT,
    ),
    Part.HEADLINE: Weight(
        10,
        _noop("Write a headline."),
        _noop("It stands beside your name in every list and every invitation."),
        None,
    ),
    Part.EDUCATION: Weight(
        10,
        _noop("Add a school or a course of study."),
        _noop("People you studied with can say how they know you."),
        Section.EDUCATION,
    ),
    Part.SKILLS: Weight(
        10,
        _noop("List at least three skills."),
        _noop("Your connections can vouch for a skill only if it is listed."),
        Section.SKILLS,
    ),
    Part.DESCRIBED: Weight(
        10,
        _noop("Say what you do in one of your positions."),
        _noop("A title means something else in every house."),
        Section.EXPERIENCE,
    ),
    Part.LOCATION: Weight(
        5, _noop("Say where you are."), _noop("It helps to tell you from others of your name."), Section.FACTS
    ),
    Part.INDUSTRY: Weight(
        5,
        _noop("Name your industry."),
        _noop("It tells people outside your trade what you are about."),
        Section.FACTS,
    ),
    Part.LANGUAGES: Weight(
        5,
        _noop("Add the languages you speak."),
        _noop("People know in which language they may write to you."),
        Section.LANGUAGES,
    ),
}
"""Every part; the gains add up to 100."""


@dataclass(frozen=True)
class Missing:
    """A part that a profile lacks, and how to get it."""

    part: Part
    weight: Weight


@dataclass(frozen=True)
class Completeness:
    """How complete a profile is, in percent, and what is missing, the greatest gain first."""

    percent: int
    missing: tuple[Missing, ...]


def measure(present: Set[Part]) -> Completeness:
    """How complete a profile with these parts is."""
    missing = [Missing(part, weight) for part, weight in WEIGHTS.items() if part not in present]
    lacking = sum(one.weight.gain for one in missing)
    return Completeness(100 - lacking, tuple(sorted(missing, key=lambda one: -one.weight.gain)))
