"""Posts by themselves: writing one, reading it, changing it, passing it on, taking it away (FEED-1, FEED-2)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from rapport.content.discussion.queries import threads
from rapport.content.posts.actions import changing, publishing
from rapport.content.posts.queries import views
from rapport.content.posts.queries.polls import polls
from rapport.content.posts.queries.views import PostView
from rapport.content.posts.rules.audiences import CHOICES, within
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.owning import By
from rapport.content.posts.rules.saying import TITLE_LENGTH
from rapport.interfaces.web import discussion_parts, posts_attached, posts_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.drafts import done_with
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.kept_words import ORIGINAL, PLACE, POST, keeps_words
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    cursor_of,
    door,
    limits_of,
    member_required,
    more_url,
    next_of,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.kernel.uploads import takes_files
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience

_ = words.translate


class PostForm(PoliteForm):
    """What is said, and to whom."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea({"data-names": "yes"}))
    audience = forms.ChoiceField(required=False)
    company = forms.CharField(required=False, widget=forms.HiddenInput)
    group = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer(self, audiences: tuple[Audience, ...]) -> PostForm:
        """Let these audiences be chosen."""
        self.fields["audience"].choices = posts_parts.choices(audiences)  # type: ignore[attr-defined]
        return self


class NewForm(PostForm):
    """The same with files."""

    sent = forms.FileField(
        required=False,
        widget=posts_attached.ManyFiles({"accept": posts_attached.TAKEN, "multiple": "multiple"}),
    )

    def place_of(self, field: str | None) -> str | None:
        """Whatever is wrong with a file stands where files are chosen."""
        return super().place_of(posts_attached.place_of(field))


class EditForm(PostForm):
    """The same, with the title of an article."""

    title = forms.CharField(required=False, max_length=None)


def _kind(company: str, group: str) -> Kind:
    if group:
        return Kind.GROUP
    return Kind.COMPANY if company else Kind.PERSON


@takes_files(posts_attached.MOST)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
@keeps_words(PLACE)
def new(request: HttpRequest) -> HttpResponse:
    """Write a post, in one's own name, for a company, or to a group; what is refused is kept in the form."""
    given = request.POST if request.method == "POST" else request.GET
    kind = _kind(given.get("company", ""), given.get("group", ""))
    kept = {name: given.get(name, "") for name in ("text", "company", "group")}
    initial = {"audience": CHOICES[kind][0].value, **kept}
    form = NewForm(request.POST if request.method == "POST" else None, initial=initial).offer(CHOICES[kind])
    made: list[int] = []
    sent = posts_attached.Sent(request)

    def publish() -> None:
        typed = form.cleaned_data
        sent.take_in(limits_of(request))
        if sent.goes_on:
            return
        made.append(
            publishing.publish(
                by=viewer_of(request),
                words=typed["text"],
                audience=typed["audience"] or CHOICES[kind][0].value,
                company=typed["company"],
                group=typed["group"],
                attached=sent.attached(),
                now=now_of(request),
                limits=limits_of(request),
            )
        )

    if form.done(publish) and made:
        done_with(request)
        say(request, _("Published."), Action(_("Look at it"), reverse("post", args=[made[0]]), post=False))
        return back(request, reverse("home"))
    context = {
        "form": form,
        "kind": kind.value,
        "lines": sent.lines(),
        "draft": request.POST.get("draft", ""),
        "version": request.POST.get("version", "0"),
        "limit": limits_of(request).post_length,
        "back": came_from(request, "/"),
    }
    return form.page(request, "posts/new.html", context)


def _view(request: HttpRequest, post_id: str) -> PostView:
    """The post, as far as it is for this reader. Raises: Absent."""
    return views.post(viewer_of(request), ids.read_moment(post_id), limits_of(request))


@require_safe
def post(request: HttpRequest, post_id: str) -> HttpResponse:
    """A post by itself, for whoever may see it."""
    view, viewer, limits = _view(request, post_id), viewer_of(request), limits_of(request)
    cursor, size = cursor_of(request), limits.page_size
    if cursor is None and (wanted := request.GET.get("comment")):
        cursor = threads.page_of(viewer, view.id, ids.read_moment(wanted), size=size)
    said = threads.comments(viewer, view.id, cursor=cursor, size=size, now=now_of(request), limits=limits)
    context = {
        "post": posts_parts.card(
            view,
            viewer,
            whole=True,
            asked=polls(viewer, [view], now_of(request)),
            below=discussion_parts.below(viewer, [view.id], limits)[view.id],
        ),
        "comments": [discussion_parts.comment(one, viewer) for one in said.items],
        "more_comments": more_url(request, said.next),
        "earlier_url": "" if cursor is None else reverse("post", args=[view.id]) + "#thread",
        "write_url": "" if viewer.is_visitor else reverse("post_comment", args=[view.id]),
        "comment_limit": limits.comment_length,
        "view": view,
        "door": door(request) if viewer.is_visitor else "",
        "address": request.build_absolute_uri(reverse("post", args=[view.id])),
        "community": limits.community_name,
        "summary": " ".join(view.text.split())[:200],
    }
    return render(request, "posts/page.html", context)


@require_safe
def history(request: HttpRequest, post_id: str) -> HttpResponse:
    """Every wording of a post, for whoever may see it (FEED-1)."""
    view, viewer = _view(request, post_id), viewer_of(request)
    context = {
        "post": posts_parts.card(view, viewer),
        "versions": views.history(viewer, view.id, limits_of(request)),
    }
    return render(request, "posts/history.html", context)


def _mine(request: HttpRequest, post_id: str, verb: By) -> PostView:
    """The post, where this member may do this with it. Raises: Absent."""
    view = _view(request, post_id)
    if verb not in view.may:
        raise Absent
    return view


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
@keeps_words(POST)
def edit(request: HttpRequest, post_id: str) -> HttpResponse:
    """Change what a post of one's own says, or whom it is for."""
    view = _mine(request, post_id, By.EDIT)
    initial = {"text": view.text, "title": view.title, "audience": view.audience.value}
    form = EditForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(view.audiences)
    article = view.form is Form.ARTICLE
    limits = limits_of(request)

    def change() -> None:
        changing.edit(
            by=viewer_of(request),
            post_id=view.id,
            words=form.cleaned_data["text"],
            title=form.cleaned_data["title"] if article else None,
            audience=form.cleaned_data["audience"] or None,
            now=now_of(request),
            limits=limits,
        )

    here = reverse("post", args=[view.id])
    if form.done(change):
        say(request, _("Saved. What it said before can be read in its history."))
        return back(request, here)
    context = {
        "form": form,
        "article": article,
        "back": came_from(request, here),
        "group": view.group,
        "limit": limits.article_length if article else limits.post_length,
        "title_limit": TITLE_LENGTH,
    }
    return form.page(request, "posts/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def delete(request: HttpRequest, post_id: str) -> HttpResponse:
    """Ask whether a post shall go for good, and take it away."""
    view = _mine(request, post_id, By.DELETE)
    if request.method == "POST":
        changing.remove(by=viewer_of(request), post_id=view.id)
        say(request, _("The post is gone, with everything that hung on it."))
        wanted = next_of(request, "/")
        return SeeOther("/" if wanted.startswith(reverse("post", args=[view.id])) else wanted)
    context = {"post": posts_parts.card(view, viewer_of(request)), "back": came_from(request, "/")}
    return render(request, "posts/delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
@keeps_words(ORIGINAL)
def repost(request: HttpRequest, post_id: str) -> HttpResponse:
    """Pass a post on, with words of one's own or without (FEED-2)."""
    view = _view(request, post_id)
    if not view.may_repost:
        raise Absent
    shown = view.original or view
    offered = tuple(one for one in CHOICES[Kind.PERSON] if within(one, shown.audience))
    form = PostForm(
        request.POST if request.method == "POST" else None, initial={"audience": shown.audience.value}
    ).offer(offered)
    made: list[tuple[int, bool]] = []

    def pass_on() -> None:
        made.append(
            publishing.repost(
                by=viewer_of(request),
                post_id=view.id,
                words=form.cleaned_data["text"],
                audience=form.cleaned_data["audience"] or None,
                now=now_of(request),
                limits=limits_of(request),
            )
        )

    if form.done(pass_on):
        new_id, is_new = made[0]
        link = Action(_("Look at it"), reverse("post", args=[new_id]), post=False)
        say(request, _("Passed on.") if is_new else _("You have passed this on already."), link)
        return back(request, reverse("home"))
    context = {
        "form": form,
        "post": posts_parts.card(shown, viewer_of(request)),
        "action": reverse("post_repost", args=[view.id]),
        "back": came_from(request, reverse("post", args=[view.id])),
        "limit": limits_of(request).post_length,
    }
    return form.page(request, "posts/repost.html", context)


urlpatterns = [
    path("posts/new", new, name="post_new"),
    path("posts/<str:post_id>", post, name="post"),
    path("posts/<str:post_id>/edit", edit, name="post_edit"),
    path("posts/<str:post_id>/delete", delete, name="post_delete"),
    path("posts/<str:post_id>/history", history, name="post_history"),
    path("posts/<str:post_id>/repost", repost, name="post_repost"),
]
