"""Notices: what a member was told, day by day; and the way out of its mails (MSG-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import near_card
from rapport.interfaces.web.discussion_parts import place_of_comment
from rapport.interfaces.web.masthead import badges_for
from rapport.interfaces.web.parts import PersonCard
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
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.people.relationships.queries.faces import Face
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.queries import NoticeView
from rapport.projections.notifications.rules_telling import Leads

_ = words.translate

DOING = {
    Leads.LETTER: _noop("Read the invitation"),
    Leads.SENT: _noop("Read what they ask"),
    Leads.MEMBER: _noop("See their page"),
    Leads.COMPANY: _noop("See the page"),
    Leads.BUDGET: _noop("See your invitations"),
    Leads.PLACE: _noop("See the group"),
    Leads.REQUESTS: _noop("See who asks"),
    Leads.ENDORSEMENTS: _noop("See your endorsements"),
    Leads.RECOMMENDATION: _noop("See the recommendation"),
    Leads.POST: _noop("See the post"),
    Leads.REPORTS: _noop("See your reports"),
    Leads.TAKEN_DOWN: _noop("Read why"),
}
"""What the link of a notice says."""


@dataclass(frozen=True)
class NoticeRow:
    """One notice in sentences of the reader's language."""

    person: PersonCard | None
    sentence: str
    at: datetime
    icon: str
    url: str
    doing: str
    new: bool
    excerpt: str = ""


@dataclass(frozen=True)
class Day:
    """The notices of one day; `id` is that of its first one, for the heading."""

    at: datetime
    id: str
    rows: tuple[NoticeRow, ...]


def address(notice: NoticeView) -> str:
    """Where a notice leads on these pages."""
    if notice.leads is Leads.BUDGET:
        return reverse("network") + "#budget"
    if notice.leads is Leads.POST:
        return place_of_comment(notice.post or 0, notice.comment)
    if notice.place is not None:
        return reverse(
            "group_requests" if notice.leads is Leads.REQUESTS else "group", args=[notice.place.handle]
        )
    if notice.leads is Leads.COMPANY:
        return reverse("company", args=[notice.people[0].handle])
    if notice.leads is Leads.MEMBER:
        return reverse("member", args=[notice.people[0].handle])
    if notice.leads in (Leads.ENDORSEMENTS, Leads.REPORTS, Leads.TAKEN_DOWN):
        return reverse(notice.leads.value)
    name = "recommendation" if notice.leads is Leads.RECOMMENDATION else "invitation"
    return reverse(name, args=[notice.subject])


def _doing(notice: NoticeView) -> str:
    if notice.comment is not None:
        return _("Read the comment")
    return _(DOING[notice.leads])


def _named(url: str, name: str) -> str:
    """A name inside a sentence, as a link."""
    return format_html('<a class="name" href="{}"><bdi>{}</bdi></a>', url, name)


def _card(face: Face, leads: Leads) -> PersonCard:
    """Whose notice it is, with how near they are; a company is near to nobody (NET-1)."""
    return replace(near_card(face), shows_degree=leads is not Leads.COMPANY)


def row(notice: NoticeView) -> NoticeRow:
    """A notice as a row, the name in it a link to the person's page."""
    person = _card(notice.people[0], notice.leads) if notice.people else None
    values: dict[str, object] = {
        name: words.number(value) if isinstance(value, int) else value
        for name, value in notice.values.items()
    }
    if person is not None:
        where = address(notice) if notice.leads is Leads.COMPANY else reverse("member", args=[person.handle])
        values["name"] = _named(where, person.name)
    if len(notice.people) > 1:
        second = notice.people[1]
        values["second"] = _named(reverse("member", args=[second.handle]), second.name)
    if notice.place is not None:
        kind = "company" if notice.leads is Leads.POST else "group"
        values["place"] = _named(reverse(kind, args=[notice.place.handle]), notice.place.name)
    return NoticeRow(
        person=person,
        sentence=_(notice.template, **values),
        at=notice.at,
        icon=notice.icon,
        url=address(notice),
        doing=_doing(notice),
        new=not notice.read,
        excerpt=notice.excerpt,
    )


def _days(notices: Iterable[NoticeView]) -> list[Day]:
    """The notices by the reader's days, in the order they come."""
    days = []
    for _day, some in groupby(notices, key=lambda notice: words.local_day(notice.at)):
        rows = list(some)
        days.append(Day(rows[0].at, str(rows[0].id), tuple(row(one) for one in rows)))
    return days


@require_safe
@member_required
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, latest first; fetching them changes nothing, to have read them is a press of its own."""
    viewer, now = viewer_of(request), now_of(request)
    found = queries.notices(viewer, cursor_of(request), limits_of(request).page_size, now=now)
    context = {
        "days": _days(found.items),
        "more": more_url(request, found.next),
        "unread": badges_for(request).unread,
        "first": found.items[0].id if found.items and cursor_of(request) is None else None,
    }
    return render(request, "notifications/index.html", context)


@require_POST
@member_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read everything up to the notice the reader saw on top; what came since stays new."""
    up_to = ids.parse(request.POST.get("up_to", ""))
    if up_to is None:
        raise Absent
    actions.mark_read(actor_id=me(request), up_to=up_to, now=now_of(request))
    say(request, _("All read."))
    return back(request, reverse("notices"))


@csrf_exempt  # mail programs press this for their reader (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails about notices, by the link that stands in each of them; fetching it only asks."""
    owner = queries.owner_of(token)
    if request.method == "POST":
        actions.stop_mails(actor_id=owner, now=now_of(request))
    context = {"done": request.method == "POST", "action": request.path}
    return render(request, "notifications/stop.html", context)


urlpatterns = [
    path("notices", notices, name="notices"),
    path("notices/read", read, name="notices_read"),
    path("notices/stop/<str:token>", stop, name="notices_stop"),
]
