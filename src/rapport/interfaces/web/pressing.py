"""A button that is pressed eight times at once has one effect, and each press gets the answer of the first (quality 7).

So has what a script sends of a form, which a browser may send twice when the page goes.

A form says by its CSRF token on which page it stood: Django masks it anew for each page. So the same fields with the
same token, sent to the same address within seconds, are the same press.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

import orjson
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse

from rapport.interfaces.web import toasts
from rapport.interfaces.web.requests import SeeOther

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]

AT_WORK_SECONDS = 60
"""So long the first press may take; a process that was killed meanwhile is waited for no longer."""
KNOWN_SECONDS = 10
"""So long after it was answered a press is known again; who means it twice takes longer, or opens the form anew."""
_LOOK_AGAIN_SECONDS = 0.05
Kept = tuple[str, bytes, list[tuple[str, str]]]
_AT_WORK: Kept = ("", b"", [])


def pressed_once(view: View[Given]) -> View[Given]:
    """Let a view that makes something do so once for a press, and lead the others to where the first was led.

    A press that is refused or fails leaves nothing: the next one tries by itself.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
        press = _press(request)
        if press is None:
            return view(request, *given, **named)
        while not cache.add(press, _AT_WORK, AT_WORK_SECONDS):
            first = cache.get(press)
            if first is not None and first != _AT_WORK:
                return _again(request, *first)
            time.sleep(_LOOK_AGAIN_SECONDS)
        kept = None
        try:
            response = view(request, *given, **named)
            kept = _kept(request, response)
        finally:
            if kept is None:
                cache.delete(press)
            else:
                cache.set(press, kept, KNOWN_SECONDS)
        return response

    return guarded


def _kept(request: HttpRequest, response: HttpResponse) -> Kept | None:
    """What another press is answered with; None for a page, which tells what is wrong with a form."""
    if isinstance(response, SeeOther):
        return response.url, b"", toasts.just_said(request)
    if isinstance(response, JsonResponse) and response.status_code == HTTPStatus.OK:
        return "", response.content, []
    return None


def _again(request: HttpRequest, url: str, content: bytes, said: list[tuple[str, str]]) -> HttpResponse:
    if not url:
        return HttpResponse(content, content_type="application/json")
    toasts.say_again(request, said)
    return SeeOther(url)


def _press(request: HttpRequest) -> str | None:
    """What tells this press from others; None for what is no form of a page."""
    if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
        return None
    sent = [
        request.user.pk,
        request.get_full_path(),
        sorted((name, request.POST.getlist(name)) for name in request.POST),
        sorted((name, [_file(one) for one in request.FILES.getlist(name)]) for name in request.FILES),
    ]
    return f"press:{hashlib.sha256(orjson.dumps(sent)).hexdigest()}"


def _file(sent: UploadedFile[bytes]) -> tuple[str | None, int | None]:
    return sent.name, sent.size
