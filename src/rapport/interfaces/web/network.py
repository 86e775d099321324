"""My network: letters that wait, what one has sent, and the people of each tie (REL-1 to REL-18)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.interfaces.web import companies_cards, letters, network_rows, suggestions
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import budget
from rapport.interfaces.web.masthead import badges_for
from rapport.interfaces.web.network_words import door, would_like
from rapport.interfaces.web.parts import Chip, Refusal, Tab
from rapport.interfaces.web.requests import (
    back,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    one_of,
    typed_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.people import visibility
from rapport.people.organizations.queries import pages
from rapport.people.relationships.actions import following as follows
from rapport.people.relationships.queries import invitations, lists, notes
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.queries.invitations import Direction
from rapport.people.relationships.queries.lists import PeopleList, Sort
from rapport.people.relationships.rules.process import State, Tray
from rapport.people.ties import queries as ties
from rapport.people.ties.rules import FollowPolicy

_ = words.translate

SUGGESTED = 3
"""So many suggestions stand beneath the letters."""
SORTS = tuple(sort.value for sort in Sort)


def network_page(request: HttpRequest, tab: str, template: str, **own: Any) -> HttpResponse:
    """One page of My network: the figures above, the tabs, and beside it the budget and the front door."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    network = ties.network_of(me(request))
    requests = lists.request_count(viewer)
    context = {
        "counts": lists.network_counts(network.pk),
        "tabs": _tabs(tab, requests=requests, asks=network.follow_policy == FollowPolicy.ON_REQUEST.value),
        "budget": budget(budget_of(network.pk, limits, now), limits),
        "door": door(network),
        "more": "",
        **own,
    }
    return render(request, f"network/{template}.html", context)


def _tabs(current: str, *, requests: int, asks: bool) -> tuple[Tab, ...]:
    """The pages of My network; requests have one while there are any, or where one asks for them."""
    pages = [
        ("network", _("Invitations"), None),
        ("network_connections", _("Connections"), None),
        ("network_picture", _("Picture"), None),
        ("network_following", _("Following"), None),
        ("network_followers", _("Followers"), None),
        ("network_requests", _("Requests"), requests or None),
        ("network_blocked", _("Blocked"), None),
    ]
    return tuple(
        Tab(label, reverse(name), current=name == current, count=count)
        for name, label, count in pages
        if name != "network_requests" or requests or asks or name == current
    )


# Letters


def _full(request: HttpRequest) -> Refusal | None:
    """Why nobody can be accepted now: one's network is full (REL-9)."""
    cap = limits_of(request).connection_cap
    if ties.network_of(me(request)).connections < cap:
        return None
    sentence = _(
        "You have {cap} connections, the most anyone can have. Following has no limit.", cap=words.number(cap)
    )
    return Refusal("connection_cap", sentence)


def _received(request: HttpRequest, tray: Tray) -> dict[str, Any]:
    viewer, now = viewer_of(request), now_of(request)
    found = invitations.invitations(
        viewer,
        direction=Direction.RECEIVED,
        state=State.PENDING,
        tray=tray,
        cursor=cursor_of(request),
        size=limits_of(request).page_size,
        limits=limits_of(request),
        now=now,
    )
    full = _full(request)
    return {
        "letters": letters.letters(found.items, viewer, accept_refusal=full),
        "waiting": badges_for(request).waiting,
        "more": more_url(request, found.next),
    }


@require_safe
@member_required
def received(request: HttpRequest) -> HttpResponse:
    """The letters of the inbox tray, with all answers; the filtered ones are counted, not shown (REL-7, REL-13)."""
    own = {**_received(request, Tray.INBOX), **suggestions.beside(request, SUGGESTED, 0)}
    return network_page(request, "network", "received", heading=would_like(own["waiting"].inbox), **own)


@require_safe
@member_required
def filtered(request: HttpRequest) -> HttpResponse:
    """The letters of the filtered tray, seen by whoever opens it; nobody learns of either (REL-13)."""
    return network_page(request, "network", "filtered", **_received(request, Tray.FILTERED))


@require_safe
@member_required
def sent(request: HttpRequest) -> HttpResponse:
    """One's own invitations that wait, as far as a sender may know (REL-11)."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    found = invitations.invitations(
        viewer,
        direction=Direction.SENT,
        state=State.PENDING,
        cursor=cursor_of(request),
        size=limits.page_size,
        limits=limits,
        now=now,
    )
    return network_page(
        request,
        "network",
        "sent",
        letters=[letters.sent(view, viewer, limits) for view in found.items],
        more=more_url(request, found.next),
    )


@require_safe
@member_required
def earlier(request: HttpRequest) -> HttpResponse:
    """What was answered, withdrawn or lapsed, on either side, as far as this side may know (REL-11)."""
    side = one_of(request, "side", (Direction.RECEIVED, Direction.SENT), Direction.RECEIVED)
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    found = invitations.invitations(
        viewer,
        direction=Direction(side),
        tray=None,
        settled=True,
        cursor=cursor_of(request),
        size=limits.page_size,
        limits=limits,
        now=now,
    )
    names = ((Direction.RECEIVED, _("From others")), (Direction.SENT, _("From you")))
    address = reverse("network_earlier")
    return network_page(
        request,
        "network",
        "earlier",
        rows=[network_rows.settled(view, viewer) for view in found.items],
        sides=[Chip(label, f"{address}?side={one.value}", current=one == side) for one, label in names],
        received=side == Direction.RECEIVED,
        more=more_url(request, found.next),
    )


# People


@require_safe
@member_required
def connections(request: HttpRequest) -> HttpResponse:
    """One's connections: searched, sorted, or those with a tag of one's own (REL-15, REL-18)."""
    viewer, now, size = viewer_of(request), now_of(request), limits_of(request).page_size
    q, tag = typed_of(request, "q"), typed_of(request, "tag")
    sort = Sort(one_of(request, "sort", SORTS, Sort.RECENT.value))
    cursor = cursor_of(request)
    if tag:
        found = notes.tagged(viewer, tag, cursor=cursor, size=size, now=now)
    else:
        found = lists.connections(viewer, me(request), sort=sort, q=q, cursor=cursor, size=size, now=now)
    return _people(
        request,
        "network_connections",
        found,
        q=q,
        tag=tag,
        sort=sort.value,
        filters=_filters(request, q, tag, sort),
    )


def _filters(request: HttpRequest, q: str, tag: str, sort: Sort) -> list[Chip]:
    """The orders of the list, and one's own tags."""
    address = reverse("network_connections")

    def to(**asked: str) -> str:
        return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"

    chips = [
        Chip(_("Latest first"), to(q=q), current=not tag and sort is Sort.RECENT),
        Chip(_("By name"), to(q=q, sort=Sort.NAME.value), current=not tag and sort is Sort.NAME),
    ]
    for one in notes.tags_of(viewer_of(request)):
        current = one.casefold() == tag.casefold()
        chips.append(
            Chip(
                _("Tagged “{tag}”", tag=one),
                address if current else to(tag=one),
                current=current,
                removable=current,
            )
        )
    return chips


@require_safe
@member_required
def following(request: HttpRequest) -> HttpResponse:
    """Whom one follows, also privately, and what rests because a door was closed (REL-1, REL-2)."""
    q = typed_of(request, "q")
    size = limits_of(request).page_size
    found = lists.following(
        viewer_of(request), q=q, cursor=cursor_of(request), size=size, now=now_of(request)
    )
    return _people(request, "network_following", found, q=q, kinds=kinds_of("network_following"))


def kinds_of(current: str) -> list[Chip]:
    """What one follows: people, companies, or hashtags (REL-5)."""
    labels = (
        ("network_following", _("People")),
        ("network_companies", _("Companies")),
        ("network_hashtags", _("Hashtags")),
    )
    return [Chip(label, reverse(name), current=name == current) for name, label in labels]


@require_safe
@member_required
def followed_companies(request: HttpRequest) -> HttpResponse:
    """The companies one follows, also privately, latest first (REL-5)."""
    viewer, size = viewer_of(request), limits_of(request).page_size
    found = pages.followed(viewer, cursor=cursor_of(request), size=size)
    return network_page(
        request,
        "network_following",
        "companies",
        rows=[companies_cards.in_list(one, viewer, "") for one in found.items],
        kinds=kinds_of("network_companies"),
        more=more_url(request, found.next),
    )


@require_safe
@member_required
def followers(request: HttpRequest) -> HttpResponse:
    """Who follows one and may be named; private followers are counted alone (REL-2)."""
    q = typed_of(request, "q")
    viewer, size = viewer_of(request), limits_of(request).page_size
    found = lists.followers(
        viewer, me(request), q=q, cursor=cursor_of(request), size=size, now=now_of(request)
    )
    return _people(request, "network_followers", found, q=q)


@require_safe
@member_required
def follow_requests(request: HttpRequest) -> HttpResponse:
    """Who asks to follow and waits; a refused one is never told (REL-1)."""
    size = limits_of(request).page_size
    found = lists.follow_requests(
        viewer_of(request), cursor=cursor_of(request), size=size, now=now_of(request)
    )
    return _people(request, "network_requests", found)


def _people(request: HttpRequest, tab: str, found: PeopleList, **own: Any) -> HttpResponse:
    """A page of people, each with what stands between the two and what one may do."""
    viewer = viewer_of(request)
    own.setdefault("q", "")
    return network_page(
        request,
        tab,
        tab.removeprefix("network_"),
        rows=network_rows.rows(viewer, found.items, now_of(request)),
        more=more_url(request, found.next),
        **own,
    )


@require_safe
@member_required
def blocked(request: HttpRequest) -> HttpResponse:
    """Whom one has blocked; they are not told, and unblocking restores nothing (REL-17)."""
    size = limits_of(request).page_size
    found = lists.blocked(viewer_of(request), cursor=cursor_of(request), size=size, now=now_of(request))
    rows = [network_rows.blocked(person) for person in found.items]
    return network_page(request, "network_blocked", "blocked", rows=rows, more=more_url(request, found.next))


@require_POST
@member_required
def accept_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Let somebody follow who asked to; nobody is told (REL-1)."""
    asker = visibility.member(viewer_of(request), handle, limits_of(request))
    follows.accept_request(owner=me(request), requester=asker.pk, now=now_of(request))
    say(request, _("{name} follows you now.", name=words.first_name(asker.name)))
    return back(request, reverse("network_requests"))


@require_POST
@member_required
def refuse_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Refuse a request to follow; to them it goes on looking asked (REL-1)."""
    asker = visibility.member(viewer_of(request), handle, limits_of(request))
    follows.refuse_request(owner=me(request), requester=asker.pk)
    say(
        request, _("Refused. {name} is not told, and does not follow you.", name=words.first_name(asker.name))
    )
    return back(request, reverse("network_requests"))


urlpatterns = [
    path("network", received, name="network"),
    path("network/filtered", filtered, name="network_filtered"),
    path("network/sent", sent, name="network_sent"),
    path("network/earlier", earlier, name="network_earlier"),
    path("network/connections", connections, name="network_connections"),
    path("network/following", following, name="network_following"),
    path("network/companies", followed_companies, name="network_companies"),
    path("network/followers", followers, name="network_followers"),
    path("network/requests", follow_requests, name="network_requests"),
    path("network/requests/<slug:handle>/accept", accept_request, name="request_accept"),
    path("network/requests/<slug:handle>/refuse", refuse_request, name="request_refuse"),
    path("network/blocked", blocked, name="network_blocked"),
]
