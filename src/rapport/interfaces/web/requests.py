"""What every view asks of its request: who looks, the site's limits, the moment, where to go next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from rapport.interfaces.web.engine_globals import url_or
from rapport.kernel import clock
from rapport.kernel.errors import Unauthenticated
from rapport.kernel.limits import queries as limits
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import VISITOR, Viewer

_READING = re.compile(
    r"/(?:@\w+(?:/(?:connections|followers|mutual-connections|recommendations|skills/[0-9a-f-]{36}))?|people|"
    r"endorsements|recommendations(?:/[0-9a-f-]{36})?|notices|contacts|import|network(?:/[a-z]+)?|"
    r"companies(?:/(?!new|complete)\w+(?:/(?:people|followers|roles))?)?|"
    r"suggestions(?:/follow|/how)?|drafts|posts/\d+|groups(?:/\w+(?:/(?:members|requests|kept-out|invite))?)?|"
    r"invitations/[0-9a-f-]{36})?"
)
"""The pages to which one may come back: those that ask nothing."""

LONGEST_SEARCH = 100
"""Characters of a search that are read; what is longer is no name."""

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


class SeeOther(HttpResponseRedirect):
    """A redirect after a form was sent: whatever the method, the next page is fetched (RFC 9110, 15.4.4)."""

    status_code = 303


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking; somebody whose onboarding is not done is a visitor still."""
    account = request.user
    if not account.is_authenticated or account.actor_id is None:
        return VISITOR
    return Viewer(account.actor_id, is_organiser=account.is_organiser, is_moderator=account.is_moderator)


def me(request: HttpRequest) -> int:
    """The id of the member who is looking.

    Raises: Unauthenticated.
    """
    actor_id = viewer_of(request).actor_id
    if actor_id is None:
        raise Unauthenticated
    return actor_id


def limits_of(request: HttpRequest) -> Limits:
    """The site's limits, read once a request."""
    known: Limits | None = getattr(request, "_limits", None)
    if known is None:
        known = limits.current()
        request._limits = known  # type: ignore[attr-defined]
    return known


def now_of(request: HttpRequest) -> datetime:
    """The moment of this request: the same for everything it does."""
    moment: datetime | None = getattr(request, "_now", None)
    if moment is None:
        moment = clock.now()
        request._now = moment  # type: ignore[attr-defined]
    return moment


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, and can be told to go elsewhere."""
    return request.headers.get("HX-Request") == "true"


def for_dialog(request: HttpRequest) -> bool:
    """Whether htmx asks for a dialog to show over the page that stands."""
    return by_htmx(request) and request.headers.get("HX-Target", "").endswith("dialogs")


def next_of(request: HttpRequest, default: str = "/") -> str:
    """Where the reader wants to go next: a path of this site, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, here, request.is_secure()):
        return wanted
    return default


def came_from(request: HttpRequest, default: str) -> str:
    """Where a question or a form leads back to: `next`, the page it was asked on, else `default`.

    Script names the page over which a dialog stands; without script the browser does.
    """
    wanted = next_of(request, "")
    if wanted:
        return wanted
    for header in ("HX-Current-URL", "Referer"):
        page = urlsplit(request.headers.get(header, ""))
        if page.netloc == request.get_host() and _READING.fullmatch(page.path):
            return f"{page.path}?{page.query}" if page.query else page.path
    return default


def back(request: HttpRequest, default: str = "/") -> SeeOther:
    """Go where the form wanted to go, else to `default`."""
    return SeeOther(next_of(request, default))


def member_required(view: View[Given]) -> View[Given]:
    """Let only members in; visitors are led to the door before anything is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
        me(request)
        return view(request, *given, **named)

    return guarded


def cursor_of(request: HttpRequest) -> str | None:
    """The place in a list that the address names, or None at its beginning."""
    return request.GET.get("cursor") or None


def typed_of(request: HttpRequest, name: str) -> str:
    """What was typed into a search under `name`, without NUL: PostgreSQL takes it in no text."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def more_url(request: HttpRequest, cursor: str | None) -> str:
    """The address of the next page of this list, with its other words kept; empty at the end."""
    if cursor is None:
        return ""
    words = request.GET.copy()
    words["cursor"] = cursor
    return f"{request.path}?{words.urlencode()}"


def moment_of(text: str) -> datetime | None:
    """The moment that a form of ours gives back as `text`, in UTC; None for anything else."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def one_of(request: HttpRequest, name: str, among: tuple[str, ...], default: str) -> str:
    """The word of the address under `name` where it is among those lawful, else `default`."""
    given = request.GET.get(name, default)
    return given if given in among else default


def door(request: HttpRequest) -> str:
    """Where somebody goes who has to be a member first: onboarding, or signing in; and then on."""
    onward = request.get_full_path() if request.method in ("GET", "HEAD") else next_of(request)
    name, address = (
        ("onboarding", "/welcome") if request.user.is_authenticated else ("account_login", "/sign-in")
    )
    return f"{url_or(name, address)}?{urlencode({'next': onward}, safe='/@')}"
