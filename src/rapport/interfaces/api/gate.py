"""What every request to the API passes before and after its operation.

In: the token, the rate limit, a body that can be read. Out: problem JSON for whatever went
wrong, the limits in headers, and that nobody may keep the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from rapport.interfaces.api import archives, throttle
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
from rapport.kernel.errors import Absent
from rapport.kernel.limits import queries as limits
from rapport.kernel.uploads import files_refused
from rapport.people.accounts.queries_tokens import Bearer, bearer

View = Callable[..., HttpResponse]

LARGEST_BODY = 256 * 1024
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
FILED = frozenset({"POST", "PUT"})
_CHARSETS = frozenset({"", "utf-8", "utf8"})


def gate(
    view: View,
    *,
    methods: frozenset[str] = frozenset(),
    takes_files: int = 0,
    takes_archives: bool = False,
) -> View:
    """The view behind the gate. Only a bearer token lets in, never a cookie, so it needs no CSRF check.

    `methods` are those that it knows; the body of any other is not read, and so not judged.
    With `takes_files` its bodies are files of at most so many bytes, given as they are or in a form;
    with `takes_archives` what is POSTed is a large file, which is written down as it comes in.
    """

    @csrf_exempt
    def behind(request: HttpRequest, **parts: Any) -> HttpResponse:
        verdict = None
        try:
            if "\0" in request.path_info:
                raise Absent  # PostgreSQL takes it in no text, so nothing is called that
            call = Call(clock.now(), limits.current(), _bearer(request))
            verdict = throttle.count(request, call)
            if takes_archives and request.method == "POST":
                archives.expect(request, call.limits, let_in=call.bearer is not None and verdict.allowed)
            read = request.method in WITH_BODY & methods
            response = _pass(view, request, parts, call, verdict, takes_files if read else None)
        except Exception as error:  # noqa: BLE001 (whatever it was, the answer is problem JSON)
            response = problem_of(error)
        finally:
            archives.throw_away(request)
        if verdict is not None:
            throttle.stamp(response, verdict)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response

    behind.__dict__["takes_files"] = takes_files
    return behind


def _pass(
    view: View,
    request: HttpRequest,
    parts: dict[str, Any],
    call: Call,
    verdict: RateVerdict,
    files: int | None,
) -> HttpResponse:
    if not verdict.allowed:
        raise throttle.refusal(verdict)
    method = request.method or ""
    if files is not None:
        if archives.is_expected(request):
            body = archives.told_of(request)
        else:
            body = _body_or_file(request, call, files if method in FILED else 0)
        call = Call(call.now, call.limits, call.bearer, body)
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


def _body_or_file(request: HttpRequest, call: Call, files: int) -> Any:
    """What came, as JSON or as a file; no file is read for whom the operation will turn away."""
    if not files:
        return _body(request)
    return b"" if call.bearer is None else _file(request, files)


def _check_length(request: HttpRequest, at_most: int) -> None:
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or (length == "0" and "Transfer-Encoding" in request.headers):
        raise NoLength
    if int(length) > at_most:
        raise TooLarge(count=at_most)


def _file(request: HttpRequest, at_most: int) -> bytes:
    """The file that came, as it is or as the one file of a form; empty where there is none.

    Raises: NoLength, TooLarge, WrongType, BadJson for a body that breaks off.
    """
    try:
        if request.content_type == "multipart/form-data":
            _check_length(request, at_most + LARGEST_BODY)
            # Django itself reads forms that are POSTed, and no others
            _, sent = request.parse_file_upload(request.META, request)
            files = [file for name in sent for file in sent.getlist(name)]
            if files_refused(request):
                raise TooLarge(count=at_most)
            data = files[0].read() if len(files) == 1 else b""
            for file in files:
                file.close()
            return data
        if not request.content_type or request.content_type.partition("/")[0] not in ("image", "application"):
            raise WrongType
        if request.content_type == JSON:
            raise WrongType("Send the file as it is, with its own content type, or in a form.")
        _check_length(request, at_most)
        return request.read()
    except (UnreadablePostError, MultiPartParserError) as broken:
        raise BadJson("The body breaks off, or is no form.", code="invalid_body") from broken


def _body(request: HttpRequest) -> Any:
    """What the body says; None where there is none.

    Raises: NoLength, TooLarge, WrongType, BadJson.
    """
    _check_length(request, LARGEST_BODY)
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
