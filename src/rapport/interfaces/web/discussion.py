"""Under posts: reacting, commenting, keeping for later, and who reacted (FEED-2)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.discussion.queries import people, saved, threads
from rapport.content.discussion.queries.threads import CommentView
from rapport.content.discussion.rules.owning import By
from rapport.content.discussion.rules.reacting import REACTIONS, Reaction
from rapport.content.posts.queries.seeing import seen_post
from rapport.interfaces.web import discussion_parts, posts_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.discussion_parts import CommentPart
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.kept_words import COMMENT, keeps_words
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import (
    back,
    by_htmx,
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

_ = words.translate


class CommentForm(PoliteForm):
    """What is said."""

    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea({"data-names": "yes", "autofocus": "autofocus"})
    )
    reply_to = forms.CharField(required=False, widget=forms.HiddenInput)


@require_POST
@member_required
def react(request: HttpRequest, post_id: str) -> HttpResponse:
    """Leave one word at a post; without a `kind`, take it back."""
    viewer, limits, one = viewer_of(request), limits_of(request), ids.read_moment(post_id)
    if kind := request.POST.get("kind", ""):
        reacting.react(by=viewer, post_id=one, kind=kind, now=now_of(request), limits=limits)
    else:
        reacting.take_back(by=viewer, post_id=one, limits=limits)
    return back(request, reverse("post", args=[one]))


@require_POST
@member_required
def react_to_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """The same at a comment."""
    viewer, limits, one = viewer_of(request), limits_of(request), ids.read_moment(comment_id)
    post = _comment(request, comment_id).post_id
    if kind := request.POST.get("kind", ""):
        reacting.react_to_comment(by=viewer, comment_id=one, kind=kind, now=now_of(request), limits=limits)
    else:
        reacting.take_back_from_comment(by=viewer, comment_id=one, limits=limits)
    return back(request, reverse("post", args=[post]))


@require_POST
@member_required
def save(request: HttpRequest, post_id: str) -> HttpResponse:
    """Keep a post for later, or with `keep` off no longer."""
    viewer, limits, one = viewer_of(request), limits_of(request), ids.read_moment(post_id)
    if request.POST.get("keep") == "off":
        reacting.unsave(by=viewer, post_id=one, limits=limits)
        say(request, _("Kept no longer."))
    else:
        reacting.save(by=viewer, post_id=one, now=now_of(request), limits=limits)
        say(request, _("Kept for later. Only you know."))
    return back(request, reverse("post", args=[one]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def comment(request: HttpRequest, post_id: str) -> HttpResponse:
    """Say something under a post, or answer a comment; what is refused is kept in the form."""
    viewer, limits, one = viewer_of(request), limits_of(request), ids.read_moment(post_id)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        initial={"reply_to": request.GET.get("reply_to", "")},
    )
    here = reverse("post", args=[one])

    def put() -> None:
        answered = form.cleaned_data["reply_to"]
        commenting.comment(
            by=viewer,
            post_id=one,
            words=form.cleaned_data["text"],
            reply_to=ids.read_moment(answered) if answered else None,
            now=now_of(request),
            limits=limits,
        )

    gone = False
    try:
        if form.done(put):
            return back(request, f"{here}#thread")
    except Absent:
        gone = True  # hidden or taken away since: what was typed is not lost
    if not gone and not form.is_bound:
        seen_post(viewer, one, limits)
    context = {
        "form": form,
        "gone": gone,
        "answering": bool(form["reply_to"].value()),
        "answered": _answered(request, form["reply_to"].value()),
        "limit": limits.comment_length,
        "back": "/" if gone else came_from(request, here),
        "action": reverse("post_comment", args=[one]),
    }
    response = form.page(request, "discussion/comment.html", context, status=Absent.status if gone else 0)
    if form.is_bound and not gone and by_htmx(request):
        # in the thread what is wrong stands at the field, and all around it stays
        response.headers["HX-Retarget"] = "find .field"
        response.headers["HX-Reselect"] = ".dialog form > :is(.notice, .field)"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _answered(request: HttpRequest, comment_id: str) -> CommentPart | None:
    """The comment that is answered, as far as it is there."""
    try:
        return (
            discussion_parts.comment(_comment(request, comment_id), viewer_of(request))
            if comment_id
            else None
        )
    except Absent:
        return None


def _comment(request: HttpRequest, comment_id: str) -> CommentView:
    """The comment, as far as it is for this reader. Raises: Absent."""
    return threads.comment(
        viewer_of(request), ids.read_moment(comment_id), now=now_of(request), limits=limits_of(request)
    )


def _mine(request: HttpRequest, comment_id: str, verb: By) -> CommentView:
    """The comment, where this member may do this with it. Raises: Absent."""
    view = _comment(request, comment_id)
    if verb not in view.may:
        raise Absent
    return view


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
@keeps_words(COMMENT, as_draft=False)
def edit(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Change what one said."""
    view = _mine(request, comment_id, By.EDIT)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"text": view.text})
    limits = limits_of(request)

    def change() -> None:
        commenting.edit(
            by=viewer_of(request),
            comment_id=view.id,
            words=form.cleaned_data["text"],
            now=now_of(request),
            limits=limits,
        )

    here = discussion_parts.place_of_comment(view.post_id, view.id)
    if form.done(change):
        return back(request, here)
    context = {"form": form, "limit": limits.comment_length, "back": came_from(request, here)}
    return form.page(request, "discussion/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@pressed_once
def delete(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Ask whether a comment shall go, and take it away."""
    view = _mine(request, comment_id, By.DELETE)
    here = reverse("post", args=[view.post_id])
    if request.method == "POST":
        commenting.remove(by=viewer_of(request), comment_id=view.id, limits=limits_of(request))
        say(request, _("The comment is gone."))
        return back(request, here)
    return render(request, "discussion/delete.html", {"id": view.id, "back": came_from(request, here)})


@require_safe
def reactions(request: HttpRequest, post_id: str) -> HttpResponse:
    """Who reacted to a post, the latest first."""
    viewer, limits, one = viewer_of(request), limits_of(request), ids.read_moment(post_id)
    kind = one_of(request, "kind", tuple(Reaction), "")
    found = people.to_post(
        viewer,
        one,
        kind=kind,
        cursor=cursor_of(request),
        size=limits.page_size,
        now=now_of(request),
        limits=limits,
    )
    context = {
        "rows": [(card(row.person, viewer), discussion_parts.word_of(row.kind)) for row in found.items],
        "kinds": [(each.value, discussion_parts.word_of(each), each.value == kind) for each in REACTIONS],
        "kind": kind,
        "post_url": reverse("post", args=[one]),
        "here": request.path,
        "more": more_url(request, found.next),
    }
    return render(request, "discussion/reactions.html", context)


@require_safe
@member_required
def kept(request: HttpRequest) -> HttpResponse:
    """The posts one keeps for later."""
    viewer, limits = viewer_of(request), limits_of(request)
    found = saved.saved(viewer, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    under = discussion_parts.below(viewer, [one.id for one in found.items], limits)
    context = {
        "posts": [posts_parts.card(one, viewer, below=under.get(one.id)) for one in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "discussion/saved.html", context)


urlpatterns = [
    path("posts/<str:post_id>/react", react, name="post_react"),
    path("posts/<str:post_id>/save", save, name="post_save"),
    path("posts/<str:post_id>/comment", comment, name="post_comment"),
    path("posts/<str:post_id>/reactions", reactions, name="post_reactions"),
    path("comments/<str:comment_id>/react", react_to_comment, name="comment_react"),
    path("comments/<str:comment_id>/edit", edit, name="comment_edit"),
    path("comments/<str:comment_id>/delete", delete, name="comment_delete"),
    path("saved", kept, name="saved_posts"),
]
