"""The parts of a file that a member chooses one by one, in the order and words of the page (OPS-1)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rapport.content.exchange.formats.layout import Kind


def _noop(text: str) -> str:
    """The text as it is; the name tells the translators' tools that it is read by people."""
    return text


class Family(StrEnum):
    """Parts that stand together on the page."""

    PROFILE = "profile"
    PEOPLE = "people"
    FOLLOWS = "follows"
    POSTS = "posts"
    KEPT = "kept"


FAMILIES: Mapping[Family, tuple[str, str]] = {
    Family.PROFILE: (
        _noop("Your profile"),
        _noop("Fills what is empty. Each section keeps the audience you gave it."),
    ),
    Family.PEOPLE: (
        _noop("People you know"),
        _noop(
            "Members are offered to you, the others go into your private contact book. Nobody is told or mailed."
        ),
    ),
    Family.FOLLOWS: (
        _noop("What you follow"),
        _noop(
            "Hashtags, and companies with a page of exactly that name, are followed; the rest is kept for you."
        ),
    ),
    Family.POSTS: (
        _noop("What you wrote"),
        _noop("Becomes drafts that you alone see, with the day it was first said. Nothing is published."),
    ),
    Family.KEPT: (
        _noop("Kept for you alone"),
        _noop("There is no place for these here yet. They are kept as they came, and shown to nobody."),
    ),
}

PARTS: Mapping[Kind, tuple[Family, str]] = {
    Kind.RAPPORT_PROFILE: (
        Family.PROFILE,
        _noop("Your profile on another Rapport, with its order, audiences and picture"),
    ),
    Kind.RAPPORT_SETTINGS: (
        Family.PROFILE,
        _noop("Your settings there: who may follow and invite you, mails, the look"),
    ),
    Kind.PROFILE: (Family.PROFILE, _noop("Headline, about, location, birthday, websites")),
    Kind.POSITIONS: (Family.PROFILE, _noop("Experience")),
    Kind.EDUCATION: (Family.PROFILE, _noop("Education")),
    Kind.SKILLS: (Family.PROFILE, _noop("Skills")),
    Kind.LANGUAGES: (Family.PROFILE, _noop("Languages")),
    Kind.CERTIFICATIONS: (Family.PROFILE, _noop("Certifications")),
    Kind.PROJECTS: (Family.PROFILE, _noop("Projects")),
    Kind.COURSES: (Family.PROFILE, _noop("Courses")),
    Kind.ASSOCIATIONS: (Family.PROFILE, _noop("Associations")),
    Kind.CONNECTIONS: (Family.PEOPLE, _noop("Connections")),
    Kind.RAPPORT_CONTACTS: (Family.PEOPLE, _noop("Your contact book on another Rapport")),
    Kind.CONTACTS: (Family.PEOPLE, _noop("An address book")),
    Kind.NOTES: (Family.PEOPLE, _noop("Private notes about people")),
    Kind.INVITATIONS: (Family.PEOPLE, _noop("Notes of old invitations")),
    Kind.MEMBER_FOLLOWS: (Family.PEOPLE, _noop("Whom you had stopped following")),
    Kind.COMPANY_FOLLOWS: (Family.FOLLOWS, _noop("Companies")),
    Kind.HASHTAG_FOLLOWS: (Family.FOLLOWS, _noop("Hashtags")),
    Kind.RAPPORT_HASHTAGS: (Family.FOLLOWS, _noop("Hashtags on another Rapport")),
    Kind.RAPPORT_POSTS: (Family.POSTS, _noop("Your posts and drafts on another Rapport")),
    Kind.RAPPORT_KEPT: (Family.KEPT, _noop("Your ties on another Rapport, and what it kept for you")),
    Kind.MESSAGES: (Family.KEPT, _noop("Messages")),
    Kind.SHARES: (Family.POSTS, _noop("Posts")),
    Kind.COMMENTS: (Family.KEPT, _noop("Comments")),
    Kind.REACTIONS: (Family.KEPT, _noop("Reactions")),
    Kind.ENDORSEMENTS_RECEIVED: (Family.KEPT, _noop("Endorsements you received")),
    Kind.ENDORSEMENTS_GIVEN: (Family.KEPT, _noop("Endorsements you gave")),
    Kind.RECOMMENDATIONS_RECEIVED: (Family.KEPT, _noop("Recommendations you received")),
    Kind.RECOMMENDATIONS_GIVEN: (Family.KEPT, _noop("Recommendations you gave")),
    Kind.EMAILS: (Family.KEPT, _noop("Your email addresses")),
}

ORDER: tuple[Kind, ...] = tuple(kind for kind in Kind if kind in PARTS)
"""The order in which parts are taken in: people stand in the book before what is said about them."""
_LATER = (Kind.CONTACTS, Kind.INVITATIONS, Kind.MEMBER_FOLLOWS, Kind.NOTES)
ORDER = (*(kind for kind in ORDER if kind not in _LATER), *_LATER)
