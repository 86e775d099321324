"""The lists of a member, and what one does on their page: follow, part, block, keep a private note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card, cards
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.parts import PersonCard, Tab
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Absent, Unauthenticated
from rapport.people import visibility
from rapport.people.relationships.actions import choosing, following, removing
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.faces import Face
from rapport.people.relationships.queries.pages import MemberPage, member_page
from rapport.people.relationships.rules.inviting import FollowOutcome
from rapport.people.relationships.rules.process import RHYTHMS_WEEKS
from rapport.people.ties import queries as ties

_ = words.translate


def face_of(request: HttpRequest, handle: str) -> Face:
    """The member `@handle`, as far as this reader may know of them.

    Raises: Unauthenticated, where visitors see nobody at all; Absent.
    """
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    actor = visibility.member(viewer, handle, limits)
    return Face(actor.pk, actor.handle, actor.name)


def page_of(request: HttpRequest, handle: str) -> MemberPage:
    """What this reader sees of `@handle`.

    Raises: Unauthenticated, where visitors see nobody at all; Absent.
    """
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    return member_page(viewer, handle, limits, now_of(request))


def other_of(request: HttpRequest, handle: str) -> MemberPage:
    """What this member sees of somebody else.

    Raises: Unauthenticated; Absent, for oneself too: these pages are about two people.
    """
    me(request)
    page = page_of(request, handle)
    if page.is_self:
        raise Absent
    return page


# The lists of a member


@dataclass(frozen=True)
class ListWords:
    """What a list of people says about itself, with `{name}` where its owner is meant.

    `more` stands beneath, whatever the list holds.
    """

    heading: str
    hidden: str = ""
    empty: str = ""
    more: str = ""

    def about(self, name: str) -> ListWords:
        """The same in the reader's language, with the owner's name set apart from the words around it."""
        shown = words.bdi(name)
        return ListWords(*(_(one, name=shown) if one else "" for one in astuple(self)))


CONNECTIONS = ListWords(
    heading=_noop("Connections of {name}"),
    hidden=_noop("{name} keeps their connection list to themselves."),
    empty=_noop("{name} has no connections yet."),
)
FOLLOWERS = ListWords(
    heading=_noop("Followers of {name}"),
    hidden=_noop("{name} keeps their list of followers to themselves."),
    empty=_noop("Nobody is named here yet."),
    more=_noop("Who follows privately is counted, but not named."),
)
MUTUALS = ListWords(
    heading=_noop("You and {name} both know"),
    empty=_noop("You and {name} have no connections in common yet."),
)
OWN = {
    "member_connections": replace(
        CONNECTIONS, heading=_noop("Your connections"), empty=_noop("You have no connections yet.")
    ),
    "member_followers": replace(FOLLOWERS, heading=_noop("Your followers")),
}


@require_safe
def connections(request: HttpRequest, handle: str) -> HttpResponse:
    """The connections of a member, or that they are kept private (REL-16)."""
    return _list(request, handle, "member_connections", CONNECTIONS, lists.connections)


@require_safe
def followers(request: HttpRequest, handle: str) -> HttpResponse:
    """The followers of a member who may be named, or that they are kept private (REL-2, REL-16)."""
    return _list(request, handle, "member_followers", FOLLOWERS, lists.followers)


@member_required
@require_safe
def mutual_connections(request: HttpRequest, handle: str) -> HttpResponse:
    """Whom both reader and member are connected to: always shown to the two (REL-16)."""
    return _list(request, handle, "member_mutuals", MUTUALS, lists.mutuals)


def _list(
    request: HttpRequest,
    handle: str,
    current: str,
    said: ListWords,
    reading: Callable[..., lists.PeopleList],
) -> HttpResponse:
    viewer, limits = viewer_of(request), limits_of(request)
    owner = face_of(request, handle)
    is_self = owner.id == viewer.actor_id
    if is_self and current not in OWN:
        raise Absent
    found = reading(viewer, owner.id, cursor=cursor_of(request), size=limits.page_size, now=now_of(request))
    said = OWN[current] if is_self else said
    person = PersonCard(owner.handle, owner.name)
    names = {"member_connections": _("Connections"), "member_followers": _("Followers")}
    if not is_self and not viewer.is_visitor:
        names["member_mutuals"] = _("In common")
    context = {
        "is_self": is_self,
        "person": person,
        "title": _(said.heading, name=person.first_name),
        "said": said.about(person.first_name),
        "tabs": [Tab(label, reverse(name, args=[handle]), name == current) for name, label in names.items()],
        "people": cards(found.items, viewer),
        "hidden": found.hidden,
        "shares": "member_mutuals" in names,
        "more": more_url(request, found.next),
    }
    return render(request, "members/list.html", context)


# Following


@require_POST
@member_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow, or ask to; `private` on or off says whether one is named among the followers (REL-1, REL-2)."""
    face = face_of(request, handle)
    private = {"on": True, "off": False}.get(request.POST.get("private", ""))
    outcome = following.follow(follower=me(request), followee=face.id, private=private, now=now_of(request))
    name = words.first_name(face.name)
    if outcome is FollowOutcome.REQUEST:
        say(request, _("You asked to follow {name}, who answers in person.", name=name))
    elif private:
        say(request, _("You follow {name} privately. They do not see it.", name=name))
    else:
        undo = Action(_("Undo"), reverse("unfollow", args=[handle]))
        say(request, _("You follow {name}. They are not told.", name=name), undo)
    return back(request, reverse("member", args=[handle]))


@require_POST
@member_required
def unfollow(request: HttpRequest, handle: str) -> HttpResponse:
    """Stop following, or take back the request to; nobody is told (REL-3)."""
    face = face_of(request, handle)
    following.unfollow(follower=me(request), followee=face.id)
    say(request, _("You no longer follow {name}. They are not told.", name=words.first_name(face.name)))
    return back(request, reverse("member", args=[handle]))


# Parting


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def disconnect(request: HttpRequest, handle: str) -> HttpResponse:
    """Ask whether the connection shall end, and end it; the other is not told (REL-10)."""
    if request.method != "POST":
        page = other_of(request, handle)
        if page.relationship is None or not page.relationship.connected:
            raise Absent
        return _ask(request, page, "members/disconnect.html")
    face = face_of(request, handle)
    if removing.unconnect(actor_id=me(request), other=face.id, now=now_of(request)):
        name = words.first_name(face.name)
        say(request, _("{name} is no longer your connection, and is not told.", name=name))
    return back(request, reverse("member", args=[handle]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Ask whether to block, and block; the other is not told, and their page is gone (REL-17)."""
    if request.method != "POST":
        return _ask(request, other_of(request, handle), "members/block.html")
    face = face_of(request, handle)
    removing.block(owner=me(request), other=face.id, now=now_of(request))
    again = Action(_("Unblock"), reverse("unblock", args=[handle]))
    say(request, _("{name} is blocked, and is not told.", name=words.first_name(face.name)), again)
    return SeeOther(reverse("home"))  # not to `next`: that page is theirs, and gone now


@require_POST
@member_required
def unblock(request: HttpRequest, handle: str) -> HttpResponse:
    """Take a block back; nothing returns by itself (REL-17). Raises: Absent, where there is none."""
    blocked = ties.blocked_by(me(request), handle)
    if blocked is None:
        raise Absent
    removing.unblock(owner=me(request), other=blocked)
    say(request, _("@{handle} is unblocked. Nothing that ended comes back by itself.", handle=handle))
    return back(request, reverse("member", args=[handle]))


def _ask(request: HttpRequest, page: MemberPage, template: str) -> HttpResponse:
    """A question on a page of its own, which is a dialog where there is script."""
    context = {
        "page": page,
        "person": card(page.person, viewer_of(request)),
        "limits": limits_of(request),
        "back": came_from(request, reverse("member", args=[page.person.handle])),
    }
    return render(request, template, context)


# The private note


class NoteForm(PoliteForm):
    """What a member keeps about someone for themselves alone (REL-18)."""

    note = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    how_met = forms.CharField(required=False)
    tags = forms.CharField(required=False)
    rhythm_weeks = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", ""), *((weeks, weeks) for weeks in RHYTHMS_WEEKS)],
    )


def _note_form(request: HttpRequest, page: MemberPage) -> NoteForm:
    kept = page.note
    initial = {
        "note": kept.note,
        "how_met": kept.how_met,
        "tags": ", ".join(kept.tags),
        "rhythm_weeks": kept.rhythm_weeks,
    }
    form = NoteForm(request.POST or None, initial=initial)
    rhythms = [("", _("No rhythm"))]
    rhythms += [
        (str(weeks), words.translate_plural("Every week", "Every {count} weeks", weeks))
        for weeks in RHYTHMS_WEEKS
    ]
    form.fields["rhythm_weeks"].choices = rhythms  # type: ignore[attr-defined]
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def tie_note(request: HttpRequest, handle: str) -> HttpResponse:
    """Note, tags, how one met, a rhythm: seen by their owner alone (REL-18)."""
    page = other_of(request, handle)
    form = _note_form(request, page)

    def keep() -> None:
        typed = form.cleaned_data
        tags = [tag for tag in typed.pop("tags").split(",") if tag.strip()]
        choosing.keep_note(owner=me(request), other=page.person.id, tags=tags, **typed, now=now_of(request))

    if form.done(keep):
        say(request, _("Kept. Only you can see it."))
        return back(request, reverse("member", args=[handle]))
    context = {
        "form": form,
        "person": card(page.person, viewer_of(request)),
        "back": came_from(request, reverse("member", args=[handle])),
        "length": choosing.NOTE_LENGTH,
    }
    return render(request, "members/note.html", context, status=form.status)


urlpatterns = [
    path("@<slug:handle>/connections", connections, name="member_connections"),
    path("@<slug:handle>/followers", followers, name="member_followers"),
    path("@<slug:handle>/mutual-connections", mutual_connections, name="member_mutuals"),
    path("@<slug:handle>/follow", follow, name="follow"),
    path("@<slug:handle>/unfollow", unfollow, name="unfollow"),
    path("@<slug:handle>/disconnect", disconnect, name="disconnect"),
    path("@<slug:handle>/block", block, name="block"),
    path("@<slug:handle>/unblock", unblock, name="unblock"),
    path("@<slug:handle>/note", tie_note, name="tie_note"),
]
