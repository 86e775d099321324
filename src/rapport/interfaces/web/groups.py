"""Groups: finding and making them, the page of each, and one's own coming and going (PRO-7)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import groups_parts as parts
from rapport.interfaces.web.cards import card, cards
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.groups_forms import AskForm, GroupForm, NewGroupForm
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    cursor_of,
    door,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Absent, Unauthenticated
from rapport.people.groups.actions import founding, joining
from rapport.people.groups.actions.founding import Words
from rapport.people.groups.queries import groups as queries
from rapport.people.groups.queries import waiting
from rapport.people.groups.queries.groups import GroupPage
from rapport.people.groups.queries.places import known
from rapport.people.groups.rules.process import INSIDE, Place, Verb

_ = words.translate
OWN_AT_MOST = 50
"""How many of one's own groups stand above the directory; the directory has them all."""
LONGEST = 100


def page_of(request: HttpRequest, handle: str) -> GroupPage:
    """What this reader sees of a group.

    Raises: Unauthenticated, where visitors see nothing at all; Absent.
    """
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    return queries.group_page(viewer, handle, limits, now_of(request))


def group_of(request: HttpRequest, handle: str) -> int:
    """The id of a group, for a member who may know of it.

    Raises: Unauthenticated; Absent.
    """
    me(request)
    found: int = known(viewer_of(request), handle, limits_of(request)).pk
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for the reader in groups, their own groups, and all they may come across, by name."""
    viewer, limits, now = viewer_of(request), limits_of(request), now_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    cursor = cursor_of(request)
    found = queries.directory(viewer, q=q, others=not q, cursor=cursor, size=limits.page_size, limits=limits)
    first = not q and cursor is None
    own = queries.mine(viewer, size=OWN_AT_MOST) if first else queries.GroupList([])
    letters = waiting.received(viewer, now=now).items if first else []
    refused = None if viewer.is_visitor else queries.founding_refusal(viewer, limits)
    context = {
        "visitor": viewer.is_visitor,
        "q": q,
        "letters": [parts.letter(one, viewer) for one in letters],
        "to_answer": waiting.to_answer(viewer) if first else [],
        "own": [parts.tile(one) for one in own.items],
        "groups": [parts.tile(one) for one in found.items],
        "more": more_url(request, found.next),
        "refused": refusal(refused).sentence if refused else "",
    }
    return render(request, "groups/index.html", context)


@require_safe
def group(request: HttpRequest, group: str) -> HttpResponse:
    """A group: what it is for, its rules, who of one's own is in it, and the door."""
    page, viewer = page_of(request, group), viewer_of(request)
    one = page.card
    context = {
        "page": page,
        "group": parts.tile(one),
        "doors": parts.doors(page, door(request) if viewer.is_visitor else ""),
        "about": _paragraphs(page.about),
        "rules": _paragraphs(page.rules),
        "known": cards(page.known_members, viewer),
        "known_rest": page.known_count - len(page.known_members),
        "inviter": card(page.invited_by, viewer) if page.invited_by else None,
        "inside": one.place in INSIDE,
        "may": page.allowed_actions,
        "runs": one.place in (Place.OWNER, Place.MODERATOR),
        "list_words": _(parts.LIST_WORDS[page.member_list]),
        "address": settings.PUBLIC_URL + reverse("group", args=[one.handle]),
        "community": limits_of(request).community_name,
    }
    return render(request, "groups/page.html", context)


def _paragraphs(text: str) -> list[str]:
    """Its lines, each a paragraph of its own."""
    return [line for line in text.split("\n") if line]


# Making and describing


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def new(request: HttpRequest) -> HttpResponse:
    """Make a group, or read why one cannot."""
    limits, viewer = limits_of(request), viewer_of(request)
    form = NewGroupForm(request.POST if request.method == "POST" else None)

    def found() -> None:
        said = form.said()
        face = {name: said.pop(name) for name in ("handle", "name", "headline")}
        founding.found(
            actor_id=me(request),
            is_organiser=viewer.is_organiser,
            words=Words(**said),
            now=now_of(request),
            limits=limits,
            **face,
        )

    if form.done(found):
        say(request, _("The group is there. Invite the people it is for."))
        return SeeOther(reverse("group", args=[form.cleaned_data["handle"]]))
    refused = queries.founding_refusal(viewer, limits)
    context = {
        "form": form,
        "limits": limits,
        "refused": refusal(refused).sentence if refused and not form.is_bound else "",
        "action": reverse("group_new"),
        "fresh": True,
    }
    return render(request, "groups/form.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: HttpRequest, group: str) -> HttpResponse:
    """Describe a group anew; for its owners."""
    page, limits = page_of(request, group), limits_of(request)
    if "describe" not in page.allowed_actions:
        raise Absent
    initial = {
        "name": page.card.name,
        "headline": page.card.headline,
        "about": page.about,
        "rules": page.rules,
        "seen": "listed" if page.card.listed else "private",
        "joining": page.card.joining.value,
        "member_list": page.member_list.value,
    }
    form = GroupForm(request.POST if request.method == "POST" else None, initial=initial)

    def describe() -> None:
        founding.describe(
            group_id=page.card.id,
            actor_id=me(request),
            changes=form.said(),
            now=now_of(request),
            limits=limits,
        )

    if form.done(describe):
        say(request, _("Saved."))
        return SeeOther(reverse("group", args=[group]))
    context = {
        "form": form,
        "limits": limits,
        "group": parts.tile(page.card),
        "refused": "",
        "action": reverse("group_edit", args=[group]),
        "fresh": False,
    }
    return render(request, "groups/form.html", context, status=form.status)


# Coming and going


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def join(request: HttpRequest, group: str) -> HttpResponse:
    """Join, accept one's invitation, or ask; what is refused stands at the form, and nothing typed is lost."""
    page = page_of(request, group)
    form = AskForm(request.POST if request.method == "POST" else None)
    places: list[Place] = []

    def enter() -> None:
        places.append(
            joining.enter(
                group_id=page.card.id,
                actor_id=me(request),
                note=form.cleaned_data["note"],
                now=now_of(request),
                limits=limits_of(request),
            )
        )

    if form.done(enter):
        name = page.card.name
        asked = places[0] is Place.ASKED
        say(
            request,
            _("You have asked to join {group}.", group=name)
            if asked
            else _("You are in {group}.", group=name),
        )
        return back(request, reverse("group", args=[group]))
    asks = Verb.ASK.value in page.allowed_actions or form.is_bound
    if not asks:
        return SeeOther(reverse("group", args=[group]))
    context = {
        "form": form,
        "group": parts.tile(page.card),
        "rules": _paragraphs(page.rules),
        "refused": refusal(page.refusal).sentence if page.refusal else "",
        "length": limits_of(request).note_length,
        "back": came_from(request, reverse("group", args=[group])),
    }
    return render(request, "groups/ask.html", context, status=form.status)


@require_POST
@member_required
def withdraw(request: HttpRequest, group: str) -> HttpResponse:
    """Take one's request to join back."""
    found = group_of(request, group)
    joining.withdraw(group_id=found, actor_id=me(request), now=now_of(request), limits=limits_of(request))
    say(request, _("Your request is taken back. Nobody is told."))
    return back(request, reverse("group", args=[group]))


@require_POST
@member_required
def decline(request: HttpRequest, group: str) -> HttpResponse:
    """Decline an invitation to a group; nobody is told."""
    found = group_of(request, group)
    joining.decline(group_id=found, actor_id=me(request), now=now_of(request), limits=limits_of(request))
    say(request, _("Declined. Nobody is told."))
    return SeeOther(reverse("groups"))  # not to `next`: a private group is gone for them now


@require_POST
@member_required
def step_down(request: HttpRequest, group: str) -> HttpResponse:
    """Be a moderator from now on, no longer an owner."""
    found = group_of(request, group)
    joining.step_down(group_id=found, actor_id=me(request), now=now_of(request), limits=limits_of(request))
    say(request, _("You are a moderator now."))
    return back(request, reverse("group", args=[group]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def leave(request: HttpRequest, group: str) -> HttpResponse:
    """Ask whether to leave, and leave; nobody is told."""
    if request.method != "POST":
        page = page_of(request, group)
        if Verb.LEAVE.value not in page.allowed_actions:
            raise Absent
        return _ask(request, page, "groups/leave.html")
    found = known(viewer_of(request), group, limits_of(request))
    joining.leave(group_id=found.pk, actor_id=me(request), now=now_of(request), limits=limits_of(request))
    say(request, _("You have left {group}. Nobody is told.", group=found.actor.name))
    return SeeOther(reverse("groups"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def close(request: HttpRequest, group: str) -> HttpResponse:
    """Ask whether to close a group, and close it, for everybody and for good; for its owners."""
    page = page_of(request, group)
    if "close" not in page.allowed_actions:
        raise Absent
    if request.method != "POST":
        return _ask(request, page, "groups/close.html")
    founding.close(group_id=page.card.id, actor_id=me(request), now=now_of(request))
    say(request, _("{group} is closed.", group=page.card.name))
    return SeeOther(reverse("groups"))


def _ask(request: HttpRequest, page: GroupPage, template: str) -> HttpResponse:
    """A question on a page of its own, which is a dialog where there is script."""
    context = {
        "page": page,
        "group": parts.tile(page.card),
        "back": came_from(request, reverse("group", args=[page.card.handle])),
    }
    return render(request, template, context)


urlpatterns = [
    path("groups", index, name="groups"),
    path("groups/new", new, name="group_new"),
    path("groups/<slug:group>", group, name="group"),
    path("groups/<slug:group>/edit", edit, name="group_edit"),
    path("groups/<slug:group>/join", join, name="group_join"),
    path("groups/<slug:group>/withdraw", withdraw, name="group_withdraw"),
    path("groups/<slug:group>/decline", decline, name="group_decline"),
    path("groups/<slug:group>/step-down", step_down, name="group_step_down"),
    path("groups/<slug:group>/leave", leave, name="group_leave"),
    path("groups/<slug:group>/close", close, name="group_close"),
]
