"""Recommendations: on a member's page, one's own lists, and the steps that take no words (PRO-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.recommendations.actions import answering
from rapport.content.recommendations.queries import own, shown
from rapport.content.recommendations.queries.own import Box, RecommendationView
from rapport.content.recommendations.rules.process import Side, State, Verb
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.members import face_of
from rapport.interfaces.web.parts import PersonCard, Tab
from rapport.interfaces.web.requests import (
    View,
    back,
    came_from,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    one_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.interfaces.web.vouching_parts import own_row, reference, route
from rapport.kernel.errors import Absent

_ = words.translate

BOXES: Mapping[Box, str] = {
    Box.RECEIVED: _noop("Received"),
    Box.GIVEN: _noop("Given"),
    Box.TO_WRITE: _noop("To write"),
    Box.ASKED: _noop("Asked"),
}


def my_name(request: HttpRequest) -> str:
    """What the reader is called."""
    assert request.user.is_authenticated
    assert request.user.actor is not None
    return request.user.actor.name


def view_of(request: HttpRequest, recommendation_id: UUID) -> RecommendationView:
    """The recommendation as this member's side is shown it. Raises: Absent."""
    return own.recommendation(viewer_of(request), recommendation_id, now_of(request))


@require_safe
def of_member(request: HttpRequest, handle: str) -> HttpResponse:
    """All recommendations of a member, received or given, as far as they are shown to this reader."""
    viewer, owner = viewer_of(request), face_of(request, handle)
    given = one_of(request, "direction", ("received", "given"), "received") == "given"
    reading = shown.given if given else shown.received
    found = reading(
        viewer, owner.id, cursor=cursor_of(request), size=limits_of(request).page_size, now=now_of(request)
    )
    person = PersonCard(owner.handle, owner.name)
    context = {
        "person": person,
        "given": given,
        "hidden": found.hidden,
        "rows": [reference(one, person, viewer, given=given) for one in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "vouching/member.html", context)


@require_safe
@member_required
def recommendations(request: HttpRequest) -> HttpResponse:
    """One of one's own four lists."""
    viewer = viewer_of(request)
    box = Box(one_of(request, "box", tuple(Box), Box.RECEIVED))
    found = own.own(
        viewer, box, cursor=cursor_of(request), size=limits_of(request).page_size, now=now_of(request)
    )
    waiting = own.waiting(viewer)
    counts = {Box.RECEIVED: waiting.texts, Box.GIVEN: waiting.changes, Box.TO_WRITE: waiting.requests}
    tabs = [
        Tab(
            _(label),
            f"{reverse('recommendations')}?box={one.value}",
            one is box,
            count=counts.get(one) or None,
        )
        for one, label in BOXES.items()
    ]
    context = {
        "tabs": tabs,
        "box": box.value,
        "rows": [own_row(one, viewer, my_name(request)) for one in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "vouching/recommendations.html", context)


@require_safe
@member_required
def recommendation(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """One recommendation of one's own, with what may be done."""
    one = view_of(request, recommendation_id)
    if one.state is State.WITHDRAWN:
        raise Absent
    return render(request, "vouching/one.html", {"one": own_row(one, viewer_of(request), my_name(request))})


@require_POST
@member_required
def accept(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Accept the text of the `version` one has read."""
    one = view_of(request, recommendation_id)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else -1
    answering.accept(
        recommendation_id=recommendation_id, actor_id=me(request), version=version, now=now_of(request)
    )
    say(request, _("Accepted. {name} is told.", name=words.first_name(one.other.name)))
    return back(request, reverse("recommendations"))


@dataclass(frozen=True)
class Posted:
    """A step that takes no words: its action, and what is said when it is done."""

    take: Callable[[HttpRequest, UUID], None]
    said: str


STEPS: Mapping[Verb, Posted] = {
    Verb.DECLINE: Posted(
        lambda request, one: answering.decline(
            recommendation_id=one, actor_id=me(request), now=now_of(request)
        ),
        _noop("Declined. {name} is told."),
    ),
    Verb.IGNORE: Posted(
        lambda request, one: answering.ignore(recommendation_id=one, actor_id=me(request)),
        _noop("Left as it is. {name} is not told."),
    ),
    Verb.REFUSE: Posted(
        lambda request, one: answering.refuse(
            recommendation_id=one, actor_id=me(request), now=now_of(request)
        ),
        _noop("Not taken. {name} is told."),
    ),
    Verb.SHOW: Posted(
        lambda request, one: answering.show(recommendation_id=one, actor_id=me(request), now=now_of(request)),
        _noop("It stands on your page now."),
    ),
    Verb.HIDE: Posted(
        lambda request, one: answering.hide(recommendation_id=one, actor_id=me(request), now=now_of(request)),
        _noop("Only you see it now. {name} is not told."),
    ),
}


def _posting(posted: Posted) -> View[[UUID]]:
    @require_POST
    @member_required
    def view(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
        one = view_of(request, recommendation_id)
        posted.take(request, recommendation_id)
        say(request, _(posted.said, name=words.first_name(one.other.name)))
        return back(request, reverse("recommendations"))

    return view


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def withdraw(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Ask, and take back one's own text or request; its words are gone, nobody is told."""
    one = view_of(request, recommendation_id)
    if request.method != "POST":
        if not one.may(Verb.WITHDRAW):
            raise Absent
        context = {
            "person": card(one.other, viewer_of(request)),
            "written": one.side is Side.AUTHOR,
            "action": route(Verb.WITHDRAW, one),
            "back": came_from(request, reverse("recommendations")),
        }
        return render(request, "vouching/withdraw.html", context)
    answering.withdraw(recommendation_id=recommendation_id, actor_id=me(request), now=now_of(request))
    say(request, _("Withdrawn. {name} is not told.", name=words.first_name(one.other.name)))
    return back(request, reverse("recommendations"))


_ONE = "recommendations/<uuid:recommendation_id>"

urlpatterns = [
    path("@<slug:handle>/recommendations", of_member, name="member_recommendations"),
    path("recommendations", recommendations, name="recommendations"),
    path(_ONE, recommendation, name="recommendation"),
    path(f"{_ONE}/accept", accept, name="recommendation_accept"),
    path(f"{_ONE}/withdraw", withdraw, name="recommendation_withdraw"),
    *(
        path(f"{_ONE}/{verb.value}", _posting(posted), name=f"recommendation_{verb.value}")
        for verb, posted in STEPS.items()
    ),
]
