"""The page being rendered: which request it answers, and what follows from that."""

from __future__ import annotations

from contextvars import ContextVar

from django.http import HttpRequest
from django.middleware.csrf import get_token

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def csrf_token() -> str:
    """The token a form of this page must send back; empty where nothing is being answered (mails)."""
    request = current_request.get()
    return "" if request is None else get_token(request)


def csp_nonce() -> str:
    """The nonce of this answer's Content-Security-Policy, as the middleware left it on the request."""
    request = current_request.get()
    return "" if request is None else str(getattr(request, "csp_nonce", ""))


def here() -> str:
    """The path and query of this page, for forms that come back to where they stood."""
    request = current_request.get()
    return "/" if request is None else request.get_full_path()
