"""Read models of people turned into the frozen parts that templates show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop as _noop

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import parts
from rapport.interfaces.web.parts import PersonCard, Refusal, picture_address
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.faces import Face
from rapport.people.relationships.queries.people import Person
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.process import Context

_ = words.translate

CONTEXTS = {
    Context.WORKED_TOGETHER: _noop("Worked together"),
    Context.STUDIED_TOGETHER: _noop("Studied together"),
    Context.MET_AT_EVENT: _noop("Met at an event"),
    Context.MUTUAL_CONNECTION: _noop("Mutual connection"),
    Context.SHARED_GROUP: _noop("Shared group"),
    Context.CLIENT_OR_SUPPLIER: _noop("Client or supplier"),
    Context.OTHER: _noop("Other"),
}
"""What a member chooses from when inviting (REL-6)."""

CLAIMS = {
    Context.WORKED_TOGETHER: _noop("you worked together"),
    Context.STUDIED_TOGETHER: _noop("you studied together"),
    Context.MET_AT_EVENT: _noop("you met at an event"),
    Context.MUTUAL_CONNECTION: _noop("you have a mutual connection"),
    Context.SHARED_GROUP: _noop("you share a group"),
    Context.CLIENT_OR_SUPPLIER: _noop("one of you works for the other as client or supplier"),
    Context.OTHER: _noop("you know each other in some other way"),
}
"""The same inside a sentence: "Says …", "You said …"."""

SYMBOLS = {
    Context.WORKED_TOGETHER: "file-text",
    Context.STUDIED_TOGETHER: "graduation-cap",
    Context.MET_AT_EVENT: "calendar-days",
}
"""The sign beside a context; all others show people."""


def card(person: Person, viewer: Viewer) -> PersonCard:
    """A person as a part; visitors have no degree to anyone (NET-1)."""
    return PersonCard(
        handle=person.handle,
        name=person.name,
        headline=person.headline,
        degree=person.degree,
        mutual_count=person.mutual_count,
        mutuals=tuple(face_card(face) for face in person.mutuals),
        you_follow=person.you_follow,
        follows_you=person.follows_you,
        shows_degree=not viewer.is_visitor,
        picture=picture_address(person.picture),
    )


def face_card(face: Face) -> PersonCard:
    """Handle, name and picture alone."""
    return PersonCard(face.handle, face.name, picture=picture_address(face.picture))


def near_card(face: Face) -> PersonCard:
    """The same with how near they are, for those of whom it was asked (NET-1)."""
    return replace(face_card(face), degree=face.degree, mutual_count=face.mutual_count)


def cards(people: Sequence[Person], viewer: Viewer) -> tuple[PersonCard, ...]:
    """Several of them, in the same order."""
    return tuple(card(person, viewer) for person in people)


def claim(context: str) -> str:
    """How two people know each other, inside a sentence; an unknown context says nothing."""
    return _(CLAIMS[Context(context)]) if context in CLAIMS else ""


def restriction(until: datetime, limits: Limits) -> Refusal:
    """Why one's invitations need an address for now, and until when (REL-12)."""
    sentence = words.translate_plural(
        "{count} person said they don’t know you. Until {until}, invitations need the person’s email address.",
        "{count} people said they don’t know you. Until {until}, invitations need the person’s email address.",
        limits.dont_know_limit,
        until=until,
    )
    return Refusal("recipient_email_required", sentence, until)


def budget(own: Budget, limits: Limits) -> parts.Budget:
    """One's own budget as a part, with the rule and the day (REL-12)."""
    return parts.Budget(
        limit=own.limit,
        left=own.left,
        sent=own.used,
        refunded=own.refunded,
        pending=own.pending,
        pending_limit=own.pending_limit,
        window_days=own.window_days,
        renews_at=own.renews_at,
        restriction=restriction(own.restriction.ends_at, limits) if own.restriction else None,
    )
