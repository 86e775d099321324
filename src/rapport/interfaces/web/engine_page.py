"""The page being rendered: which request it answers, and what follows from that.

A page has dozens of small forms: what they all carry is worked out once and kept for the page.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cached_property
from html import escape

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Page:
    """One rendering; without a request it is a mail, or an error that asks for nothing."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Keep the request."""
        self.request = request

    @cached_property
    def language(self) -> str | None:
        """The reader's language."""
        return get_language()

    @cached_property
    def token(self) -> str:
        """What a form of this page must send back; empty where nothing is being answered."""
        return "" if self.request is None else get_token(self.request)

    @cached_property
    def nonce(self) -> str:
        """The nonce of this answer's Content-Security-Policy, as the middleware left it on the request."""
        return "" if self.request is None else str(getattr(self.request, "csp_nonce", ""))

    @cached_property
    def hx_nonce(self) -> str:
        """It as the attribute without which the CSP extension strips what htmx would act on."""
        return f'hx-nonce="{escape(self.nonce)}"'

    @cached_property
    def address(self) -> str:
        """The path and query of this page."""
        return "/" if self.request is None else self.request.get_full_path()

    @cached_property
    def token_field(self) -> SafeString:
        """The hidden field with the token."""
        return SafeString(f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(self.token)}">')

    @cached_property
    def next_field(self) -> SafeString:
        """The hidden field that brings a form back here."""
        return SafeString(f'<input type="hidden" name="next" value="{escape(self.address)}">')


current: ContextVar[Page | None] = ContextVar("current_page", default=None)


def spoken() -> str | None:
    """The reader's language."""
    here = current.get()
    return get_language() if here is None else here.language


def page() -> Page:
    """The page being rendered now; an empty one where nothing is."""
    return current.get() or Page()
