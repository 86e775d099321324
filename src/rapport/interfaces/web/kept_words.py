"""What was typed for something that is gone, or hidden, by the time it is sent: shown, not lost (quality 5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop

from rapport.content.posts.rules.audiences import CHOICES
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import MOST, USUAL
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.requests import next_of
from rapport.kernel.errors import Absent
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience

_ = words.translate
_noop = gettext_noop

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]

PLACE = _noop("You cannot write there any more. What you wrote stands below, for you to take along.")
ORIGINAL = _noop(
    "This cannot be passed on any more: it is gone, or it is not shown to you. What you wrote stands below, for you "
    "to take along."
)
COMMENT = _noop(
    "Your comment is gone, or it is not shown to you any more. What you wrote stands below, for you to take along."
)
POST = _noop(
    "This post is gone, or it is not shown to you any more. What you wrote stands below, for you to take along."
)
DRAFT = _noop(
    "This draft is gone: it went out, or it was deleted elsewhere. What you wrote stands below, for you to keep."
)


PROSE = (
    "title",
    "text",
    "option",
    "note",
    "how_met",
    "words",
    "headline",
    "about",
    "rules",
    "description",
    "notes",
    "application",
)
"""The fields of all our forms into which one writes, rather than chooses or names something."""


def written_in(request: HttpRequest) -> str:
    """All that was written in a form that was sent, one field below the other; empty where nothing was."""
    said = (one for name in PROSE for one in request.POST.getlist(name))
    return "\n\n".join(one for one in said if one.strip())


def keeps_words(sentence: str, *, as_draft: bool = True) -> Callable[[View[Given]], View[Given]]:
    """Let a view whose form comes too late answer with the words that were sent, and why they found no place.

    It is a 404 as any other, and says the same whether something is gone or hidden; where nothing was written, and
    for who only looks, it is the usual one. With `as_draft` the words are kept as a draft by one press.
    """

    def around(view: View[Given]) -> View[Given]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
            try:
                return view(request, *given, **named)
            except Absent:
                typed = request.POST.get("text", "") + request.POST.get("title", "")
                if not typed.strip():
                    raise
            return _page(request, _(sentence), as_draft)

        return guarded

    return around


def _page(request: HttpRequest, sentence: str, as_draft: bool) -> HttpResponse:
    typed = request.POST
    article = typed.get("form") == Form.ARTICLE.value
    context = {
        "why": sentence,
        "as_draft": as_draft,
        "action": "article_new" if article else "draft_new",
        "title": typed.get("title", ""),
        "text": typed.get("text", ""),
        "options": typed.getlist("option")[:MOST],
        "sent": {
            "form": (Form.ARTICLE if article else Form.POST).value,
            "audience": _audience(request).value,
            "days": typed.get("days", str(USUAL)),
            "draft": typed.get("draft", ""),
            "version": typed.get("version", "0"),
        },
        "back": next_of(request, "/"),
    }
    return render(request, "posts/kept.html", context, status=Absent.status)


def _audience(request: HttpRequest) -> Audience:
    """For whom the draft is: what was for a group or in the name of a company is for nobody else by default."""
    typed = request.POST
    elsewhere = typed.get("group") or typed.get("company")
    offered = () if elsewhere else CHOICES[Kind.PERSON]
    return next((one for one in offered if one.value == typed.get("audience")), Audience.ONLY_ME)
