"""What there is once in one's own profile: the head, a text, whom things are for, how one is reached (PRO-1, PRO-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from rapport.content.profiles.actions import contact, facts
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.profile_forms import (
    AboutForm,
    AudienceForm,
    ContactForm,
    EndorseForm,
    IntroForm,
    MilestonesForm,
    OpenToForm,
)
from rapport.interfaces.web.profile_rows import rows
from rapport.interfaces.web.profile_shown import HEAD, face, kept, own, show
from rapport.interfaces.web.requests import limits_of, member_required, now_of
from rapport.kernel.errors import Absent
from rapport.people.actors import actions as actors

_ = words.translate

IN_THE_HEAD = frozenset({Section.FACTS, Section.OPEN_TO})
"""Sections that stand beneath the name, not on their own."""


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def intro(request: HttpRequest) -> HttpResponse:
    """Name and headline, place, industry and pronouns: what stands at the head of the page."""
    known, view = face(request), own(request)
    first = {
        "name": known.name,
        "headline": known.headline,
        "pronouns": view.facts.pronouns,
        "location": view.facts.location,
        "industry": view.facts.industry,
    }
    form = IntroForm(request.POST if request.method == "POST" else None, initial=first)

    def keep() -> None:
        typed = form.cleaned_data
        actors.change_face(
            actor_id=view.owner_id, limits=limits_of(request), name=typed["name"], headline=typed["headline"]
        )
        facts.edit_facts(
            owner_id=view.owner_id,
            changes={name: typed[name] for name in ("pronouns", "location", "industry")},
        )

    if form.done(keep):
        return kept(request, HEAD)
    return show(request, form, key=HEAD, heading=_("The head of your page"), shown=rows(form))


def about(request: HttpRequest) -> HttpResponse:
    """The text about oneself."""
    view = own(request)
    form = AboutForm(request.POST if request.method == "POST" else None, initial={"about": view.about})
    if form.done(
        lambda: facts.edit_facts(owner_id=view.owner_id, changes={"about": form.cleaned_data["about"]})
    ):
        return kept(request, Section.ABOUT.value)
    return show(request, form, key=Section.ABOUT.value, heading=_("About"), shown=rows(form))


def open_to(request: HttpRequest) -> HttpResponse:
    """What one is open to, and a line about it."""
    view = own(request)
    first = {"kinds": [one.value for one in view.open_to.kinds], "line": view.open_to.line}
    form = OpenToForm(request.POST if request.method == "POST" else None, initial=first)
    if form.done(lambda: facts.choose_open_to(owner_id=view.owner_id, **form.cleaned_data)):
        return kept(request, HEAD)
    assert view.choices is not None
    seen = said.audience(view.choices.audiences[Section.OPEN_TO])[0]
    lead = _("This is for: {audience}.", audience=seen)
    return show(request, form, key=HEAD, heading=_("What you are open to"), shown=rows(form), lead=lead)


def _place(section: Section) -> str:
    return HEAD if section in IN_THE_HEAD else section.value


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def audience(request: HttpRequest, section: str) -> HttpResponse:
    """For whom one section is; it holds at once, everywhere (PRO-1)."""
    if section not in said.HEADINGS:
        raise Absent
    chosen, view = Section(section), own(request)
    assert view.choices is not None
    first = {"audience": view.choices.audiences[chosen].value}
    form = AudienceForm(request.POST if request.method == "POST" else None, initial=first)

    def choose() -> None:
        facts.choose_audience(owner_id=view.owner_id, section=chosen, audience=form.cleaned_data["audience"])

    key = _place(chosen)
    if form.done(choose):
        return kept(request, key)
    what = {
        Section.FACTS: _("Place, industry and pronouns"),
        Section.OPEN_TO: _("What you are open to"),
    }.get(chosen, _(said.HEADINGS[chosen]))
    heading = _("{section}: for whom?", section=what)
    return show(request, form, key=key, heading=heading, shown=rows(form, style="lines"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def contact_details(request: HttpRequest) -> HttpResponse:
    """How one can be reached, and for each detail by whom (PRO-2)."""
    view = own(request)
    typed = request.POST if request.method == "POST" else None
    form = ContactForm(typed, view=view, today=now_of(request).date())

    def keep() -> None:
        for kind in Detail:
            contact.set_contact_detail(
                owner_id=view.owner_id,
                kind=kind,
                value=None if kind is Detail.EMAIL else form.cleaned_data[kind.value],
                audience=form.cleaned_data[f"{kind.value}_audience"],
                now=now_of(request),
            )

    if form.done(keep):
        return kept(request, "contact")
    return show(request, form, key="contact", heading=_("Contact"), shown=rows(form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def milestones(request: HttpRequest) -> HttpResponse:
    """Which milestones others hear of, and who does (PRO-5)."""
    view = own(request)
    assert view.choices is not None
    first = {
        "positions": view.choices.share_positions,
        "anniversaries": view.choices.share_anniversaries,
        "birthday": view.choices.share_birthday,
        "audience": view.choices.milestone_audience.value,
    }
    form = MilestonesForm(request.POST if request.method == "POST" else None, initial=first)
    if form.done(lambda: facts.choose_milestones(owner_id=view.owner_id, **form.cleaned_data)):
        return kept(request, "milestones")
    lead = _("Nobody hears of any unless you say so, and nobody writes to you by itself.")
    return show(
        request, form, key="milestones", heading=_("Milestones"), shown=rows(form, style="lines"), lead=lead
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def endorsing(request: HttpRequest) -> HttpResponse:
    """Who may endorse one's skills (PRO-3)."""
    view = own(request)
    first = {"policy": view.endorse_policy.value}
    form = EndorseForm(request.POST if request.method == "POST" else None, initial=first)
    if form.done(
        lambda: facts.choose_endorse_policy(owner_id=view.owner_id, policy=form.cleaned_data["policy"])
    ):
        return kept(request, Section.SKILLS.value)
    key = Section.SKILLS.value
    return show(request, form, key=key, heading=_("Endorsements"), shown=rows(form, style="lines"))


urlpatterns = [
    path("profile/intro", intro, name="profile_intro"),
    path("profile/contact", contact_details, name="profile_contact"),
    path("profile/milestones", milestones, name="profile_milestones"),
    path("profile/endorsing", endorsing, name="profile_endorsing"),
    path("profile/audience/<slug:section>", audience, name="profile_audience"),
]
