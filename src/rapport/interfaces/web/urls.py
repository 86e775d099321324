"""The addresses of all pages: each page family lists its own `urlpatterns`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
