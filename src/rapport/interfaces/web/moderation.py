"""Reporting posts, comments and members, and the moderators' desk (OPS-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_safe

from rapport.content.discussion.queries.seeing import seen_comment
from rapport.content.moderation import actions, queries
from rapport.content.moderation.queries import CaseView, Part
from rapport.content.moderation.rules import REASONS, WORDS_LENGTH, Beyond, Decision, State, Thing
from rapport.content.posts.queries.seeing import seen_post
from rapport.interfaces.web import discussion_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    cursor_of,
    limits_of,
    member_required,
    more_url,
    now_of,
    one_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.people import visibility

_ = words.translate

THINGS = {Thing.POST: _noop("Post"), Thing.COMMENT: _noop("Comment"), Thing.MEMBER: _noop("Member")}
STATES = {
    State.OPEN: _noop("Waits for the moderators"),
    State.LEFT: _noop("Left as it is"),
    State.TAKEN_DOWN: _noop("Taken down"),
    State.ACTED: _noop("Something was done about it"),
}
DECISIONS = {
    Decision.LEAVE: _noop("Leave it as it is"),
    Decision.TAKE_DOWN: _noop("Take it down, for everybody and for good"),
    Decision.ACT: _noop("Something was done about this member"),
}
BEYOND = {
    Beyond.PASSED_ON: _noop("Passed on: {words}"),
    Beyond.ANSWER: _noop("Answer to choose: {words}"),
    Beyond.PICTURE: _noop("Picture: {words}"),
    Beyond.DOCUMENT: _noop("Document: {words}"),
}
QUESTIONS = {
    Thing.POST: _noop("Report this post?"),
    Thing.COMMENT: _noop("Report this comment?"),
    Thing.MEMBER: _noop("Report this member?"),
}


class ReportForm(PoliteForm):
    """Why, and in which words."""

    reason = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    words = forms.CharField(required=False, strip=False, widget=forms.Textarea)

    def offer(self) -> ReportForm:
        """Let the reasons be chosen, in the reader's language."""
        self.fields["reason"].choices = [(one.value, _(said)) for one, said in REASONS.items()]  # type: ignore[attr-defined]
        return self


class DecisionForm(PoliteForm):
    """What is decided, and why."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    words = forms.CharField(required=False, strip=False, widget=forms.Textarea)

    def offer(self, case: CaseView) -> DecisionForm:
        """Let what may be decided here be chosen."""
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (one.value, _(said)) for one, said in DECISIONS.items() if one in case.decisions
        ]
        return self


@dataclass(frozen=True)
class _Asked:
    """What somebody wants to report: its number, and where it stands."""

    thing: Thing
    number: int
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def report_post(request: HttpRequest, post_id: str) -> HttpResponse:
    """Report a post to the moderators."""
    post = seen_post(viewer_of(request), ids.read_moment(post_id), limits_of(request))
    return _report(request, _Asked(Thing.POST, post.id, reverse("post", args=[post.id])))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def report_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Report a comment to the moderators."""
    comment, post = seen_comment(viewer_of(request), ids.read_moment(comment_id), limits_of(request))
    url = discussion_parts.place_of_comment(post.id, comment.pk)
    return _report(request, _Asked(Thing.COMMENT, comment.pk, url))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def report_member(request: HttpRequest, handle: str) -> HttpResponse:
    """Report a member to the moderators."""
    found = visibility.member(viewer_of(request), handle, limits_of(request))
    return _report(request, _Asked(Thing.MEMBER, found.pk, reverse("member", args=[found.handle])))


def _report(request: HttpRequest, asked: _Asked) -> HttpResponse:
    """Why, in which words; what is refused is kept in the form."""
    form = ReportForm(request.POST if request.method == "POST" else None).offer()
    made: list[bool] = []

    def put() -> None:
        _case, new = actions.report(
            by=viewer_of(request),
            thing=asked.thing,
            number=asked.number,
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
            now=now_of(request),
            limits=limits_of(request),
        )
        made.append(new)

    if form.done(put):
        said = (
            _("Reported. A notice tells you what becomes of it.") if made[0] else _("Your report is changed.")
        )
        say(request, said)
        return back(request, asked.url)
    context = {
        "form": form,
        "question": _(QUESTIONS[asked.thing]),
        "action": request.path,
        "back": came_from(request, asked.url),
        "limit": WORDS_LENGTH,
    }
    return form.page(request, "moderation/report.html", context)


@dataclass(frozen=True)
class Line:
    """One row of a list: what it is about, in which state, since when, and the words that belong to it."""

    head: str
    state: str
    at: datetime
    quoted: str = ""
    words: str = ""
    url: str = ""
    count: int = 0


@require_safe
@member_required
def reports(request: HttpRequest) -> HttpResponse:
    """What one reported, and what became of it; one's own words alone."""
    viewer = viewer_of(request)
    found = queries.reports(viewer, cursor=cursor_of(request), size=limits_of(request).page_size)
    lines = [
        Line(
            f"{_(THINGS[one.thing])}: {_(REASONS[one.reason])}",
            _(STATES[one.state]),
            one.decided_at or one.at,
            words=one.words,
        )
        for one in found.items
    ]
    return render(request, "moderation/reports.html", {"lines": lines, "more": more_url(request, found.next)})


@require_safe
@member_required
def taken_down(request: HttpRequest) -> HttpResponse:
    """What moderators took down of what one wrote, with their reason; for its author alone."""
    found = queries.taken_down(
        viewer_of(request), cursor=cursor_of(request), size=limits_of(request).page_size
    )
    lines = [
        Line(
            _(THINGS[one.thing]),
            _(STATES[State.TAKEN_DOWN]),
            one.at,
            _quoted(one.title, one.text, one.beyond),
            one.words,
        )
        for one in found.items
    ]
    context = {"lines": lines, "more": more_url(request, found.next)}
    return render(request, "moderation/taken_down.html", context)


def _quoted(title: str, text: str, beyond: Sequence[Part] = ()) -> str:
    """What it said, and below it what it said by other means; a picture without words is one still."""
    parts = [_(BEYOND[one.what], words=one.words or "–") for one in beyond]
    return "\n\n".join(part for part in (title, text, *parts) if part)


@require_safe
@member_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the moderators, or what they decided; for anybody else the page does not exist."""
    which = one_of(request, "show", ("decided",), "")
    found = queries.cases(
        viewer_of(request), decided=bool(which), cursor=cursor_of(request), size=limits_of(request).page_size
    )
    lines = [
        Line(
            _("{thing} by {name}", thing=_(THINGS[one.thing]), name=one.author.name),
            ", ".join(dict.fromkeys(_(REASONS[report.reason]) for report in one.reports))
            or _(STATES[one.state]),
            one.decided_at or one.opened_at,
            _quoted(one.title, one.text, one.beyond)[:300],
            url=reverse("moderation_case", args=[one.id]),
            count=len(one.reports),
        )
        for one in found.items
    ]
    context = {"lines": lines, "which": which, "here": request.path, "more": more_url(request, found.next)}
    return render(request, "moderation/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case with what was reported, as it stood then, and what is decided about it."""
    viewer, number = viewer_of(request), ids.parse(case_id)
    if number is None:
        raise Absent
    view = queries.case(viewer, number)
    form = DecisionForm(request.POST if request.method == "POST" else None).offer(view)

    def put() -> None:
        actions.decide(
            by=viewer,
            case_id=view.id,
            decision=form.cleaned_data["decision"],
            words=form.cleaned_data["words"],
            now=now_of(request),
        )

    if form.done(put):
        say(request, _("Decided. Who reported it is told."))
        return SeeOther(reverse("moderation"))
    context = {
        "form": form,
        "case": view,
        "thing": _(THINGS[view.thing]),
        "state": _(STATES[view.state]),
        "author_url": reverse("member", args=[view.author.handle]),
        "quoted": _quoted(view.title, view.text, view.beyond),
        "reports": [
            Line(
                one.reporter.name,
                _(REASONS[one.reason]),
                one.at,
                _changed(view, one.title, one.text),
                one.words,
            )
            for one in view.reports
        ],
        "limit": WORDS_LENGTH,
    }
    return form.page(request, "moderation/case.html", context)


def _changed(view: CaseView, title: str, text: str) -> str:
    """What it said when it was reported, where that is not what it says now."""
    return "" if (title, text) == (view.title, view.text) else _quoted(title, text)


urlpatterns = [
    path("posts/<str:post_id>/report", report_post, name="post_report"),
    path("comments/<str:comment_id>/report", report_comment, name="comment_report"),
    path("@<slug:handle>/report", report_member, name="member_report"),
    path("reports", reports, name="reports"),
    path("taken-down", taken_down, name="taken_down"),
    path("moderation", desk, name="moderation"),
    path("moderation/<str:case_id>", case, name="moderation_case"),
]
