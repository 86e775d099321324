"""Answers in JSON, straight from plain dictionaries: no model is built on the way out."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

JSON = "application/json"
PROBLEM = "application/problem+json"


def written(data: Any) -> bytes:
    """`data` as JSON: times RFC 3339 in UTC with Z, UUIDs as texts."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def answer(data: Any, status: int = 200) -> HttpResponse:
    """The answer that says `data`."""
    return HttpResponse(written(data), status=status, content_type=JSON)


def nothing() -> HttpResponse:
    """Done, and there is nothing to say (204)."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response


def kept(status: int, body: bytes) -> HttpResponse:
    """An answer given before, as it was kept."""
    if status == 204:
        return nothing()
    return HttpResponse(body, status=status, content_type=PROBLEM if status >= 400 else JSON)
