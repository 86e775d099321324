"""Finding people by words and filters, only by what they show the one who looks (NET-4).

Three statements for a page: who fits, with the predicate of visibility in it; how near they are, which the
neighbourhood answers; and what a list shows of those on the page. Where nobody fits, two more look for similar words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rapport.content.profiles.rules.sections import OpenTo
from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, together
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Standing, Viewer, admits
from rapport.people.groups.queries import people as group_people
from rapport.people.groups.queries import places
from rapport.people.relationships.queries.found import found as people_found
from rapport.people.relationships.queries.people import Person, Relationship
from rapport.people.ties import neighbourhood
from rapport.people.ties.neighbourhood import FAR, Closeness
from rapport.projections.search import engines
from rapport.projections.search.queries import spelling
from rapport.projections.search.queries.documents import profile_parts, profile_readings
from rapport.projections.search.rules import asking, fields, ranking
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.fields import Field
from rapport.projections.search.rules.ranking import RANKED_AT_MOST, Key


class Degree(StrEnum):
    """How near somebody is to be."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    BEYOND = "3+"


_DEGREES: Mapping[Degree, frozenset[int | None]] = {
    Degree.FIRST: frozenset({1}),
    Degree.SECOND: frozenset({2}),
    Degree.THIRD: frozenset({3}),
    Degree.BEYOND: frozenset({3, None}),
}


@dataclass(frozen=True)
class Wanted:
    """What is asked for; an empty field asks for nothing."""

    q: str = ""
    degree: Degree | None = None
    company: str = ""
    school: str = ""
    location: str = ""
    skill: str = ""
    group: str = ""
    open_to: OpenTo | None = None

    @property
    def asks(self) -> bool:
        """Something beside the degree is asked for."""
        return any(value for name, value in vars(self).items() if name != "degree")

    @property
    def filters(self) -> tuple[Term, ...]:
        """The filters that are words."""
        given = {
            Field.COMPANY: self.company,
            Field.SCHOOL: self.school,
            Field.LOCATION: self.location,
            Field.SKILL: self.skill,
            Field.OPEN_TO: self.open_to.value if self.open_to else "",
        }
        return tuple(term for name, value in given.items() for term in asking.within(name, value))


@dataclass(frozen=True)
class Reason:
    """Why somebody was found, beside their name and headline: a part of their profile that has the words."""

    field: Field
    text: str


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, what the viewer may do about them, and why they were."""

    person: Person
    relationship: Relationship | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Hits:
    """One page of those who were found.

    `count` is how many fit, `more` that there are further ones which are not ranked; `similar` that nobody has
    the words as typed, and `meant` the words that the nearest of them have instead.
    """

    items: list[Hit]
    next: str | None = None
    count: int = 0
    more: bool = False
    similar: bool = False
    meant: str = ""
    hidden: bool = False


@dataclass
class _Fitting:
    """Who fits: their names; whose words are for the 2nd degree alone; whether there are more."""

    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    second: set[int] = field(default_factory=set)
    more: bool = False


NOBODY = Hits([])
HIDDEN = Hits([], hidden=True)
REASONS_AT_MOST = 2


def find(
    viewer: Viewer,
    wanted: Wanted,
    *,
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
    now: datetime,
) -> Hits:
    """The people who fit what is wanted, as far as this viewer may see that they do; the nearest first.

    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return HIDDEN
    after = _after(cursor)
    terms = asking.read(wanted.q)
    if (wanted.q.strip() and not terms) or not _answerable(wanted) or (viewer.is_visitor and wanted.degree):
        return NOBODY
    group = _group(viewer, wanted.group, limits)
    if wanted.group and group is None:
        return NOBODY
    hits = NOBODY
    if after is None or not after[0]:
        hits = _page(viewer, wanted, terms, group, after, size, limits, now)
    if after[0] if after else not hits.items:
        close = spelling.corrected(terms)
        if any(term.instead for term in close):
            near = _page(viewer, wanted, close, group, after, size, limits, now)
            return near if near.count else hits
    return hits


def _answerable(wanted: Wanted) -> bool:
    """Every filter that was given holds a word, and something is asked for at all."""
    given = [wanted.company, wanted.school, wanted.location, wanted.skill]
    return all(asking.within(Field.COMPANY, value) for value in given if value.strip())


def _after(cursor: str | None) -> tuple[int, Key] | None:
    """Where to go on: whether among similar words, and the place of the last one shown."""
    if not cursor:
        return None
    similar, *key = paging.decode(cursor, int, int, int, int, int, str, int)
    return similar, (key[0], key[1], key[2], key[3], key[4], key[5])


def _group(viewer: Viewer, handle: str, limits: Limits) -> int | None:
    """The group of this handle where the viewer may read who is in it (PRO-7)."""
    if not handle:
        return None
    try:
        group = places.known(viewer, handle.removeprefix("@").lower(), limits)
    except Absent:
        return None
    return group.pk if group_people.list_shown(viewer, group) else None


def _page(
    viewer: Viewer,
    wanted: Wanted,
    terms: Sequence[Term],
    group: int | None,
    after: tuple[int, Key] | None,
    size: int,
    limits: Limits,
    now: datetime,
) -> Hits:
    fitting = _fitting(viewer, [*terms, *wanted.filters], group, wanted.degree)
    near = neighbourhood.current().nearness(viewer.actor_id, fitting.names)
    order = sorted(
        ranking.key(terms, id_=one, name_key=name, handle=handle, degree=degree, mutual_count=mutual)
        for (one, (name, handle)), (degree, mutual) in zip(fitting.names.items(), near.ranks, strict=True)
        if (one not in fitting.second or degree == 2)
        and (wanted.degree is None or degree in _DEGREES[wanted.degree])
    )
    rest = [key for key in order if after is None or key > after[1]]
    similar = any(term.instead for term in terms)
    page = paging.cut(rest[: size + 1], size, key=lambda key: (int(similar), *key))
    shown = [key[-1] for key in page.items]
    items = _hits(viewer, shown, near.of(shown), [*terms, *wanted.filters], limits, now)
    return Hits(
        items,
        page.next,
        count=len(order),
        more=fitting.more,
        similar=similar,
        meant=_meant(terms, items) if similar else "",
    )


_BARS = """
    AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = %s AND b.other_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = a.id AND b.other_id = %s)
"""
_HERE = f"a.kind = '{Kind.PERSON.value}' AND a.status = '{Status.ACTIVE.value}'"
_CONNECTED = " AND EXISTS (SELECT 1 FROM ties_connection c WHERE c.owner_id = %s AND c.other_id = a.id)"
_IN_GROUP = " AND a.id IN (SELECT m.owner_id FROM ties_membership m WHERE m.other_id = %s)"
_FOUND = (("id", int), ("name_key", str), ("handle", str))


def _fitting(viewer: Viewer, terms: Sequence[Term], group: int | None, degree: Degree | None) -> _Fitting:
    """Who fits, by one statement: each part asks for words under the audiences that admit those it is about.

    Connections and names come in parts of their own, so that none is lost where more fit than are ranked.
    """
    me = viewer.actor_id
    narrow, given = _narrowed(viewer, group)
    parts: list[tuple[str, Reading]] = []

    def add(
        name: str,
        levels: str,
        condition: str = "",
        *params: object,
        only: Field | None = None,
        one_of: str = "",
    ) -> None:
        asked = engines.current().asked(terms, levels, field=only, one_of=one_of)
        parts.append((name, _reading(asked, narrow + condition, (*given, *params))))

    if me is None:
        add("open", fields.SEEN_BY_VISITORS)
    else:
        add("near", fields.SEEN_BY_CONNECTIONS, _CONNECTED, me)
        if degree is not Degree.FIRST:
            add("own", fields.SEEN_BY_OWNER, " AND a.id = %s", me)
            add("open", fields.SEEN_BY_MEMBERS)
            if terms:
                add("second", fields.SEEN_AT_SECOND, one_of=fields.ONLY_AT_SECOND)
    if degree is not Degree.FIRST and any(term.field is None for term in terms):
        levels = fields.SEEN_BY_VISITORS if me is None else fields.SEEN_BY_MEMBERS
        add("named", levels, only=Field.NAME)
    found = dict(zip((name for name, _ in parts), together(*(one for _, one in parts)), strict=True))
    fitting = _Fitting(more=any(len(rows) > RANKED_AT_MOST for rows in found.values()))
    for name, rows in found.items():
        for id_, key, handle in rows:
            if name == "second" and id_ not in fitting.names:
                fitting.second.add(id_)
            elif name != "second":
                fitting.second.discard(id_)
            fitting.names[id_] = key, handle
    return fitting


def _narrowed(viewer: Viewer, group: int | None) -> tuple[str, tuple[int, ...]]:
    narrow, given = _HERE, ()
    params: list[int] = [*given]
    if viewer.actor_id is not None:
        narrow += _BARS
        params += [viewer.actor_id, viewer.actor_id]
    if group is not None:
        narrow += _IN_GROUP
        params.append(group)
    return narrow, tuple(params)


def _reading(asked: str, condition: str, params: tuple[object, ...]) -> Reading:
    """The first people by id who fit; one more than are ranked tells that there are more."""
    engine = engines.current()
    source, matches, id_ = "actors_actor a", "", "a.id"
    if asked:
        id_ = engine.id
        source = f"{engine.source} CROSS JOIN actors_actor a"
        matches = f"{engine.matches} AND a.id = {engine.id} AND "
        params = (asked, *params)
    sql = f"""
        FROM (
            SELECT a.id AS id, a.name_key AS name_key, a.handle AS handle FROM {source}
            WHERE {matches}{condition} ORDER BY {id_} LIMIT {RANKED_AT_MOST + 1}
        ) found
    """  # noqa: S608 (words of ours)
    return Reading(_FOUND, sql, params)


def _hits(
    viewer: Viewer,
    ids: Sequence[int],
    near: Mapping[int, Closeness],
    terms: Sequence[Term],
    limits: Limits,
    now: datetime,
) -> list[Hit]:
    """Those of one page as they are shown; a reason is a part that this viewer may see."""
    shown = {one: near.get(one, FAR) for one in ids}
    found = people_found(viewer, ids, shown, *profile_readings(ids), limits=limits, now=now)
    parts = profile_parts(found.besides)
    return [
        Hit(
            person,
            found.relationships.get(person.id),
            _reasons(terms, parts.get(person.id, ()), found.standings[person.id], person),
        )
        for person in found.people
    ]


def _reasons(
    terms: Sequence[Term],
    parts: Sequence[tuple[Field, object, str]],
    held: frozenset[Standing],
    person: Person,
) -> tuple[Reason, ...]:
    """The parts that have a word which neither name nor headline shows already."""
    face = f"{person.name} {person.handle} {person.headline}"
    asked = [term for term in terms if term.field is not None or not asking.shown_in([term], face)]
    reasons = [
        Reason(name, text)
        for name, audience, text in parts
        if admits(audience, held)  # type: ignore[arg-type]
        and any(_asks(term, name, text) for term in asked)
    ]
    return tuple(reasons[:REASONS_AT_MOST])


def _asks(term: Term, name: Field, text: str) -> bool:
    if term.field is None:
        return name is not Field.OPEN_TO and asking.shown_in([term], text)
    return term.field is name and asking.shown_in([term], text)


def _meant(terms: Sequence[Term], items: Sequence[Hit]) -> str:
    """What was typed, with the words that stand at the first who was found in place of those nobody has."""
    if not items:
        return ""
    first = items[0]
    said = " ".join([first.person.name, first.person.headline, *(one.text for one in first.reasons)])
    return " ".join(asking.as_found(term, said) for term in terms)
