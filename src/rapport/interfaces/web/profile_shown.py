"""What the pages of one's own profile have in common: whose it is, and how its forms are shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rapport.content.profiles.queries import page as profiles
from rapport.content.profiles.queries.page import ProfileView
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.parts import PersonCard
from rapport.interfaces.web.profile_parts import place_of
from rapport.interfaces.web.profile_rows import FormRow
from rapport.interfaces.web.requests import SeeOther, me, now_of, viewer_of
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Unauthenticated
from rapport.people.relationships.queries.pages import standings_toward

_ = words.translate

HEAD = "intro"
"""The key of the head of the page."""


def own(request: HttpRequest) -> ProfileView:
    """The reader's profile, through their own eyes. Raises: Unauthenticated."""
    viewer, owner = viewer_of(request), me(request)
    return profiles.profile(viewer, owner, standings_toward(viewer, owner), now_of(request))


def face(request: HttpRequest) -> PersonCard:
    """The reader's own face. Raises: Unauthenticated."""
    actor = request.user.actor if request.user.is_authenticated else None
    if actor is None:
        raise Unauthenticated
    return PersonCard(actor.handle, actor.name, actor.headline, degree=0)


def page_url(request: HttpRequest, key: str = "") -> str:
    """The address of the reader's page, at one of its sections."""
    page = reverse("member", args=[face(request).handle])
    return f"{page}#{place_of(key)}" if key else page


def kept(request: HttpRequest, key: str) -> SeeOther:
    """Say so, and go to where it stands now."""
    say(request, _("Saved."))
    return SeeOther(page_url(request, key))


def show(
    request: HttpRequest,
    form: PoliteForm,
    *,
    key: str,
    heading: str,
    shown: tuple[FormRow, ...],
    **more: object,
) -> HttpResponse:
    """A form as a page, its section the one that takes the place of that of the profile."""
    context = {
        "form": form,
        "key": key,
        "id": place_of(key),
        "heading": heading,
        "rows": shown,
        "action": request.path,
        "back": page_url(request, key),
        "page": page_url(request),
        "remove_url": "",
        "lead": "",
        **more,
    }
    return render(request, "profile/edit.html", context, status=form.status)
