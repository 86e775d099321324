"""One's own profile, entry by entry: add, change, remove, put in order (PRO-1).

Every form is a page of its own; where there is script it takes the place of its section.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from rapport.content.profiles.actions import entries, skills
from rapport.content.profiles.queries.page import EntryView, ProfileView
from rapport.content.profiles.rules.sections import DATED, FIELDS, Section
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import profile_once, profile_removed
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.profile_cards import section_part
from rapport.interfaces.web.profile_forms import (
    SkillForm,
    entry_form,
)
from rapport.interfaces.web.profile_parts import place_of
from rapport.interfaces.web.profile_rows import entry_rows
from rapport.interfaces.web.profile_shown import kept, own, page_url, show
from rapport.interfaces.web.requests import SeeOther, back, me, member_required, now_of
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Absent

_ = words.translate


def _section(name: str) -> Section:
    if name not in said.SHAPES and name not in profile_once.IN_THE_HEAD:
        raise Absent
    return Section(name)


def _with_entries(name: str) -> Section:
    section = _section(name)
    if section not in FIELDS:
        raise Absent
    return section


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def one_section(request: HttpRequest, section: str) -> HttpResponse:
    """One section, to be changed: its text, or the list of what stands in it."""
    chosen = _section(section)
    special: dict[Section, Callable[[HttpRequest], HttpResponse]] = {
        Section.ABOUT: profile_once.about,
        Section.FACTS: profile_once.intro,
        Section.OPEN_TO: profile_once.open_to,
        Section.SKILLS: _skills,
    }
    if chosen in special:
        return special[chosen](request)
    view = own(request)
    context = {
        "part": section_part(view, chosen, now_of(request).date()),
        "entries": [
            (one, profile_removed.words_of(one), reverse("profile_entry", args=[section, one.id]))
            for one in view.section(chosen)
        ],
        "sortable": chosen in DATED,
        "page": page_url(request),
        "back": page_url(request, section),
    }
    return render(request, "profile/arrange.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def new(request: HttpRequest, section: str) -> HttpResponse:
    """One more entry of a section."""
    chosen = _with_entries(section)
    form = entry_form(chosen, request.POST if request.method == "POST" else None, None, get_language())

    def add() -> None:
        entries.add_entry(owner_id=me(request), section=chosen, values=form.values, now=now_of(request))

    if form.done(add):
        return kept(request, section)
    heading = _(said.ADD[chosen])
    return show(request, form, key=section, heading=heading, shown=entry_rows(chosen))


def _entry(view: ProfileView, chosen: Section, entry_id: UUID) -> EntryView:
    for one in view.section(chosen):
        if one.id == entry_id:
            return one
    raise Absent


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry(request: HttpRequest, section: str, entry_id: UUID) -> HttpResponse:
    """One entry, to be changed. Raises: Absent, for those of others too."""
    chosen = _with_entries(section)
    there = _entry(own(request), chosen, entry_id)
    form = entry_form(chosen, request.POST if request.method == "POST" else None, there, get_language())

    def change() -> None:
        entries.change_entry(
            owner_id=me(request), section=chosen, entry_id=entry_id, values=form.values, now=now_of(request)
        )

    if form.done(change):
        return kept(request, section)
    return show(
        request, form, key=section, heading=_(said.HEADINGS[chosen]), shown=entry_rows(chosen),
        remove_url=reverse("profile_remove", args=[section, entry_id]),
    )  # fmt: skip


@require_POST
@member_required
@pressed_once
def remove(request: HttpRequest, section: str, entry_id: UUID) -> HttpResponse:
    """Remove an entry or a skill; the toast brings it back."""
    if _section(section) is Section.SKILLS:
        gone = skills.remove_skill(owner_id=me(request), skill_id=entry_id)
        again = Action(
            _("Put it back"),
            reverse("profile_section", args=[section]),
            fields=(("name", gone),),
            place=place_of(section),
        )
        say(request, _("“{what}” is removed, and its endorsements with it.", what=gone), again)
        return SeeOther(reverse("profile_section", args=[section]))
    removed = entries.remove_entry(owner_id=me(request), section=_with_entries(section), entry_id=entry_id)
    profile_removed.keep(request, removed)
    undo = Action(_("Undo"), reverse("profile_restore"), place=place_of(section))
    say(request, _("“{what}” is removed.", what=profile_removed.words_of_removed(removed)), undo)
    return back(request, page_url(request, section))


@require_POST
@member_required
def restore(request: HttpRequest) -> HttpResponse:
    """Take the last removal back. Raises: Absent, where nothing was removed in this session."""
    removed = profile_removed.take(request)
    entries.restore_entry(owner_id=me(request), removed=removed, now=now_of(request))
    say(request, _("It is back where it stood."))
    return SeeOther(page_url(request, removed.section.value))


@require_POST
@member_required
def move(request: HttpRequest, section: str, entry_id: UUID) -> HttpResponse:
    """Put an entry or a skill one place up or down; beyond either end it stays."""
    chosen, view = _section(section), own(request)
    order = [one.id for one in (view.skills if chosen is Section.SKILLS else view.section(chosen))]
    if entry_id not in order:
        raise Absent
    at = order.index(entry_id)
    to = at - 1 if request.POST.get("to") == "up" else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        if chosen is Section.SKILLS:
            skills.reorder_skills(owner_id=view.owner_id, order=order)
        else:
            entries.reorder(owner_id=view.owner_id, section=chosen, order=order)
    return SeeOther(reverse("profile_section", args=[section]))


@require_POST
@member_required
def sort(request: HttpRequest, section: str) -> HttpResponse:
    """Let a section stand by date again."""
    entries.reorder(owner_id=me(request), section=_with_entries(section), order=[])
    return SeeOther(reverse("profile_section", args=[section]))


def _skills(request: HttpRequest) -> HttpResponse:
    view = own(request)
    form = SkillForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        for one in form.cleaned_data["name"]:
            skills.add_skill(owner_id=view.owner_id, name=one, now=now_of(request))

    if form.done(add):
        return SeeOther(reverse("profile_section", args=[Section.SKILLS.value]))
    context = {
        "form": form,
        "skills": view.skills,
        "id": place_of(Section.SKILLS.value),
        "action": request.path,
        "page": page_url(request),
        "back": page_url(request, Section.SKILLS.value),
    }
    return render(request, "profile/skills.html", context, status=form.status)


urlpatterns = [
    *profile_once.urlpatterns,
    path("profile/restore", restore, name="profile_restore"),
    path("profile/<slug:section>", one_section, name="profile_section"),
    path("profile/<slug:section>/new", new, name="profile_new"),
    path("profile/<slug:section>/sort", sort, name="profile_sort"),
    path("profile/<slug:section>/<uuid:entry_id>", entry, name="profile_entry"),
    path("profile/<slug:section>/<uuid:entry_id>/remove", remove, name="profile_remove"),
    path("profile/<slug:section>/<uuid:entry_id>/move", move, name="profile_move"),
]
