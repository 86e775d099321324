"""Making, editing and deleting company pages (PRO-6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rapport.interfaces.web import companies_cards as companies_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.companies import kept
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    limits_of,
    me,
    member_required,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.people.organizations.actions import pages
from rapport.people.organizations.actions.pages import DETAILS
from rapport.people.organizations.queries import pages as readings
from rapport.people.organizations.queries import standing
from rapport.people.organizations.rules import ABOUT_LENGTH, Size, Verb, refuse_making

_ = words.translate


class PageForm(PoliteForm):
    """What a company page says; the action checks it."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As the company writes itself.")
    )
    headline = forms.CharField(
        label=gettext_lazy("In one line"),
        required=False,
        help_text=gettext_lazy("What it does; it stands beside the name in every list."),
    )
    about = forms.CharField(
        label=gettext_lazy("About"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    website = forms.CharField(label=gettext_lazy("Website"), required=False)
    industry = forms.CharField(label=gettext_lazy("Industry"), required=False)
    location = forms.CharField(label=gettext_lazy("Place"), required=False)
    size = forms.ChoiceField(label=gettext_lazy("How many work there"), required=False)
    founded = forms.CharField(label=gettext_lazy("Founded in"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the sizes in the reader's language."""
        super().__init__(*given, **named)
        labels = {Size.UNSAID: _("Not said")} | {
            size: _(label) for size, label in companies_parts.SIZES.items() if size
        }
        self.fields["size"].choices = [(size.value, label) for size, label in labels.items()]  # type: ignore[attr-defined]


class NewPageForm(PageForm):
    """The same for a page that is to be made, with its handle."""

    handle = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Small letters, digits and _; it is part of the page’s address and stays."),
    )
    another = forms.BooleanField(label=gettext_lazy("It is another company of the same name"), required=False)

    field_order = ("name", "handle")


FACE = ("name", "headline")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def new(request: HttpRequest) -> HttpResponse:
    """Make the page of a company; a name that has a page already is asked about once."""
    viewer, limits = viewer_of(request), limits_of(request)
    form = NewPageForm(request.POST if request.method == "POST" else None)

    def make() -> None:
        typed = form.cleaned_data
        pages.create(
            maker=viewer,
            handle=typed["handle"].strip().lstrip("@"),
            name=typed["name"],
            headline=typed["headline"],
            details={name: typed[name] for name in DETAILS},
            another=typed["another"],
            now=now_of(request),
            limits=limits,
        )

    if form.done(make):
        say(request, _("The page is made. You look after it as its admin."))
        return SeeOther(reverse("company", args=[form.cleaned_data["handle"].strip().lstrip("@")]))
    refusal = refuse_making(is_organiser=viewer.is_organiser, made=standing.made(me(request)), limits=limits)
    context = {
        "form": form,
        "refused": sentence(refusal) if refusal else "",
        "known": readings.namesakes(form.data.get("name", "")) if form.is_bound else (),
        "length": ABOUT_LENGTH,
    }
    return render(request, "companies/new.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: HttpRequest, company: str) -> HttpResponse:
    """Change what a page says."""
    page = kept(request, company, Verb.EDIT)
    one = page.company
    initial = {
        "name": one.name,
        "headline": one.headline,
        "about": page.about,
        "website": page.website,
        "industry": one.industry,
        "location": one.location,
        "size": one.size.value,
        "founded": one.founded or "",
    }
    form = PageForm(request.POST if request.method == "POST" else None, initial=initial)

    def change() -> None:
        pages.change(
            by=viewer_of(request),
            company_id=one.id,
            changes={name: form.cleaned_data[name] for name in (*FACE, *DETAILS)},
            now=now_of(request),
            limits=limits_of(request),
        )

    if form.done(change):
        say(request, _("Saved. The page says so now."))
        return back(request, reverse("company", args=[company]))
    context = {
        "form": form,
        "company": companies_parts.card(one),
        "may_delete": Verb.DELETE in page.may,
        "length": ABOUT_LENGTH,
    }
    return render(request, "companies/edit.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def delete(request: HttpRequest, company: str) -> HttpResponse:
    """Ask whether the page shall go for good, and delete it."""
    page = kept(request, company, Verb.DELETE)
    if request.method == "POST":
        pages.delete(by=viewer_of(request), company_id=page.company.id)
        say(request, _("The page of {name} is deleted.", name=page.company.name))
        return SeeOther(reverse("companies"))
    context = {
        "company": companies_parts.card(page.company),
        "followers": page.company.follower_count,
        "back": came_from(request, reverse("company_edit", args=[company])),
    }
    return render(request, "companies/delete.html", context)


urlpatterns = [
    path("companies/new", new, name="company_new"),
    path("companies/<slug:company>/edit", edit, name="company_edit"),
    path("companies/<slug:company>/delete", delete, name="company_delete"),
]
