"""Addresses of pages about one thing: a page of posts has two hundred, and Django composes each anew."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

_ANY = 987654321012345
"""Fits wherever a number or a handle does."""


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    return before, after


def address(name: str, one: int | str) -> str:
    """The address of the route `name` about this number or handle, as `reverse` gives it."""
    before, after = _around(name)
    return f"{before}{one}{after}"
