"""What a member takes along, as rows of the layout in which archives come (OPS-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, TypeVar

from django.conf import settings

from rapport.content.endorsements import queries as endorsements
from rapport.content.exchange.formats import rows_network as network
from rapport.content.exchange.formats import rows_profile as about
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.urls import Link
from rapport.content.exchange.queries.people import Known
from rapport.content.profiles.queries.page import EntryView, ProfileView
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.content.recommendations.queries import own as recommendations
from rapport.content.recommendations.rules.process import State
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.rules import Kind as ActorKind
from rapport.people.audience import Viewer
from rapport.people.relationships.models import TieNote
from rapport.people.relationships.queries import invitations
from rapport.people.ties import queries as ties

_PAGE = 100
Item = TypeVar("Item")


@dataclass(frozen=True)
class Owner:
    """Whose export it is, with what is read once for all parts of it."""

    viewer: Viewer
    id: int
    handle: str
    name: str
    headline: str
    email: str
    profile: ProfileView
    connections: list[Known]
    limits: Limits
    now: datetime

    def detail(self, kind: Detail) -> str:
        """One's own contact detail, "" where it is not given."""
        return next((one.value for one in self.profile.contact if one.kind is kind), "")


def link_to(handle: str) -> str:
    """The address of a member's page."""
    return f"{settings.PUBLIC_URL}/@{handle}"


def split(name: str) -> tuple[str, str]:
    """A name as the two cells of the layout; joined by a space they are the name again."""
    first, _, last = name.partition(" ")
    return first, last


def partial(text: str) -> PartialDate | None:
    """ "2021-03", "2021", "1984-03-05" or "--03-05" as a date; None for ""."""
    if not text:
        return None
    if text.startswith("--"):
        month, day = text[2:].split("-")
        return PartialDate(None, int(month), int(day))
    return PartialDate(*(int(part) for part in text.split("-")))


def paged(read: Callable[[str | None], tuple[list[Item], str | None]]) -> Iterator[Item]:
    """All items of a reading that gives page after page."""
    cursor: str | None = None
    while True:
        items, cursor = read(cursor)
        yield from items
        if cursor is None:
            return


def tables(owner: Owner) -> Mapping[Kind, Iterable[Row]]:
    """The rows of every file, in the order of the archive; a kind without rows is left out at writing."""
    return {
        Kind.PROFILE: _profile(owner),
        Kind.POSITIONS: (
            about.PositionRow(
                company=one.organization_name,
                title=one.title,
                description=one.description,
                location=one.location,
                **_run(one),
            )
            for one in owner.profile.section(Section.EXPERIENCE)
        ),
        Kind.EDUCATION: (
            about.EducationRow(
                school=one.organization_name,
                degree=one.title,
                notes=one.description,
                activities=one.detail,
                **_run(one),
            )
            for one in owner.profile.section(Section.EDUCATION)
        ),
        Kind.SKILLS: (about.SkillRow(name=one.name) for one in owner.profile.skills),
        Kind.LANGUAGES: (
            about.LanguageRow(name=one.title, proficiency=one.detail)
            for one in owner.profile.section(Section.LANGUAGES)
        ),
        Kind.CERTIFICATIONS: (
            about.CertificationRow(
                name=one.title,
                url=one.url,
                authority=one.organization_name,
                license_number=one.detail,
                **_run(one),
            )
            for one in owner.profile.section(Section.CERTIFICATIONS)
        ),
        Kind.PROJECTS: (
            about.ProjectRow(title=one.title, description=one.description, url=one.url, **_run(one))
            for one in owner.profile.section(Section.PROJECTS)
        ),
        Kind.COURSES: (
            about.CourseRow(name=one.title, number=one.detail)
            for one in owner.profile.section(Section.COURSES)
        ),
        Kind.ASSOCIATIONS: (
            about.AssociationRow(
                name=one.organization_name, description=one.description, position=one.title, **_run(one)
            )
            for one in owner.profile.section(Section.ASSOCIATIONS)
        ),
        Kind.EMAILS: (about.EmailRow(email=owner.email, confirmed=True, primary=True),),
        Kind.CONNECTIONS: _connections(owner),
        Kind.INVITATIONS: _invitations(owner),
        Kind.MEMBER_FOLLOWS: _follows(owner),
        Kind.COMPANY_FOLLOWS: _companies(owner),
        Kind.ENDORSEMENTS_RECEIVED: _endorsements(owner, endorsements.Direction.RECEIVED),
        Kind.ENDORSEMENTS_GIVEN: _endorsements(owner, endorsements.Direction.GIVEN),
        Kind.RECOMMENDATIONS_RECEIVED: _recommendations(owner, recommendations.Box.RECEIVED),
        Kind.RECOMMENDATIONS_GIVEN: _recommendations(owner, recommendations.Box.GIVEN),
        Kind.NOTES: _notes(owner),
    }


class _Run(TypedDict):
    started: PartialDate | None
    finished: PartialDate | None


def _run(one: EntryView) -> _Run:
    return {"started": partial(one.started), "finished": partial(one.finished)}


def _profile(owner: Owner) -> Iterator[Row]:
    first, last = split(owner.name)
    yield about.ProfileRow(
        first_name=first,
        last_name=last,
        address=owner.detail(Detail.ADDRESS),
        birthday=partial(owner.detail(Detail.BIRTHDAY)),
        headline=owner.headline,
        summary=owner.profile.about,
        industry=owner.profile.facts.industry,
        location=owner.profile.facts.location,
        websites=tuple(Link("OTHER", one.url) for one in owner.profile.section(Section.LINKS)),
    )


def _connections(owner: Owner) -> Iterator[Row]:
    for one in owner.connections:
        first, last = split(one.name)
        yield network.ConnectionRow(
            first_name=first,
            last_name=last,
            url=link_to(one.handle),
            email=one.email,
            company=one.company,
            position=one.position,
            connected_on=one.since.date(),
        )


def _invitations(owner: Owner) -> Iterator[Row]:
    for direction in invitations.Direction:
        sent = direction is invitations.Direction.SENT
        for one in letters(owner, direction):
            yield network.InvitationRow(
                sender=one.sender.name,
                recipient=one.recipient.name,
                sent_at=one.sent_at,
                note=one.note,
                direction=network.Direction.OUTGOING if sent else network.Direction.INCOMING,
                sender_url=link_to(one.sender.handle),
                recipient_url=link_to(one.recipient.handle),
            )


def letters(owner: Owner, direction: invitations.Direction) -> Iterator[invitations.InvitationView]:
    """One's invitations, each in the state in which one is shown it (REL-11)."""

    def read(cursor: str | None) -> tuple[list[invitations.InvitationView], str | None]:
        page = invitations.invitations(
            owner.viewer,
            direction=direction,
            tray=None,
            cursor=cursor,
            size=_PAGE,
            limits=owner.limits,
            now=owner.now,
        )
        return page.items, page.next

    return paged(read)


def _follows(owner: Owner) -> Iterator[Row]:
    """Those by choice: the follows that came with a connection are not listed, as in the archives that come in."""
    rows = ties.following(owner.id).filter(origin="choice").order_by("-since", "other_id")
    for name, since in rows.values_list("other__name", "since"):
        yield network.MemberFollowRow(followed_at=since, status=network.FollowStatus.ACTIVE, name=name)
    passive = {one.handle: one for one in owner.connections}
    followed = set(ties.following(owner.id).values_list("other__handle", flat=True))
    for handle, one in passive.items():
        if handle not in followed:
            yield network.MemberFollowRow(
                followed_at=one.since, status=network.FollowStatus.UNFOLLOW, name=one.name
            )


def _companies(owner: Owner) -> Iterator[Row]:
    rows = ties.following(owner.id, ActorKind.COMPANY).order_by("-since", "other_id")
    for name, since in rows.values_list("other__name", "since"):
        yield network.CompanyFollowRow(organization=name, followed_at=since)


def _endorsements(owner: Owner, direction: endorsements.Direction) -> Iterator[Row]:
    for one in votes(owner, direction):
        first, last = split(one.person.name)
        yield network.EndorsementRow(
            endorsed_at=one.at,
            skill=one.skill,
            first_name=first,
            last_name=last,
            url=link_to(one.person.handle),
            status=network.EndorsementStatus.HIDDEN if one.hidden else network.EndorsementStatus.ACCEPTED,
        )


def votes(owner: Owner, direction: endorsements.Direction) -> Iterator[endorsements.EndorsementView]:
    """One's endorsements that stand."""

    def read(cursor: str | None) -> tuple[list[endorsements.EndorsementView], str | None]:
        page = endorsements.endorsements(
            owner.viewer, direction=direction, cursor=cursor, size=_PAGE, now=owner.now
        )
        return page.items, page.next

    return paged(read)


def _recommendations(owner: Owner, box: recommendations.Box) -> Iterator[Row]:
    for one in references(owner, box):
        first, last = split(one.other.name)
        shown = one.accepted_at is not None and one.state is not State.HIDDEN
        yield network.RecommendationRow(
            first_name=first,
            last_name=last,
            company=one.position.company if one.position else "",
            title=one.position.title if one.position else "",
            text=one.text,
            created_at=one.created_at,
            status=network.RecommendationStatus.VISIBLE if shown else network.RecommendationStatus.HIDDEN,
        )


def references(owner: Owner, box: recommendations.Box) -> Iterator[recommendations.RecommendationView]:
    """One of one's lists of recommendations."""

    def read(cursor: str | None) -> tuple[list[recommendations.RecommendationView], str | None]:
        page = recommendations.own(owner.viewer, box, cursor=cursor, size=_PAGE, now=owner.now)
        return page.items, page.next

    return paged(read)


def _notes(owner: Owner) -> Iterator[Row]:
    rows = TieNote.objects.filter(owner_id=owner.id).exclude(note="").order_by("-changed_at", "other_id")
    for handle, name, note, changed_at in rows.values_list(
        "other__handle", "other__name", "note", "changed_at"
    ):
        first, last = split(name)
        yield network.NoteRow(
            first_name=first,
            last_name=last,
            url=link_to(handle),
            note=note,
            created_at=changed_at,
            edited_at=changed_at,
        )
