"""Readings of notices: only what is still so, of people the reader still sees (MSG-4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from django.core import signing
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.content.endorsements import queries as endorsements
from rapport.content.endorsements.models import Endorsement
from rapport.content.profiles.queries import milestones
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.rules import process as references
from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.rows import Reading, together
from rapport.people.accounts.models import Account
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.contacts.models import Contact
from rapport.people.groups.models import Admission
from rapport.people.groups.queries.places import standing_invitations
from rapport.people.groups.rules.process import State as Admitting
from rapport.people.organizations.models import PageRole
from rapport.people.organizations.rules import RoleState
from rapport.people.relationships.models import Invitation, Reply, Restriction
from rapport.people.relationships.queries.faces import Face, faces_of, near_faces_of
from rapport.people.relationships.queries.invitations import WaitingCounts, waiting_from, waiting_reading
from rapport.people.relationships.rules.process import OPEN_STATES, State
from rapport.people.ties import terms
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole
from rapport.projections.notifications.models import Notification, Preference
from rapport.projections.notifications.queries_talk import Gathered, gathered, standing
from rapport.projections.notifications.rules import KINDS, SO_WHILE, words
from rapport.projections.notifications.rules_telling import Detail, Frequency, Kind, Leads, Stands

_STOP = "notifications.stop"
_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class NoticeView:
    """One notice as its owner reads it.

    `template` is English with `{name}`, `{second}`, `{place}`, `{count}`, `{others}` and `{until}` where `people`,
    `place` and `values` fill them; `subject` is the invitation where `leads` asks for one. What gathers deeds
    names two people at most, the latest first, and leads to the `post`, at the `comment`; `excerpt` begins its words.
    """

    id: UUID
    kind: Kind
    people: tuple[Face, ...]
    template: str
    values: Mapping[str, int | datetime]
    leads: Leads
    subject: UUID | None
    icon: str
    at: datetime
    read: bool
    place: Face | None = None
    post: int | None = None
    comment: int | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class NoticeList:
    """One page of notices."""

    items: list[NoticeView]
    next: str | None = None


@dataclass(frozen=True)
class Mailing:
    """What goes to one member by mail now, latest first; `slot` is the hour it was due."""

    owner_id: int
    name: str
    email: str
    language: str
    slot: datetime
    notices: tuple[NoticeView, ...]


def _runs(reader: OuterRef, group: OuterRef) -> Exists:
    """The reader runs the group."""
    rows = Membership.objects.filter(owner_id=reader, other_id=group)
    return Exists(rows.exclude(role=GroupRole.MEMBER.value))


def _waiting(sides: Q, now: datetime) -> Exists:
    rows = Invitation.objects.filter(pk=OuterRef("subject"), expires_at__gt=now)
    return Exists(rows.filter(sides))


def _offered() -> Q:
    """Rows of Notification where one of the two stands in the other's book, and they are not connected."""
    mine = Contact.objects.filter(owner_id=OuterRef("owner_id"), actor_id=OuterRef("actor_id"))
    theirs = Contact.objects.filter(owner_id=OuterRef("actor_id"), actor_id=OuterRef("owner_id"))
    apart = ~Q(terms.connected(OuterRef("owner_id"), OuterRef("actor_id")))
    return (Q(Exists(mine)) | Q(Exists(theirs))) & apart


def _endorsed() -> QuerySet[Endorsement]:
    rows = Endorsement.objects.filter(owner_id=OuterRef("owner_id"), endorser_id=OuterRef("actor_id"))
    return rows.filter(hidden=False, withdrawn=False).filter(endorsements.standing())


def _recommended(so: Q) -> Q:
    return Q(Exists(Recommendation.objects.filter(pk=OuterRef("subject")).filter(so)))


def _steps() -> Q:
    """Notices of a step whose recommendation is still as they say, folded from the table."""
    folded = Q(pk__in=[])
    for verb, states in SO_WHILE.items():
        so = Q(state__in=sorted(state.value for state in states))
        if verb is references.Verb.ASK_CHANGE:
            so &= ~Q(change_words="")
        folded |= Q(detail=verb.value) & _recommended(so)
    return folded


def _shared(now: datetime) -> Q:
    """Notices of milestones that their owners still let connections know; a birthday until its day is over."""
    folded = Q(pk__in=[])
    for kind in MilestoneKind:
        folded |= Q(detail=kind.value) & milestones.shared(kind, owner="actor_id", entry="subject")
    return folded & (Q(until=None) | Q(until__gt=now))


def _so(owner_id: int, now: datetime) -> Q:
    """Rows of Notification whose sentence is still true, folded from the table of kinds."""
    pending = Q(recipient_id=OuterRef("owner_id"), state=State.PENDING.value)
    as_sent = Q(sender_id=OuterRef("owner_id"), state__in=_OPEN)
    in_force = Restriction.objects.filter(
        pk=OuterRef("subject"), owner_id=OuterRef("owner_id"), ends_at__gt=now
    )
    asked = Admission.objects.filter(pk=OuterRef("subject"), state=Admitting.ASKED.value)
    offered = PageRole.objects.filter(
        owner_id=OuterRef("actor_id"), other_id=OuterRef("owner_id"), state=RoleState.OFFERED.value
    )
    tied = Q(terms.connected(OuterRef("owner_id"), OuterRef("actor_id")))
    holds: Mapping[Stands, Q] = {
        Stands.ALWAYS: Q(),
        Stands.WHILE_WAITING: Q(_waiting(pending, now)),
        Stands.WHILE_THREAD_OPEN: Q(_waiting(pending | as_sent, now)),
        Stands.WHILE_CONNECTED: tied,
        Stands.WHILE_RESTRICTED: Q(Exists(in_force)),
        Stands.WHILE_ROLE_OFFERED: Q(Exists(offered)),
        Stands.WHILE_OFFERED: _offered(),
        Stands.WHILE_INVITED_THERE: Q(Exists(standing_invitations().filter(pk=OuterRef("subject")))),
        Stands.WHILE_ASKED_THERE: Q(Exists(asked)) & Q(_runs(OuterRef("owner_id"), OuterRef("place_id"))),
        Stands.WHILE_THERE: Q(terms.member_of(OuterRef("owner_id"), OuterRef("place_id"))),
        Stands.WHILE_ENDORSED: Q(Exists(_endorsed())),
        Stands.WHILE_ASKED: tied & _recommended(Q(state=references.State.ASKED.value)),
        Stands.WHILE_RECOMMENDED: tied & _steps(),
        Stands.WHILE_SHARED: tied & _shared(now),
        Stands.WHILE_SAID: Q(Exists(standing(owner_id, now).filter(notice=OuterRef("id")))),
    }
    folded = Q()
    for stands, term in holds.items():
        kinds = [kind.value for kind, row in KINDS.items() if row.stands is stands]
        folded |= Q(kind__in=kinds) & term
    return folded


def _shown(owner_id: int, now: datetime) -> QuerySet[Notification]:
    """The notices of a member that stand: true, and of nobody and no group that is gone or out of sight."""
    rows = Notification.objects.filter(owner_id=owner_id).filter(_so(owner_id, now))
    return rows.exclude(terms.unseen_by(owner_id, "actor_id")).exclude(terms.gone(OuterRef("place_id")))


def notices(
    viewer: Viewer, cursor: str | None = None, size: int = 20, *, unread: bool = False, now: datetime
) -> NoticeList:
    """The viewer's notices, latest first; with `unread` only those not read yet.

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return NoticeList([])
    rows = _shown(viewer.actor_id, now)
    if unread:
        rows = rows.filter(read_at=None)
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    page = paging.cut(list(rows.order_by("-at", "-id")[: size + 1]), size, key=lambda row: (row.at, row.id))
    return NoticeList(_views(viewer.actor_id, page.items, now, near_faces_of), page.next)


_OWNER, _MOMENT = -1, datetime(1900, 1, 1, tzinfo=UTC)
"""Stand in a composed statement where the owner and the moment will; no member and no notice has them."""


@cache
def _unread_statement() -> tuple[str, tuple[object, ...]]:
    """The statement of `unread_count`, composed once: composing takes longer than all the rest of it."""
    rows = _shown(_OWNER, _MOMENT).filter(read_at=None).values("pk")
    sql, params = rows.query.sql_with_params()
    return f"FROM ({sql}) unread", params


def _unread_reading(me: int, now: datetime) -> Reading:
    source, params = _unread_statement()
    moment = connection.ops.adapt_datetimefield_value(_MOMENT)
    given: dict[object, object] = {_OWNER: me, moment: now}
    return Reading((("COUNT(*)", int),), source, tuple(given.get(one, one) for one in params))


def unread_count(viewer: Viewer, now: datetime) -> int:
    """How many notices the viewer has not read; one statement."""
    if viewer.actor_id is None:
        return 0
    (((count,),),) = together(_unread_reading(viewer.actor_id, now))
    return int(count)


@dataclass(frozen=True)
class Badges:
    """What is counted at the head of every page: what waits for an answer, and notices not read."""

    waiting: WaitingCounts = WaitingCounts(0, 0, 0)
    unread: int = 0


def badges(viewer: Viewer, now: datetime) -> Badges:
    """The badges of the viewer; one statement, asked on every page."""
    if viewer.actor_id is None:
        return Badges()
    me = viewer.actor_id
    waiting, ((unread,),) = together(waiting_reading(me, now), _unread_reading(me, now))
    return Badges(waiting_from(me, waiting), unread)


Faces = Callable[[Viewer, set[int]], dict[int, Face]]

NAMED = 2
"""So many people stand in a sentence by name."""


def _views(
    owner_id: int, rows: Collection[Notification], now: datetime, shown: Faces = faces_of
) -> list[NoticeView]:
    talk = [row.id for row in rows if KINDS[Kind(row.kind)].stands is Stands.WHILE_SAID]
    deeds = gathered(owner_id, talk, now)
    named = {one for row in rows for one in (row.actor_id, row.place_id) if one is not None}
    named |= {one for deed in deeds.values() for one in deed.people[:NAMED]}
    faces = shown(Viewer(owner_id), named)
    # a deed may have gone between the statements; its notice goes along
    return [_view(row, faces, deeds.get(row.id)) for row in rows if row.id in deeds or row.id not in talk]


def _view(row: Notification, faces: Mapping[int, Face], deed: Gathered | None) -> NoticeView:
    kind = Kind(row.kind)
    who = (row.actor_id or 0,) if deed is None else deed.people[:NAMED]
    count, people = (row.count, 1) if deed is None else (deed.count, len(deed.people))
    values: dict[str, int | datetime] = {"count": count, "others": max(people - NAMED, 0)}
    if row.until is not None:
        values["until"] = row.until
    leads = KINDS[kind].leads
    if kind is Kind.REPLY and row.detail == Detail.ASKED:
        leads = Leads.SENT
    return NoticeView(
        id=row.id,
        kind=kind,
        people=tuple(faces[one] for one in who if one in faces),
        template=words(kind, row.detail, count, people),
        values=values,
        leads=leads,
        subject=row.subject,
        icon=KINDS[kind].icon,
        at=row.at,
        read=row.read_at is not None,
        place=faces.get(row.place_id) if row.place_id is not None else None,
        post=None if deed is None else deed.post_id,
        comment=None if deed is None else deed.comment_id,
        excerpt="" if deed is None else deed.excerpt,
    )


def preferences(viewer: Viewer) -> dict[Kind, Frequency]:
    """How often the viewer wants each kind by mail, in the order of the table."""
    if viewer.actor_id is None:
        return {}
    return chosen([viewer.actor_id])[viewer.actor_id]


def chosen(owner_ids: Collection[int]) -> dict[int, dict[Kind, Frequency]]:
    """The same for several members, in one statement."""
    answer = {owner: {kind: row.frequency for kind, row in KINDS.items()} for owner in owner_ids}
    for row in Preference.objects.filter(owner_id__in=owner_ids):
        answer[row.owner_id][Kind(row.kind)] = Frequency(row.frequency)
    return answer


def explicit(owner_id: int) -> dict[str, str]:
    """The kinds for which a member chose themselves how often, as words (OPS-2)."""
    rows = Preference.objects.filter(owner_id=owner_id).order_by("kind")
    return dict(rows.values_list("kind", "frequency"))


def not_told(owner_ids: Collection[int], key: str) -> list[int]:
    """Those of these members who have not been told what may be said only once under this key."""
    told = Notification.objects.filter(owner_id__in=owner_ids, key=key)
    known = set(told.values_list("owner_id", flat=True))
    return [one for one in owner_ids if one not in known]


def owners_due(now: datetime, at_most: int = 1000) -> list[int]:
    """Members for whom notices are to go out by mail, or to be settled without one."""
    rows = (
        Notification.objects.filter(due_at__lte=now).order_by("owner_id").values_list("owner_id", flat=True)
    )
    return list(rows.distinct()[:at_most])


def mailing(owner_id: int, due: Collection[UUID], now: datetime) -> Mailing | None:
    """What goes to this member by mail now: of those `due`, what is unread and still so; None where nothing is."""
    rows = _shown(owner_id, now).filter(read_at=None, id__in=due).order_by("-at", "-id")
    found = list(rows)
    accounts = Account.objects.filter(actor_id=owner_id, is_active=True, actor__status=Status.ACTIVE.value)
    reader = accounts.values_list("actor__name", "email", "language").first()
    if not found or reader is None:
        return None
    slot = max(row.due_at for row in found if row.due_at is not None)
    return Mailing(owner_id, *reader, slot=slot, notices=tuple(_views(owner_id, found, now)))


def stop_token(owner_id: int) -> str:
    """What the link in each mail carries: it lets its holder stop this member's mails, and nothing else."""
    return signing.dumps(owner_id, salt=_STOP)


def owner_of(token: str) -> int:
    """The member whose mails `token` may stop.

    Raises: Absent, for anything that `stop_token` did not make.
    """
    try:
        return int(signing.loads(token, salt=_STOP))
    except signing.BadSignature as cause:
        raise Absent from cause


@dataclass(frozen=True)
class Times:
    """Who sent an invitation, and when its steps happened."""

    sent_at: datetime
    answered_at: datetime
    sender_id: int


def times_of(invitation_id: UUID) -> Times:
    """The moments of an invitation, for the notices about it.

    `sent_at` is that of the last reminder; `answered_at` the same while there is no answer.
    """
    rows = Invitation.objects.values_list("sent_at", "reminded_at", "answered_at", "sender_id")
    sent_at, reminded_at, answered_at, sender_id = rows.get(pk=invitation_id)
    sent_at = reminded_at or sent_at
    return Times(sent_at, answered_at or sent_at, sender_id)


def said_at(reply_id: UUID) -> datetime:
    """When a reply was written."""
    return Reply.objects.values_list("at", flat=True).get(pk=reply_id)


def restricted_at(restriction_id: UUID) -> datetime:
    """When a restriction began."""
    return Restriction.objects.values_list("started_at", flat=True).get(pk=restriction_id)
