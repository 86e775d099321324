"""Who may pass: notes that a browser was here, and leads whoever is no member (any more) to the page for them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from rapport.interfaces.web.requests import SeeOther, now_of
from rapport.people.accounts import queries
from rapport.people.accounts.origin import client_ip
from rapport.people.accounts.rules import Stand
from rapport.people.accounts.sessions import SessionStore

Handler = Callable[[HttpRequest], HttpResponse]

APART = ("/static/", "/api/", "/admin/")
"""What a session has no say in, or (the admin) looks for itself."""

OPEN = {
    Stand.ONBOARDING: frozenset(
        {"onboarding", "onboarding_handle", "account_logout", "account_leave", "account_reauthenticate"}
    ),
    Stand.LEAVING: frozenset({"leaving", "account_logout", "account_reauthenticate"}),
    Stand.WAITING: frozenset({"waiting", "account_logout", "account_leave", "account_reauthenticate"}),
}
"""The pages for who signed in and is no member, yet or any more."""

PLACE = {Stand.ONBOARDING: "onboarding", Stand.WAITING: "waiting", Stand.LEAVING: "leaving"}


class Gate:
    """Middleware, after sessions and authentication."""

    def __init__(self, get_response: Handler) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a signed-in browser is noted at most once in ten minutes (quality 1)."""
        session = request.session
        if isinstance(session, SessionStore):
            session.ip = client_ip(request.META, settings.TRUSTED_PROXIES)
            session.user_agent = request.META.get("HTTP_USER_AGENT", "")
        response = self.get_response(request)
        if isinstance(session, SessionStore) and session.session_key and _signed_in(request):
            session.seen(now=now_of(request))
        return response

    def process_view(
        self,
        request: HttpRequest,
        *_view: object,
    ) -> HttpResponse | None:
        """Another page where this one is not for an account that stands so; None lets it pass."""
        if request.path.startswith(APART) or not request.user.is_authenticated:
            return None
        account = request.user
        if account.language:
            translation.activate(account.language)
        stand = queries.stand_of(account, now=now_of(request))
        if stand is Stand.MEMBER:
            return None
        if stand in PLACE:
            name = request.resolver_match.url_name if request.resolver_match else None
            if name in OPEN[stand]:
                return None
            onward = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            query = "" if onward == "/" else f"?{urlencode({'next': onward}, safe='/')}"
            return SeeOther(reverse(PLACE[stand]) + query)
        about = {"reason": account.suspension_reason, "until": account.suspended_until}
        logout(request)
        return render(request, "accounts/suspended.html", about, status=403)


def _signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated
