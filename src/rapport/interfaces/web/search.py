"""Finding people, posts, hashtags, companies and groups; results as one types, and a form without script (NET-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_safe

from rapport.content.profiles.rules.sections import OpenTo
from rapport.interfaces.web import companies_cards, groups_parts, pairs, search_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.parts import PersonCard, Tab, TiePair
from rapport.interfaces.web.profile_words import OPEN_TO
from rapport.interfaces.web.requests import (
    cursor_of,
    door,
    limits_of,
    more_url,
    now_of,
    one_of,
    typed_of,
    viewer_of,
)
from rapport.kernel import text
from rapport.kernel.errors import Unauthenticated
from rapport.people.audience import Viewer
from rapport.people.groups.queries.places import GroupFace
from rapport.people.groups.queries.shared import own_groups
from rapport.projections.search.queries import hashtags, people, places, posts
from rapport.projections.search.queries.hashtags import HashtagHits
from rapport.projections.search.queries.people import Degree, Hit, Hits, Wanted
from rapport.projections.search.queries.places import Places
from rapport.projections.search.queries.posts import PostHits
from rapport.projections.search.rules.fields import Field
from rapport.projections.search.rules.ranking import RANKED_AT_MOST

_ = words.translate

COMPLETED = 6
"""So many names are offered while somebody types."""
SHORTEST_BEGINNING = 2


class Kind(StrEnum):
    """What is looked for; each has a tab."""

    PEOPLE = "people"
    POSTS = "posts"
    HASHTAGS = "hashtags"
    COMPANIES = "companies"
    GROUPS = "groups"


_TABS: Mapping[Kind, str] = {
    Kind.PEOPLE: _noop("People"),
    Kind.POSTS: _noop("Posts"),
    Kind.HASHTAGS: _noop("Hashtags"),
    Kind.COMPANIES: _noop("Companies"),
    Kind.GROUPS: _noop("Groups"),
}
_DEGREES: Mapping[str, str] = {
    "": _noop("Anyone"),
    Degree.FIRST.value: _noop("1st"),
    Degree.SECOND.value: _noop("2nd"),
    Degree.BEYOND.value: _noop("3rd and beyond"),
}
_LINES: Mapping[str, str] = {
    "company": _noop("Company"),
    "school": _noop("School"),
    "location": _noop("Place"),
    "skill": _noop("Skill"),
}
_REASONS: Mapping[Field, str] = {
    Field.COMPANY: _noop("Works or worked at {text}"),
    Field.SCHOOL: _noop("Studied at {text}"),
    Field.LOCATION: _noop("Lives in {text}"),
    Field.SKILL: _noop("Skill: {text}"),
}
_NEAR: Mapping[int | None, str] = {
    0: _noop("you"),
    1: _noop("1st"),
    2: _noop("2nd"),
    3: _noop("3rd"),
    None: "",
}


@dataclass(frozen=True)
class Row:
    """Somebody who was found: why, and what one may do about them."""

    person: PersonCard
    why: tuple[str, ...]
    pair: TiePair | None


@dataclass(frozen=True)
class Choice:
    """One of several that one may choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A filter that is typed."""

    name: str
    label: str
    value: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Whom or what fits the words of `q`: people with filters, posts, hashtags, companies, or groups."""
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    kind = Kind(one_of(request, "kind", tuple(Kind), Kind.PEOPLE.value))
    q = typed_of(request, "q")
    context: dict[str, Any] = {"q": q, "kind": kind.value, "tabs": _tabs(kind, q), "asked": bool(q)}
    if kind is Kind.PEOPLE:
        wanted = _wanted(request, q)
        context |= _people(request, viewer, wanted)
        context |= _filters(viewer, wanted)
    else:
        context |= _OTHERS[kind](request, viewer, q)
    return render(request, "search/index.html", context)


def _posts(request: HttpRequest, viewer: Viewer, q: str) -> dict[str, Any]:
    limits = limits_of(request)
    hits = posts.posts(
        viewer, q, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now_of(request)
    )
    return {"rows": [search_parts.found_post(one, viewer) for one in hits.items], **_said(request, hits)}


def _hashtags(request: HttpRequest, viewer: Viewer, q: str) -> dict[str, Any]:
    limits = limits_of(request)
    hits = hashtags.hashtags(viewer, q, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    return {"rows": hits.items, "door": door(request) if viewer.is_visitor else "", **_said(request, hits)}


def _companies(request: HttpRequest, viewer: Viewer, q: str) -> dict[str, Any]:
    limits, way = limits_of(request), door(request)
    pages = places.companies(viewer, q, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    rows = [companies_cards.in_list(one, viewer, way) for one in pages.items]
    return {"rows": rows, **_said(request, pages)}


def _groups(request: HttpRequest, viewer: Viewer, q: str) -> dict[str, Any]:
    limits = limits_of(request)
    groups = places.groups(viewer, q, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    return {"rows": [groups_parts.tile(one) for one in groups.items], **_said(request, groups)}


_OTHERS: Mapping[Kind, Callable[[HttpRequest, Viewer, str], dict[str, Any]]] = {
    Kind.POSTS: _posts,
    Kind.HASHTAGS: _hashtags,
    Kind.COMPANIES: _companies,
    Kind.GROUPS: _groups,
}


def _wanted(request: HttpRequest, q: str) -> Wanted:
    """What the address asks for; a choice that is none of ours asks for nothing."""
    degree = one_of(request, "degree", tuple(Degree), "")
    open_to = one_of(request, "open_to", tuple(OpenTo), "")
    group = typed_of(request, "group").removeprefix("@")
    return Wanted(
        q=q,
        degree=Degree(degree) if degree and not viewer_of(request).is_visitor else None,
        open_to=OpenTo(open_to) if open_to else None,
        group=group if text.is_handle(group) else "",
        **{name: typed_of(request, name) for name in _LINES},
    )


def _people(request: HttpRequest, viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    if wanted == Wanted():
        return {"rows": [], **_said(request, people.NOBODY)}
    limits = limits_of(request)
    hits = people.find(
        viewer, wanted, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now_of(request)
    )
    return {
        "rows": [_row(request, viewer, hit) for hit in hits.items],
        "asked": True,
        "meant": hits.meant,
        "meant_url": f"{reverse('search')}?{urlencode({'q': hits.meant})}",
        **_said(request, hits),
    }


def _row(request: HttpRequest, viewer: Viewer, hit: Hit) -> Row:
    person = card(hit.person, viewer)
    why = tuple(
        _(_REASONS[one.field], text=words.bdi(one.text)) for one in hit.reasons if one.field in _REASONS
    )
    tie = hit.relationship
    return Row(person, why, pairs.in_list(person, tie, limits_of(request)) if tie else None)


def _said(request: HttpRequest, found: Hits | Places[Any] | PostHits | HashtagHits) -> dict[str, Any]:
    return {
        "count": found.count,
        "many": found.more,
        "at_most": RANKED_AT_MOST,
        "similar": found.similar,
        "more": more_url(request, found.next),
        "first_page": cursor_of(request) is None,
    }


def _tabs(kind: Kind, q: str) -> list[Tab]:
    address = reverse("search")
    kept = {"q": q} if q else {}
    return [
        Tab(_(label), f"{address}?{urlencode(kept | {'kind': one.value})}", one is kind)
        for one, label in _TABS.items()
    ]


def _filters(viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    """The form of filters, filled in; those of ties are for members."""
    own = [] if viewer.is_visitor else own_groups(viewer)
    if wanted.group and wanted.group not in {group.handle for group in own}:
        own = [*own, GroupFace(0, wanted.group, f"@{wanted.group}")]
    degree = wanted.degree.value if wanted.degree else ""
    chosen = wanted.open_to.value if wanted.open_to else ""
    given = [wanted.degree, wanted.open_to, wanted.group, *(getattr(wanted, name) for name in _LINES)]
    return {
        "unfiltered_url": f"{reverse('search')}?{urlencode({'q': wanted.q})}",
        "degrees": [] if viewer.is_visitor else _choices(_DEGREES, degree),
        "lines": [Line(name, _(label), getattr(wanted, name)) for name, label in _LINES.items()],
        "open_to": _choices({"": _noop("Anything"), **{one.value: OPEN_TO[one] for one in OpenTo}}, chosen),
        "groups": [Choice("", _("Any group"), not wanted.group)]
        + [Choice(group.handle, group.name, group.handle == wanted.group) for group in own],
        "filtered": sum(bool(one) for one in given),
    }


def _choices(labels: Mapping[str, str], chosen: str) -> list[Choice]:
    return [Choice(value, _(label), value == chosen) for value, label in labels.items()]


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """The first who fit what is typed so far, for the list below the search box."""
    viewer, q = viewer_of(request), typed_of(request, "q")
    items = []
    if len(q) >= SHORTEST_BEGINNING:
        hits = people.find(viewer, Wanted(q), size=COMPLETED, limits=limits_of(request), now=now_of(request))
        items = [_offer(card(hit.person, viewer)) for hit in hits.items]
    return JsonResponse({"items": items})


def _offer(one: PersonCard) -> dict[str, Any]:
    near = _(_NEAR[one.degree]) if one.shows_degree and _NEAR[one.degree] else ""
    return {
        "name": one.name,
        "url": one.url,
        "near": near,
        "common": words.translate_plural(
            "{count} mutual connection", "{count} mutual connections", one.mutual_count
        )
        if one.mutual_count
        else "",
        "headline": one.headline,
        "initials": text.initials(one.name),
        "hue": text.hue(one.handle),
        "picture": f"{one.picture}/48" if one.picture else "",
    }


urlpatterns = [
    path("search", search, name="search"),
    path("search/complete", complete, name="search_complete"),
]
