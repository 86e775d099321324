"""Drafts: a list of one's own, a page to write on, and letting a draft go out, now or later (FEED-1, FEED-7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.posts.actions import drafting
from rapport.content.posts.queries import drafts as queries
from rapport.content.posts.queries.drafts import DraftView
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import MOST, OPTION_LENGTH, USUAL
from rapport.content.posts.rules.saying import TITLE_LENGTH, check_said
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.discussion_parts import said_html
from rapport.interfaces.web.drafts_forms import (
    WriteForm,
    initial_of,
    kind_of,
    options_of,
    row,
    time_of,
    zone_of,
)
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.kept_words import DRAFT, keeps_words
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    SeeOther,
    came_from,
    cursor_of,
    limits_of,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, RapportError, Refused
from rapport.kernel.uploads import files_refused

_ = words.translate


@require_safe
@member_required
def index(request: HttpRequest) -> HttpResponse:
    """What one is writing, what waits for its time, and what did not go out at its time."""
    found = queries.drafts(viewer_of(request), cursor=cursor_of(request), size=limits_of(request).page_size)
    context = {
        "drafts": [row(one) for one in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "drafts/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def article(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    return _write(request, None, Form.ARTICLE)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post with more room: with a poll, or for another time."""
    return _write(request, None, Form.POST)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
@keeps_words(DRAFT)
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Go on writing: look at it as it will stand, keep it, publish it, or let it go out later."""
    found = queries.draft(viewer_of(request), draft_id)
    return _write(request, found, found.form)


def _write(request: HttpRequest, found: DraftView | None, form_of: Form) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    found = found or _kept_meanwhile(request)
    asked = {name: given.get(name, "") for name in ("text", "company", "group", "audience")}
    initial = (
        initial_of(found)
        if found
        else {
            "form": form_of.value,
            "days": str(USUAL),
            **{name: said for name, said in asked.items() if said},
        }
    )
    kind = kind_of(
        given.get("company", initial.get("company", "")), given.get("group", initial.get("group", ""))
    )
    form = WriteForm(request.POST if request.method == "POST" else None, initial=initial, kind=kind)
    step = request.POST.get("do", "save")
    writing = _Writing(request, form, found, form_of)
    if step == "preview":
        writing.preview()
    elif form.done(writing.steps.get(step, writing.save)):
        return SeeOther(writing.onward)
    return form.page(request, "drafts/write.html", writing.context())


def _kept_meanwhile(request: HttpRequest) -> DraftView | None:
    """The draft that a page for a new one made as it was typed, or when something was refused; else None."""
    draft_id = ids.parse(request.POST.get("draft", ""))
    try:
        return None if draft_id is None else queries.draft(viewer_of(request), draft_id)
    except Absent:
        return None


class _Writing:
    """One step at a draft: what is refused leaves all that was typed where it was."""

    def __init__(self, request: HttpRequest, form: WriteForm, found: DraftView | None, form_of: Form) -> None:
        self.request, self.form, self.found, self.form_of = request, form, found, form_of
        self.onward, self.html, self.other = reverse("drafts"), "", ("", "")
        self.version = self._seen()
        self.steps: dict[str, Callable[[], None]] = {
            "save": self.save,
            "open": self.open,
            "own": self.save_apart,
            "publish": self.publish,
            "schedule": self.schedule,
            "put_off": self.put_off,
        }

    def _seen(self) -> int:
        """The version that the writer has seen: what the page said when it was sent, whatever is kept by now."""
        if self.found is None:
            return 0
        if not self.form.is_bound:
            return self.found.version
        self.form.is_valid()
        return self.form.cleaned_data.get("version") or 0

    def _keep(self) -> UUID:
        """Save what stands in the form, and know the version it has then; gives the id of the draft."""
        given: dict[str, Any] = {
            "by": viewer_of(self.request),
            "words": self.form.words(options_of(self.request), self.form_of),
            "now": now_of(self.request),
            "limits": limits_of(self.request),
        }
        if self.found is None:
            draft_id = drafting.save(**given)
            self.found = queries.draft(viewer_of(self.request), draft_id)
            self.version = self.found.version
            return draft_id
        try:
            self.version = drafting.change(draft_id=self.found.id, version=self.version, **given)
        except Refused as refused:
            if refused.code == "changed_elsewhere":
                self.other = str(refused.values["title"]), str(refused.values["text"])
                self.version = int(str(refused.values["version"]))
            raise
        return self.found.id

    def save(self) -> None:
        """Keep it."""
        draft_id = self._keep()
        if self.request.FILES or files_refused(self.request):
            say(
                self.request,
                _(
                    "Saved, without the picture or PDF: a draft keeps words alone. "
                    "To publish it with them, put its words into the place to write at Home."
                ),
            )
        else:
            say(self.request, _("Saved. Nobody sees it but you."))
        self.onward = reverse("draft", args=[draft_id])

    def open(self) -> None:
        """Go on here with what was begun in a smaller place; where nothing was typed, begin."""
        if self.form.cleaned_data["text"].strip():
            self.save()
            return
        place = {name: self.form.cleaned_data[name] for name in ("company", "group")}
        asked = urlencode({name: handle for name, handle in place.items() if handle})
        self.onward = f"{self.request.path}?{asked}" if asked else self.request.path

    def save_apart(self) -> None:
        """Keep it beside the one that was changed elsewhere."""
        self.found = None
        self.save()

    def publish(self) -> None:
        """Keep it and publish it."""
        viewer, now, limits = viewer_of(self.request), now_of(self.request), limits_of(self.request)
        draft_id = self._keep()
        post = drafting.publish(by=viewer, draft_id=draft_id, now=now, limits=limits)
        say(self.request, _("Published."))
        self.onward = reverse("post", args=[post])

    def schedule(self) -> None:
        """Keep it and let it go out at the time chosen."""
        at = time_of(self.request)
        viewer, now, limits = viewer_of(self.request), now_of(self.request), limits_of(self.request)
        drafting.schedule(by=viewer, draft_id=self._keep(), at=at, now=now, limits=limits)
        with timezone.override(zone_of(self.request)):
            moment = words.due(at)
        say(
            self.request,
            _("It goes out by itself: {moment}.", moment=moment),
            Action(_("Look at it"), reverse("draft", args=[self.found.id if self.found else ""]), post=False),
        )

    def put_off(self) -> None:
        """Keep it, and let it wait until it is published by hand."""
        viewer, now, limits = viewer_of(self.request), now_of(self.request), limits_of(self.request)
        draft_id = self._keep()
        drafting.schedule(by=viewer, draft_id=draft_id, at=None, now=now, limits=limits)
        say(self.request, _("It waits until you publish it."))
        self.onward = reverse("draft", args=[draft_id])

    def preview(self) -> None:
        """Show it as it will stand; nothing is kept."""
        if not self.form.is_valid():
            self.form.status = 422
            return
        typed = self.form.cleaned_data
        try:
            said = check_said(self.form_of, typed["title"], typed["text"], limits=limits_of(self.request))
        except Invalid as wrong:
            self.form.status = wrong.status
            self.form.add_error(self.form.place_of(wrong.field), sentence(wrong))
            return
        self.html = said.html(set(said.handles))

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        one, limits = self.found, limits_of(self.request)
        options = (
            options_of(self.request)
            if self.form.is_bound
            else list(one.poll.options if one and one.poll else ())
        )
        article = self.form_of is Form.ARTICLE
        return {
            "form": self.form,
            "action": reverse("draft", args=[one.id]) if one else self.request.path,
            "typed_title": self.form["title"].value(),
            "wants_time": bool(self.form["publish_at"].value()) or "publish_at" in self.form.errors,
            "article": article,
            "draft": row(one) if one else None,
            "publish_at": one.publish_at if one else None,
            "due": one.due if one else None,
            "version": self.version,
            "group": one.group if one else None,
            "company": one.company if one else None,
            "to_group": bool(self.form["group"].value()),
            "options": [*options, *[""] * (MOST - len(options))][:MOST],
            "option_limit": OPTION_LENGTH,
            "polls": bool(options or "options" in self.form.errors),
            "limit": limits.article_length if article else limits.post_length,
            "title_limit": TITLE_LENGTH,
            "zone": self.form["zone"].value() or timezone.get_current_timezone_name(),
            "preview": said_html(self.html),
            "previewed": bool(self.html),
            "other_title": self.other[0],
            "other_text": self.other[1],
            "back": came_from(self.request, reverse("drafts")),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def delete(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask whether a draft shall go, and delete it."""
    found = queries.draft(viewer_of(request), draft_id)
    if request.method == "POST":
        drafting.discard(by=viewer_of(request), draft_id=draft_id)
        say(request, _("The draft is deleted."))
        return SeeOther(reverse("drafts"))
    return render(request, "drafts/delete.html", {"draft": row(found), "back": reverse("drafts")})


@require_POST
@member_required
@pressed_once
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed, for the script of the page: the draft, its version, or what is kept elsewhere."""
    kind = kind_of(request.POST.get("company", ""), request.POST.get("group", ""))
    form = WriteForm(request.POST, kind=kind)
    given: dict[str, Any] = {"by": viewer_of(request), "now": now_of(request), "limits": limits_of(request)}
    try:
        if not form.is_valid():
            raise Invalid
        said = form.words(options_of(request))
        draft_id, version = ids.parse(request.POST.get("draft", "")), 1
        if draft_id is None:
            draft_id = drafting.save(words=said, **given)
        else:
            seen = form.cleaned_data["version"] or 0
            version = drafting.change(draft_id=draft_id, version=seen, words=said, **given)
    except RapportError as refused:
        told = {"code": refused.code, "sentence": "" if isinstance(refused, Absent) else sentence(refused)}
        return JsonResponse({**told, "version": refused.values.get("version")}, status=refused.status)
    said_words = _("Saved as a draft at {hour}.", hour=timezone.localtime(now_of(request)).strftime("%H:%M"))
    return JsonResponse(
        {
            "draft": str(draft_id),
            "version": version,
            "said": said_words,
            "url": reverse("draft", args=[draft_id]),
        }
    )


def done_with(request: HttpRequest) -> None:
    """Delete the draft that a form kept as it was typed, now that what it says is published."""
    draft_id = ids.parse(request.POST.get("draft", ""))
    if draft_id is None:
        return
    try:
        drafting.discard(by=viewer_of(request), draft_id=draft_id)
    except Absent:
        return


urlpatterns = [
    path("drafts", index, name="drafts"),
    path("drafts/new", new, name="draft_new"),
    path("drafts/keep", keep, name="draft_keep"),
    path("drafts/<uuid:draft_id>", draft, name="draft"),
    path("drafts/<uuid:draft_id>/delete", delete, name="draft_delete"),
    path("articles/new", article, name="article_new"),
]
