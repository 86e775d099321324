"""What waits on Home for the member who looks: one statement says of what kinds anything is there at all."""

from __future__ import annotations

from django.http import HttpRequest

from rapport.content.exchange.queries import offers as offering
from rapport.content.recommendations.queries import own as references
from rapport.interfaces.web import groups_parts, letters
from rapport.interfaces.web.cards import budget, cards
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.masthead import badges_for
from rapport.interfaces.web.recommendations import my_name
from rapport.interfaces.web.requests import limits_of, me, now_of, viewer_of
from rapport.interfaces.web.vouching_parts import own_row
from rapport.kernel.rows import together
from rapport.people.groups.queries import waiting as groups
from rapport.people.relationships.queries import budget as budgets
from rapport.people.relationships.queries import invitations, lists
from rapport.people.relationships.queries.invitations import Direction, InvitationView
from rapport.people.relationships.rules.inviting import refuse_at_cap
from rapport.people.relationships.rules.process import State, Tray

SHOWN = 5
"""How many letters and requests stand on the page before it points to My network."""
KNOWN_SHOWN = 3
"""How many people from the contact book stand on the page before it points there."""


def standing(request: HttpRequest) -> dict[str, object]:
    """What waits, and one's own figures and budget for the rail.

    What is there is read in full; of what is not there nothing is asked but that it is not.
    """
    my_id, limits, now = me(request), limits_of(request), now_of(request)
    asked = [
        lists.network_counts_readings(my_id),
        budgets.budget_readings(my_id, limits, now),
        (invitations.asked_reading(my_id, now), lists.requests_reading(my_id)),
        groups.waiting_readings(my_id),
        offering.offers_readings(my_id),
        (references.waiting_reading(my_id),),
    ]
    rest = iter(together(*(reading for some in asked for reading in some)))
    figures, spent, *waiting = ([next(rest) for _ in some] for some in asked)
    counts = lists.network_counts_from(figures)
    (questions, requests, invited, to_answer, mine, theirs, texts) = (
        rows[0][0] for some in waiting for rows in some
    )
    badges = badges_for(request).waiting
    return {
        **_letters(request, counts.connections, bool(badges.inbox), bool(questions)),
        **_requests(request, bool(requests)),
        **_groups(request, bool(invited), bool(to_answer)),
        **_known(request, bool(mine or (theirs and limits.contact_book))),
        "references": _references(request) if texts else [],
        "counts": counts,
        "inbox": badges.inbox,
        "filtered": badges.filtered,
        "sent": badges.sent,
        "budget": budget(budgets.budget_from(spent, limits, now), limits),
        "begin": counts.connections == 0 and counts.following == 0,
        "community": limits.community_name,
    }


def _letters(request: HttpRequest, connections: int, received: bool, asked: bool) -> dict[str, object]:
    """Letters to answer, and questions to one's own invitations."""
    viewer, limits = viewer_of(request), limits_of(request)
    full = refuse_at_cap(connections, limits)
    got = _invitations(request, Direction.RECEIVED) if received else []
    sent = _invitations(request, Direction.SENT, asked=True) if asked else []
    return {
        "letters": letters.letters(got, viewer, accept_refusal=refusal(full) if full else None),
        "questions": [letters.sent(view, viewer, limits) for view in sent if _asks(view)],
    }


def _invitations(request: HttpRequest, direction: Direction, *, asked: bool = False) -> list[InvitationView]:
    return invitations.invitations(
        viewer_of(request), direction=direction, state=State.PENDING, tray=Tray.INBOX, asked=asked, size=SHOWN,
        limits=limits_of(request), now=now_of(request),
    ).items  # fmt: skip


def _asks(view: InvitationView) -> bool:
    """Whether the recipient asked something that the sender has not answered yet."""
    return bool(view.replies) and not view.replies[-1].mine


def _requests(request: HttpRequest, any_there: bool) -> dict[str, object]:
    if not any_there:
        return {"requests": (), "more_requests": False}
    found = lists.follow_requests(viewer_of(request), size=SHOWN, now=now_of(request))
    return {"requests": cards(found.items, viewer_of(request)), "more_requests": found.next is not None}


def _groups(request: HttpRequest, invited: bool, to_answer: bool) -> dict[str, object]:
    viewer = viewer_of(request)
    received = groups.received(viewer, size=SHOWN, now=now_of(request)).items if invited else []
    return {
        "group_letters": [groups_parts.letter(one, viewer) for one in received],
        "group_requests": groups.to_answer(viewer) if to_answer else [],
    }


def _known(request: HttpRequest, any_there: bool) -> dict[str, object]:
    if not any_there:
        return {"known": (), "known_count": 0}
    viewer = viewer_of(request)
    known, count = offering.offers(viewer, size=KNOWN_SHOWN, limits=limits_of(request), now=now_of(request))
    return {"known": cards([one.person for one in known], viewer), "known_count": count}


def _references(request: HttpRequest) -> list[object]:
    waiting = references.waiting_list(viewer_of(request), SHOWN, now_of(request))
    return [own_row(one, viewer_of(request), my_name(request)) for one in waiting]
