"""The one place where typed errors become pages: a sentence, the right status, the way on.

A form that can show a refusal at its field does so itself (`forms.PoliteForm`); what it does
not catch, and what was no form at all, ends here. Absent and forbidden look alike.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.kept_words import written_in
from rapport.interfaces.web.own_pages import own_page
from rapport.interfaces.web.parts import Refusal
from rapport.interfaces.web.requests import SeeOther, by_htmx, door, for_dialog, next_of
from rapport.kernel.errors import Absent, Forbidden, RapportError, Refused, TooMany, Unauthenticated

log = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

PAGES = frozenset({400, 403, 404, 429})
"""The statuses with a page of their own; any other refusal has the same one."""


def sentence(error: RapportError) -> str:
    """What the person is told, in their language, with days and numbers in their way."""
    values = {
        name: words.number(value) if isinstance(value, int) else value for name, value in error.values.items()
    }
    return words.translate(error.template, **values)


def refusal(error: Refused) -> Refusal:
    """The same for the parts of a page, with the day on which it ends where it has one."""
    until = error.values.get("until")
    return Refusal(error.code, sentence(error), None if isinstance(until, str | int) else until)


API = "/api/"
"""Below it errors are told by another door."""


class ErrorPages:
    """Middleware: translates the typed errors that views raise."""

    def __init__(self, get_response: Handler) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a method that does not fit the address gets a page too.

        Nothing is at an address with a NUL: PostgreSQL takes it in no text.
        """
        if "\0" in request.path_info and not request.path_info.startswith(API):
            return page_for(request, Absent())
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "errors/405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a typed error; any other goes on to the log and the page of `failed`."""
        return page_for(request, error) if isinstance(error, RapportError) else None


def page_for(request: HttpRequest, error: RapportError) -> HttpResponse:
    """The page that tells `error`, with the words that were sent; who is not signed in and wrote nothing: the door."""
    written = written_in(request)
    if isinstance(error, Unauthenticated):
        if not written:
            return _elsewhere(request, door(request))
        return render(request, "errors/401.html", {"door": door(request), "written": written}, status=401)
    elsewhere = own_page(request) if isinstance(error, Absent) else ""
    if elsewhere:
        return HttpResponseRedirect(elsewhere)
    if error.detail:
        log.info("refused %s: %s", error.code, error.detail)
    if for_dialog(request):
        # Where a dialog was asked for there is no place for a page: the browser goes to it.
        return _elsewhere(request, request.get_full_path())
    template = f"errors/{error.status}.html" if error.status in PAGES else "errors/refused.html"
    told = "" if isinstance(error, Absent) else sentence(error)
    context = {"sentence": told, "back": next_of(request), "written": written}
    response = render(request, template, context, status=error.status)
    if isinstance(error, TooMany):
        ask_later(response, error)
    return response


def ask_later(response: HttpResponse, error: TooMany) -> None:
    """Let an answer say when to come back, where that is known."""
    if "retry_after" in error.values:
        response.headers["Retry-After"] = str(error.values["retry_after"])


def _elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    if by_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return SeeOther(address)


def absent(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The page for an address that leads nowhere: the same as for what is hidden (`handler404`)."""
    return page_for(request, Absent())


def no_entry(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The page for what may not be done (`handler403`)."""
    return page_for(request, Forbidden())


def bad_request(*_: object, **__: object) -> HttpResponse:
    """The page for a request that cannot be read, so that nothing is asked of it (`handler400`)."""
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that came from elsewhere, or too late; the reason goes to the log.

    What was written is shown for taking along, and not in a form: another site may have written it.
    """
    log.info("form refused: %s", reason)
    return render(request, "errors/403.html", {"written": written_in(request)}, status=403)


def failed(*_: object) -> HttpResponse:
    """The page for a fault of ours (`handler500`); it asks nothing of the database."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
