"""Company pages as everybody reads them: the list, one page, its people and followers, following (PRO-6, REL-5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.content.profiles.queries import people as workers
from rapport.content.profiles.queries.people import Employee
from rapport.interfaces.web import companies_cards as companies_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card, cards
from rapport.interfaces.web.companies_meta import meta
from rapport.interfaces.web.parts import PersonCard, Tab
from rapport.interfaces.web.requests import (
    back,
    cursor_of,
    door,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    one_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Absent, Unauthenticated
from rapport.people import visibility
from rapport.people.audience import Viewer
from rapport.people.organizations.queries import pages, standing
from rapport.people.organizations.queries.pages import CompanyPage
from rapport.people.organizations.rules import Verb, refuse_making
from rapport.people.relationships.actions import following
from rapport.people.relationships.queries import lists

_ = words.translate

LONGEST = 100
"""Characters of a search that are read."""
SHOWN = 6
"""How many people of a company stand on its page before it points to all of them."""


def typed(request: HttpRequest) -> str:
    """What is looked for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def page_of(request: HttpRequest, company: str) -> CompanyPage:
    """What this reader sees of a company.

    Raises: Unauthenticated, where visitors see nothing at all; Absent.
    """
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    return pages.company_page(viewer, company, limits)


def kept(request: HttpRequest, company: str, verb: Verb) -> CompanyPage:
    """The page of a company on which this member may do something.

    Raises: Absent, where they may not: that address is not there for them.
    """
    page = page_of(request, company)
    if verb not in page.may:
        raise Absent
    return page


@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """Every company with a page here, by name, or those that fit `q`; beside it the reader's own pages."""
    viewer, limits, q = viewer_of(request), limits_of(request), typed(request)
    found = pages.companies(viewer, q=q, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    if found.hidden:
        raise Unauthenticated
    way = door(request)
    context = {
        "rows": [companies_parts.in_list(one, viewer, way) for one in found.items],
        "own": [companies_parts.in_list(one, viewer, way) for one in pages.own(viewer)],
        "q": q,
        "more": more_url(request, found.next),
        "may_make": _may_make(request, viewer),
        "is_member": not viewer.is_visitor,
    }
    return render(request, "companies/index.html", context)


def _may_make(request: HttpRequest, viewer: Viewer) -> bool:
    if viewer.actor_id is None:
        return False
    made = standing.made(viewer.actor_id)
    return refuse_making(is_organiser=viewer.is_organiser, made=made, limits=limits_of(request)) is None


@require_safe
def company(request: HttpRequest, company: str) -> HttpResponse:
    """The page of a company: what it says, who of the reader's network works there, and what one may do."""
    page, viewer = page_of(request, company), viewer_of(request)
    now, one = now_of(request), page.company
    counts = workers.employee_counts(viewer, one.id, now)
    near = workers.employees(viewer, one.id, size=SHOWN, now=now).items
    context = {
        "page": page,
        "company": companies_parts.card(one),
        "size": _(companies_parts.SIZES[one.size]) if one.size else "",
        "pair": companies_parts.pair(one, viewer, door(request)),
        "people": [employee(person, viewer) for person in near],
        "counts": counts,
        "role": _(companies_parts.OWN[one.role]) if one.role else "",
        "offered": one.offered and _(companies_parts.ROLES[one.offered]),
        "power": one.offered and _(companies_parts.POWERS[one.offered]),
        "may_edit": Verb.EDIT in page.may,
        "may_see_roles": Verb.SEE_ROLES in page.may,
        "meta": meta(page, limits_of(request)),
        "is_member": not viewer.is_visitor,
    }
    return render(request, "companies/page.html", context)


@dataclass(frozen=True)
class EmployeeRow:
    """Somebody who works or worked there, and as what."""

    person: PersonCard
    words: str


def employee(one: Employee, viewer: Viewer) -> EmployeeRow:
    """A person of a company as a row: position and years."""
    start, end = one.started[:4], _("today") if one.is_current else one.finished[:4]
    years = _("{start} to {end}", start=start, end=end) if start and end and start != end else start or ""
    return EmployeeRow(card(one.person, viewer), " · ".join(part for part in (one.title, years) if part))


def tabs(page: CompanyPage, current: str) -> list[Tab]:
    """The pages of a company; that of its roles for those who look after it."""
    handle = page.company.handle
    names = {"company": _("Page"), "company_people": _("People"), "company_followers": _("Followers")}
    if Verb.SEE_ROLES in page.may:
        names["company_roles"] = _("Roles")
    return [Tab(label, reverse(name, args=[handle]), name == current) for name, label in names.items()]


@require_safe
def people(request: HttpRequest, company: str) -> HttpResponse:
    """Who works at a company or did, the nearest to the reader first, as far as each shows it (PRO-6)."""
    page, viewer, now = page_of(request, company), viewer_of(request), now_of(request)
    which = one_of(request, "show", ("current", "past"), "current")
    near = one_of(request, "degree", ("1", "2"), "")
    found = workers.employees(
        viewer,
        page.company.id,
        past=which == "past",
        degree=int(near) if near else None,
        cursor=cursor_of(request),
        size=limits_of(request).page_size,
        now=now,
    )
    counts = workers.employee_counts(viewer, page.company.id, now)
    context = {
        "company": companies_parts.card(page.company),
        "tabs": tabs(page, "company_people"),
        "rows": [employee(one, viewer) for one in found.items],
        "filters": companies_parts.filters(page.company.handle, which, near, counts, viewer),
        "past": which == "past",
        "near": near,
        "more": more_url(request, found.next),
    }
    return render(request, "companies/people.html", context)


@require_safe
def followers(request: HttpRequest, company: str) -> HttpResponse:
    """Who follows a company and may be named, for members; visitors read the number alone (REL-2, REL-5)."""
    page, viewer = page_of(request, company), viewer_of(request)
    found = lists.followers(
        viewer,
        page.company.id,
        cursor=cursor_of(request),
        size=limits_of(request).page_size,
        now=now_of(request),
    )
    context = {
        "company": companies_parts.card(page.company),
        "tabs": tabs(page, "company_followers"),
        "people": cards(found.items, viewer),
        "hidden": found.hidden,
        "door": door(request),
        "counted": page.company.follower_count,
        "more": more_url(request, found.next),
    }
    return render(request, "companies/followers.html", context)


@require_POST
@member_required
def follow(request: HttpRequest, company: str) -> HttpResponse:
    """Follow a company; `private` on or off says whether one is named among its followers (REL-2, REL-5)."""
    found = visibility.company(viewer_of(request), company, limits_of(request))
    private = {"on": True, "off": False}.get(request.POST.get("private", ""))
    following.follow(follower=me(request), followee=found.pk, private=private, now=now_of(request))
    if private:
        say(request, _("You follow {name} privately. Nobody there sees it.", name=found.name))
    else:
        undo = Action(_("Undo"), reverse("company_unfollow", args=[company]))
        say(request, _("You follow {name}. Nobody is told.", name=found.name), undo)
    return back(request, reverse("company", args=[company]))


@require_POST
@member_required
def unfollow(request: HttpRequest, company: str) -> HttpResponse:
    """Stop following a company; nobody is told (REL-3)."""
    found = visibility.company(viewer_of(request), company, limits_of(request))
    following.unfollow(follower=me(request), followee=found.pk)
    say(request, _("You no longer follow {name}. Nobody is told.", name=found.name))
    return back(request, reverse("company", args=[company]))


@require_safe
@member_required
def complete(request: HttpRequest) -> HttpResponse:
    """Companies whose name begins as what is typed does, for the fields that ask for one."""
    found = pages.complete(viewer_of(request), typed(request))
    return JsonResponse({"items": [one.__dict__ for one in found]})


urlpatterns = [
    path("companies", companies, name="companies"),
    path("companies/complete", complete, name="companies_complete"),
    path("companies/<slug:company>", company, name="company"),
    path("companies/<slug:company>/people", people, name="company_people"),
    path("companies/<slug:company>/followers", followers, name="company_followers"),
    path("companies/<slug:company>/follow", follow, name="company_follow"),
    path("companies/<slug:company>/unfollow", unfollow, name="company_unfollow"),
]
