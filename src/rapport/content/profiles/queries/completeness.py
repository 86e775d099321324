"""How complete a profile is, for its owner alone (PRO-1)."""

from __future__ import annotations

from rapport.content.profiles.queries.page import ProfileView
from rapport.content.profiles.rules.completeness import SKILLS_ENOUGH, Completeness, Part, measure
from rapport.content.profiles.rules.sections import Section


def completeness(own: ProfileView, *, headline: str, has_picture: bool) -> Completeness:
    """How complete a profile is that its owner looks at; costs no statement."""
    positions = own.section(Section.EXPERIENCE)
    present = {
        Part.PHOTO: has_picture,
        Part.HEADLINE: bool(headline),
        Part.ABOUT: bool(own.about),
        Part.POSITION: bool(positions),
        Part.DESCRIBED: any(one.description for one in positions),
        Part.EDUCATION: bool(own.section(Section.EDUCATION)),
        Part.SKILLS: len(own.skills) >= SKILLS_ENOUGH,
        Part.LOCATION: bool(own.facts.location),
        Part.INDUSTRY: bool(own.facts.industry),
        Part.LANGUAGES: bool(own.section(Section.LANGUAGES)),
    }
    return measure({part for part, is_so in present.items() if is_so})
