"""The pages and the API, for a WSGI server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
_django = get_wsgi_application()
# read now, so that the first request finds every route and forked processes share them
_routes = get_resolver().url_patterns


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request; a whole answer goes out at once, which spares granian the steps of an iteration."""
    answer: Any = _django(environ, start_response)
    if getattr(answer, "streaming", True):
        return answer  # type: ignore[no-any-return]
    try:
        return [answer.content]
    finally:
        answer.close()
