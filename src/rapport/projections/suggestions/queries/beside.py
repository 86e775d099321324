"""Both lists of suggestions at once, some of each, to stand beside a page: what they share is read once (NET-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.lists import in_order
from rapport.projections.suggestions.queries import follow, people, pool
from rapport.projections.suggestions.queries.follow import FollowSuggestion
from rapport.projections.suggestions.queries.own import owns
from rapport.projections.suggestions.queries.people import Suggestion
from rapport.projections.suggestions.rules.lists import List


def beside(
    viewer: Viewer, *, known: int, worth: int, limits: Limits, now: datetime
) -> tuple[list[Suggestion], list[FollowSuggestion]]:
    """The first `known` people to know and the first `worth` to follow of those who are not among them.

    As the two lists give them; nobody for visitors.
    """
    if viewer.actor_id is None:
        return [], []
    mine = owns(viewer.actor_id, limits, now)
    to_know, to_follow = mine[List.PEOPLE], mine[List.FOLLOW]
    sharing = pool.sharers(to_know)
    near, asked = people.asked(to_know, sharing)
    near_there, theirs, asked_there = follow.asked(to_follow, sharing, now)
    asked, asked_there = asked - to_know.barred, asked_there - to_follow.barred
    anybody = replace(to_know, barred=frozenset())
    found = pool.candidates(anybody, asked | asked_there, sharing.many(), limits, now)
    first = people.ranked(to_know, near, [one for one in found if one.id in asked])[:known]
    there = {one.actor_id for one in first}
    ranked = follow.ranked(to_follow, near_there, theirs, [one for one in found if one.id in asked_there])
    # those of the page of the list that holds as many as could be wanted
    worthy = [one for one in ranked[: worth + known] if one.actor_id not in there][:worth]
    ids = [*there, *(one.actor_id for one in worthy if not one.is_company)]
    shown = {one.id: one for one in in_order(viewer, ids, now)} if ids else {}
    return (
        [people.suggestion(one, shown[one.actor_id]) for one in first],
        follow.suggestions(viewer, worthy, shown),
    )
