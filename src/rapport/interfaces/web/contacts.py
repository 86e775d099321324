"""The private contact book: who stands in it, who of them is here, and forgetting them (OPS-1)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.exchange.queries import offers as offering
from rapport.content.exchange.queries.offers import Offer
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import CONTEXTS, budget, card
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.parts import PersonCard
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    typed_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people import visibility
from rapport.people.contacts import actions, queries
from rapport.people.contacts.rules import How
from rapport.people.relationships.actions import following, inviting
from rapport.people.relationships.queries.budget import budget_of

_ = words.translate

OFFERED = 50
"""So many offers stand on one page; those that are taken or put aside make room for the next."""

_HOW = {
    How.ADDRESS: _noop("You have their email address."),
    How.LINK: _noop("They show the profile link that you know."),
    How.JOINED: _noop("They joined with an address that you have."),
}


@dataclass(frozen=True)
class OfferRow:
    """A member to invite or follow, and how one knows of them."""

    person: PersonCard
    why: str
    invite: bool
    follow: bool


def _offer_row(one: Offer, request: HttpRequest) -> OfferRow:
    handle = one.person.handle
    why = _("They know your email address.") if one.knows_you else _(_HOW[one.how])
    return OfferRow(
        card(one.person, viewer_of(request)),
        why,
        handle in request.POST.getlist("invite"),
        handle in request.POST.getlist("follow"),
    )


@require_safe
@member_required
def contacts(request: HttpRequest) -> HttpResponse:
    """One's own book, with offers of those who are here first."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    q = typed_of(request, "q")
    found = queries.contacts(viewer, q=q, cursor=cursor_of(request), size=limits.page_size)
    shown, count = offering.offers(viewer, size=OFFERED, limits=limits, now=now)
    context = {
        "q": q,
        "count": queries.count(viewer),
        "rows": found.items,
        "more": more_url(request, found.next),
        "offers": [_offer_row(one, request) for one in shown],
        "offer_count": count,
        "contexts": [(one.value, _(label)) for one, label in CONTEXTS.items()],
        "context": request.POST.get("context", ""),
        "budget": budget(budget_of(me(request), limits, now), limits),
        "kept": limits.contact_book,
        "problem": problem,
    }
    return render(request, "contacts/index.html", context, status=status)


@require_POST
@member_required
def take_offers(request: HttpRequest) -> HttpResponse:
    """Invite and follow those who are ticked; each is one's ordinary invitation or follow (REL-1, REL-6)."""
    shown, _count = offering.offers(
        viewer_of(request), size=OFFERED, limits=limits_of(request), now=now_of(request)
    )
    there = {one.person.handle: one for one in shown}
    invite = [there[handle] for handle in request.POST.getlist("invite") if handle in there]
    follow = [there[handle] for handle in request.POST.getlist("follow") if handle in there]
    if not invite and not follow:
        return _page(request, _("Tick whom you would like to invite or follow."), status=422)
    if invite and request.POST.get("context", "") not in [one.value for one in CONTEXTS]:
        return _page(request, _("Say how you know each other."), status=422)
    refused = [said for one in follow if (said := _follow(request, one))]
    refused += [said for one in invite if (said := _invite(request, one))]
    done = len(invite) + len(follow) - len(refused)
    if done:
        say(request, words.translate_plural("{count} done.", "{count} done.", done))
    for said in dict.fromkeys(refused):
        say(request, said)
    return back(request, reverse("contacts"))


def _follow(request: HttpRequest, one: Offer) -> str:
    try:
        following.follow(follower=me(request), followee=one.person.id, now=now_of(request))
    except (Absent, Invalid, Refused) as error:
        return sentence(error)
    return ""


def _invite(request: HttpRequest, one: Offer) -> str:
    try:
        inviting.invite(
            sender=me(request),
            recipient=one.person.id,
            context=request.POST["context"],
            follow=one.follows,
            now=now_of(request),
            limits=limits_of(request),
        )
    except (Absent, Invalid, Refused) as error:
        return sentence(error)
    return ""


@require_POST
@member_required
def put_aside(request: HttpRequest, handle: str) -> HttpResponse:
    """Want no offer of this member any more."""
    member = visibility.member(viewer_of(request), handle, limits_of(request))
    actions.put_aside(owner=me(request), member_id=member.pk)
    say(request, _("{name} is not offered to you any more.", name=words.first_name(member.name)))
    return back(request, reverse("contacts"))


@require_POST
@member_required
def forget(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Delete one contact."""
    name = actions.forget(owner=me(request), contact_id=contact_id)
    say(request, _("{name} is deleted from your book.", name=name))
    return back(request, reverse("contacts"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def forget_all(request: HttpRequest) -> HttpResponse:
    """Ask, and delete the whole book."""
    if request.method != "POST":
        context = {"count": queries.count(viewer_of(request)), "back": reverse("contacts")}
        return render(request, "contacts/delete.html", context)
    actions.forget_all(owner=me(request))
    say(request, _("Your contact book is empty."))
    return SeeOther(reverse("contacts"))


urlpatterns = [
    path("contacts", contacts, name="contacts"),
    path("contacts/offers", take_offers, name="contact_offers"),
    path("contacts/offers/<slug:handle>/aside", put_aside, name="contact_aside"),
    path("contacts/delete", forget_all, name="contacts_delete"),
    path("contacts/<uuid:contact_id>/delete", forget, name="contact_delete"),
]
