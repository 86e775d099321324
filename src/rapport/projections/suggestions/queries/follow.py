"""Who to follow: members and companies, and why (NET-3, REL-5).

What others follow is used as far as this viewer may read it: follows that are not private, of people and
companies whose list of followers is open to every member (REL-2, REL-16).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.sections import Section
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, literals, together
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import ADMITS, Audience, Standing, Viewer
from rapport.people.organizations.queries.pages import CompanyView
from rapport.people.organizations.queries.pages import in_order as companies_in_order
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties.queries import counts_reading
from rapport.people.ties.rules import FollowPolicy
from rapport.projections.graph.rules import Weighing
from rapport.projections.suggestions.queries import pool
from rapport.projections.suggestions.queries.own import Own, own
from rapport.projections.suggestions.rules.following import (
    ASKED,
    FOLLOWED,
    LISTED,
    Worth,
    ordered,
    reasons_to_follow,
)
from rapport.projections.suggestions.rules.lists import List
from rapport.projections.suggestions.rules.reasons import Reason
from rapport.projections.suggestions.rules.weighing import WEIGHED, likely

_OPEN_LISTS = literals(one.value for one in Audience if Standing.MEMBER in ADMITS[one])
_TO_CONNECTIONS = literals(one.value for one in Audience if Standing.CONNECTION in ADMITS[one])
DRAWN = 100
"""So many people at the 2nd degree are asked whether they want to be followed rather than known."""


@dataclass(frozen=True)
class FollowSuggestion:
    """A member or a company, and why it is worth following; one of the two is None."""

    person: Person | None
    company: CompanyView | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class FollowSuggestionList:
    """One page of them."""

    items: list[FollowSuggestion]
    next: str | None = None


def suggested(
    viewer: Viewer, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> FollowSuggestionList:
    """Whom this viewer may want to follow and does not yet, the worthiest first; visitors follow nobody.

    Costs the same number of statements for one and for many. Raises: Invalid (`cursor`).
    """
    after = paging.decode(cursor, int, int) if cursor else None
    if viewer.actor_id is None:
        return FollowSuggestionList([])
    ranked = ranking(own(viewer.actor_id, List.FOLLOW, limits, now), limits, now)
    page = paging.from_place(ranked, after, size, key=lambda one: one.actor_id)
    members = in_order(viewer, [one.actor_id for one in page.items if not one.is_company], now)
    return FollowSuggestionList(suggestions(viewer, page.items, {one.id: one for one in members}), page.next)


def suggestions(
    viewer: Viewer, some: Sequence[Worth], members: Mapping[int, Person]
) -> list[FollowSuggestion]:
    """These as their reader is shown them; `members` are the people among them, by id."""
    counts = _exact_followers([one.actor_id for one in some if one.is_hub])
    firms = {
        one.id: one for one in companies_in_order(viewer, [one.actor_id for one in some if one.is_company])
    }
    return [
        _suggestion(
            replace(one, followers=counts.get(one.actor_id, one.followers)),
            members.get(one.actor_id),
            firms.get(one.actor_id),
        )
        for one in some
    ]


def _exact_followers(ids: Sequence[int]) -> dict[int, int]:
    """The followers of each as their page counts them (REL-15), in one statement."""
    if not ids:
        return {}
    return {one: rows[0][1] for one, rows in zip(ids, together(*map(counts_reading, ids)), strict=True)}


def _suggestion(one: Worth, person: Person | None, company: CompanyView | None) -> FollowSuggestion:
    return FollowSuggestion(person, company, reasons_to_follow(one, person.mutual_count if person else 0))


def ranking(mine: Own, limits: Limits, now: datetime) -> list[Worth]:
    """Everybody who is suggested to this viewer to follow, in order."""
    sharing = pool.sharers(mine)
    near, theirs, ids = asked(mine, sharing, now)
    return ranked(mine, near, theirs, pool.candidates(mine, ids, sharing.many(), limits, now))


def asked(mine: Own, sharing: pool.Sharers, now: datetime) -> tuple[dict[int, float], Theirs, set[int]]:
    """Who is near, with what speaks for them; what the viewer's people do; and all who are looked at closely."""
    near = pool.drawn(mine, Weighing.FADING, DRAWN)
    theirs = _theirs(mine, now)
    return near, theirs, {*near, *theirs.followed, *likely(pool.early(mine, sharing), WEIGHED)}


def ranked(
    mine: Own, near: Mapping[int, float], theirs: Theirs, found: Sequence[pool.Candidate]
) -> list[Worth]:
    """Those of them who may be suggested, and companies, in order."""
    followed = theirs.followed
    companies = {one.page: one.name for one in mine.places if one.page}
    worthy = [
        Worth(
            actor_id=one.id,
            followed_by=followed.get(one.id, 0),
            partly=theirs.partly,
            mutual=near.get(one.id, 0.0),
            followers=one.followers,
            connections=one.connections,
            primary_button=one.primary_button,
            connection_policy=one.connection_policy,
            shared=one.shared,
        )
        for one in found
        if not one.is_followed and one.follow_policy != FollowPolicy.CONNECTIONS_ONLY.value
    ]
    return ordered([*worthy, *_companies(mine, companies, theirs)], LISTED)


_MINE = f"""
    FROM (SELECT other_id FROM ties_connection WHERE owner_id = %s ORDER BY since DESC, other_id DESC LIMIT {ASKED}) c
"""  # noqa: S608 (a number of ours)
_FOLLOWEES = f"""
    FROM (SELECT other_id FROM ties_follow WHERE owner_id = %s ORDER BY since DESC, other_id DESC LIMIT {ASKED}) f
"""  # noqa: S608 (a number of ours)
_FOLLOWED = f"""
    FROM (
        SELECT f.other_id, COUNT(*) AS number FROM ties_follow f
        JOIN ties_network n ON n.actor_id = f.other_id JOIN actors_actor a ON a.id = f.owner_id
        WHERE f.owner_id IN (%s) AND NOT f.private AND n.follower_list IN ({_OPEN_LISTS})
        AND n.follow_policy <> '{FollowPolicy.CONNECTIONS_ONLY.value}' AND a.status = '{Status.ACTIVE.value}'
        GROUP BY f.other_id ORDER BY COUNT(*) DESC, f.other_id DESC LIMIT {FOLLOWED}
    ) x
"""  # noqa: S608 (words of ours)
_WORKING = f"""
    FROM profiles_entry e JOIN profiles_profile p ON p.actor_id = e.owner_id
    JOIN actors_actor a ON a.id = e.owner_id
    WHERE e.owner_id IN (%s) AND e.section = '{Section.EXPERIENCE.value}' AND e.organization_id IS NOT NULL
    AND p.experience_audience IN ({_TO_CONNECTIONS}) AND a.status = '{Status.ACTIVE.value}'
"""


@dataclass(frozen=True)
class Theirs:
    """Whom the viewer's people follow, and where their connections work today: how many of them.

    `partly` says that the viewer has more people than were asked.
    """

    followed: Mapping[int, int]
    working: Mapping[int, int]
    partly: bool


def _theirs(mine: Own, now: datetime) -> Theirs:
    """What the viewer's latest connections and followees do; two statements."""
    first, followees = together(
        Reading((("c.other_id", int),), _MINE, (mine.me,)),
        Reading((("f.other_id", int),), _FOLLOWEES, (mine.me,)),
    )
    connections = {one for (one,) in first} - mine.barred
    asked = connections | ({one for (one,) in followees} - mine.barred)
    if not asked:
        return Theirs({}, {}, partly=False)
    followed, working = together(
        Reading((("x.other_id", int), ("x.number", int)), _FOLLOWED, (asked,)),
        Reading(
            (("e.owner_id", int), ("e.organization_id", int), ("e.finished", str)), _WORKING, (connections,)
        ),
    )
    today = {
        (owner, page)
        for owner, page, finished in working
        if months.is_current(Section.EXPERIENCE, finished, now.date())
    }
    partly = ASKED in (len(first), len(followees))
    return Theirs(dict(followed), Counter(page for _, page in today), partly)


_COMPANIES = f"""
    FROM actors_actor a JOIN ties_network n ON n.actor_id = a.id
    WHERE a.id IN (%s) AND a.kind = '{Kind.COMPANY.value}' AND a.status = '{Status.ACTIVE.value}'
    AND NOT EXISTS (SELECT 1 FROM ties_follow f WHERE f.owner_id = %s AND f.other_id = a.id)
"""  # noqa: S608 (words of ours)


def _companies(mine: Own, own_ones: Mapping[int, str], theirs: Theirs) -> list[Worth]:
    ids = {*own_ones, *theirs.followed, *theirs.working} - mine.barred
    if not ids:
        return []
    (rows,) = together(Reading((("a.id", int), ("n.followers", int)), _COMPANIES, (ids, mine.me)))
    return [
        Worth(
            actor_id=one,
            is_company=True,
            followed_by=theirs.followed.get(one, 0),
            work_there=theirs.working.get(one, 0),
            partly=theirs.partly,
            own=own_ones.get(one, ""),
            followers=followers,
        )
        for one, followers in sorted(rows)
    ]
