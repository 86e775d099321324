"""Large files that come over the API: written down as they come in, before anything is locked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from rapport.content.exchange import files
from rapport.content.exchange.files import MEGABYTE, Received, TooLarge
from rapport.interfaces.api.errors import BadJson, NoLength
from rapport.kernel.limits.rules import Limits

View = TypeVar("View", bound=Callable[..., Any])

MOST = 1_000 * MEGABYTE
"""More than any site setting admits."""
_CHUNK = 64 * 1024
_KEPT = "rapport_received"


def takes_archives(view: View) -> View:
    """Mark an operation as one whose POST brings a large file."""
    view.__dict__["takes_archives"] = True
    view.__dict__["takes_files"] = MOST
    return view


def expect(request: HttpRequest, limits: Limits, *, let_in: bool) -> None:
    """Write the file of this request down, where its sender is `let_in`; of others no byte is read.

    Raises: as `receive`.
    """
    request.__dict__[_KEPT] = None
    if let_in:
        receive(request, limits)


def is_expected(request: HttpRequest) -> bool:
    """Whether this request brings a file instead of a body."""
    return _KEPT in request.__dict__


def told_of(request: HttpRequest) -> dict[str, str] | None:
    """What tells this request from others under its key: the digest of the file."""
    found = received(request)
    return None if found is None else {"sha256": found.sha256}


def receive(request: HttpRequest, limits: Limits) -> None:
    """Write the file of this request down: its body as it is, or the one file of a form.

    Raises: NoLength; TooLarge; BadJson where it breaks off.
    """
    length = request.headers.get("Content-Length") or ""
    if not length.isdecimal():
        raise NoLength
    if int(length) > (limits.import_megabytes + 1) * MEGABYTE:
        raise TooLarge(limit=limits.import_megabytes)
    try:
        form = request.content_type == "multipart/form-data"
        chunks = _of_form(request) if form else _of_body(request)
        request.__dict__[_KEPT] = files.receive(chunks, megabytes=limits.import_megabytes)
    except (UnreadablePostError, MultiPartParserError) as broken:
        raise BadJson("The body breaks off, or is no form.", code="invalid_body") from broken


def _of_body(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk


def _of_form(request: HttpRequest) -> Iterator[bytes]:
    sent = [one for _, some in request.FILES.lists() for one in some]
    try:
        file = request.FILES.get("file")
        if file is not None:
            request.__dict__["rapport_file_name"] = file.name or ""
            yield from file.chunks()
    finally:
        for one in sent:
            one.close()


def received(request: HttpRequest) -> Received | None:
    """The file of this request."""
    found: Received | None = request.__dict__.get(_KEPT)
    return found


def name_of(request: HttpRequest) -> str:
    """What the caller calls the file: in the form, or in the `name` of the address."""
    return str(request.__dict__.get("rapport_file_name") or request.GET.get("name", ""))


def throw_away(request: HttpRequest) -> None:
    """Remove the file, where no operation adopted it."""
    found = received(request)
    if found is not None:
        found.throw_away()
