"""What one does not want to read in feeds: people, words and hashtags, for a while or for good (FEED-5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from rapport.content.posts.rules.scanning import hashtag_key, is_hashtag
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import cards
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.requests import back, limits_of, me, member_required, now_of, viewer_of
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.people import visibility
from rapport.people.actors.rules import Kind
from rapport.people.relationships.queries.people import people
from rapport.people.ties import actions as ties
from rapport.people.ties import queries
from rapport.people.ties.rules import MUTED_TEXT_LENGTH, MutedKind

_ = words.translate

DAYS = (7, 30, 0)
"""For how long something can be muted; 0 for good."""


class MuteForm(PoliteForm):
    """A word, a phrase or a hashtag, and for how long."""

    text = forms.CharField(required=False)
    days = forms.ChoiceField(required=False, choices=[(str(one), str(one)) for one in DAYS])


def _until(days: int, now: datetime) -> datetime | None:
    return now + timedelta(days=days) if days else None


def _days(request: HttpRequest) -> int:
    given = request.POST.get("days", "")
    return int(given) if given in {str(one) for one in DAYS} else 0


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def mutes(request: HttpRequest) -> HttpResponse:
    """Everything one has muted, and a word or hashtag more."""
    now = now_of(request)
    form = MuteForm(request.POST if request.method == "POST" else None)

    def mute() -> None:
        typed = form.cleaned_data["text"]
        hashtag = typed.strip().startswith("#") and is_hashtag(typed)
        ties.put_muted_text(
            owner=me(request),
            kind=MutedKind.HASHTAG if hashtag else MutedKind.WORD,
            text=hashtag_key(typed.strip()) if hashtag else typed,
            until=_until(_days(request), now),
            now=now,
        )

    if form.done(mute):
        say(request, _("Muted. Posts with it stay out of your feed."))
        return back(request, reverse("settings_mutes"))
    muted = queries.mutes(me(request), now)
    faces = people(viewer_of(request), [actor for actor, _until_then in muted], now)
    shown = cards(faces, viewer_of(request))
    context = {
        "sections": sections("settings_mutes"),
        "form": form,
        "people": [(one, until) for one, (_actor, until) in zip(shown, muted, strict=True)],
        "texts": queries.muted_texts(me(request), now),
        "days": [(str(one), length(one)) for one in DAYS],
        "limit": MUTED_TEXT_LENGTH,
    }
    return render(request, "settings/mutes.html", context, status=form.status)


def length(days: int) -> str:
    """For how long, in words."""
    return words.translate_plural("for {count} day", "for {count} days", days) if days else _("for good")


def _whom(request: HttpRequest, handle: str) -> tuple[int, str]:
    """A person or company, by id, and what one calls them. Raises: Absent."""
    if not text.is_handle(handle):
        raise Absent
    found = visibility.face(viewer_of(request), handle, limits_of(request), Kind.PERSON, Kind.COMPANY)
    return found.pk, words.first_name(found.name) if found.kind == Kind.PERSON else found.name


@require_POST
@member_required
def mute_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Keep somebody out of one's feeds; nobody is told, and every tie stays."""
    (other, name), days = _whom(request, handle), _days(request)
    ties.put_mute(owner=me(request), other=other, until=_until(days, now_of(request)), now=now_of(request))
    said = _("{name} is muted {length}. Nobody is told.", name=name, length=length(days))
    say(request, said, Action(_("Undo"), reverse("unmute_person", args=[handle])))
    return back(request, reverse("settings_mutes"))


@require_POST
@member_required
def unmute_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Let somebody back into one's feeds."""
    other, name = _whom(request, handle)
    ties.end_mute(owner=me(request), other=other)
    say(request, _("{name} is back in your feed.", name=name))
    return back(request, reverse("settings_mutes"))


@require_POST
@member_required
def unmute_text(request: HttpRequest) -> HttpResponse:
    """Let a word or hashtag back in."""
    kind = MutedKind.HASHTAG if request.POST.get("kind") == MutedKind.HASHTAG else MutedKind.WORD
    given = request.POST.get("text", "").replace("\0", "")[:MUTED_TEXT_LENGTH]
    ties.end_muted_text(owner=me(request), kind=kind, text=given)
    say(request, _("Not muted any more."))
    return back(request, reverse("settings_mutes"))


urlpatterns = [
    path("settings/mutes", mutes, name="settings_mutes"),
    path("settings/mutes/end", unmute_text, name="unmute_text"),
    path("mutes/<slug:handle>", mute_person, name="mute_person"),
    path("mutes/<slug:handle>/end", unmute_person, name="unmute_person"),
]
