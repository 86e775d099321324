"""The people of a group: who is in it, who asks, who is invited, who is kept out (PRO-7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import groups_parts as parts
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.groups import group_of, page_of
from rapport.interfaces.web.members import face_of
from rapport.interfaces.web.parts import Tab
from rapport.interfaces.web.requests import (
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
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Absent
from rapport.people.groups.actions import running
from rapport.people.groups.queries import people, waiting
from rapport.people.groups.queries.groups import GroupPage
from rapport.people.groups.rules.process import Place, Verb

_ = words.translate


def _page(request: HttpRequest, page: GroupPage, tab: str, template: str, **own: Any) -> HttpResponse:
    """One page about the people of a group, with the tabs the reader has."""
    handle = page.card.handle
    names: list[tuple[str, str, int | None]] = [("group_members", _("Members"), None)]
    if Verb.INVITE.value in page.allowed_actions:
        names.append(("group_invite", _("Invite"), None))
    if page.card.place in (Place.OWNER, Place.MODERATOR):
        names.append(("group_requests", _("Requests"), page.requests or None))
        names.append(("group_banned", _("Kept out"), None))
    context = {
        "page": page,
        "group": parts.tile(page.card),
        "tabs": [
            Tab(label, reverse(name, args=[handle]), name == tab, count) for name, label, count in names
        ],
        **own,
    }
    return render(request, f"groups/{template}.html", context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What every list of people is asked with."""
    limits = limits_of(request)
    return {
        "cursor": cursor_of(request),
        "size": limits.page_size,
        "limits": limits,
        "now": now_of(request),
    }


def _words_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


@require_safe
def members(request: HttpRequest, group: str) -> HttpResponse:
    """Who is in a group, those who run it first, or that the list is not shown to the reader."""
    page, viewer, q = page_of(request, group), viewer_of(request), _words_of(request)
    asked = _asked(request)
    found = people.members(viewer, group, q=q, **asked)
    leading = people.MemberList([])
    if not q and asked["cursor"] is None and not found.hidden:
        leading = people.members(viewer, group, running=True, **{**asked, "size": 50})
    return _page(
        request,
        page,
        "group_members",
        "members",
        q=q,
        hidden=found.hidden,
        leading=[parts.member_row(one, group, viewer) for one in leading.items],
        rows=[parts.member_row(one, group, viewer) for one in found.items],
        more=more_url(request, found.next),
    )


@require_safe
@member_required
def requests(request: HttpRequest, group: str) -> HttpResponse:
    """Who asks to join, oldest first; for those who run the group."""
    page, viewer = page_of(request, group), viewer_of(request)
    found = waiting.requests(viewer, group, **_asked(request))
    return _page(
        request,
        page,
        "group_requests",
        "requests",
        rows=[parts.asking(one, group, viewer) for one in found.items],
        more=more_url(request, found.next),
    )


@require_safe
@member_required
def banned(request: HttpRequest, group: str) -> HttpResponse:
    """Who is kept out, latest first; for those who run the group."""
    page, viewer = page_of(request, group), viewer_of(request)
    found = people.banned(viewer, group, **_asked(request))
    return _page(
        request,
        page,
        "group_banned",
        "banned",
        rows=[card(one.person, viewer) for one in found.items],
        more=more_url(request, found.next),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite(request: HttpRequest, group: str) -> HttpResponse:
    """One's connections, whom one may invite, and who is invited already."""
    page, viewer = page_of(request, group), viewer_of(request)
    if request.method == "POST":
        return _bring(request, page)
    q, asked = _words_of(request), _asked(request)
    found = waiting.candidates(viewer, group, q=q, **asked)
    sent = waiting.WaitingList([])
    if not q and asked["cursor"] is None:
        sent = waiting.invited(viewer, group, **{**asked, "size": 50})
    rows = [
        (card(one.person, viewer), one.may_be_invited, parts.standing_words(one.place)) for one in found.items
    ]
    return _page(
        request,
        page,
        "group_invite",
        "invite",
        q=q,
        rows=rows,
        sent=[parts.asking(one, group, viewer) for one in sent.items],
        more=more_url(request, found.next),
    )


def _bring(request: HttpRequest, page: GroupPage) -> HttpResponse:
    person = face_of(request, request.POST.get("to", ""))
    place = running.invite(
        group_id=page.card.id,
        actor_id=me(request),
        person_id=person.id,
        now=now_of(request),
        limits=limits_of(request),
    )
    name = words.first_name(person.name)
    if place is Place.INVITED:
        say(request, _("{name} is invited, and is told.", name=name))
    else:
        say(request, _("{name} is in the group.", name=name))
    return back(request, reverse("group_invite", args=[page.card.handle]))


# Steps about one person


def _take(request: HttpRequest, verb: Verb, group: str, handle: str, said: str, leads: str) -> HttpResponse:
    person = face_of(request, handle)
    running.take(
        verb=verb,
        group_id=group_of(request, group),
        actor_id=me(request),
        person_id=person.id,
        now=now_of(request),
        limits=limits_of(request),
    )
    say(request, _(said, name=words.first_name(person.name)))
    return back(request, reverse(leads, args=[group]))


def _pressing(verb: Verb, said: str, leads: str) -> Callable[..., HttpResponse]:
    """A view that takes a step at one press."""

    @require_POST
    @member_required
    def press(request: HttpRequest, group: str, handle: str) -> HttpResponse:
        return _take(request, verb, group, handle, said, leads)

    return press


def _asking_first(verb: Verb, said: str, template: str, leads: str) -> Callable[..., HttpResponse]:
    """A view that asks before it takes a step."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @member_required
    def ask(request: HttpRequest, group: str, handle: str) -> HttpResponse:
        if request.method == "POST":
            return _take(request, verb, group, handle, said, leads)
        page, viewer, limits = page_of(request, group), viewer_of(request), limits_of(request)
        person = face_of(request, handle)
        shown, allowed = people.about(viewer, group, person.id, limits, now_of(request))
        if verb.value not in allowed:
            raise Absent
        context = {
            "group": parts.tile(page.card),
            "person": card(shown, viewer),
            "back": came_from(request, reverse(leads, args=[group])),
        }
        return render(request, f"groups/{template}.html", context)

    return ask


ROLE_SAID = {
    Verb.PROMOTE: _noop("{name} is a moderator now, and is told."),
    Verb.DEMOTE: _noop("{name} is a member now, and is told."),
    Verb.SHARE: _noop("{name} is an owner too now, and is told."),
}
"""What giving a role says when it is done."""


@require_POST
@member_required
def role(request: HttpRequest, group: str, handle: str) -> HttpResponse:
    """Give somebody another part in a group; they are told."""
    wanted = request.POST.get("step", "")
    if wanted not in list(ROLE_SAID):
        raise Absent
    verb = Verb(wanted)
    return _take(request, verb, group, handle, ROLE_SAID[verb], "group_members")


admit = _pressing(Verb.ADMIT, _noop("{name} is in the group now, and is told."), "group_requests")
refuse = _pressing(Verb.REFUSE, _noop("Turned down. {name} can ask again later."), "group_requests")
take_back = _pressing(Verb.TAKE_BACK, _noop("The invitation of {name} is taken back."), "group_invite")
unban = _pressing(Verb.UNBAN, _noop("{name} may come again."), "group_banned")
remove = _asking_first(
    Verb.REMOVE, _noop("{name} is out of the group, and may come again."), "remove", "group_members"
)
ban = _asking_first(Verb.BAN, _noop("{name} is kept out of the group."), "ban", "group_members")
hand_over = _asking_first(
    Verb.HAND_OVER, _noop("{name} owns the group now, and is told."), "hand_over", "group_members"
)

urlpatterns = [
    path("groups/<slug:group>/members", members, name="group_members"),
    path("groups/<slug:group>/requests", requests, name="group_requests"),
    path("groups/<slug:group>/kept-out", banned, name="group_banned"),
    path("groups/<slug:group>/invite", invite, name="group_invite"),
    path("groups/<slug:group>/invite/<slug:handle>/take-back", take_back, name="group_take_back"),
    path("groups/<slug:group>/requests/<slug:handle>/admit", admit, name="group_admit"),
    path("groups/<slug:group>/requests/<slug:handle>/refuse", refuse, name="group_refuse"),
    path("groups/<slug:group>/members/<slug:handle>/role", role, name="group_role"),
    path("groups/<slug:group>/members/<slug:handle>/remove", remove, name="group_remove"),
    path("groups/<slug:group>/members/<slug:handle>/ban", ban, name="group_ban"),
    path("groups/<slug:group>/members/<slug:handle>/hand-over", hand_over, name="group_hand_over"),
    path("groups/<slug:group>/kept-out/<slug:handle>/let", unban, name="group_unban"),
]
