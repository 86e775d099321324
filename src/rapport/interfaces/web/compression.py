"""Pages go over the line compressed; what programs read goes as it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class Compression(GZipMiddleware):
    """Compresses HTML alone, with random bytes, so that lengths tell nothing (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, shorter where it is a page and the browser takes it so."""
        if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response
