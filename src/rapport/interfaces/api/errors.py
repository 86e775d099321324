"""The one place where typed errors become problem JSON (RFC 9457).

A problem has `type`, `title`, `status`, a stable `code`, a sentence in `detail`, the
`field` where there is one, `errors` where several fields are wrong, and `values` for
programs (such as `until`). It names no instance: absent and forbidden are the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from rapport.interfaces.api.answers import PROBLEM, written
from rapport.kernel.errors import RapportError, TooMany, Unauthenticated

log = logging.getLogger(__name__)

BUSY_SECONDS = 1


class BadJson(RapportError):
    """The body is no JSON."""

    status = 400
    code = "invalid_json"
    template = "The body is not valid JSON in UTF-8."


class WrongType(RapportError):
    """The body is of a content type that is not read here."""

    status = 415
    code = "unsupported_media_type"
    template = "Send the body as application/json."


class TooLarge(RapportError):
    """The body is larger than anything that is asked for here."""

    status = 413
    code = "too_large"
    template = "The body is too large: at most {count} bytes are read."


class NoLength(RapportError):
    """The body comes in pieces, and a WSGI server does not say how many: reading none of it would mislead."""

    status = 411
    code = "length_required"
    template = "Send the body whole, with a Content-Length."


class WrongMethod(RapportError):
    """This address knows other methods."""

    status = 405
    code = "method_not_allowed"
    template = "This address does not know the method {method}."


class Busy(RapportError):
    """The database is out of reach or too busy."""

    status = 503
    code = "unavailable"
    template = "The service is out of reach for a moment. Try again."


class Failed(RapportError):
    """Something went wrong on our side."""

    status = 500
    code = "internal"
    template = "Something went wrong on our side. It was written down."


def sentence(error: RapportError) -> str:
    """What the person is told, in the language of the request, with dates written out."""
    shown = {
        name: date_format(value, "j F Y") if isinstance(value, datetime) else value
        for name, value in error.values.items()
    }
    return gettext(error.template).format(**shown)


def problem(
    error: RapportError,
    *,
    detail: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """The answer that tells `error`."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": detail or sentence(error),
    }
    if error.field is not None:
        told["field"] = error.field
    if errors:
        told["errors"] = errors
    if error.values:
        told["values"] = dict(error.values)
    response = HttpResponse(written(told), status=error.status, content_type=PROBLEM)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany) and "retry_after" in error.values:
        response.headers["Retry-After"] = str(error.values["retry_after"])
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def problem_of(error: Exception) -> HttpResponse:
    """The answer for whatever was raised; what nobody foresaw goes to the log with its trace."""
    match error:
        case RapportError():
            if error.detail:
                log.info("refused %s: %s", error.code, error.detail)
            return problem(error)
        case ValidationError():
            return _shape(error.errors)
        case OperationalError() | InterfaceError():
            log.error("the database is out of reach", exc_info=error)
            return problem(Busy())
        case _:
            log.error("unhandled error in the API", exc_info=error)
            return problem(Failed())


_SENTENCES = {
    "missing": "“{field}” is missing.",
    "extra_forbidden": "There is no field “{field}” here.",
}
_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}


def _shape(errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """The answer for parameters or a body of the wrong shape (422): every wrong field by name."""
    found = []
    for error in errors:
        field = _field(error["loc"])
        kind = str(error["type"])
        template = _SENTENCES.get(kind, "“{field}” cannot be taken: {reason}.")
        reason = str(error["msg"]).rstrip(".")
        detail = gettext(template).format(field=field, reason=reason[:1].lower() + reason[1:])
        found.append({"field": field, "code": _CODES.get(kind, "invalid"), "detail": detail})
    first = found[0]
    told = RapportError(code=first["code"], field=first["field"])
    told.status = 422
    return problem(told, detail=" ".join(dict.fromkeys(one["detail"] for one in found)), errors=found)


def _field(place: Sequence[object]) -> str:
    """The name of a wrong field: `("body", "body", "tags", 0)` is `tags.0`, the body itself `body`."""
    inner = [str(part) for part in place[2 if place[0] == "body" else 1 :]]
    return ".".join(inner) or str(place[0])


def install(api: NinjaAPI) -> None:
    """Make `api` tell every error by `problem_of`."""

    def tell(_: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        return problem_of(error if isinstance(error, Exception) else error())

    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, tell)
