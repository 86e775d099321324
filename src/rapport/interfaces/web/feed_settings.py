"""How one's feed is put together: which one, the sliders of Top, and what to see less of (FEED-3, FEED-4, FEED-5)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from rapport.content.posts.rules.scanning import hashtag_key
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import feed_formula
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.requests import back, limits_of, me, member_required, now_of, viewer_of
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Absent
from rapport.projections.feed.actions import preferring
from rapport.projections.feed.queries import preferences
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.top import LEVELS, Source

_ = words.translate


class FeedForm(PoliteForm):
    """Which feed, a slider for each source, and whether connections may bring posts in."""

    kind = forms.ChoiceField(choices=[(one.value, one.value) for one in FeedKind])
    connections = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    people = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    companies = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    groups = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    hashtags = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    second = forms.IntegerField(min_value=0, max_value=len(LEVELS) - 1)
    brought = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def settings_feed(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    form = FeedForm(request.POST if request.method == "POST" else None)

    def prefer() -> None:
        chosen = form.cleaned_data
        preferring.prefer(
            owner=me(request),
            kind=FeedKind(chosen["kind"]),
            levels={source: chosen[source.value] for source in Source},
            brought=chosen["brought"],
        )

    if form.done(prefer):
        say(request, _("Saved. Your feed follows it at once."))
        return back(request, reverse("settings_feed"))
    stands = preferences.preferences(me(request))
    context = {
        "sections": sections("settings_feed"),
        "form": form,
        "kind": stands.kind,
        "brought": stands.brought,
        "sliders": [
            (source.value, *(_(said) for said in feed_formula.SOURCES[source]), stands.levels[source])
            for source in Source
        ],
        "levels": [_(one) for one in feed_formula.LEVELS],
        "less_from": preferences.less_faces(viewer_of(request)),
        "less_about": sorted(preferences.less(me(request)).hashtags.values()),
    }
    return render(request, "settings/feed.html", context, status=form.status)


@require_POST
@member_required
def less_from(request: HttpRequest, handle: str) -> HttpResponse:
    """Weigh what somebody writes, or what is written in a group, less in Top."""
    other = preferences.named(viewer_of(request), handle, limits_of(request))
    preferring.less_from(owner=me(request), other=other.pk, now=now_of(request))
    undo = Action(_("Undo"), reverse("feed_as_before_from", args=[handle]))
    say(request, _("Less from {name} in Top. Nobody is told.", name=other.name), undo)
    return back(request, reverse("settings_feed"))


@require_POST
@member_required
def as_before_from(request: HttpRequest, handle: str) -> HttpResponse:
    """Weigh it as before."""
    if preferring.as_before_from(owner=me(request), handle=handle):
        say(request, _("They weigh as before."))
    return back(request, reverse("settings_feed"))


@require_POST
@member_required
def less_about(request: HttpRequest, name: str) -> HttpResponse:
    """Weigh what carries a hashtag less in Top. Raises: Absent."""
    if not preferring.less_about(owner=me(request), hashtag=hashtag_key(name), now=now_of(request)):
        raise Absent
    undo = Action(_("Undo"), reverse("feed_as_before_about", args=[name]))
    say(request, _("Less about #{name} in Top.", name=name), undo)
    return back(request, reverse("settings_feed"))


@require_POST
@member_required
def as_before_about(request: HttpRequest, name: str) -> HttpResponse:
    """Weigh it as before."""
    if preferring.as_before_about(owner=me(request), hashtag=hashtag_key(name)):
        say(request, _("It weighs as before."))
    return back(request, reverse("settings_feed"))


urlpatterns = [
    path("settings/feed", settings_feed, name="settings_feed"),
    path("feed/less/from/<slug:handle>", less_from, name="feed_less_from"),
    path("feed/less/from/<slug:handle>/end", as_before_from, name="feed_as_before_from"),
    path("feed/less/about/<str:name>", less_about, name="feed_less_about"),
    path("feed/less/about/<str:name>/end", as_before_about, name="feed_as_before_about"),
]
