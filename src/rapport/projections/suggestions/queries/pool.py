"""Who may be suggested to a viewer: from the graph and from what they share, filtered by what the viewer may see.

Two statements, one more where the graph asks how far its log goes. A section of a profile counts as far as its
owner shows it to this viewer; who does not want to be suggested is not in it (NET-3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, literals, together
from rapport.people import visibility
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import ADMITS, Audience, Standing, admits
from rapport.people.ties import neighbourhood
from rapport.people.ties.neighbourhood import Closeness
from rapport.people.ties.rules import SuggestionPolicy
from rapport.projections.graph import queries as graph
from rapport.projections.graph.rules import SCALE, Weighing
from rapport.projections.suggestions.queries.own import PLACE, SECTIONS, Own, place
from rapport.projections.suggestions.rules.lists import was_removed
from rapport.projections.suggestions.rules.sharing import GROUP_KEY, Place, hinted, shared_places
from rapport.projections.suggestions.rules.weighing import SHARERS, Shared, Sign

_FOR_MEMBERS = literals(one.value for one in Audience if Standing.MEMBER in ADMITS[one])
_OWNER = (("x.owner_id", int),)


@dataclass(frozen=True)
class Sharers:
    """Who shares what with the viewer, as every member may see it: by key of the thing, and how many there are."""

    by_key: Mapping[str, frozenset[int]]

    @property
    def everybody(self) -> frozenset[int]:
        """All of them."""
        return frozenset(one for some in self.by_key.values() for one in some)

    def many(self) -> dict[str, int]:
        """How many share each thing, as far as they are looked at."""
        return {key: len(some) for key, some in self.by_key.items()}


_UNWILLING = f"""
    FROM ties_network WHERE actor_id IN (%s) AND suggestion_policy <> '{SuggestionPolicy.EVERYONE.value}'
"""
DRAWN_AGAIN = 10
"""So many times as many are drawn where most of the first do not want to be suggested."""


def drawn(own: Own, weighing: Weighing, room: int) -> dict[int, float]:
    """Of the people at the 2nd degree the `room` for whom mutual connections speak most, with what those weigh.

    Who does not want to be suggested makes room for the next; one statement and the graph's, seldom twice.
    """
    willing: dict[int, float] = {}
    for size in (room, DRAWN_AGAIN * room):
        found = graph.current().candidates(own.me, leave_out=own.barred, weighing=weighing, room=size)
        if not found:
            break
        ids = [one.actor_id for one in found]
        (rows,) = together(Reading((("actor_id", int),), _UNWILLING, (ids,)))
        unwilling = {one for (one,) in rows}
        willing = {one.actor_id: one.score / SCALE for one in found if one.actor_id not in unwilling}
        if len(found) < size or len(willing) >= room // 2:
            break
    return willing


def sharers(own: Own) -> Sharers:
    """Who was at the viewer's companies and schools, and is in their groups: so many of each; one statement."""
    readings: dict[tuple[str, int], Reading] = {}
    for one in own.places:
        column = f"{one.section.value}_audience"
        seen = f"p.{column} IN ({_FOR_MEMBERS})"
        readings[one.key, 0] = _at(
            seen, "LOWER(e.organization_name) = LOWER(%s)", (one.section.value, one.name)
        )
        if one.page:
            readings[one.key, one.page] = _at(seen, "e.organization_id = %s", (one.section.value, one.page))
        if one.section is Section.EDUCATION and one.class_key:
            year = int(one.finished[:4])
            readings[one.class_key, 0] = _at(
                seen,
                "LOWER(e.organization_name) = LOWER(%s) AND e.finished >= %s AND e.finished < %s",
                (one.section.value, one.name, f"{year:04}", f"{year + 1:04}"),
            )
    for group in own.groups:
        readings[f"{GROUP_KEY}{group.id}", 0] = Reading(_OWNER, _IN_GROUP, (group.id,))
    if not readings:
        return Sharers({})
    found: dict[str, set[int]] = defaultdict(set)
    for (key, _), rows in zip(readings, together(*readings.values()), strict=True):
        found[key] |= {owner for (owner,) in rows} - {own.me}
    return Sharers({key: frozenset(some) for key, some in found.items()})


_IN_GROUP = f"""
    FROM (
        SELECT owner_id FROM ties_membership WHERE other_id = %s ORDER BY since DESC, owner_id DESC LIMIT {SHARERS}
    ) x
"""  # noqa: S608 (a number of ours)


def _at(seen: str, where: str, params: tuple[str | int, ...]) -> Reading:
    """The members of whom an entry says so in a section that every member may see: those who stayed last, then
    the newest, which is the order of an index.
    """
    order = "e.owner_id" if "organization_id" in where else "e.finished DESC, e.owner_id"
    source = f"""
        FROM (
            SELECT e.owner_id FROM profiles_entry e JOIN profiles_profile p ON p.actor_id = e.owner_id
            WHERE e.section = %s AND {where} AND {seen} ORDER BY {order} DESC LIMIT {SHARERS}
        ) x
    """  # noqa: S608 (words of ours)
    return Reading(_OWNER, source, params)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be suggested: how near, how connected, and what they share as far as the viewer sees it."""

    id: int
    near: Closeness
    connections: int
    followers: int
    primary_button: str
    connection_policy: str
    follow_policy: str
    shared: tuple[Shared, ...]
    is_followed: bool
    """The viewer follows them, or asked to."""


_FACE = (
    ("a.id", int), ("n.connections", int), ("n.followers", int), ("n.primary_button", str),
    ("n.connection_policy", str), ("n.follow_policy", str),
    ("COALESCE(p.experience_audience, 'only_me')", str), ("COALESCE(p.education_audience, 'only_me')", str),
)  # fmt: skip
_FACES = f"""
    FROM actors_actor a JOIN ties_network n ON n.actor_id = a.id
    LEFT JOIN profiles_profile p ON p.actor_id = a.id
    WHERE a.id IN (%s) AND a.kind = '{Kind.PERSON.value}' AND a.status = '{Status.ACTIVE.value}'
    AND n.suggestion_policy = '{SuggestionPolicy.EVERYONE.value}'
"""
_THEIRS = f"""
    FROM profiles_entry e WHERE e.owner_id IN (%s) AND e.section IN ({SECTIONS})
    AND (LOWER(e.organization_name) IN (%s) OR e.organization_id IN (%s))
"""
_IN = (("owner_id", int), ("other_id", int))


def candidates(
    own: Own, ids: Collection[int], many: Mapping[str, int], limits: Limits, now: datetime
) -> list[Candidate]:
    """Those of `ids` who may be suggested to the viewer at all, by id; one statement and the graph's.

    Out are connections, who is gone, who ended a connection with the viewer lately, and who does not want to be
    suggested. `many` says how many share a thing.
    """
    ids = set(ids) - own.barred - {own.me}
    if not ids:
        return []
    near = neighbourhood.current().closeness(own.me, ids)
    ids = {one for one in ids if near[one].degree != 1}
    pages = {one.page for one in own.places if one.page}
    faces, entries, memberships, followed, asked, following, removals = together(
        Reading(_FACE, _FACES, (ids,)),
        Reading(PLACE, _THEIRS, (ids, _spellings(own.places), pages)),
        Reading(_IN, "FROM ties_membership WHERE owner_id IN (%s) AND other_id IN (%s)", (ids, _ids(own))),
        Reading(_OWN_FOLLOW, "FROM ties_follow WHERE owner_id = %s AND other_id IN (%s)", (own.me, ids)),
        Reading(
            (("owner_id", int),),
            "FROM relationships_followrequest WHERE other_id = %s AND owner_id IN (%s) AND asked",
            (own.me, ids),
        ),
        Reading(
            (("owner_id", int),),
            "FROM ties_follow WHERE owner_id IN (%s) AND other_id = %s AND NOT private",
            (ids, own.me),
        ),
        Reading(
            _REMOVAL, "FROM relationships_removal WHERE owner_id IN (%s) AND other_id = %s", (ids, own.me)
        ),
    )
    removed = {one for one, at in removals if was_removed(at, limits, now)}
    theirs: dict[int, list[Place]] = defaultdict(list)
    for owner, *row in entries:
        theirs[owner].append(place(row))
    inside: dict[int, set[int]] = defaultdict(set)
    for owner, group in memberships:
        inside[owner].add(group)
    mine_followed = {one for (one,) in followed}
    mine_asked = {one for (one,) in asked}
    back = {one for (one,) in following} if own.may_be_followed else set()
    found = []
    for one, *network, experience, education in sorted(faces):
        if one in removed:
            continue
        held = visibility.standings(
            own.viewer, owner_id=one, connected=False, follows=one in mine_followed, degree=near[one].degree
        )
        shown = {
            Section.EXPERIENCE: admits(Audience(experience), held),
            Section.EDUCATION: admits(Audience(education), held),
        }
        places = [place for place in theirs[one] if shown[place.section]]
        things = (*shared_places(own.places, places, many, now.date()), *_ties(own, one, inside[one], back))
        connections, followers, primary_button, connection_policy, follow_policy = network
        found.append(
            Candidate(
                id=one,
                near=near[one],
                connections=connections,
                followers=followers,
                primary_button=primary_button,
                connection_policy=connection_policy,
                follow_policy=follow_policy,
                shared=things,
                is_followed=one in mine_followed or one in mine_asked,
            )
        )
    return found


_OWN_FOLLOW = (("other_id", int),)
_REMOVAL = (("owner_id", int), ("at", datetime))


def _ties(own: Own, one: int, inside: Collection[int], back: Collection[int]) -> Iterable[Shared]:
    """What else speaks for them: groups, the contact book, that they follow the viewer, that the two talked."""
    if one in own.book:
        yield Shared(Sign.CONTACT)
    if one in back:
        yield Shared(Sign.FOLLOWS_YOU)
    if one in own.talk:
        yield _talked(own, one)
    for group in own.groups:
        if group.id in inside:
            yield Shared(Sign.GROUP, f"{GROUP_KEY}{group.id}", group.name, min(group.members, SHARERS))


def _talked(own: Own, one: int) -> Shared:
    talk = own.talk[one]
    return Shared(Sign.TALKED, current=talk.both_spoke, strength=talk.strength)


def _ids(own: Own) -> Sequence[int]:
    return [group.id for group in own.groups]


def _spellings(places: Iterable[Place]) -> set[str]:
    """Names as the two databases write them in small letters: SQLite leaves all but A to Z as they are."""
    names = {one.name for one in places}
    return {name.lower() for name in names} | {_ascii_lower(name) for name in names}


def _ascii_lower(name: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in name)


def early(own: Own, sharing: Sharers) -> dict[int, list[Shared]]:
    """What speaks for each who shares something, before they are looked at closely."""
    found = hinted(own.places, sharing.by_key)
    for one in own.book:
        found.setdefault(one, []).append(Shared(Sign.CONTACT))
    for one in own.followers:
        found.setdefault(one, []).append(Shared(Sign.FOLLOWS_YOU))
    for one in own.talk:
        found.setdefault(one, []).append(_talked(own, one))
    return {one: things for one, things in found.items() if one not in own.barred and one != own.me}
