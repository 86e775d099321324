"""What comes with a post on pages: sending pictures and documents, describing them, and reading a document (FEED-1).

Without a script: files that are sent with a post bring the page back once, with a line for each that says
what can be seen; what was typed and sent stays. Then it is published.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from rapport.content.posts.actions import attaching, changing
from rapport.content.posts.queries import attached, views
from rapport.content.posts.queries.attached import Waiting
from rapport.content.posts.rules.attached import HEAD_BYTES, Attached, Given, What, check_together, what_of
from rapport.content.posts.rules.owning import By
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import posts_parts
from rapport.interfaces.web.requests import SeeOther, limits_of, me, member_required, now_of, viewer_of
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Refused, TooMany
from rapport.kernel.limits.rules import Limits, setting
from rapport.kernel.media.rules import ACCEPTED, DOCUMENT_TYPE, MOST_BYTES, TooManyBytes
from rapport.kernel.uploads import files_refused

_ = words.translate

TAKEN = ",".join((*ACCEPTED, DOCUMENT_TYPE))
MOST = setting("pictures_per_post").default * MOST_BYTES
"""Of all files of one form together, in bytes."""


class ManyFiles(forms.FileInput):
    """A chooser of several files; they are read one by one from the request."""

    allow_multiple_selected = True


_FIELDS = {"picture", "pictures", "document", "alt"}


def place_of(field: str | None) -> str | None:
    """At which control of the form a refusal about what comes with a post stands."""
    return "sent" if field in _FIELDS else field


@dataclass(frozen=True)
class Line:
    """One file that waits, and what was said of it."""

    file: Waiting
    words: str

    @property
    def is_document(self) -> bool:
        """Whether it is a document: its words are its name."""
        return self.file.what is What.DOCUMENT


class Sent:
    """The files of a post that is being written: those sent before, by key, and those that come now."""

    def __init__(self, request: HttpRequest) -> None:
        """What the form says of files sent before."""
        form = request.POST
        dropped = set(form.getlist("drop"))
        self._request = request
        self._keys = [key for key in dict.fromkeys(form.getlist("key")) if key not in dropped][:50]
        self._words = {key: form.get(f"alt-{key}", "") for key in self._keys}
        self.goes_on = bool(dropped) or form.get("do") == "files"

    def take_in(self, limits: Limits) -> None:
        """Draw what comes now; afterwards it is asked what can be seen in it.

        Raises: Invalid, Refused: what this file is not, and those before it are kept; or what a post does not
        show together, before anybody has described any of them.
        """
        if files_refused(self._request):
            raise TooManyBytes(
                "A picture may have {count} MB, a document {megabytes}. Choose smaller files.",
                field="sent",
                count=MOST_BYTES // (1024 * 1024),
                megabytes=limits.document_megabytes,
            )
        owner, now = me(self._request), now_of(self._request)
        files = self._request.FILES.getlist("sent")
        if files:
            self._check_together(files, limits)
        for file in files:
            try:
                taken = attaching.take_in(owner=owner, data=file.read(), now=now, limits=limits)
                attaching.note(owner=owner, taken=taken, now=now)
            except TooMany as busy:
                raise Refused(busy.template, code=busy.code, field="sent", **busy.values) from busy  # type: ignore[arg-type]
            self._keys.append(taken.key)
            self.goes_on = True

    def _check_together(self, files: list[UploadedFile[bytes]], limits: Limits) -> None:
        kinds = [line.file.what for line in self.lines()]
        for file in files:
            kinds.append(what_of(file.read(HEAD_BYTES)))
            file.seek(0)
        check_together(
            pictures=kinds.count(What.PICTURE), documents=kinds.count(What.DOCUMENT), limits=limits
        )

    def lines(self) -> list[Line]:
        """What waits, in order, for the form."""
        found = attached.waiting(me(self._request), self._keys)
        return [Line(one, self._words.get(one.key, "")) for one in found]

    def attached(self) -> Attached:
        """The same for publishing; a key that is not there any more is said to be so there."""
        papers = {line.file.key for line in self.lines() if line.is_document}
        given = [Given(key, self._words.get(key, "")) for key in self._keys]
        documents = [one for one in given if one.key in papers]
        pictures = tuple(one for one in given if one.key not in papers)
        check_together(pictures=len(pictures), documents=len(documents), limits=limits_of(self._request))
        return Attached(pictures, documents[0] if documents else None)


@require_safe
def document(request: HttpRequest, post_id: str, number: int) -> HttpResponse:
    """One page of a post's document, with its words and the way to the next. Raises: Absent."""
    viewer, limits = viewer_of(request), limits_of(request)
    view = views.post(viewer, ids.read_moment(post_id), limits)
    page = attached.page(viewer, view.id, number, limits)
    context = {
        "page": page,
        "post": posts_parts.card(view, viewer),
        "before": _page(view.id, number - 1) if number > 1 else "",
        "after": _page(view.id, number + 1) if number < page.document.pages else "",
    }
    return render(request, "posts/document.html", context)


def _page(post_id: int, number: int) -> str:
    return reverse("post_document", args=[post_id, number])


@require_http_methods(["POST"])
@member_required
def remove_link(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show no preview of its link in a post of one's own. Raises: Absent."""
    view = views.post(viewer_of(request), ids.read_moment(post_id), limits_of(request))
    if By.EDIT not in view.may:
        raise Absent
    changing.remove_preview(by=viewer_of(request), post_id=view.id)
    say(request, _("The preview is gone. The link stays."))
    return SeeOther(reverse("post", args=[view.id]))


urlpatterns = [
    path("posts/<str:post_id>/document/<int:number>", document, name="post_document"),
    path("posts/<str:post_id>/link/remove", remove_link, name="post_link_remove"),
]
