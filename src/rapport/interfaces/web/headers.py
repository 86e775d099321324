"""The headers every answer of the site carries: nothing foreign runs, nothing private is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}

_OWN = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'"
)
PAGES = _OWN + "; script-src 'nonce-{nonce}'; require-trusted-types-for 'script'; trusted-types htmx"
ADMIN = _OWN + "; script-src 'self'"
"""The admin's own pages: Django writes their scripts, without nonces and without Trusted Types."""

ADMIN_PATH = "/admin/"


class Headers:
    """Middleware: a nonce on the request, and on every answer the policy that names it.

    What depends on who looks is kept by nobody; an answer that says otherwise itself is left alone.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        nonce = secrets.token_urlsafe(18)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy = ADMIN if request.path.startswith(ADMIN_PATH) else PAGES.format(nonce=nonce)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "private, no-store")
        for name, value in ALWAYS.items():
            response.headers[name] = value
        return response
