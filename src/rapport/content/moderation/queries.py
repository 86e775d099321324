"""Readings of reports: one's own for whoever made them, cases for moderators, what was taken down for its author.

Nobody reads a case about themselves, moderators neither: who reported somebody is never told to them (OPS-4).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rapport.content.discussion.models import Comment
from rapport.content.moderation.models import Case, Report
from rapport.content.moderation.rules import Beyond, Decision, Reason, State, Thing, may_decide
from rapport.content.posts.models import PollOption, Post, PostDocument, PostPicture
from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.paging import Page
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.faces import Face


def handles_reports(viewer: Viewer) -> bool:
    """Whether this viewer decides about what others report: moderators and organisers."""
    return viewer.actor_id is not None and (viewer.is_moderator or viewer.is_organiser)


@dataclass(frozen=True)
class Standing:
    """What something says as it stands, the way a case keeps it."""

    title: str
    text: str
    beyond: list[dict[str, str]]
    quoted_author_id: int | None = None


def standing(thing: Thing, number: int) -> Standing | None:
    """What is reported as it stands at this moment, for whoever has it locked; None where it is gone."""
    if thing is Thing.POST:
        return _post(number)
    if thing is Thing.COMMENT:
        text = Comment.objects.filter(pk=number, author__isnull=False).values_list("text", flat=True).first()
        return None if text is None else Standing("", text, [])
    found = Actor.objects.filter(pk=number).values_list("name", "headline").first()
    return None if found is None else Standing(*found, [])


def _post(number: int) -> Standing | None:
    found = Post.objects.filter(pk=number).first()
    if found is None:
        return None
    if found.original_id is None:
        return Standing(found.title, found.text, _beyond(number))
    quoted = Post.objects.exclude(author__status=Status.DELETED.value).filter(pk=found.original_id).first()
    if quoted is None:
        return Standing(found.title, found.text, [])
    said = {"what": Beyond.PASSED_ON.value, "words": f"{quoted.title}\n\n{quoted.text}".strip()}
    return Standing(found.title, found.text, [said, *_beyond(quoted.pk)], quoted.author_id)


def _beyond(post_id: int) -> list[dict[str, str]]:
    """The answers of its poll, the words for its pictures, the name of its document, in their order."""
    found = {
        Beyond.ANSWER: PollOption.objects.order_by("place").values_list("text", flat=True),
        Beyond.PICTURE: PostPicture.objects.order_by("position").values_list("alt", flat=True),
        Beyond.DOCUMENT: PostDocument.objects.values_list("name", flat=True),
    }
    return [
        {"what": what.value, "words": one}
        for what, rows in found.items()
        for one in rows.filter(post_id=post_id)
    ]


@dataclass(frozen=True)
class Part:
    """Something that a post said beyond its words; empty words for a picture that has none."""

    what: Beyond
    words: str


def _parts(row: Case) -> tuple[Part, ...]:
    return tuple(Part(Beyond(one["what"]), one["words"]) for one in row.beyond)


@dataclass(frozen=True)
class ReportView:
    """One report as moderators read it, with what the thing said when it was made."""

    reporter: Face
    reason: Reason
    words: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True)
class CaseView:
    """What is reported; `there` says that it still stands, `decisions` what this viewer may decide."""

    id: UUID
    thing: Thing
    number: int
    author: Face
    title: str
    text: str
    beyond: tuple[Part, ...]
    state: State
    opened_at: datetime
    reports: tuple[ReportView, ...]
    there: bool
    decided_by: Face | None
    decided_at: datetime | None
    words: str
    decisions: frozenset[Decision]


def _readable(viewer: Viewer) -> QuerySet[Case]:
    """The cases that this viewer handles. Raises: Absent, for who handles none."""
    if not handles_reports(viewer):
        raise Absent
    return Case.objects.exclude(Q(author_id=viewer.actor_id) | Q(member_id=viewer.actor_id))


def cases(
    viewer: Viewer, *, decided: bool = False, cursor: str | None = None, size: int = 20
) -> Page[CaseView]:
    """What waits, the longest first; or what was decided, the latest first. Raises: Absent; Invalid (`cursor`)."""
    rows = _readable(viewer)
    after = paging.decode(cursor, datetime, UUID) if cursor else None
    if decided:
        rows = rows.exclude(state=State.OPEN.value).order_by("-decided_at", "-id")
        if after:
            rows = rows.filter(Q(decided_at__lt=after[0]) | Q(decided_at=after[0], id__lt=after[1]))
    else:
        rows = rows.filter(state=State.OPEN.value).order_by("opened_at", "id")
        if after:
            rows = rows.filter(Q(opened_at__gt=after[0]) | Q(opened_at=after[0], id__gt=after[1]))
    page = paging.cut(
        list(rows[: size + 1]), size, key=lambda row: (row.decided_at if decided else row.opened_at, row.id)
    )
    return Page(_views(page.items), page.next)


def waiting(viewer: Viewer) -> int:
    """How many cases wait for this viewer; 0 for who handles none."""
    return _readable(viewer).filter(state=State.OPEN.value).count() if handles_reports(viewer) else 0


def case(viewer: Viewer, case_id: UUID) -> CaseView:
    """One case. Raises: Absent, where it is not there, or not this viewer's to handle."""
    row = _readable(viewer).filter(pk=case_id).first()
    if row is None:
        raise Absent
    return _views([row])[0]


def _views(rows: Collection[Case]) -> list[CaseView]:
    reports: dict[UUID, list[Report]] = {row.pk: [] for row in rows}
    for report in Report.objects.filter(case_id__in=reports).order_by("at", "reporter_id"):
        reports[report.case_id].append(report)
    named = {one for row in rows for one in (row.author_id, row.decided_by_id) if one is not None}
    named |= {report.reporter_id for found in reports.values() for report in found}
    # moderators read names whomever they have blocked: they answer for all
    faces = {
        one: Face(one, handle, name)
        for one, handle, name in Actor.objects.filter(pk__in=named).values_list("pk", "handle", "name")
    }
    there = _there(rows)
    return [
        CaseView(
            id=row.pk,
            thing=Thing(row.thing),
            number=row.number,
            author=faces[row.author_id],
            title=row.title,
            text=row.text,
            beyond=_parts(row),
            state=State(row.state),
            opened_at=row.opened_at,
            reports=tuple(
                ReportView(faces[one.reporter_id], Reason(one.reason), one.words, one.title, one.text, one.at)
                for one in reports[row.pk]
            ),
            there=(row.thing, row.number) in there,
            decided_by=faces.get(row.decided_by_id) if row.decided_by_id is not None else None,
            decided_at=row.decided_at,
            words=row.words,
            decisions=may_decide(Thing(row.thing), there=(row.thing, row.number) in there)
            if row.state == State.OPEN.value
            else frozenset(),
        )
        for row in rows
    ]


def _there(rows: Collection[Case]) -> set[tuple[str, int]]:
    """Which of these things still stand."""
    numbers = {thing: [row.number for row in rows if row.thing == thing.value] for thing in Thing}
    standing = {
        Thing.POST: Post.objects.filter(pk__in=numbers[Thing.POST]),
        Thing.COMMENT: Comment.objects.filter(pk__in=numbers[Thing.COMMENT], author__isnull=False),
        Thing.MEMBER: Actor.objects.filter(pk__in=numbers[Thing.MEMBER], status=Status.ACTIVE.value),
    }
    return {
        (thing.value, one)
        for thing, found in standing.items()
        if numbers[thing]
        for one in found.values_list("pk", flat=True)
    }


@dataclass(frozen=True)
class OwnReport:
    """A report as who made it reads it: what they said, and what became of it."""

    id: UUID
    thing: Thing
    reason: Reason
    words: str
    state: State
    at: datetime
    decided_at: datetime | None


def reports(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> Page[OwnReport]:
    """What the viewer reported, the latest first. Raises: Invalid (`cursor`)."""
    rows = Report.objects.filter(reporter_id=viewer.actor_id or 0).select_related("case")
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, case_id__lt=last))
    found = list(rows.order_by("-at", "-case_id")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.at, row.case_id))
    return Page([_own(row) for row in page.items], page.next)


def report(viewer: Viewer, case_id: UUID) -> OwnReport:
    """One of the viewer's own reports, by its case. Raises: Absent."""
    rows = Report.objects.filter(reporter_id=viewer.actor_id or 0, case_id=case_id).select_related("case")
    row = rows.first()
    if row is None:
        raise Absent
    return _own(row)


def _own(row: Report) -> OwnReport:
    case = row.case
    return OwnReport(
        case.pk, Thing(case.thing), Reason(row.reason), row.words, State(case.state), row.at, case.decided_at
    )


@dataclass(frozen=True)
class TakenDown:
    """What moderators took down, as who wrote it reads it: what it said, when, and why."""

    id: UUID
    thing: Thing
    title: str
    text: str
    beyond: tuple[Part, ...]
    at: datetime
    words: str


def taken_down(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> Page[TakenDown]:
    """What was taken down of the viewer's, the latest first; for them alone. Raises: Invalid (`cursor`)."""
    rows = Case.objects.filter(member_id=viewer.actor_id or 0, state=State.TAKEN_DOWN.value)
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=last))
    found = list(rows.order_by("-decided_at", "-id")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.decided_at, row.pk))
    return Page(
        [
            TakenDown(
                id=row.pk,
                thing=Thing(row.thing),
                title=row.title,
                text=row.text,
                beyond=_parts(row),
                at=row.decided_at or row.opened_at,
                words=row.words,
            )
            for row in page.items
        ],
        page.next,
    )
