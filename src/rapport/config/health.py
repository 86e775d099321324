"""Two addresses for whoever watches the site: does it live, and can it serve."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return _plain("ok", 200)


def readyz(_: HttpRequest) -> HttpResponse:
    """The database answers too; otherwise 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return _plain("the database does not answer", 503)
    return _plain("ok", 200)


def _plain(words: str, status: int) -> HttpResponse:
    answer = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
