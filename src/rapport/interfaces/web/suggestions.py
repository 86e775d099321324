"""People you may know, who to follow, how suggestions arise, and putting them aside (NET-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.interfaces.web import companies_cards, pairs, suggestions_words
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.parts import CompanyCard, PersonCard, Tab, TiePair
from rapport.interfaces.web.requests import (
    back,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.people import visibility
from rapport.people.actors.rules import Kind
from rapport.people.relationships.queries.people import Relationship, relationships
from rapport.people.ties import queries as ties
from rapport.people.ties.rules import SuggestionPolicy
from rapport.projections.suggestions import actions
from rapport.projections.suggestions.queries import beside as both
from rapport.projections.suggestions.queries import follow, people
from rapport.projections.suggestions.queries.follow import FollowSuggestion
from rapport.projections.suggestions.queries.own import dismissed_count
from rapport.projections.suggestions.queries.people import Suggestion
from rapport.projections.suggestions.rules.lists import List

_ = words.translate


@dataclass(frozen=True)
class SuggestionCard:
    """Somebody who is suggested: why, what one may do, and where it is put aside."""

    person: PersonCard | CompanyCard
    reasons: tuple[str, ...]
    pair: TiePair | None
    dismiss_url: str
    is_company: bool = False


@dataclass(frozen=True)
class Shown:
    """What one of the two lists says above its people, and where there is nobody."""

    heading: str
    lead: str
    nobody: str
    way_on: str
    url: str


def _tabs(current: str) -> tuple[Tab, ...]:
    names = (
        ("suggestions", _("People you may know")),
        ("suggestions_follow", _("Worth following")),
        ("suggestions_how", _("How they arise")),
    )
    return tuple(Tab(label, reverse(name), current=name == current) for name, label in names)


def _people_cards(
    request: HttpRequest, found: Sequence[Suggestion], tied: Mapping[int, Relationship]
) -> list[SuggestionCard]:
    """People to know, each with the two ties."""
    viewer, limits = viewer_of(request), limits_of(request)
    return [
        SuggestionCard(
            shown := card(one.person, viewer),
            suggestions_words.told(one.reasons),
            pairs.in_list(shown, tied[one.person.id], limits),
            reverse("suggestion_dismiss", args=[shown.handle]),
        )
        for one in found
    ]


def _follow_cards(
    request: HttpRequest, found: Sequence[FollowSuggestion], tied: Mapping[int, Relationship]
) -> list[SuggestionCard]:
    """Members and companies to follow."""
    viewer, limits = viewer_of(request), limits_of(request)
    cards = []
    for one in found:
        if one.person is not None:
            shown: PersonCard | CompanyCard = card(one.person, viewer)
            pair: TiePair | None = pairs.in_list(card(one.person, viewer), tied[one.person.id], limits)
        else:
            assert one.company is not None
            row = companies_cards.in_list(one.company, viewer, "")
            shown, pair = row.company, row.pair
        cards.append(
            SuggestionCard(
                shown,
                suggestions_words.told(one.reasons),
                pair,
                reverse("suggestion_follow_dismiss", args=[shown.handle]),
                is_company=one.company is not None,
            )
        )
    return cards


def _tied(
    request: HttpRequest, some: Sequence[Suggestion], more: Sequence[FollowSuggestion] = ()
) -> dict[int, Relationship]:
    """What stands between the reader and these people, at the same number of statements for one and for many."""
    persons = [one.person for one in some] + [one.person for one in more if one.person is not None]
    return relationships(viewer_of(request), persons, limits_of(request), now_of(request))


def beside(request: HttpRequest, known: int, worth: int) -> dict[str, object]:
    """So many of each to stand beside a page; nobody stands there twice."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    if not worth:
        found = people.suggested(viewer, size=known, limits=limits, now=now).items
        return {"suggested": _people_cards(request, found, _tied(request, found))}
    to_know, to_follow = both.beside(viewer, known=known, worth=worth, limits=limits, now=now)
    tied = _tied(request, to_know, to_follow)
    return {
        "suggested": _people_cards(request, to_know, tied),
        "worth_following": _follow_cards(request, to_follow, tied),
    }


def _list(
    request: HttpRequest, name: str, shown: Shown, cards: Sequence[SuggestionCard], following: str | None
) -> HttpResponse:
    context = {"tabs": _tabs(name), "shown": shown, "cards": cards, "more": more_url(request, following)}
    return render(request, "suggestions/list.html", context)


@require_safe
@member_required
def known(request: HttpRequest) -> HttpResponse:
    """People the reader may know, each with the reasons."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    found = people.suggested(viewer, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now)
    shown = Shown(
        _("People you may know"),
        _(
            "Each with the reasons, made of what you may see of them."
            " Nobody is told that they stand here, or that you put them aside."
        ),
        _(
            "Say on your profile where you worked and studied, join a group,"
            " or connect with one person you know: suggestions follow from that."
        ),
        _("Find people you know"),
        reverse("people"),
    )
    cards = _people_cards(request, found.items, _tied(request, found.items))
    return _list(request, "suggestions", shown, cards, found.next)


@require_safe
@member_required
def worth_following(request: HttpRequest) -> HttpResponse:
    """Members and companies worth following, each with the reasons."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    found = follow.suggested(viewer, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now)
    shown = Shown(
        _("Worth following"),
        _("To follow is to read what somebody says in public. It is silent, and so is stopping."),
        _(
            "Companies appear here as soon as people you are connected to work there,"
            " and members whom your people follow."
        ),
        _("See companies"),
        reverse("companies"),
    )
    cards = _follow_cards(request, found.items, _tied(request, [], found.items))
    return _list(request, "suggestions_follow", shown, cards, found.next)


@require_safe
@member_required
def how(request: HttpRequest) -> HttpResponse:
    """How suggestions arise, read off the rules that make them, and how to be suggested no more."""
    policy = ties.network_of(me(request)).suggestion_policy
    context = {
        "tabs": _tabs("suggestions_how"),
        "known": suggestions_words.signs(),
        "worth": suggestions_words.follow_signs(),
        "kept_out": suggestions_words.kept_out(limits_of(request)),
        "order": suggestions_words.order(),
        "put_aside": dismissed_count(viewer_of(request)),
        "suggested": policy == SuggestionPolicy.EVERYONE.value,
    }
    return render(request, "suggestions/how.html", context)


def _other(request: HttpRequest, handle: str, which: List) -> tuple[int, str]:
    """Whom a suggestion is about, by id and name. Raises: Absent."""
    kinds = (Kind.PERSON,) if which is List.PEOPLE else (Kind.PERSON, Kind.COMPANY)
    actor = visibility.face(viewer_of(request), handle, limits_of(request), *kinds)
    return actor.pk, actor.name if actor.kind == Kind.COMPANY.value else words.first_name(actor.name)


def _dismiss(request: HttpRequest, handle: str, which: List, page: str, undo: str) -> HttpResponse:
    other, name = _other(request, handle, which)
    actions.dismiss(owner=me(request), other=other, which=which, now=now_of(request))
    said = _("{name} is not suggested to you any more, and is not told.", name=name)
    say(request, said, Action(_("Undo"), reverse(undo, args=[handle])))
    return back(request, reverse(page))


def _restore(request: HttpRequest, handle: str, which: List, page: str) -> HttpResponse:
    other, name = _other(request, handle, which)
    actions.restore(owner=me(request), other=other, which=which)
    say(request, _("{name} may be suggested to you again.", name=name))
    return back(request, reverse(page))


@require_POST
@member_required
def dismiss(request: HttpRequest, handle: str) -> HttpResponse:
    """Have somebody suggested no more as a person to know; nobody is told."""
    return _dismiss(request, handle, List.PEOPLE, "suggestions", "suggestion_restore")


@require_POST
@member_required
def restore(request: HttpRequest, handle: str) -> HttpResponse:
    """Take that back."""
    return _restore(request, handle, List.PEOPLE, "suggestions")


@require_POST
@member_required
def dismiss_follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Have a member or company suggested no more to follow; nobody is told."""
    return _dismiss(request, handle, List.FOLLOW, "suggestions_follow", "suggestion_follow_restore")


@require_POST
@member_required
def restore_follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Take that back."""
    return _restore(request, handle, List.FOLLOW, "suggestions_follow")


@require_POST
@member_required
def restore_all(request: HttpRequest) -> HttpResponse:
    """Let everybody be suggested again whom one put aside."""
    actions.restore_all(owner=me(request))
    say(request, _("Whom you put aside may be suggested to you again."))
    return back(request, reverse("suggestions_how"))


urlpatterns = [
    path("suggestions", known, name="suggestions"),
    path("suggestions/follow", worth_following, name="suggestions_follow"),
    path("suggestions/how", how, name="suggestions_how"),
    path("suggestions/restore", restore_all, name="suggestions_restore_all"),
    path("suggestions/people/<slug:handle>/dismiss", dismiss, name="suggestion_dismiss"),
    path("suggestions/people/<slug:handle>/restore", restore, name="suggestion_restore"),
    path("suggestions/follow/<slug:handle>/dismiss", dismiss_follow, name="suggestion_follow_dismiss"),
    path("suggestions/follow/<slug:handle>/restore", restore_follow, name="suggestion_follow_restore"),
]
