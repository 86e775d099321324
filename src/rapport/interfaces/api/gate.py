"""What every request to the API passes before and after its operation.

In: the token, the rate limit, a body that can be read. Out: problem JSON for whatever went
wrong, the limits in headers, and that nobody may keep the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from rapport.interfaces.api import throttle
from rapport.interfaces.api.answers import JSON, nothing
from rapport.interfaces.api.call import Call, attach
from rapport.interfaces.api.errors import (
    BadJson,
    NoLength,
    TooLarge,
    WrongMethod,
    WrongType,
    problem,
    problem_of,
)
from rapport.kernel import clock
from rapport.kernel.arrays import RateVerdict
from rapport.kernel.limits import queries as limits
from rapport.people.accounts.queries_tokens import Bearer, bearer

View = Callable[..., HttpResponse]

LARGEST_BODY = 256 * 1024
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_CHARSETS = frozenset({"", "utf-8", "utf8"})


def gate(view: View) -> View:
    """The view behind the gate. Only a bearer token lets in, never a cookie, so it needs no CSRF check."""

    @csrf_exempt
    def behind(request: HttpRequest, **parts: Any) -> HttpResponse:
        verdict = None
        try:
            call = Call(clock.now(), limits.current(), _bearer(request))
            verdict = throttle.count(request, call)
            response = _pass(view, request, parts, call, verdict)
        except Exception as error:  # noqa: BLE001 (whatever it was, the answer is problem JSON)
            response = problem_of(error)
        if verdict is not None:
            throttle.stamp(response, verdict)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response

    return behind


def _pass(
    view: View, request: HttpRequest, parts: dict[str, Any], call: Call, verdict: RateVerdict
) -> HttpResponse:
    if not verdict.allowed:
        raise throttle.refusal(verdict)
    method = request.method or ""
    if method in WITH_BODY:
        call = Call(call.now, call.limits, call.bearer, _body(request))
    attach(request, call)
    if method == "HEAD":
        return _head(view, request, parts)
    response = view(request, **parts)
    return _methods(response, method) if isinstance(response, HttpResponseNotAllowed) else response


def _head(view: View, request: HttpRequest, parts: dict[str, Any]) -> HttpResponse:
    """What GET would answer, without its body."""
    request.method = "GET"
    try:
        response = view(request, **parts)
    finally:
        request.method = "HEAD"
    if isinstance(response, HttpResponseNotAllowed):
        response = _methods(response, "HEAD")
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _bearer(request: HttpRequest) -> Bearer | None:
    """Whose token the request bears; a wrong one is nobody's."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return bearer(token.strip()) if kind.lower() == "bearer" else None


def _body(request: HttpRequest) -> Any:
    """What the body says; None where there is none.

    Raises: NoLength, TooLarge, WrongType, BadJson.
    """
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or (length == "0" and "Transfer-Encoding" in request.headers):
        raise NoLength
    if int(length) > LARGEST_BODY:
        raise TooLarge(count=LARGEST_BODY)
    try:
        raw = request.body
    except UnreadablePostError as broken:
        raise BadJson from broken
    if not raw:
        return None
    charset = (request.content_params or {}).get("charset", "").lower()
    if request.content_type != JSON or charset not in _CHARSETS:
        raise WrongType
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as wrong:
        raise BadJson(detail=str(wrong)) from wrong


def _methods(response: HttpResponseNotAllowed, method: str) -> HttpResponse:
    """What an address says about its methods: to OPTIONS the list, to a wrong one a refusal with the list."""
    known = {name.strip() for name in response.headers["Allow"].split(",")} | {"OPTIONS"}
    if "GET" in known:
        known.add("HEAD")
    told = nothing() if method == "OPTIONS" else problem(WrongMethod(method=method))
    told.headers["Allow"] = ", ".join(sorted(known))
    return told
