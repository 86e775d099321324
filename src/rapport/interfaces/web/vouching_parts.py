"""Endorsements and recommendations as frozen parts: sentences in the reader's language, addresses reversed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _noop

from rapport.content.endorsements import queries as endorsements
from rapport.content.endorsements.queries import EndorsedSkill
from rapport.content.endorsements.rules import refuse_endorsing, ties_of
from rapport.content.profiles.queries.page import ProfileView
from rapport.content.profiles.rules.sections import Section
from rapport.content.recommendations.queries import shown
from rapport.content.recommendations.queries.own import RecommendationView
from rapport.content.recommendations.queries.shown import Reference
from rapport.content.recommendations.rules.asking import Position
from rapport.content.recommendations.rules.process import Relation, Side, State, Verb
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card, near_card
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.parts import MenuItem, PersonCard
from rapport.interfaces.web.requests import now_of, viewer_of
from rapport.kernel.errors import Refused
from rapport.people.audience import VISITOR, Standing, Viewer
from rapport.people.relationships.queries.pages import MemberPage

_ = words.translate

ON_PAGE = 3
"""How many recommendations of each kind stand on a member's page before it points to all."""

RELATIONS: Mapping[Relation, str] = {
    Relation.MANAGED: _noop("I managed them"),
    Relation.REPORTED_TO: _noop("I reported to them"),
    Relation.SAME_TEAM: _noop("We were on the same team"),
    Relation.OTHER_TEAM: _noop("We worked together from different teams"),
    Relation.CLIENT: _noop("I was their client"),
    Relation.SUPPLIER: _noop("They were my client"),
    Relation.STUDIED: _noop("We studied together"),
    Relation.TAUGHT: _noop("I taught them"),
    Relation.MENTORED: _noop("I mentored them"),
    Relation.MENTORED_BY: _noop("They mentored me"),
    Relation.OTHER: _noop("We know each other’s work in another way"),
}
"""What an author chooses from (PRO-4)."""

TOLD: Mapping[Relation, str] = {
    Relation.MANAGED: _noop("{author} managed {recipient}"),
    Relation.REPORTED_TO: _noop("{author} reported to {recipient}"),
    Relation.SAME_TEAM: _noop("{author} and {recipient} were on the same team"),
    Relation.OTHER_TEAM: _noop("{author} and {recipient} worked together from different teams"),
    Relation.CLIENT: _noop("{author} was a client of {recipient}"),
    Relation.SUPPLIER: _noop("{recipient} was a client of {author}"),
    Relation.STUDIED: _noop("{author} and {recipient} studied together"),
    Relation.TAUGHT: _noop("{author} taught {recipient}"),
    Relation.MENTORED: _noop("{author} mentored {recipient}"),
    Relation.MENTORED_BY: _noop("{recipient} mentored {author}"),
    Relation.OTHER: _noop("{author} and {recipient} know each other’s work"),
}
"""The same as everybody reads it."""


@dataclass(frozen=True)
class SkillRow:
    """A skill with who endorses it; the addresses are empty where there is nothing to press."""

    id: str
    name: str
    count: int
    faces: tuple[PersonCard, ...]
    names: SafeString  # the first names of these, each with how near they are (NET-1)
    more: int
    mine: bool
    hidden: int
    url: str
    endorse_url: str = ""
    take_back_url: str = ""


@dataclass(frozen=True)
class ReferenceRow:
    """A recommendation as it stands on a page."""

    id: str
    person: PersonCard
    told: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Vouching:
    """What a member's page shows of endorsements and recommendations; `why` says why one may not endorse."""

    skills: tuple[SkillRow, ...] = ()
    why: str = ""
    inert: bool = False  # seen through other eyes
    received: tuple[ReferenceRow, ...] = ()
    given: tuple[ReferenceRow, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class OwnRow:
    """One's own recommendation with what may be done: the addresses are empty where it may not."""

    id: str
    person: PersonCard
    heading: str
    state: str
    told: str
    note: str
    text: str
    draft: str
    change_words: str
    version: int
    at: datetime
    url: str
    main: tuple[tuple[str, str], ...]  # label and address of what is posted at once, the solid one first
    links: tuple[tuple[str, str], ...]  # label and address of what is a page of its own
    more: tuple[MenuItem, ...]


_ANY = str(UUID(int=0))


def skill_rows(skills: Iterable[EndorsedSkill], owner: str, *, may: bool) -> tuple[SkillRow, ...]:
    """Skills of `@owner` as a reader is shown them, who `may` vouch for somebody at all."""
    # a page may hold fifty, and reversing their addresses one by one took longer than drawing them
    patterns = [reverse(name, args=[owner, _ANY]) for name in ("skill", "endorse", "endorse_take_back")]
    listed = tuple(skills)
    people = {face.handle: face for one in listed for face in one.votes.faces}
    faces = {handle: _said(near_card(face)) for handle, face in people.items()}
    return tuple(_skill_row(one, patterns, faces, may=may) for one in listed)


def _said(one: PersonCard) -> tuple[PersonCard, str]:
    return one, words.near_name(one.first_name, one.degree, one.mutual_count)


def _skill_row(
    one: EndorsedSkill, patterns: Sequence[str], faces: Mapping[str, tuple[PersonCard, str]], *, may: bool
) -> SkillRow:
    named = [faces[face.handle] for face in one.votes.faces]
    open_door = may and not one.votes.mine and one.refusal is None
    own_id = str(one.id)
    page, endorse, take_back = [pattern.replace(_ANY, own_id) for pattern in patterns]
    return SkillRow(
        id=own_id,
        name=one.name,
        count=one.votes.count,
        faces=tuple(card for card, _ in named),
        names=SafeString(", ".join(said for _, said in named)),  # each a `bdi` of its own
        more=one.votes.more,
        mine=one.votes.mine,
        hidden=one.votes.hidden,
        url=page,
        endorse_url=endorse if open_door else "",
        take_back_url=take_back if may and one.votes.mine else "",
    )


def why_not(skills: Sequence[EndorsedSkill]) -> str:
    """Why the reader may not endorse these; it is the same for all of one member."""
    refused = next((one.refusal for one in skills if one.refusal is not None), None)
    return sentence(refused) if refused is not None else ""


def told(relation: str, position: Position | None, author: str, recipient: str) -> str:
    """How the two worked together and about which position, in one line."""
    names = {"author": words.first_name(author), "recipient": words.first_name(recipient)}
    said = _(TOLD[Relation(relation)], **names) if relation in TOLD else ""
    about = ", ".join(part for part in (position.title, position.company) if part) if position else ""
    return " · ".join(part for part in (said, about) if part)


def reference(one: Reference, owner: PersonCard, viewer: Viewer, *, given: bool) -> ReferenceRow:
    """A recommendation on the page of `owner`, who got it or gave it."""
    names = (owner.name, one.person.name) if given else (one.person.name, owner.name)
    line = told(one.relation, one.position, *names)
    return ReferenceRow(str(one.id), card(one.person, viewer), line, one.text, one.at)


def on_page(request: HttpRequest, view: ProfileView, page: MemberPage, owner: PersonCard) -> Vouching:
    """What the page of `owner` shows of both, of the sections that `view` holds: two statements, and the people.

    Seen through other eyes, the owner gets what such a viewer does: nothing hidden, and no button that works.
    """
    reader, now = viewer_of(request), now_of(request)
    looking = reader.actor_id == view.owner_id and not view.is_own
    listed = [(one.id, one.name) for one in view.skills]
    may = Standing.MEMBER in view.standings and not view.is_own
    refused = _refused(view, page, owner) if may else None
    eyes = VISITOR if looking else reader
    skills = endorsements.of_skills(eyes, view.owner_id, listed, refused)
    seen = Section.RECOMMENDATIONS in view.shown
    got, gave = shown.on_page(eyes, view.owner_id, with_received=seen, size=ON_PAGE, now=now)
    return Vouching(
        skills=skill_rows(skills, owner.handle, may=may),
        why=why_not(skills),
        inert=looking,
        received=tuple(reference(one, owner, eyes, given=False) for one in got),
        given=tuple(reference(one, owner, eyes, given=True) for one in gave),
        url=reverse("member_recommendations", args=[owner.handle]),
    )


def _refused(view: ProfileView, page: MemberPage, owner: PersonCard) -> Refused | None:
    """Why the reader, or who stands as they look, may not endorse; from what the page has read already."""
    tie = page.relationship
    privately = tie is not None and tie.follow_private
    held = ties_of(
        connected=Standing.CONNECTION in view.standings,
        follows=Standing.FOLLOWER in view.standings,
        privately=privately,
    )
    return refuse_endorsing(view.endorse_policy, held, name=owner.name, privately=privately)


HEADINGS: Mapping[tuple[Side, State], str] = {
    (Side.AUTHOR, State.ASKED): _noop("{name} asks you for a recommendation"),
    (Side.AUTHOR, State.IGNORED): _noop("You left a request of {name}"),
    (Side.AUTHOR, State.DECLINED): _noop("You declined a request of {name}"),
    (Side.AUTHOR, State.WAITING): _noop("You wrote about {name}, who has not answered yet"),
    (Side.AUTHOR, State.CHANGE_ASKED): _noop("{name} asks for a change"),
    (Side.AUTHOR, State.SHOWN): _noop("{name} shows what you wrote"),
    (Side.AUTHOR, State.HIDDEN): _noop("{name} keeps what you wrote to themselves"),
    (Side.AUTHOR, State.SHOWN_REVISED): _noop("Your new text waits for {name}; the former is shown"),
    (Side.AUTHOR, State.HIDDEN_REVISED): _noop("Your new text waits for {name}"),
    (Side.AUTHOR, State.REFUSED): _noop("{name} did not take what you wrote"),
    (Side.AUTHOR, State.WITHDRAWN): _noop("You withdrew what you wrote about {name}"),
    (Side.RECIPIENT, State.ASKED): _noop("You asked {name}"),
    (Side.RECIPIENT, State.DECLINED): _noop("{name} will not write one"),
    (Side.RECIPIENT, State.WAITING): _noop("{name} wrote about you"),
    (Side.RECIPIENT, State.CHANGE_ASKED): _noop("You asked {name} for a change"),
    (Side.RECIPIENT, State.SHOWN): _noop("Shown on your page"),
    (Side.RECIPIENT, State.HIDDEN): _noop("Only you see it"),
    (Side.RECIPIENT, State.SHOWN_REVISED): _noop(
        "{name} changed the text; the former is shown until you answer"
    ),
    (Side.RECIPIENT, State.HIDDEN_REVISED): _noop("{name} changed the text"),
    (Side.RECIPIENT, State.REFUSED): _noop("You did not take what {name} wrote"),
    (Side.RECIPIENT, State.WITHDRAWN): _noop("You took back what you asked {name}"),
}
"""What stands above a recommendation of one's own."""

POSTED: Mapping[Verb, str] = {
    Verb.ACCEPT: _noop("Accept and show"),
    Verb.SHOW: _noop("Show on your page"),
    Verb.HIDE: _noop("Keep to yourself"),
}
LINKED: Mapping[Verb, str] = {
    Verb.WRITE: _noop("Write it"),
    Verb.REVISE: _noop("Change the text"),
    Verb.ASK_CHANGE: _noop("Ask for a change"),
}
TUCKED: Mapping[Verb, tuple[str, str]] = {
    Verb.DECLINE: (_noop("Decline courteously"), _noop("{name} is told.")),
    Verb.IGNORE: (_noop("Leave it"), _noop("{name} is not told. You can still write it later.")),
    Verb.REFUSE: (_noop("Do not take it"), _noop("{name} is told. What was accepted stays.")),
    Verb.WITHDRAW: (_noop("Withdraw…"), _noop("The words are gone for good. {name} is not told.")),
}


def route(verb: Verb, one: RecommendationView) -> str:
    """Where a step is taken."""
    return reverse(f"recommendation_{verb.value.replace('-', '_')}", args=[one.id])


def own_row(one: RecommendationView, viewer: Viewer, me: str) -> OwnRow:
    """One's own recommendation as a part; `me` is what the reader is called."""
    name = words.first_name(one.other.name)
    author, recipient = (me, one.other.name) if one.side is Side.AUTHOR else (one.other.name, me)
    heading = _(HEADINGS[one.side, one.state], name=name)
    if one.aside:
        heading = _("Set aside: you and {name} are not connected", name=name)
    return OwnRow(
        id=str(one.id),
        person=card(one.other, viewer),
        heading=heading,
        state=one.state.value,
        told=told(one.relation, one.position, author, recipient),
        note=one.request_note,
        text=one.text,
        draft=one.draft,
        change_words=one.change_words,
        version=one.version,
        at=one.changed_at,
        url=reverse("recommendation", args=[one.id]),
        main=tuple((_(label), route(verb, one)) for verb, label in POSTED.items() if one.may(verb)),
        links=tuple((_(label), route(verb, one)) for verb, label in LINKED.items() if one.may(verb)),
        more=tuple(
            MenuItem(
                _(label),
                route(verb, one),
                _(hint, name=name),
                post=verb is not Verb.WITHDRAW,
                dialog=verb is Verb.WITHDRAW,
            )
            for verb, (label, hint) in TUCKED.items()
            if one.may(verb)
        ),
    )
