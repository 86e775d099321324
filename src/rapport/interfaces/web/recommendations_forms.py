"""Recommendations: the forms that take words: ask, write, change, ask for a change (PRO-4)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from rapport.content.recommendations.actions import answering, writing
from rapport.content.recommendations.queries.own import Box, RecommendationView
from rapport.content.recommendations.queries.positions import PositionChoice, positions
from rapport.content.recommendations.rules.asking import AT_LEAST
from rapport.content.recommendations.rules.process import Verb
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.members import other_of
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.profile_words import span
from rapport.interfaces.web.recommendations import my_name, view_of
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    limits_of,
    me,
    member_required,
    next_of,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.interfaces.web.vouching_parts import RELATIONS, own_row
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.people.audience import Viewer
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.lists import Sort

_ = words.translate

CHOICES = 200
"""How many connections the form offers by name; others are asked from their page."""


class AskForm(PoliteForm):
    """Whom one asks, about which position, with a note."""

    to = forms.ChoiceField(required=False)
    position = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    note = forms.CharField(required=False, strip=False, widget=forms.Textarea)


class WriteForm(PoliteForm):
    """How one worked together, about which position, and the text; all judged by the action."""

    relation = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    position = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)


class ChangeForm(PoliteForm):
    """What should be changed, in words."""

    words = forms.CharField(required=False, strip=False, widget=forms.Textarea)


def _labelled(found: Iterable[PositionChoice]) -> list[tuple[str, str]]:
    return [(str(one.id), _named(one)) for one in found]


def _named(one: PositionChoice) -> str:
    """A position with when it was: one may have had the same twice."""
    name = ", ".join(part for part in (one.title, one.company) if part)
    when = span(one.started, one.finished, current=not one.finished)
    return f"{name} ({when.words})" if when else name


def _connections(request: HttpRequest) -> list[tuple[str, str]]:
    found = lists.connections(
        viewer_of(request), me(request), sort=Sort.NAME, size=CHOICES, now=now_of(request)
    )
    return [("", _("Choose a connection")), *((one.handle, one.name) for one in found.items)]


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a connection for a recommendation; `to` in the address chooses them beforehand."""
    sent = request.method == "POST"
    form = AskForm(request.POST if sent else None, initial={"to": request.GET.get("to", "")})
    listed = positions(viewer_of(request), me(request))
    form.fields["to"].choices = _connections(request)  # type: ignore[attr-defined]
    form.fields["to"].error_messages["invalid_choice"] = _("Choose one of your connections.")
    form.fields["position"].choices = _labelled(listed)  # type: ignore[attr-defined]

    def send() -> None:
        handle = form.cleaned_data["to"]
        if not handle:
            form.add_error("to", _("Choose one of your connections."))
            return
        page = other_of(request, handle)
        made = writing.ask(
            recipient=me(request),
            author=page.person.id,
            position=ids.parse(form.cleaned_data["position"]),
            note=form.cleaned_data["note"],
            now=now_of(request),
            limits=limits_of(request),
        )
        if made.created:
            say(request, _("Asked. {name} is told.", name=words.first_name(page.person.name)))

    if form.done(send) and not form.errors:
        return _after(request, Box.ASKED)
    context = {
        "form": form,
        "positions": bool(listed),
        "length": limits_of(request).note_length,
        "back": came_from(request, reverse("recommendations")),
    }
    status = 422 if form.errors and form.status == 200 else form.status
    return render(request, "vouching/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def recommend(request: HttpRequest, handle: str) -> HttpResponse:
    """Write a recommendation of one's own accord for a connection."""
    page = other_of(request, handle)
    if page.relationship is None or not page.relationship.connected:
        raise Absent
    form = _write_form(request, viewer_of(request), page.person.id)

    def send() -> None:
        typed = form.cleaned_data
        writing.give(
            author=me(request),
            recipient=page.person.id,
            words=typed["text"],
            relation=typed["relation"],
            position=ids.parse(typed["position"]),
            now=now_of(request),
            limits=limits_of(request),
        )
        say(request, _("Sent to {name}, who decides what is shown.", name=words.first_name(page.person.name)))

    if not _previews(request) and form.done(send):
        return _after(request, Box.GIVEN)
    return _writing(request, form, card(page.person, viewer_of(request)), reverse("recommend", args=[handle]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def write(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Write what one was asked for."""
    one = _open(request, recommendation_id, Verb.WRITE)
    form = _write_form(request, viewer_of(request), one.other.id)

    def send() -> None:
        typed = form.cleaned_data
        writing.write(
            recommendation_id=recommendation_id,
            actor_id=me(request),
            words=typed["text"],
            relation=typed["relation"],
            position=ids.parse(typed["position"]),
            now=now_of(request),
            limits=limits_of(request),
        )
        say(request, _("Sent to {name}, who decides what is shown.", name=words.first_name(one.other.name)))

    if not _previews(request) and form.done(send):
        return _after(request, Box.GIVEN)
    return _writing(request, form, card(one.other, viewer_of(request)), request.path, one)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def revise(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Change one's text; beside an accepted one the new one waits."""
    one = _open(request, recommendation_id, Verb.REVISE)
    form = WriteForm(request.POST if request.method == "POST" else None, initial={"text": one.words})

    def send() -> None:
        writing.revise(
            recommendation_id=recommendation_id,
            actor_id=me(request),
            words=form.cleaned_data["text"],
            now=now_of(request),
            limits=limits_of(request),
        )
        say(request, _("Sent to {name}, who decides what is shown.", name=words.first_name(one.other.name)))

    if not _previews(request) and form.done(send):
        return _after(request, Box.GIVEN)
    return _writing(request, form, card(one.other, viewer_of(request)), request.path, one, revising=True)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def ask_change(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Ask the author for a change, in words."""
    one = _open(request, recommendation_id, Verb.ASK_CHANGE)
    form = ChangeForm(request.POST if request.method == "POST" else None)

    def send() -> None:
        answering.ask_change(
            recommendation_id=recommendation_id,
            actor_id=me(request),
            words=form.cleaned_data["words"],
            now=now_of(request),
            limits=limits_of(request),
        )
        say(request, _("Asked. {name} is told.", name=words.first_name(one.other.name)))

    if form.done(send):
        return back(request, reverse("recommendations"))
    context = {
        "form": form,
        "one": own_row(one, viewer_of(request), my_name(request)),
        "length": limits_of(request).reply_length,
        "back": came_from(request, reverse("recommendations")),
    }
    return render(request, "vouching/change.html", context, status=form.status)


def _after(request: HttpRequest, box: Box) -> SeeOther:
    """Back to where it began; from one's own lists to the one where it stands now."""
    lists_of_mine = reverse("recommendations")
    began = next_of(request, lists_of_mine)
    mine = began.partition("?")[0] == lists_of_mine
    return SeeOther(f"{lists_of_mine}?box={box.value}" if mine else began)


def _open(request: HttpRequest, recommendation_id: UUID, verb: Verb) -> RecommendationView:
    """What this side may take the step on; a form that was sent is judged by the action. Raises: Absent."""
    one = view_of(request, recommendation_id)
    if request.method != "POST" and not one.may(verb):
        raise Absent
    return one


def _write_form(request: HttpRequest, viewer: Viewer, recipient: int) -> WriteForm:
    form = WriteForm(request.POST if request.method == "POST" else None)
    form.fields["relation"].choices = [(one.value, _(label)) for one, label in RELATIONS.items()]  # type: ignore[attr-defined]
    form.fields["relation"].error_messages["invalid_choice"] = _("Say how you worked together.")
    form.fields["position"].choices = _labelled(positions(viewer, recipient))  # type: ignore[attr-defined]
    return form


def _previews(request: HttpRequest) -> bool:
    """Whether only to look at the text was pressed: the way to see it without script."""
    return request.method == "POST" and "look" in request.POST


def _writing(
    request: HttpRequest,
    form: WriteForm,
    person: object,
    action: str,
    one: RecommendationView | None = None,
    *,
    revising: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "action": action,
        "one": own_row(one, viewer_of(request), my_name(request)) if one else None,
        "revising": revising,
        "positions": bool(form.fields["position"].choices),  # type: ignore[attr-defined]
        "preview": request.POST.get("text", "") if _previews(request) else "",
        "at_least": AT_LEAST,
        "length": limits_of(request).recommendation_length,
        "back": came_from(request, reverse("recommendations")),
    }
    return render(request, "vouching/write.html", context, status=form.status)


_ONE = "recommendations/<uuid:recommendation_id>"

urlpatterns = [
    path("recommendations/ask", ask, name="recommendation_ask"),
    path("@<slug:handle>/recommend", recommend, name="recommend"),
    path(f"{_ONE}/write", write, name="recommendation_write"),
    path(f"{_ONE}/revise", revise, name="recommendation_revise"),
    path(f"{_ONE}/ask-change", ask_change, name="recommendation_ask_change"),
]
