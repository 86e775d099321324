"""Readings of endorsements: only those that stand, of people the viewer sees (PRO-3, REL-10, REL-17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from rapport.content.endorsements.models import Endorsement
from rapport.content.endorsements.rules import FACES, Tie, policies_for, refuse_endorsing
from rapport.content.profiles.models import Profile, Skill
from rapport.content.profiles.rules.sections import EndorsePolicy
from rapport.kernel import paging
from rapport.kernel.errors import Absent, Refused
from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience, Viewer
from rapport.people.relationships.queries.faces import Face, face_to, with_nearness
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import terms
from rapport.people.ties.models import Follow


def _open_follow(endorser: Any, owner: Any) -> Q:
    rows = Follow.objects.filter(owner_id=endorser, other_id=owner, private=False)
    return Q(Exists(rows.filter(terms.counts())))


_TERMS: Mapping[Tie, Callable[[Any, Any], Q]] = {
    Tie.CONNECTION: lambda endorser, owner: Q(terms.connected(owner, endorser)),
    Tie.OPEN_FOLLOW: _open_follow,
}
"""Each tie of the rule as a term between an endorser and an owner."""


def standing(owner: Any = None, endorser: Any = None) -> Q:
    """Rows of Endorsement whose endorser stands as the owner's policy asks, folded from the table (REL-10).

    Or of another table, where `owner` and `endorser` say who they are.
    """
    owner = OuterRef("owner_id") if owner is None else owner
    endorser = OuterRef("endorser_id") if endorser is None else endorser
    folded = Q(pk__in=[])
    for tie, term in _TERMS.items():
        policies = [one.value for one in policies_for(tie)]
        asked = Profile.objects.filter(actor_id=owner, endorse_policy__in=policies)
        folded |= Q(Exists(asked)) & term(endorser, owner)
    return folded


def _shown(viewer_id: int | None) -> QuerySet[Endorsement]:
    """The endorsements that stand, by people this viewer sees; hidden ones are still among them."""
    rows = Endorsement.objects.filter(withdrawn=False).filter(standing())
    return rows.exclude(terms.unseen_by(viewer_id, "endorser_id"))


def _endorsers(viewer_id: int | None, owner_id: int) -> QuerySet[Actor]:
    """The people whose endorsements of one owner `_shown` has: few give many, and each is asked about once."""
    given = Endorsement.objects.filter(owner_id=owner_id, withdrawn=False)
    people = Actor.objects.filter(pk__in=given.values("endorser_id")).filter(
        standing(owner_id, OuterRef("pk"))
    )
    return people.exclude(terms.unseen_by(viewer_id, "pk"))


@dataclass(frozen=True)
class Votes:
    """What stands beside a skill: how many endorse it, a few of them, and whether the viewer does.

    `hidden` counts those the owner keeps to themselves; it is told to nobody else.
    """

    count: int = 0
    faces: tuple[Face, ...] = ()
    mine: bool = False
    hidden: int = 0

    @property
    def more(self) -> int:
        """How many there are beside the faces."""
        return self.count - len(self.faces)


NO_VOTES = Votes()

_OWNER, _VIEWER = -1, -2
"""Stand in a composed statement where the ids will; no member has them."""

_COUNTED = """
    WITH seen AS ({seen})
    SELECT v.skill_id, s.id, s.handle, s.name, s.picture, s.seen_by, s.known, v.hidden, v.counted,
        v.kept, v.place
    FROM (
        SELECT e.skill_id, e.endorser_id, e.hidden,
            SUM(CASE WHEN e.hidden THEN 0 ELSE 1 END) OVER (PARTITION BY e.skill_id) AS counted,
            SUM(CASE WHEN e.hidden THEN 1 ELSE 0 END) OVER (PARTITION BY e.skill_id) AS kept,
            ROW_NUMBER() OVER (
                PARTITION BY e.skill_id, e.hidden ORDER BY s.known DESC, e.at DESC, e.endorser_id
            ) AS place
        FROM seen s JOIN endorsements_endorsement e ON +e.endorser_id = s.id
        WHERE e.owner_id = %s AND NOT e.withdrawn
    ) v JOIN seen s ON s.id = v.endorser_id
    WHERE v.place <= {faces} OR v.endorser_id = %s
    ORDER BY v.skill_id, v.hidden, v.place
"""
"""The plus keeps SQLite from reading whatever these people gave to others: it is to begin at the owner."""
_ROW = (UUID, int, str, str, str, str, bool, bool, int, int, int)


@cache
def _votes_statement(visitor: bool) -> tuple[str, tuple[object, ...]]:
    """The statement of `votes`, composed once: composing takes longer than all the rest of it."""
    viewer = None if visitor else _VIEWER
    known = (
        Value(False, output_field=BooleanField())
        if viewer is None
        else Case(When(terms.connected(viewer, OuterRef("pk")), then=True), default=False)
    )
    people = _endorsers(viewer, _OWNER).annotate(known=known, seen_by=F("picture_audience"))
    columns = ("id", "handle", "name", "picture", "seen_by", "known")
    sql, params = people.values_list(*columns).query.sql_with_params()
    return _COUNTED.replace("{seen}", sql).replace("{faces}", str(FACES)), (*params, _OWNER)


def votes(viewer: Viewer, owner_id: int) -> dict[UUID, Votes]:
    """What stands beside each skill of a member, by id; skills that nobody endorses are left out.

    The viewer is known to see the section of skills. People the viewer is connected to come
    first, then the latest. One statement, however many skills and endorsements there are.
    """
    sql, params = _votes_statement(viewer.is_visitor)
    given: dict[object, object] = {_OWNER: owner_id, _VIEWER: viewer.actor_id}
    found = fetch(sql, *(given.get(one, one) for one in params), viewer.actor_id or 0, kinds=_ROW)
    known: dict[int, Face] = {}  # the same few endorse many skills of one member
    counted: dict[UUID, Votes] = {}
    for skill_id, rows in groupby(found, key=itemgetter(0)):
        faces, mine, count, kept = [], False, 0, 0
        for _, endorser_id, *face, hidden, counts, keeps, place in rows:
            count, kept = int(counts), int(keeps)
            mine = mine or endorser_id == viewer.actor_id
            if not hidden and place <= FACES:
                if endorser_id not in known:
                    known[endorser_id] = face_to(viewer, endorser_id, *face)
                faces.append(known[endorser_id])
        kept_back = kept if viewer.actor_id == owner_id else 0
        if count or mine or kept_back:
            counted[skill_id] = Votes(count, tuple(faces), mine, kept_back)
    return counted


def refusal(endorser_id: int, owner_id: int) -> Refused | None:
    """Why one may not endorse this member now, or None; one statement.

    That the two see each other, and that the section is shown, is asked elsewhere.
    """
    privately = Follow.objects.filter(owner_id=endorser_id, other_id=OuterRef("pk"), private=True)
    rows = Profile.objects.filter(pk=owner_id).annotate(
        private=Exists(privately),
        **{
            tie.value: Case(
                When(term(endorser_id, OuterRef("pk")), then=True),
                default=False,
                output_field=BooleanField(),
            )
            for tie, term in _TERMS.items()
        },
    )
    names = [tie.value for tie in _TERMS]
    policy, name, private, *held = rows.values_list("endorse_policy", "actor__name", "private", *names).get()
    ties = {Tie(tie) for tie, so in zip(names, held, strict=True) if so}
    return refuse_endorsing(EndorsePolicy(policy), ties, name=name, privately=private)


def sees_skills(viewer: Viewer, owner_id: int) -> bool:
    """Whether the section of skills of this member is shown to this viewer."""
    rows = Profile.objects.filter(pk=owner_id)
    audience = rows.values_list("skills_audience", flat=True).first() or Audience.ONLY_ME
    return visibility.may_see(viewer, owner_id=owner_id, audience=Audience(audience))


@dataclass(frozen=True)
class EndorsedSkill:
    """A skill with its votes, and why the viewer may not endorse it (None: they may, or it is their own)."""

    id: UUID
    name: str
    votes: Votes
    refusal: Refused | None
    own: bool


def skills(viewer: Viewer, owner_id: int) -> list[EndorsedSkill]:
    """The skills of a member in their order, each with its votes.

    Raises: Absent, where the section is not shown to this viewer.
    """
    if not sees_skills(viewer, owner_id):
        raise Absent
    listed = Skill.objects.filter(owner_id=owner_id).order_by("place", "pk").values_list("pk", "name")
    return of_skills(viewer, owner_id, list(listed), _refused(viewer, owner_id))


def of_skills(
    viewer: Viewer, owner_id: int, listed: list[tuple[UUID, str]], refused: Refused | None
) -> list[EndorsedSkill]:
    """These skills of a member, by id and name, for a viewer who is known to see the section.

    One statement, and one question to the neighbourhood: the few who are named stand with how near they are
    (NET-1). `refused` is why the viewer may not endorse them.
    """
    if not listed:
        return []
    own = viewer.actor_id == owner_id
    counted = votes(viewer, owner_id)
    named = with_nearness(viewer, {face.id: face for one in counted.values() for face in one.faces})
    counted = {
        skill_id: replace(one, faces=tuple(named[face.id] for face in one.faces))
        for skill_id, one in counted.items()
    }
    return [EndorsedSkill(one, name, counted.get(one, NO_VOTES), refused, own) for one, name in listed]


def _refused(viewer: Viewer, owner_id: int) -> Refused | None:
    if viewer.actor_id in (None, owner_id):
        return None
    return refusal(viewer.actor_id or 0, owner_id)


def skill(viewer: Viewer, owner_id: int, skill_id: UUID) -> EndorsedSkill:
    """One skill of a member with its votes.

    Raises: Absent, where it is not there or the section is not shown to this viewer.
    """
    if not sees_skills(viewer, owner_id):
        raise Absent
    listed = Skill.objects.filter(owner_id=owner_id, pk=skill_id).values_list("pk", "name")
    found = of_skills(viewer, owner_id, list(listed), _refused(viewer, owner_id))
    if not found:
        raise Absent
    return found[0]


@dataclass(frozen=True)
class EndorserView:
    """Who endorsed a skill, and when; `hidden` is only ever true for the owner of the skill."""

    person: Person
    at: datetime
    hidden: bool


@dataclass(frozen=True)
class EndorserList:
    """One page of endorsers."""

    items: list[EndorserView]
    next: str | None = None


def endorsers(
    viewer: Viewer,
    owner_id: int,
    skill_id: UUID,
    *,
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
) -> EndorserList:
    """Who endorses a skill, latest first; the owner's own list has the hidden ones too, marked.

    Raises: Absent, where the skill is not there or not shown to this viewer; Invalid (`cursor`).
    """
    listed = Skill.objects.filter(owner_id=owner_id, pk=skill_id)
    if not sees_skills(viewer, owner_id) or not listed.exists():
        raise Absent
    rows = _shown(viewer.actor_id).filter(owner_id=owner_id, skill_id=skill_id)
    if viewer.actor_id != owner_id:
        rows = rows.filter(hidden=False)
    if cursor:
        at, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, endorser_id__lt=last))
    found = list(rows.order_by("-at", "-endorser_id").values_list("endorser_id", "at", "hidden")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    people = in_order(viewer, [row[0] for row in page.items], now)
    items = [
        EndorserView(person, at, hidden) for person, (_, at, hidden) in zip(people, page.items, strict=True)
    ]
    return EndorserList(items, page.next)


class Direction(StrEnum):
    """Which of one's endorsements."""

    RECEIVED = "received"
    GIVEN = "given"


@dataclass(frozen=True)
class EndorsementView:
    """One endorsement that one got or gave; `person` is the other side."""

    person: Person
    skill_id: UUID
    skill: str
    at: datetime
    hidden: bool


@dataclass(frozen=True)
class EndorsementList:
    """One page of one's endorsements."""

    items: list[EndorsementView]
    next: str | None = None


def endorsements(
    viewer: Viewer, *, direction: Direction, cursor: str | None = None, size: int = 20, now: datetime
) -> EndorsementList:
    """The viewer's own endorsements that stand, latest first; what is set aside is not among them.

    Who gave one is not told whether it is hidden, and is no longer shown skills that are kept from
    them since. Raises: Invalid (`cursor`).
    """
    me = viewer.actor_id
    if me is None:
        return EndorsementList([])
    received = direction is Direction.RECEIVED
    own, other = ("owner_id", "endorser_id") if received else ("endorser_id", "owner_id")
    rows = _shown(me).filter(**{own: me})
    if not received:
        rows = visibility.seen_by(rows, viewer, audience="owner__profile__skills_audience")
    if cursor:
        at, skill_id, last = paging.decode(cursor, datetime, UUID, int)
        rows = rows.filter(
            Q(at__lt=at)
            | Q(at=at, skill_id__lt=skill_id)
            | Q(at=at, skill_id=skill_id, **{f"{other}__lt": last})
        )
    columns = ("at", "skill_id", other, "skill__name", "hidden")
    found = list(rows.order_by("-at", "-skill_id", f"-{other}").values_list(*columns)[: size + 1])
    page = paging.cut(found, size, key=lambda row: row[:3])
    ids = [row[2] for row in page.items]
    shown = {person.id: person for person in in_order(viewer, list(dict.fromkeys(ids)), now)}
    return EndorsementList(
        [
            EndorsementView(shown[other_id], skill_id, name, at, hidden and received)
            for at, skill_id, other_id, name, hidden in page.items
        ],
        page.next,
    )


def given_at(skill_id: UUID, endorser_id: int) -> datetime:
    """When somebody endorsed a skill, for the notice about it."""
    rows = Endorsement.objects.filter(skill_id=skill_id, endorser_id=endorser_id)
    return rows.values_list("at", flat=True).get()
