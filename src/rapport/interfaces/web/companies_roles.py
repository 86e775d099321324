"""Who looks after a company page: roles offered, accepted, changed and ended (PRO-6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rapport.interfaces.web import companies_cards as companies_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.companies import kept, page_of, tabs
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.parts import MenuItem, PersonCard
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    limits_of,
    me,
    member_required,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Invalid
from rapport.people import visibility
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import roles
from rapport.people.organizations.queries import roles as keepers
from rapport.people.organizations.queries.pages import CompanyPage
from rapport.people.organizations.queries.roles import RoleView
from rapport.people.organizations.rules import Role, RoleState, Verb

_ = words.translate


class OfferForm(PoliteForm):
    """Whom to offer which role."""

    member = forms.CharField(
        label=gettext_lazy("Handle"),
        help_text=gettext_lazy("Such as @mara. They are asked, and decide themselves."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect, initial=Role.EDITOR.value)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Say what each role means."""
        super().__init__(*given, **named)
        choices = [
            (role.value, f"{_(label)}: {_(companies_parts.POWERS[role])}")
            for role, label in companies_parts.ROLES.items()
        ]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RoleRow:
    """Somebody who holds or is offered a role, and what may be done about it."""

    person: PersonCard
    words: str
    menu: tuple[MenuItem, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def page_roles(request: HttpRequest, company: str) -> HttpResponse:
    """Who looks after a page or is asked to; admins offer roles here."""
    page, viewer = kept(request, company, Verb.SEE_ROLES), viewer_of(request)
    form = OfferForm(request.POST if request.method == "POST" else None)

    def offer() -> None:
        roles.offer(
            by=viewer,
            company_id=page.company.id,
            member=_member(request, form.cleaned_data["member"]),
            role=form.cleaned_data["role"],
            now=now_of(request),
        )

    if form.done(offer):
        say(request, _("Offered. The role is theirs once they accept."))
        return SeeOther(reverse("company_roles", args=[company]))
    found = keepers.roles(viewer, page.company.id, now_of(request))
    context = {
        "company": companies_parts.card(page.company),
        "tabs": tabs(page, "company_roles"),
        "rows": [_row(one, page, viewer) for one in found],
        "may_offer": Verb.OFFER in page.may,
        "form": form,
    }
    return render(request, "companies/roles.html", context, status=form.status)


def _member(request: HttpRequest, typed: str) -> int:
    """The member of a handle that was typed.

    Raises: Invalid (`member`), where the reader comes across nobody of that handle.
    """
    found = visibility.members(viewer_of(request)).filter(handle=typed.strip().lstrip("@")).first()
    if found is None:
        raise Invalid("Nobody here has that handle.", code="member", field="member")
    return found.pk


def _row(one: RoleView, page: CompanyPage, viewer: Viewer) -> RoleRow:
    role, day = _(companies_parts.ROLES[one.role]), words.plain_date(one.since)
    if one.state is RoleState.OFFERED:
        said = _("Asked to be {role} on {day}, and has not answered yet.", role=role, day=day)
    else:
        said = _("{role} since {day}.", role=role, day=day)
    return RoleRow(card(one.person, viewer), said, tuple(_menu(one, page, viewer)))


def _menu(one: RoleView, page: CompanyPage, viewer: Viewer) -> list[MenuItem]:
    """What this member may do about a role; each line says who learns what."""
    parts = [page.company.handle, one.person.handle]
    items = []
    if Verb.CHANGE_ROLE in page.may:
        other = Role.EDITOR if one.role is Role.ADMIN else Role.ADMIN
        label = _("Make an admin") if other is Role.ADMIN else _("Make an editor")
        items.append(
            MenuItem(
                label,
                reverse("company_role_change", args=parts),
                _(companies_parts.POWERS[other]),
                post=True,
                field=("role", other.value),
            )
        )
    end = reverse("company_role_end", args=parts)
    if one.person.id == viewer.actor_id:
        if Verb.LEAVE in page.may:
            items.append(MenuItem(_("Leave"), end, _("You no longer look after this page."), post=True))
    elif Verb.REMOVE in page.may:
        label = _("Take the offer back") if one.state is RoleState.OFFERED else _("Remove")
        items.append(MenuItem(label, end, _("They are not told."), post=True))
    return items


@require_POST
@member_required
def change(request: HttpRequest, company: str, member: str) -> HttpResponse:
    """Make an editor an admin or the other way round; one admin stays."""
    page = page_of(request, company)
    found = visibility.member(viewer_of(request), member, limits_of(request))
    wanted = request.POST.get("role", "")
    roles.change_role(by=viewer_of(request), company_id=page.company.id, member=found.pk, role=wanted)
    said = _(companies_parts.ROLES[Role(wanted)])
    say(request, _("{name} is {role} now.", name=words.first_name(found.name), role=said))
    return back(request, reverse("company_roles", args=[company]))


@require_POST
@member_required
def end(request: HttpRequest, company: str, member: str) -> HttpResponse:
    """End a role or take an offer back; one's own: leave, or refuse. Nobody is told."""
    page = page_of(request, company)
    found = visibility.member(viewer_of(request), member, limits_of(request))
    roles.remove(by=viewer_of(request), company_id=page.company.id, member=found.pk)
    if found.pk == me(request):
        say(request, _("You have no role on this page now. Nobody is told."))
        return SeeOther(reverse("company", args=[company]))
    say(
        request, _("{name} has no role on this page now, and is not told.", name=words.first_name(found.name))
    )
    return back(request, reverse("company_roles", args=[company]))


@require_POST
@member_required
def accept(request: HttpRequest, company: str) -> HttpResponse:
    """Take the role one is offered; who offered it is told."""
    page = page_of(request, company)
    roles.accept(by=viewer_of(request), company_id=page.company.id, now=now_of(request))
    say(request, _("You look after the page of {name} now.", name=page.company.name))
    return back(request, reverse("company", args=[company]))


urlpatterns = [
    path("companies/<slug:company>/roles", page_roles, name="company_roles"),
    path("companies/<slug:company>/role/accept", accept, name="company_role_accept"),
    path("companies/<slug:company>/roles/<slug:member>/change", change, name="company_role_change"),
    path("companies/<slug:company>/roles/<slug:member>/end", end, name="company_role_end"),
]
