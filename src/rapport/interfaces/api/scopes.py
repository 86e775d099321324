"""Who may call an operation: bearers of a good token whose scopes contain what it needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase

from rapport.interfaces.api.call import Call, call_of
from rapport.kernel.errors import Forbidden, Unauthenticated
from rapport.people.accounts.rules_tokens import Scope, granted
from rapport.people.actors.rules import Status


class Needs(AuthBase):
    """Lets in who bears a token with `scope`; ninja calls it before it reads the request's parts."""

    openapi_type: str = "http"
    openapi_scheme: str = "bearer"

    def __init__(self, scope: Scope) -> None:
        """Keep the scope."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """Whether the request may go on.

        Raises: Unauthenticated; Forbidden (`suspended`, `scope`).
        """
        check(call_of(request), self.scope)
        return True


def check(call: Call, scope: Scope) -> None:
    """Nothing, where the caller may do what needs `scope`.

    Raises: Unauthenticated, for no token or a wrong one; Forbidden with `suspended`, telling until
    when and why; Forbidden with `scope`, naming the one that is missing.
    """
    who = call.bearer
    if who is None:
        raise Unauthenticated("Send a token: Authorization: Bearer rpt_…", code="token")
    if who.status is not Status.ACTIVE:
        raise _suspended(who.suspended_until, who.suspension_reason)
    if not granted(who.scopes, scope):
        raise Forbidden(
            "This token may not do that: it lacks the scope {scope}.", code="scope", scope=scope.value
        )


def _suspended(until: Any, reason: str) -> Forbidden:
    if until is None:
        return Forbidden("This account is suspended. {reason}", code="suspended", reason=reason)
    return Forbidden(
        "This account is suspended until {until}. {reason}", code="suspended", until=until, reason=reason
    )


READ = Needs(Scope.READ)
READ_PROFILE = Needs(Scope.READ_PROFILE)
READ_RELATIONSHIPS = Needs(Scope.READ_RELATIONSHIPS)
READ_COMPANIES = Needs(Scope.READ_COMPANIES)
READ_GROUPS = Needs(Scope.READ_GROUPS)
READ_IMPORTS = Needs(Scope.READ_IMPORTS)
READ_NOTES = Needs(Scope.READ_NOTES)
READ_NOTIFICATIONS = Needs(Scope.READ_NOTIFICATIONS)
READ_RECOMMENDATIONS = Needs(Scope.READ_RECOMMENDATIONS)
READ_POSTS = Needs(Scope.READ_POSTS)
READ_MODERATION = Needs(Scope.READ_MODERATION)
WRITE_PROFILE = Needs(Scope.WRITE_PROFILE)
WRITE_RELATIONSHIPS = Needs(Scope.WRITE_RELATIONSHIPS)
WRITE_COMPANIES = Needs(Scope.WRITE_COMPANIES)
WRITE_GROUPS = Needs(Scope.WRITE_GROUPS)
WRITE_IMPORTS = Needs(Scope.WRITE_IMPORTS)
WRITE_NOTES = Needs(Scope.WRITE_NOTES)
WRITE_NOTIFICATIONS = Needs(Scope.WRITE_NOTIFICATIONS)
WRITE_RECOMMENDATIONS = Needs(Scope.WRITE_RECOMMENDATIONS)
WRITE_POSTS = Needs(Scope.WRITE_POSTS)
WRITE_MODERATION = Needs(Scope.WRITE_MODERATION)
