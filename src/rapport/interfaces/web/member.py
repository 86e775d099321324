"""The page of a member: the face, the ties between the two, and the profile as this reader may see it (PRO-1).

Who looks at their own page may look at it through other eyes (`?as=`): the same queries answer,
asked by the standings of such a viewer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import formats
from django.views.decorators.http import require_safe

from rapport.content.profiles.queries import page as profiles
from rapport.content.profiles.queries.page import ProfileView
from rapport.content.profiles.rules.looks import Look
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import pairs, profile_cards, profile_heads
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.cards import budget, card, claim
from rapport.interfaces.web.chains import chain
from rapport.interfaces.web.members import page_of
from rapport.interfaces.web.parts import Connecting, Following, PersonCard, TiePair, picture_address
from rapport.interfaces.web.requests import door, limits_of, now_of, viewer_of
from rapport.interfaces.web.vouching_parts import on_page
from rapport.people.audience import VISITOR, Viewer
from rapport.people.groups.queries.shared import shared
from rapport.people.relationships.queries.notes import NO_NOTE
from rapport.people.relationships.queries.pages import MemberPage, member_page_as
from rapport.people.ties.rules import PrimaryButton

_ = words.translate


@require_safe
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """The page of a member, or one's own through other eyes."""
    page = page_of(request, handle)
    look = _look(request) if page.is_self else None
    if look is not None:
        return _looked_at(request, page, look)
    view = profiles.profile(viewer_of(request), page.person.id, page.standings, now_of(request))
    shown = _shown(request, page, view, viewer_of(request))
    return render(request, "members/page.html", shown | _tie(request, page))


def _look(request: HttpRequest) -> Look | None:
    wanted = request.GET.get("as", "")
    return Look(wanted) if wanted in list(Look) else None


def _looked_at(request: HttpRequest, own: MemberPage, look: Look) -> HttpResponse:
    """One's own page as somebody else gets it, from the queries that serve them (PRO-1)."""
    viewer, limits = viewer_of(request), limits_of(request)
    above: dict[str, Any] = {
        "look": look.value,
        "look_words": _(said.LOOKS[look][1]),
        "looks": profile_cards.looks(own.person.handle, look),
    }
    if look is Look.PUBLIC and not limits.public_pages:
        return render(request, "members/unseen.html", {"person": card(own.person, viewer), **above})
    standings = profiles.standings_as(look)
    page = member_page_as(own.person.id, standings, limits)
    view = profiles.profile(viewer, own.person.id, standings, now_of(request))
    shown = _shown(request, page, view, VISITOR if look is Look.PUBLIC else viewer)
    shown["pair"] = _pair_for(look, shown["person"], page.primary_button)
    return render(request, "members/page.html", shown | above)


def _pair_for(look: Look, person: PersonCard, primary: PrimaryButton) -> TiePair:
    """The two ties as such a viewer has them."""
    if look is Look.PUBLIC:
        return pairs.for_visitor(person, primary, person.url)
    tucked = Connecting.TUCKED if primary is PrimaryButton.FOLLOW else Connecting.OPEN
    near = look is Look.CONNECTION
    return TiePair(
        person=person,
        connect=Connecting.CONNECTED if near else tucked,
        follow=Following.FOLLOWING if near or look is Look.FOLLOWER else Following.OPEN,
        invite_url=person.url,
        follow_url=person.url,
        unfollow_url=person.url,
    )


def _shown(request: HttpRequest, page: MemberPage, view: ProfileView, eyes: Viewer) -> dict[str, Any]:
    """What stands on the page whoever looks, from what they may see."""
    limits, own = limits_of(request), view.is_own
    person = card(page.person, eyes)
    profile = profile_cards.profile_part(view, now_of(request).date())
    if own:
        profile = replace(
            profile,
            meter=profile_cards.meter(view, headline=person.headline, has_picture=bool(person.picture)),
            looks=profile_cards.looks(person.handle, None),
        )
    context: dict[str, Any] = {
        "page": page,
        "person": person,
        "profile": profile,
        "vouching": on_page(request, view, page, person),
        "own": own,
        "look": "",
        "meta": None,
        "policy": pairs.policy(page.connection_policy, person, own=own),
        "follow_rule": pairs.followers_words(page.follow_policy, person, own=own),
        "budget": budget(page.budget, limits) if page.budget else None,
        "counted": connections_counted(page.connection_count),
        "since": formats.date_format(page.joined_at, "YEAR_MONTH_FORMAT"),
        "wrote": page.note != NO_NOTE,
        "pair": None,
        "dots": (),
        "chain": (),
        "known": "",
        "shared": profile_cards.milestones_shared(view),
        "groups": shared(viewer_of(request), page.person.id),
    }
    if viewer_of(request).is_visitor:
        context["meta"] = profile_heads.meta(
            person,
            view,
            joined_at=page.joined_at,
            image=f"{person.picture}/512" if person.picture else "",
            community=limits.community_name,
        )
    return context


def _tie(request: HttpRequest, page: MemberPage) -> dict[str, Any]:
    """What stands between reader and member."""
    limits = limits_of(request)
    person = card(page.person, viewer_of(request))
    if page.relationship is None:
        return {} if page.is_self else {"pair": pairs.for_visitor(person, page.primary_button, door(request))}
    tie = page.relationship
    shown = pairs.pair(person, tie, limits)
    return {
        "pair": shown,
        "chain": chain(_reader(request), person),
        "known": claim(tie.context),
        "dots": () if shown.connect is Connecting.TUCKED else shown.more,
    }


def _reader(request: HttpRequest) -> PersonCard:
    """The reader's own face, where somebody is signed in."""
    actor = request.user.actor if request.user.is_authenticated else None
    if actor is None:
        return PersonCard("", "")
    return PersonCard(actor.handle, actor.name, degree=0, picture=picture_address(actor.picture))


def connections_counted(shown: str) -> str:
    """ "412 connections", or "500+ connections" (REL-15)."""
    if shown.isdecimal():
        return words.translate_plural("{count} connection", "{count} connections", int(shown))
    return _("{count} connections", count=shown)


urlpatterns = [path("@<slug:handle>", member, name="member")]
