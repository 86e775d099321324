"""Pictures as they are given out: each time it is asked whether this reader may see this one.

Squares are faces, which their owner shows; whole pictures and pages of documents belong to posts.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from rapport.content.posts.queries import attached
from rapport.interfaces.web.requests import limits_of, viewer_of
from rapport.kernel.errors import Absent
from rapport.kernel.media import queries as media
from rapport.kernel.media.rules import ENDING, TYPE, WIDTHS
from rapport.people import visibility

HEADERS = {
    # kept by this reader's browser, and shown again only after we were asked (ADR 0016)
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request: HttpRequest, key: str, side: int, page: int = 0) -> HttpResponse:
    """One size of a picture, where its owner shows it to this reader or the reader sees the post it is in.

    Hidden and absent are alike (PRO-1, FEED-6). Raises: Absent.
    """
    viewer, limits = viewer_of(request), limits_of(request)
    if side in WIDTHS:
        attached.fetched_by(viewer, key, limits)
    else:
        visibility.pictured(viewer, key, limits)
    name = f"{key}-{side}-{page}" if page else f"{key}-{side}"
    tag = f'"{name}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        data = media.whole(key, side, page)
        if data is None:
            raise Absent
        response = HttpResponse(data, content_type=TYPE)
        response.headers["Content-Disposition"] = f'inline; filename="{name[:8]}{name[32:]}.{ENDING}"'
        response.headers["Content-Length"] = str(len(data))
    response.headers["ETag"] = tag
    for name, value in HEADERS.items():
        response.headers[name] = value
    patch_vary_headers(response, ("Cookie",))
    return response


urlpatterns = [
    path("media/<slug:key>/<int:side>", picture, name="media"),
    path("media/<slug:key>/<int:side>/<int:page>", picture, name="media_page"),
]
