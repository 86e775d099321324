"""Home of a member: what waits for an answer, and where to begin; visitors are welcomed instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.content.exchange.queries import offers as offering
from rapport.content.profiles.queries import milestones
from rapport.content.recommendations.queries import own as references
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import feed, groups_parts, letters, suggestions
from rapport.interfaces.web.accounts_joining import welcome
from rapport.interfaces.web.cards import budget, cards
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.masthead import badges_for
from rapport.interfaces.web.milestones import milestone_part
from rapport.interfaces.web.recommendations import my_name
from rapport.interfaces.web.requests import (
    SeeOther,
    by_htmx,
    cursor_of,
    door,
    limits_of,
    me,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.vouching_parts import own_row
from rapport.people.groups.queries import waiting as groups
from rapport.people.relationships.queries import budget as budgets
from rapport.people.relationships.queries import invitations, lists
from rapport.people.relationships.queries.invitations import Direction, InvitationView
from rapport.people.relationships.rules.inviting import refuse_at_cap
from rapport.people.relationships.rules.process import State, Tray

_ = words.translate

SHOWN = 5
"""How many letters and requests stand on the page before it points to My network."""
KNOW_SHOWN, FOLLOW_SHOWN = 3, 2
"""How many suggestions stand in the rail."""
KNOWN_SHOWN = 3
"""How many people from the contact book stand on the page before it points there."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the member who looks; visitors are welcomed."""
    if viewer_of(request).is_visitor:
        return SeeOther(door(request)) if request.user.is_authenticated else welcome(request)
    if by_htmx(request) and cursor_of(request):
        return render(request, "home/more.html", feed.column(request))
    counts = lists.network_counts(me(request))
    shown = _waiting(request, counts) | _standing(request, counts)
    shown |= suggestions.beside(request, KNOW_SHOWN, FOLLOW_SHOWN)
    found = milestones.milestones(viewer_of(request), now_of(request), SHOWN)
    shown["milestones"] = [milestone_part(one, viewer_of(request)) for one in found]
    return render(request, "home/index.html", shown | feed.column(request))


def _waiting(request: HttpRequest, counts: lists.NetworkCounts) -> dict[str, object]:
    """Letters to answer, questions to one's own invitations, requests to follow."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    received = invitations.invitations(
        viewer,
        direction=Direction.RECEIVED,
        state=State.PENDING,
        tray=Tray.INBOX,
        size=SHOWN,
        limits=limits,
        now=now,
    )
    sent = invitations.invitations(
        viewer, direction=Direction.SENT, state=State.PENDING, asked=True, size=SHOWN, limits=limits, now=now
    )
    requests = lists.follow_requests(viewer, size=SHOWN, now=now)
    known, known_count = offering.offers(viewer, size=KNOWN_SHOWN, limits=limits, now=now)
    full = refuse_at_cap(counts.connections, limits)
    refused = refusal(full) if full else None
    return {
        "letters": letters.letters(received.items, viewer, accept_refusal=refused),
        "questions": [letters.sent(view, viewer, limits) for view in sent.items if _asks(view)],
        "requests": cards(requests.items, viewer),
        "more_requests": requests.next is not None,
        "group_letters": [
            groups_parts.letter(one, viewer) for one in groups.received(viewer, size=SHOWN, now=now).items
        ],
        "group_requests": groups.to_answer(viewer),
        "known": cards([one.person for one in known], viewer),
        "known_count": known_count,
        "references": [
            own_row(one, viewer, my_name(request)) for one in references.waiting_list(viewer, SHOWN, now)
        ],
    }


def _asks(view: InvitationView) -> bool:
    """Whether the recipient asked something that the sender has not answered yet."""
    return bool(view.replies) and not view.replies[-1].mine


def _standing(request: HttpRequest, counts: lists.NetworkCounts) -> dict[str, object]:
    """One's own figures and budget, for the rail."""
    limits, now = limits_of(request), now_of(request)
    waiting = badges_for(request).waiting
    return {
        "counts": counts,
        "inbox": waiting.inbox,
        "filtered": waiting.filtered,
        "sent": waiting.sent,
        "budget": budget(budgets.budget_of(me(request), limits, now), limits),
        "begin": counts.connections == 0 and counts.following == 0,
        "community": limits.community_name,
    }


urlpatterns = [path("", home, name="home")]
