"""An engine without the site's context processors: parts are tested without a database."""

from __future__ import annotations

from django.http import HttpRequest
from django.test import RequestFactory

from rapport.interfaces.web.engine import Minijinja

ENGINE = Minijinja({"NAME": "parts", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}})


def request_for(address: str = "/@jonas") -> HttpRequest:
    """A request as the middleware leaves it: with its nonce."""
    request = RequestFactory().get(address)
    request.csp_nonce = "noncenonce"  # type: ignore[attr-defined]
    return request


def rendered(text: str, address: str = "/@jonas", **context: object) -> str:
    """What a template's text becomes on the page at `address`."""
    return ENGINE.from_string(text).render(context, request_for(address))
