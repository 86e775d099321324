"""RSS: what a member or a company has published for everybody, and nothing else (FEED-7)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from rapport.content.posts.queries import lists
from rapport.content.posts.queries.views import PostView
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.requests import limits_of, viewer_of
from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.people import visibility
from rapport.people.audience import VISITOR

_ = words.translate
SIZE = 30
_BEGINNING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
)
SHORT = 80
"""Characters of a post without a title that stand for it in a list."""


@require_safe
def of_member(request: HttpRequest, handle: str) -> HttpResponse:
    """The public posts of a member, newest first, for whoever may know of them; the same for all of these.

    Raises: Absent, where visitors see nothing of them, and to whom they blocked or are blocked by.
    """
    if not text.is_handle(handle):
        raise Absent
    _open(request)
    actor = visibility.member(viewer_of(request), handle, limits_of(request))
    return _feed(request, actor.pk, actor.name, f"/@{actor.handle}")


@require_safe
def of_company(request: HttpRequest, company: str) -> HttpResponse:
    """The public posts of a company. Raises: Absent."""
    if not text.is_handle(company):
        raise Absent
    _open(request)
    actor = visibility.company(viewer_of(request), company, limits_of(request))
    return _feed(request, actor.pk, actor.name, f"/companies/{actor.handle}")


def _open(request: HttpRequest) -> None:
    """Nothing, while visitors are let in: who reads it is somebody's reader, without a name. Raises: Absent."""
    if not limits_of(request).public_pages:
        raise Absent


def _feed(request: HttpRequest, author: int, name: str, home: str) -> HttpResponse:
    limits = limits_of(request)
    posts = lists.of_author(VISITOR, author, size=SIZE, limits=limits).items
    head = [
        _tag("title", f"{name} · {limits.community_name}"),
        _tag("link", settings.PUBLIC_URL + home),
        _tag("description", _("What {name} published for everybody.", name=name)),
        f'<atom:link href="{escape(settings.PUBLIC_URL + request.path)}" rel="self" type="application/rss+xml"/>',
    ]
    latest = max((_changed(one) for one in posts), default=None)
    if latest is not None:
        head.append(_tag("lastBuildDate", format_datetime(latest, usegmt=True)))
    body = "".join(
        (
            _BEGINNING,
            *head,
            *(_item(one) for one in posts),
            "</channel></rss>\n",
        )
    ).encode()
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    # whoever keeps it asks again each time: what is public may be so no longer
    response.headers["Cache-Control"] = "private, no-cache"
    # only by its content: what is narrowed or taken away leaves nothing behind that is newer
    found = get_conditional_response(request, etag=tag, response=response)
    return found if isinstance(found, HttpResponse) else response


def _changed(post: PostView) -> datetime:
    return (post.edited_at or post.published_at).astimezone(UTC)


def _item(post: PostView) -> str:
    address = settings.PUBLIC_URL + reverse("post", args=[post.id])
    said = " ".join(post.text.split())
    name = post.title or (f"{said[: SHORT - 1]}…" if len(said) > SHORT else said)
    shown = post.html
    if post.original is not None:
        name = name or _("Passed on: a post by {name}", name=post.original.author.name)
        shown += f"<blockquote>{_heading(post.original)}{post.original.html}</blockquote>"
    parts = [
        _tag("title", name or _("A post by {name}", name=post.author.name)),
        _tag("link", address),
        f'<guid isPermaLink="true">{escape(address)}</guid>',
        _tag("pubDate", format_datetime(post.published_at.astimezone(UTC), usegmt=True)),
        _tag("dc:creator", post.author.name),
        *(_tag("category", one) for one in post.hashtags),
        _tag("content:encoded", _absolute(shown)),
    ]
    return f"<item>{''.join(parts)}</item>"


def _heading(post: PostView) -> str:
    address = settings.PUBLIC_URL + reverse("post", args=[post.id])
    return f'<p><a href="{escape(address)}">{escape(post.title or post.author.name)}</a></p>'


def _absolute(html: str) -> str:
    """Links within this site as addresses that lead here from elsewhere too."""
    return html.replace('href="/', f'href="{escape(settings.PUBLIC_URL)}/')


def _tag(name: str, said: str) -> str:
    return f"<{name}>{escape(said, quote=False)}</{name}>"


urlpatterns = [
    path("@<slug:handle>/feed.xml", of_member, name="member_feed"),
    path("companies/<slug:company>/feed.xml", of_company, name="company_feed"),
]
