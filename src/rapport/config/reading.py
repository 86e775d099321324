"""A request that only reads asks the log of changes once for all its questions of an index."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rapport.kernel.changelog.once import reading_once

Handler = Callable[[HttpRequest], HttpResponse]

READS = frozenset({"GET", "HEAD"})


class ReadOnce:
    """Middleware: what is asked for by GET or HEAD is answered as of one moment; all else looks anew each time."""

    def __init__(self, get_response: Handler) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.method not in READS:
            return self.get_response(request)
        with reading_once():
            return self.get_response(request)
