"""Pictures as they are given out: each time it is asked whether this reader may see this one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from rapport.interfaces.web.requests import limits_of, viewer_of
from rapport.kernel.errors import Absent
from rapport.kernel.media import queries as media
from rapport.kernel.media.rules import ENDING, TYPE
from rapport.people import visibility

HEADERS = {
    # kept by this reader's browser, and shown again only after we were asked (ADR 0016)
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request: HttpRequest, key: str, side: int) -> HttpResponse:
    """One size of a picture, where its owner shows it to this reader; hidden and absent are alike (PRO-1).

    Raises: Absent.
    """
    visibility.pictured(viewer_of(request), key, limits_of(request))
    tag = f'"{key}-{side}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        data = media.square(key, side)
        if data is None:
            raise Absent
        response = HttpResponse(data, content_type=TYPE)
        response.headers["Content-Disposition"] = f'inline; filename="{key[:8]}-{side}.{ENDING}"'
        response.headers["Content-Length"] = str(len(data))
    response.headers["ETag"] = tag
    for name, value in HEADERS.items():
        response.headers[name] = value
    patch_vary_headers(response, ("Cookie",))
    return response


urlpatterns = [path("media/<slug:key>/<int:side>", picture, name="media")]
